"""`sql`: one reading statement in, its rows out, through the guard."""

from __future__ import annotations

import argparse
import json
import sys

from datamind.commands.scope import act_for, add_person, add_source, find_connection, open_database, open_scope
from datamind.commands.writing import describe_result, write_rows
from datamind.settings import Settings
from datamind.types import ResultSet

NAME = "sql"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Run a reading statement on a saved connection or a file."
    add_source(parser)
    add_person(parser)
    parser.add_argument("sql")
    parser.add_argument("--json", action="store_true", help="one JSON object: columns, rows, truncated")


def run(arguments: argparse.Namespace) -> int:
    result = _run_file(arguments) if arguments.database else _run_saved(arguments)
    print(json.dumps(describe_result(result), ensure_ascii=False) if arguments.json else write_rows(result))
    return 0


def _run_saved(arguments: argparse.Namespace) -> ResultSet:
    from datamind.services.queries import check_sql, run_sql

    with open_scope() as scope:
        connection_id = find_connection(scope, arguments.connection)
        actor = act_for(scope, arguments.person)
        for warning in check_sql(actor, connection_id, arguments.sql).warnings:
            print(f"note: {warning}", file=sys.stderr)
        return run_sql(actor, connection_id, arguments.sql)


def _run_file(arguments: argparse.Namespace) -> ResultSet:
    from datamind.engine import read_limits
    from datamind.sql.guard import validate

    limits = read_limits(Settings.from_env(keep_keys=False))
    with open_database(arguments.database, profiled=False) as (connector, catalog):
        return connector.run(validate(arguments.sql, catalog, limits=limits), limits)
