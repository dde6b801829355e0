"""Three years of business of the made-up shop, day by day: today's date in, the rows of each table out."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from datamind.sample_shop.assortment import (
    CATEGORIES,
    CITIES,
    COUNTRIES,
    DISCONTINUED,
    FIRST_NAMES,
    LAST_NAMES,
    POPULARITY,
    PROMOTION_DAYS,
    PROMOTIONS,
    REASONS,
    RETURN_RATES,
    SOURCES,
    STORES,
)

SEED = 20_251
N_CUSTOMERS = 6_000
ORDERS_PER_DAY = 21.0
GROWTH_PER_YEAR = 1.22
CLOSED_STORE, CLOSED_DAYS, CLOSED_DAYS_AGO = 3, 9, 130
LAST_DAY = 760
LINES = {"Web": 1.0, "App": 0.7, "Store": 1.1, "Phone": 1.5}


class _Product(NamedTuple):
    """A product and the days (counted from the first) on which it is sold; `last_day` None is still sold."""

    number: int
    category: str
    price: float
    first_day: int
    last_day: int | None


@dataclass
class Shop:
    """The shop while it is being made up: one random source, read in a fixed order."""

    today: date
    source: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 (no secret depends on it)

    def tables(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        self.first_day = date(self.today.year - 3, self.today.month, 1)
        self.n_days = (self.today - self.first_day).days
        yield "countries", [(place, name, region) for place, (name, region, _) in enumerate(COUNTRIES, 1)]
        yield (
            "stores",
            [
                (
                    place,
                    name,
                    (self.first_day - timedelta(90 * place)).isoformat(),
                    None if place == 5 else 60 + 35 * place,
                )
                for place, name in enumerate(STORES, 1)
            ],
        )
        yield "customers", self._customers()
        yield "categories", list(enumerate(CATEGORIES, 1))
        yield "products", self._products()
        yield "promotions", self._promotions()
        yield from self._orders()
        yield "web_visits", self._visits()

    def _customers(self) -> list[tuple[Any, ...]]:
        weights = [weight for _, _, weight in COUNTRIES]
        # Registrations began a year before the books do, and grow to three times as many a day.
        before = (self.first_day - self.first_day.replace(year=self.first_day.year - 1)).days
        reach = before + self.n_days
        self.joined = sorted(int(reach * _draw_growing(self.source.random())) - before for _ in range(N_CUSTOMERS))
        rows = []
        for number, offset in enumerate(self.joined, 1):
            country = self.source.choices(range(len(COUNTRIES)), weights)[0]
            first, last = self.source.choice(FIRST_NAMES), self.source.choice(LAST_NAMES)
            email: str | None = f"{first}.{last}.{number}@example.com".lower().replace("'", "").replace("ë", "e")
            if number % 61 == 0:
                email = None
            city = self._typed_city(COUNTRIES[country][0])
            joined = (self.first_day + timedelta(offset)).isoformat()
            rows.append((number, first, last, email, country + 1, city, joined, int(self.source.random() < 0.4)))
        return rows

    def _typed_city(self, country: str) -> str | None:
        city, luck = self.source.choice(CITIES[country]), self.source.random()
        if luck < 0.03:
            return None
        return city.lower() if luck < 0.035 else f"{city} " if luck < 0.04 else city

    def _products(self) -> list[tuple[Any, ...]]:
        rows, number = [], 0
        self.catalogue: list[_Product] = []
        for place, (category, products) in enumerate(CATEGORIES.items(), 1):
            for order, (name, price) in enumerate(products):
                number += 1
                list_price = _round_price(price)
                launched = 0 if order < 3 else (order - 2) * 150
                discontinued = int(name in DISCONTINUED)
                cost = None if number % 17 == 0 else round(list_price * self.source.uniform(0.42, 0.68), 2)
                rows.append(
                    (number, name, place, list_price, cost, str(self.first_day + timedelta(launched)), discontinued)
                )
                self.catalogue.append(
                    _Product(number, category, list_price, launched, LAST_DAY if discontinued else None)
                )
        weights = [POPULARITY[category] / (1 + 0.35 * (number % 4)) for number, category, *_ in self.catalogue]
        self.popularity = list(accumulate(weights))
        return rows

    def _promotions(self) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        self.promotion_of: dict[date, tuple[int, float]] = {}
        for year in range(self.first_day.year, self.today.year + 1):
            for name, month, day, discount in PROMOTIONS:
                start = date(year, month, day)
                if not self.first_day <= start < self.today:
                    continue
                number = len(rows) + 1
                rows.append(
                    (
                        number,
                        f"{name} {year}",
                        start.isoformat(),
                        (start + timedelta(PROMOTION_DAYS - 1)).isoformat(),
                        discount,
                    )
                )
                for offset in range(PROMOTION_DAYS):
                    self.promotion_of[start + timedelta(offset)] = (number, discount)
        return rows

    def _orders(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        orders: list[tuple[Any, ...]] = []
        items: list[tuple[Any, ...]] = []
        payments: list[tuple[Any, ...]] = []
        returns: list[tuple[Any, ...]] = []
        for offset in range(self.n_days):
            day = self.first_day + timedelta(offset)
            for _ in range(self._order_count(day, offset)):
                self._add_order(day, offset, orders, items, payments, returns)
        yield "orders", orders
        yield "order_items", items
        yield "payments", payments
        yield "returns", returns

    def _order_count(self, day: date, offset: int) -> int:
        growth = GROWTH_PER_YEAR ** (offset / 365)
        week = (0.92, 0.88, 0.9, 0.97, 1.12, 1.32, 0.89)[day.weekday()]
        # The year peaks in December and dips in February and August.
        season = (
            1
            + 0.16 * math.cos((day.timetuple().tm_yday - 345) / 365 * 2 * math.pi)
            + (0.35 if day.month == 12 and day.day < 24 else 0)
        )
        promotion = 1.55 if day in self.promotion_of else 1.0
        return max(3, round(self.source.gauss(1, 0.09) * ORDERS_PER_DAY * growth * week * season * promotion))

    def _add_order(
        self, day: date, offset: int, orders: list[Any], items: list[Any], payments: list[Any], returns: list[Any]
    ) -> None:
        draw, number = self.source.random, len(orders) + 1
        known = bisect_right(self.joined, offset)
        customer = int(known * draw() ** 1.2) + 1
        channel, store = self._channel(offset, draw())
        promotion, discount = self.promotion_of.get(day, (None, 0.0))
        hour = (9 + int(draw() * 10)) if store else int(7 + 16 * math.sqrt(draw()))
        moment = datetime.combine(day, time(min(hour, 23), int(draw() * 60), int(draw() * 60)))
        total = 0.0
        more = LINES[channel]
        for _ in range(1 + (draw() < 0.58 * more) + (draw() < 0.34 * more) + (draw() < 0.2 * more)):
            product, category, price, *_ = self._pick_product(offset)
            quantity = 1 if price > 60 or draw() < 0.62 else 2 if draw() < 0.75 else 3
            # Prices rose by four percent at the start of the third year.
            price = _round_price(price * 1.04) if offset > 730 else price
            returned = draw() < RETURN_RATES[category] * (1.5 if channel == "Web" else 1.0)
            sent_back = day + timedelta(3 + int(draw() * 18))
            returned = returned and sent_back < self.today
            items.append((len(items) + 1, number, product, quantity, price, discount, int(returned)))
            if returned:
                returns.append(
                    (len(returns) + 1, len(items), sent_back.isoformat(), REASONS[int(draw() * len(REASONS))])
                )
            total += quantity * price * (1 - discount)
        total = round(total, 2)
        age = (self.today - day).days
        status = "delivered" if age > 4 or store else "shipped" if age > 1 else "processing"
        orders.append((number, customer, store, promotion, channel, str(moment), status, total))
        method = ("Card", "Wallet", "Invoice", "Cash" if store else "Card")[int(draw() * 4)]
        paid = (
            None
            if method == "Invoice" and age < 14 and draw() < 0.6
            else str(moment + timedelta(days=8 if method == "Invoice" else 0))
        )
        if paid is not None and paid >= self.today.isoformat():
            paid = None
        payments.append((len(payments) + 1, number, method, total, paid))

    def _channel(self, offset: int, luck: float) -> tuple[str, int | None]:
        """The app takes over from the phone; orders of the closed store are lost to the web."""
        app = 0.08 + 0.2 * offset / self.n_days
        phone = 0.1 * (1 - 0.8 * offset / self.n_days)
        if luck < app:
            return "App", None
        if luck < app + phone:
            return "Phone", None
        if luck < app + phone + 0.3:
            store = 1 + int(self.source.random() ** 1.4 * len(STORES))
            closed_from = self.n_days - CLOSED_DAYS_AGO
            if store == CLOSED_STORE and closed_from <= offset < closed_from + CLOSED_DAYS:
                return "Web", None
            return "Store", store
        return "Web", None

    def _pick_product(self, offset: int) -> _Product:
        while True:
            spot = self.source.random() * self.popularity[-1]
            product = self.catalogue[bisect_right(self.popularity, spot)]
            if product.first_day <= offset < (product.last_day or self.n_days):
                return product

    def _visits(self) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for offset in range(self.n_days):
            day = self.first_day + timedelta(offset)
            weekend = 0.85 if day.weekday() >= 5 else 1.0
            for source, base in SOURCES:
                visits = round(base * GROWTH_PER_YEAR ** (offset / 365) * weekend * self.source.gauss(1, 0.1))
                rows.append(
                    (len(rows) + 1, day.isoformat(), source, visits, round(visits * self.source.uniform(0.005, 0.02)))
                )
        return rows


def _draw_growing(even: float, start: float = 1 / 3) -> float:
    """An even draw 0..1 as a place 0..1 whose density grows in a line from `start` to one."""
    return (math.sqrt(start**2 + even * (1 - start**2)) - start) / (1 - start)


def _round_price(price: float) -> float:
    """To twenty cents: then every discount of a multiple of five percent leaves whole cents, and lines add up to orders."""
    return round(round(price * 5) / 5, 2)
