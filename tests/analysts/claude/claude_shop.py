"""A small shop's catalog, a large one, and contexts over them, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from anthropic_server import AnthropicServer

from datamind.analysts.claude import ClaudeAnalyst
from datamind.types import (
    Catalog,
    Column,
    ColumnRole,
    ColumnType,
    ForeignKey,
    Meaning,
    Metric,
    Profile,
    Question,
    SchemaContext,
    Table,
    Term,
    Turn,
    ValueMatch,
    VerifiedQuestion,
)

KEY = "sk-ant-canary-5d1f"
PRICES = {"claude-sonnet-5-5": (2.0, 0.2, 10.0), "claude-haiku-5-5": (0.1, 0.01, 0.5)}
Serve = Callable[..., tuple[ClaudeAnalyst, AnthropicServer]]
TODAY = date(2026, 11, 23)


def number(name: str) -> Column:
    return Column(name, ColumnType.INTEGER)


def texts(name: str, *values: str, **more: Any) -> Column:
    profile = Profile(100, len(values), 0, common=tuple((v, 10) for v in values), values=values)
    return Column(name, ColumnType.TEXT, profile=profile, **more)


def shop(dialect: Any = "sqlite") -> Catalog:
    customers = Table(
        "customers",
        (
            number("id"),
            texts("name", "Ada Byron", "Bo Li", role=ColumnRole.PERSONAL),
            texts("country", "Germany", "France", "Japan", description="where the customer lives"),
            texts("state", "CA", "NY", "TX"),
        ),
        primary_key=("id",),
        row_estimate=100,
        description="people who have bought at least once",
    )
    orders = Table(
        "orders",
        (
            number("id"),
            number("customer_id"),
            texts("status", "open", "paid", "shipped"),
            Column("total", ColumnType.NUMBER),
            Column("ordered_at", ColumnType.DATE, profile=Profile(900, 300, 0, date(2023, 1, 1), date(2026, 11, 20))),
        ),
        primary_key=("id",),
        foreign_keys=(ForeignKey(("customer_id",), "customers", ("id",)),),
        row_estimate=900,
    )
    items = Table(
        "Order Items",
        (number("order_id"), number("quantity"), Column("unit price", ColumnType.NUMBER)),
        foreign_keys=(ForeignKey(("order_id",), "orders", ("id",)),),
        row_estimate=2_700,
    )
    meaning = Meaning(
        terms=(Term("active customer", "a customer with an order in the last 90 days"),),
        metrics=(Metric("revenue", "SUM(orders.total)", "orders", "ordered_at", synonyms=("sales",)),),
        verified=(
            VerifiedQuestion(
                "revenue by country",
                "SELECT c.country, SUM(o.total) AS revenue FROM orders o JOIN customers c ON c.id = o.customer_id "
                "GROUP BY c.country",
            ),
        ),
    )
    return Catalog(dialect, (customers, orders, items), meaning=meaning)


def large(n_tables: int = 1_000) -> Catalog:
    """The shop among many other tables."""
    kinds = ("ledger", "batch", "sensor", "ticket", "shift", "claim", "parcel", "course", "permit", "visit")
    others = tuple(
        Table(
            f"{kinds[at % 10]}_{at:04d}",
            tuple(number(f"{kinds[at % 10]}_{part}") for part in ("id", "count", "code", "owner", "state", "note")),
            row_estimate=at,
        )
        for at in range(n_tables - 3)
    )
    small = shop()
    return replace(small, tables=(*others[: n_tables // 2], *small.tables, *others[n_tables // 2 :]))


def ask(text: str, catalog: Catalog | None = None, **more: Any) -> SchemaContext:
    history = tuple(Turn(*turn) for turn in more.pop("history", ()))
    return SchemaContext(Question(text, TODAY, history), catalog or shop(), **more)


def germany() -> SchemaContext:
    return ask(
        "Revenue in germany by month this year", values=(ValueMatch("germany", "customers", "country", "Germany"),)
    )


def narrowed(text: str = "Revenue by country") -> SchemaContext:
    """As linking shows a large catalog: a few tables, the names of the rest, and where they came from."""
    whole = large()
    kept = whole.tables[480:520]
    left_out = tuple(table.full_name for table in whole.tables if table not in kept)
    return SchemaContext(Question(text, TODAY), replace(whole, tables=kept), left_out=left_out, whole=whole)


SQL = (
    "SELECT strftime('%Y-%m', o.ordered_at) AS month, SUM(o.total) AS revenue FROM orders AS o "
    "JOIN customers AS c ON c.id = o.customer_id WHERE c.country = 'Germany' AND o.ordered_at >= '2026-01-01' "
    "GROUP BY strftime('%Y-%m', o.ordered_at) ORDER BY month"
)


def said(**changes: Any) -> dict[str, Any]:
    """A reply as the schema wants it."""
    empty = {"reading": "", "action": "answer", "sql": "", "title": "", "assumptions": [], "chart": ""}
    empty |= {"question": "", "options": [], "tables": [], "missing": ""}
    full = {"reading": "Revenue in Germany, by month, since 1 January 2026", "sql": SQL, "title": "Revenue by month"}
    return {**empty, **full, **changes}
