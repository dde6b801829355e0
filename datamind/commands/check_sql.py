"""`check-sql`: statements in as JSON Lines, what the door says of each out as JSON Lines, in order, as they come."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from datamind.errors import InvalidInput, QueryRefused
from datamind.sql.ddl import read_ddl
from datamind.sql.guard import validate
from datamind.types import DIALECTS, Catalog

NAME = "check-sql"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Say of each statement whether it may run, and why not."
    parser.add_argument("--dialect", choices=DIALECTS, required=True)
    parser.add_argument("--ddl", type=Path, metavar="SCHEMA.sql", help="CREATE statements: the tables that are known")
    parser.add_argument(
        "--jsonl", action="store_true", required=True, help='read {"id","sql"} lines from standard input'
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every line was judged, 1 when a line could not be read, 2 when the schema could not."""
    try:
        catalog = _read_catalog(arguments)
    except (InvalidInput, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    failed = False
    for answer in check_lines(sys.stdin, catalog, any_table=arguments.ddl is None):
        failed = failed or "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return int(failed)


def _read_catalog(arguments: argparse.Namespace) -> Catalog:
    if arguments.ddl is None:
        return Catalog(arguments.dialect, ())
    catalog = read_ddl(arguments.ddl.read_text(encoding="utf-8"), arguments.dialect)
    if arguments.dialect == "mysql" and catalog.default_schema is None:
        catalog = replace(catalog, default_schema=_guess_database(arguments.ddl.stem))
    return catalog


_FILE_WORDS = frozenset(
    ("schema", "ddl", "tables", "create", "dump", "structure", "database", "db", "mysql", "mariadb", "sql")
)


def _guess_database(stem: str) -> str | None:
    """In MySQL a table may be named with its database, and CREATE TABLE does not tell it: the file's name does.

    `shop_mysql.sql` is of the database shop; a name like `schema.sql` tells nothing, and any database will do.
    """
    words = [word for word in re.split(r"[^A-Za-z0-9]+", stem) if word and word.lower() not in _FILE_WORDS]
    return "_".join(words) or None


def check_lines(lines: Iterable[str], catalog: Catalog, any_table: bool = False) -> Iterator[dict[str, Any]]:
    """An answer a line: `{"id","allowed","reason","sql"}`, or `{"id","error"}` for a line that is not a statement."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield {"id": None, "error": f"Line {number} is not JSON."}
            continue
        name = record.get("id") if isinstance(record, dict) else None
        if not isinstance(record, dict) or not isinstance(record.get("sql"), str):
            yield {"id": name, "error": f'Line {number} has no text under "sql".'}
            continue
        try:
            query = validate(record["sql"], catalog, any_table=any_table)
            yield {"id": name, "allowed": True, "reason": None, "sql": query.sql}
        except QueryRefused as refusal:
            yield {"id": name, "allowed": False, "reason": str(refusal), "sql": None}
