"""What the guard costs: one validation as a ratio to sqlglot's parse alone, in the same run; and its slowest own case.

    python bench/guard.py [--repeats 300]

Prints the median of each in microseconds: parse alone, validation of fresh text, the same with a row and a column policy,
and a repeated text that the cache knows; then the slowest line of tests/sql/cases and check-sql's lines a second.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import sqlglot

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "sql")]

from shop import read_cases, shop_catalog  # noqa: E402 - the tests' own shop

from datamind.commands.check_sql import check_lines  # noqa: E402
from datamind.errors import QueryRefused  # noqa: E402
from datamind.sql.guard import validate  # noqa: E402
from datamind.types import DIALECTS, ColumnPolicy, RowPolicy  # noqa: E402

TYPICAL = """SELECT c.full_name, date_trunc('month', s.sold_at) AS month, sum(l.qty * l.price * (1 - l.rebate)) AS revenue
FROM client c JOIN sale s ON s.client_id = c.id JOIN sale_line l ON l.sale_id = s.id
WHERE s.state = 'paid' AND s.sold_at >= '2024-01-01' GROUP BY 1, 2 ORDER BY revenue DESC LIMIT {n}"""
POLICIES = (RowPolicy("own clients", "client", "tier = 'gold'"), ColumnPolicy("no e-mail", "client", "email"))


def measure(work: Callable[[int], object], repeats: int) -> float:
    """The median time of one call, in microseconds; each call gets another number, so that no cache helps."""
    times = []
    for number in range(repeats):
        started = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e6


def find_slowest() -> tuple[float, str, int, float]:
    """The slowest own case in milliseconds, its name, how many cases there are, and lines a second through check-sql."""
    slowest, name, count, elapsed_s = 0.0, "", 0, 0.0
    for dialect in DIALECTS:
        catalog = shop_catalog(dialect)
        for what in ("good", "attacks"):
            for line in read_cases(what, dialect):
                started = time.perf_counter()
                with suppress(QueryRefused):
                    validate(f"{line.sql}\n", catalog)
                took = time.perf_counter() - started
                count, elapsed_s = count + 1, elapsed_s + took
                if took * 1e3 > slowest:
                    slowest, name = took * 1e3, line.name
    return slowest, name, count, count / elapsed_s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=300)
    repeats = parser.parse_args().repeats
    catalog = shop_catalog("postgres")
    list(check_lines(['{"id": 1, "sql": "SELECT 1"}'], catalog))
    parse = measure(lambda n: sqlglot.parse(TYPICAL.format(n=n), dialect="postgres"), repeats)
    fresh = measure(lambda n: validate(TYPICAL.format(n=n + 1_000), catalog), repeats)
    ruled = measure(lambda n: validate(TYPICAL.format(n=n + 100_000), catalog, policies=POLICIES), repeats)
    again = measure(lambda _: validate("SELECT id FROM sale", catalog), repeats)
    for label, value in (("parse", parse), ("validate", fresh), ("with policies", ruled), ("repeated text", again)):
        print(f"{label:<16}{value:>9.1f} µs{value / parse:>8.2f} × parse")
    slowest, name, count, rate = find_slowest()
    print(f"slowest of {count} own cases: {slowest:.1f} ms ({name}); {rate:,.0f} cases a second")


if __name__ == "__main__":
    main()
