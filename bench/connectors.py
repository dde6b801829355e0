"""Connectors against the bare drivers, each figure as a ratio in one run: `python bench/connectors.py [--tables 1000]`.

It starts its own PostgreSQL and MariaDB (tests/databases.py) and makes its own files. Four tables are printed: a tiny
query, five million rows capped at 10,000, a database of many tables, and finding something in it by typing.
"""

from __future__ import annotations

import argparse
import gc
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from databases import connect_mysql, connect_postgres, execute, mariadb_server, new_database, postgres_server  # noqa: E402

from datamind.connectors import KINDS, Connector, NetworkPolicy, mysql_catalog, open_connector, postgres_catalog  # noqa: E402
from datamind.linking.searching import search_catalog  # noqa: E402
from datamind.types import Catalog, Limits, ValidatedQuery  # noqa: E402

BIG = {
    "postgres": "SELECT g, 'row ' || g AS t FROM big",
    "mysql": "SELECT seq, concat('row ', seq) AS t FROM seq_1_to_5000000",
    "sqlite": "SELECT g, 'row ' || g AS t FROM big",
    "files": "SELECT g, 'row ' || g AS t FROM big",
}


def make_query(kind: str, sql: str) -> ValidatedQuery:
    """The bench has no guard in front: it measures what comes behind it."""
    return ValidatedQuery(sql, KINDS[kind].dialect, (), (), 10_000)


def median_ms(work: Callable[[], object], times: int) -> float:
    spent = []
    for _time in range(times):
        started = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def bench_tiny(kind: str, connector: Connector, bare: Any) -> tuple[str, ...]:
    query, limits = make_query(kind, "SELECT 1 AS one"), Limits()

    def drive() -> None:
        cursor = bare.cursor()
        cursor.execute("SELECT 1 AS one")
        cursor.fetchall()
        if kind == "postgres":
            bare.rollback()
        cursor.close()

    drive()
    connector.run(query, limits)
    driver, ours = median_ms(drive, 300), median_ms(lambda: connector.run(query, limits), 300)
    return kind, f"{driver:.3f}", f"{ours:.3f}", f"+{ours - driver:.3f}"


def bench_big(kind: str, connector: Connector) -> tuple[str, ...]:
    query, limits = make_query(kind, BIG[kind]), Limits(timeout_s=60)
    connector.run(make_query(kind, "SELECT 1 AS one"), limits)
    gc.collect()
    before = resident_mb()
    started = time.perf_counter()
    result = connector.run(query, limits)
    elapsed_s, after = time.perf_counter() - started, resident_mb()
    return kind, f"{len(result.rows)}{'+' if result.truncated else ''}", f"{elapsed_s:.3f}", f"+{after - before:.1f}"


def bench_catalog(kind: str, connector: Connector, bare_catalog: Callable[[], object]) -> tuple[str, ...]:
    connector.catalog()
    bare_catalog()
    pairs = [
        (median_ms(bare_catalog, 1), median_ms(connector.catalog, 1)) for _ in range(9)
    ]  # by turns: both see the same load
    driver, ours = (statistics.median(each) for each in zip(*pairs, strict=True))
    fingerprint = median_ms(connector.fingerprint, 5)
    tables = len(connector.catalog().tables)
    return kind, f"{tables}", f"{driver:.0f}", f"{ours:.0f}", f"{ours / driver:.2f}", f"{fingerprint:.0f}"


SEARCHES = ("", "table_44", "column_3", "what it is for", "no such thing")


def bench_search(kind: str, catalog: Catalog) -> tuple[str, ...]:
    """Making the catalog ready, which its first search does, and each search after that."""
    started = time.perf_counter()
    search_catalog(catalog, "x")
    ready_ms = 1000 * (time.perf_counter() - started)
    spent = [median_ms(lambda words=words: search_catalog(catalog, words, 2_000), 5) for words in SEARCHES]  # type: ignore[misc]
    return kind, f"{len(catalog.tables)}", f"{ready_ms:.0f}", *(f"{each:.1f}" for each in spent)


def bare_queries(bare: Any, module: Any) -> Callable[[], object]:
    """The same catalog queries, their rows fetched by the driver and thrown away."""
    names = ("_TABLES", "_COLUMNS", "_KEYS", "_UNIQUE", "_FOREIGN", "_FUNCTIONS")
    queries = [getattr(module, name) for name in names if hasattr(module, name)]

    def ask() -> None:
        with bare.cursor() as cursor:
            for query in queries:
                cursor.execute(query)
                cursor.fetchall()

    return ask


def many_tables(kind: str, tables: int) -> Iterator[str]:
    """Tables with 20 columns, a key, a foreign key to the table before, and comments."""
    columns = ", ".join(f"column_{number} VARCHAR(40)" for number in range(18))
    for number in range(tables):
        parent = max(0, number - 1)
        key = f"FOREIGN KEY (parent_id) REFERENCES table_{parent} (id)"
        note = " COMMENT 'What it is for'" if kind == "mysql" else ""
        yield f"CREATE TABLE table_{number} (id INTEGER PRIMARY KEY, parent_id INTEGER, {columns}, {key}){note}"
        if kind == "postgres":
            yield f"COMMENT ON TABLE table_{number} IS 'What it is for'"


@contextmanager
def places() -> Iterator[dict[str, tuple[dict[str, Any], Any, Callable[[], Any]]]]:
    """By kind: values, how to open another bare connection, and one that writes."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, postgres_server() as postgres, mariadb_server() as mariadb:
        lite, duck = Path(folder) / "a.sqlite", Path(folder) / "a.duckdb"
        with sqlite3.connect(lite) as made:
            made.execute(
                "CREATE TABLE big AS WITH RECURSIVE r(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM r LIMIT 5000000) "
                "SELECT g FROM r"
            )
        made.close()
        duckdb.connect(str(duck)).execute("CREATE TABLE big AS SELECT range AS g FROM range(5000000)").close()
        pg = new_database(connect_postgres, postgres)
        execute(connect_postgres, pg, "CREATE TABLE big AS SELECT g FROM generate_series(1, 5000000) g")
        my = new_database(connect_mysql, mariadb)
        yield {
            "postgres": (pg, None, lambda: _in_transactions(connect_postgres(pg))),
            "mysql": (my, None, lambda: connect_mysql(my)),
            "sqlite": ({"path": str(lite)}, None, lambda: sqlite3.connect(lite)),
            "files": ({"path": str(duck)}, None, lambda: duckdb.connect(str(duck), read_only=True)),
        }


def _in_transactions(connection: Any) -> Any:
    connection.autocommit = False
    return connection


def print_table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[position]) for row in (head, *rows)) for position in range(len(head))]
    print(f"\n{title}")
    for row in (head, *rows):
        print(
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    n_tables = parser.parse_args().tables
    tiny, big, catalogs, searches = [], [], [], []
    with places() as found:
        for kind, (values, _unused, open_bare) in found.items():
            folders = (Path(values["path"]).parent,) if "path" in values else ()
            connector = open_connector(kind, values, NetworkPolicy(sqlite_folders=folders))
            bare = open_bare()
            tiny.append(bench_tiny(kind, connector, bare))
            big.append(bench_big(kind, connector))
            bare.close()
            connector.close()
        for kind, connect, module in (
            ("postgres", connect_postgres, postgres_catalog),
            ("mysql", connect_mysql, mysql_catalog),
        ):
            values = new_database(connect, found[kind][0])
            execute(connect, values, *many_tables(kind, n_tables))
            connector, bare = open_connector(kind, values, NetworkPolicy()), connect(values)
            catalogs.append(bench_catalog(kind, connector, bare_queries(bare, module)))
            searches.append(bench_search(kind, connector.catalog()))
            bare.close()
            connector.close()
    print_table("A tiny query (median ms)", ("kind", "bare driver", "connector", "more"), tiny)
    print_table("5,000,000 rows capped at 10,000", ("kind", "rows", "seconds", "memory of the app, MB"), big)
    head = ("kind", "tables", "bare queries ms", "catalog ms", "ratio", "fingerprint ms")
    print_table("A database of many tables (median)", head, catalogs)
    head = ("kind", "tables", "ready ms", *(repr(words) for words in SEARCHES))
    print_table("Finding something by typing (median ms)", head, searches)


if __name__ == "__main__":
    main()
