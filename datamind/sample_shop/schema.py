"""The made-up shop's tables, what they hold, and what the words of its people mean."""

from __future__ import annotations

from datamind.types import Meaning, Metric, Term

SCHEMA = """
CREATE TABLE countries (country_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, region TEXT NOT NULL);
CREATE TABLE stores (store_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, opened_on DATE NOT NULL, floor_area_sqm INTEGER);
CREATE TABLE customers (
  customer_id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT,
  country_id INTEGER NOT NULL REFERENCES countries (country_id), city TEXT, joined_on DATE NOT NULL,
  newsletter BOOLEAN NOT NULL);
CREATE TABLE categories (category_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE products (
  product_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, category_id INTEGER NOT NULL REFERENCES categories (category_id),
  list_price NUMERIC(10,2) NOT NULL, unit_cost NUMERIC(10,2), launched_on DATE NOT NULL, discontinued BOOLEAN NOT NULL);
CREATE TABLE promotions (
  promotion_id INTEGER PRIMARY KEY, name TEXT NOT NULL, starts_on DATE NOT NULL, ends_on DATE NOT NULL,
  discount NUMERIC(4,2) NOT NULL);
CREATE TABLE orders (
  order_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (customer_id),
  store_id INTEGER REFERENCES stores (store_id), promotion_id INTEGER REFERENCES promotions (promotion_id),
  channel TEXT NOT NULL, ordered_at TIMESTAMP NOT NULL, status TEXT NOT NULL, total NUMERIC(10,2) NOT NULL);
CREATE TABLE order_items (
  order_item_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (order_id),
  product_id INTEGER NOT NULL REFERENCES products (product_id), quantity INTEGER NOT NULL,
  unit_price NUMERIC(10,2) NOT NULL, discount NUMERIC(4,2) NOT NULL, returned BOOLEAN NOT NULL);
CREATE TABLE payments (
  payment_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL UNIQUE REFERENCES orders (order_id), method TEXT NOT NULL,
  amount NUMERIC(10,2) NOT NULL, paid_at TIMESTAMP);
CREATE TABLE returns (
  return_id INTEGER PRIMARY KEY, order_item_id INTEGER NOT NULL UNIQUE REFERENCES order_items (order_item_id),
  returned_on DATE NOT NULL, reason TEXT);
CREATE TABLE web_visits (
  visit_id INTEGER PRIMARY KEY, visited_on DATE NOT NULL, source TEXT NOT NULL, visits INTEGER NOT NULL,
  signups INTEGER NOT NULL, UNIQUE (visited_on, source));
"""
INDEXES = """
CREATE INDEX orders_by_time ON orders (ordered_at);
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE INDEX order_items_by_order ON order_items (order_id);
CREATE INDEX order_items_by_product ON order_items (product_id);
"""
DESCRIPTIONS: dict[str, str] = {
    "countries": "The countries the shop delivers to, each in a region.",
    "stores": "The six stores. Orders from the web, the app and the phone belong to no store.",
    "stores.floor_area_sqm": "Sales floor in square metres; unknown for one store.",
    "customers": "People who have registered, one row each.",
    "customers.joined_on": "The day of registration.",
    "customers.city": "As typed by the customer: sometimes missing, in small letters or with a trailing space.",
    "categories": "The eight groups of products.",
    "products": "Everything that is or was sold.",
    "products.list_price": "Price in euros without discount.",
    "products.unit_cost": "What one piece costs the shop, in euros; unknown for some.",
    "promotions": "Sales weeks with a discount on everything.",
    "orders": "One row for each order, in any channel.",
    "orders.channel": "Where it was placed: Web, App, Store or Phone.",
    "orders.total": "What the customer paid for all its lines, in euros, after discount.",
    "orders.store_id": "The store, for orders placed in one; else null.",
    "order_items": "The lines of an order: a product, how many, at what price.",
    "order_items.unit_price": "Price of one piece in euros before discount.",
    "order_items.discount": "Share taken off the price, from 0 to 1.",
    "order_items.returned": "Whether the line was sent back; `returns` says when and why.",
    "payments": "One payment an order.",
    "payments.paid_at": "When the money arrived; null while it has not.",
    "returns": "Lines that were sent back.",
    "returns.reason": "As given by the customer; often missing.",
    "web_visits": "Visits to the web shop, a row a day and source.",
}  # fmt: skip


def shop_meaning() -> Meaning:
    """What the words of the shop mean: metrics as SQL over one table, and terms in words."""
    revenue = Metric(
        "revenue",
        "SUM(order_items.quantity * order_items.unit_price * (1 - order_items.discount))",
        "order_items",
        "orders.ordered_at",
        "EUR",
        ("sales", "turnover", "income"),
    )
    return Meaning(
        metrics=(
            revenue,
            Metric(
                "orders", "COUNT(orders.order_id)", "orders", "ordered_at", None, ("number of orders", "order count")
            ),
            Metric(
                "average order value",
                "AVG(orders.total)",
                "orders",
                "ordered_at",
                "EUR",
                ("aov", "average basket", "basket value"),
            ),
            Metric(
                "units sold",
                "SUM(order_items.quantity)",
                "order_items",
                "orders.ordered_at",
                None,
                ("quantity sold", "pieces sold"),
            ),
            Metric(
                "return rate",
                "AVG(order_items.returned)",
                "order_items",
                "orders.ordered_at",
                "percent",
                ("share of returns",),
            ),
            Metric(
                "new customers",
                "COUNT(customers.customer_id)",
                "customers",
                "joined_on",
                None,
                ("registrations", "sign-ups"),
            ),
        ),
        terms=(
            Term(
                "revenue",
                "quantity times unit price less discount, summed over order lines, in euros",
                ("sales", "turnover"),
            ),
            Term("return rate", "share of order lines that were sent back", ()),
            Term("new customer", "a customer counted on the day of registration (customers.joined_on)", ()),
            Term("online", "orders placed in the channels Web and App", ("online orders",)),
        ),
    )
