"""How long the offline analyst takes to read a question, and how much its index holds.

    python -m bench.offline [--tables 20 1000] [--rounds 200]

Makes catalogs of the asked sizes from one small business model with other names, warms the index, then reads a fixed list of
questions over and over: p50 and p99 of linking and drafting together, the first question's time, and the index's memory.
No database is opened.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from dataclasses import replace
from datetime import date

from datamind.analysts.offline import OfflineAnalyst
from datamind.linking import index_of, link
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Profile, Question, Table

QUESTIONS = (
    "How many orders are there per region?",
    "Total amount by month in 2025",
    "Top 5 customers by total amount",
    "Which product has the highest average price?",
    "List customers from Germany who never ordered",
    "What percentage of orders are open?",
    "Orders over 500 in the last 30 days by status",
    "What is the most expensive product in each category?",
    "Compare amount this month vs last month",
    "Which customers have more than 10 orders?",
)
_WORDS = (
    "asset",
    "claim",
    "device",
    "lesson",
    "route",
    "sensor",
    "ticket",
    "vessel",
    "wallet",
    "zone",
    "audit",
    "batch",
    "crew",
    "depot",
    "event",
    "flow",
)


def text(name: str, *values: str) -> Column:
    return Column(
        name,
        ColumnType.TEXT,
        profile=Profile(
            1000, len(values), 0, min(values), max(values), tuple((value, 9) for value in values[:10]), values
        ),
    )


def number(name: str, kind: ColumnType = ColumnType.INTEGER) -> Column:
    return Column(name, kind, profile=Profile(1000, 1000, 0, 1, 1000, ((1, 1), (2, 1))))


def model(prefix: str) -> tuple[Table, ...]:
    """Four tables of a small business; a prefix makes another business of it."""
    names = tuple(f"{prefix} {n} name" for n in range(400))
    day = Column(
        f"{prefix}ordered_on",
        ColumnType.DATE,
        profile=Profile(1000, 700, 0, "2023-01-01", "2026-01-31", (("2025-01-01", 3),)),
    )
    return (
        Table(f"{prefix}customers", (number("customer_id"), text("name", *names), text("country", "Germany", "France", "Italy"), text("region", "North", "South")), primary_key=("customer_id",), row_estimate=1000),
        Table(f"{prefix}products", (number("product_id"), text("name", *names[:100]), text("category", "Tea", "Coffee"), number("price", ColumnType.NUMBER)), primary_key=("product_id",), row_estimate=100),
        Table(f"{prefix}orders", (number("order_id"), number("customer_id"), day, text("status", "open", "paid"), number("amount", ColumnType.NUMBER)), primary_key=("order_id",), foreign_keys=(ForeignKey(("customer_id",), f"{prefix}customers", ("customer_id",)),), row_estimate=9000),
        Table(f"{prefix}order_lines", (number("line_id"), number("order_id"), number("product_id"), number("quantity")), primary_key=("line_id",), foreign_keys=(ForeignKey(("order_id",), f"{prefix}orders", ("order_id",)), ForeignKey(("product_id",), f"{prefix}products", ("product_id",))), row_estimate=30000),
    )  # fmt: skip


def catalog_of(n_tables: int) -> Catalog:
    tables = list(model(""))
    while len(tables) < n_tables:
        n = len(tables) // 4
        tables.extend(model(f"{_WORDS[n % len(_WORDS)]}_{n}_"))
    return Catalog("sqlite", tuple(tables[:n_tables]))


def measure(n_tables: int, rounds: int) -> None:
    catalog, analyst, today = catalog_of(n_tables), OfflineAnalyst(), date(2026, 2, 1)
    tracemalloc.start()
    index_of(catalog)
    held_mb = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    started = time.perf_counter()
    analyst.draft(link(Question(QUESTIONS[0], today), replace(catalog)))
    first_ms = (time.perf_counter() - started) * 1000
    for text_ in QUESTIONS:
        analyst.draft(link(Question(text_, today), catalog))
    taken: list[float] = []
    for number_ in range(rounds):
        started = time.perf_counter()
        analyst.draft(link(Question(QUESTIONS[number_ % len(QUESTIONS)], today), catalog))
        taken.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    print(
        f"{n_tables:5} tables: p50 {statistics.median(taken):6.1f} ms  p99 {cuts[98]:6.1f} ms  first {first_ms:6.1f} ms  index {held_mb:5.1f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, nargs="+", default=[20, 1000])
    parser.add_argument("--rounds", type=int, default=200)
    arguments = parser.parse_args()
    for n_tables in arguments.tables:
        measure(n_tables, arguments.rounds)


if __name__ == "__main__":
    main()
