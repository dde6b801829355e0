"""`context`: what a model would be told for a question: tables, columns, stored values, the prompt and its size."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from datamind.commands.scope import add_source, find_connection, open_database, open_scope
from datamind.types import Catalog, Question

NAME = "context"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Show what a model would be told for a question. Nothing is sent."
    add_source(parser)
    parser.add_argument("question")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    from datamind.ask import check_text

    check_text(arguments.question)
    if arguments.database:
        with open_database(arguments.database) as (_, catalog):
            described = describe_context(arguments.question, catalog)
    else:
        from datamind.services.catalogs import get_catalog

        with open_scope() as scope:
            catalog = get_catalog(scope, find_connection(scope, arguments.connection))
            described = describe_context(arguments.question, catalog)
    print(json.dumps(described, ensure_ascii=False) if arguments.json else _write(described))
    return 0


def describe_context(text: str, catalog: Catalog) -> dict[str, Any]:
    """`{"tables","columns","values","tokens","cached_tokens","prompt"}`; columns are those of the tables whose columns are told.

    `tokens` are those of the question, sent anew each time; the rules and the connection before it come from the cache.
    """
    from datamind.analysts.claude import write_brief
    from datamind.linking import link

    context = link(Question(text, date.today()), catalog)
    brief = write_brief(context)
    told = [table for table in catalog.tables if table.full_name in brief.tables or table.name in brief.tables]
    matches = [{"words": m.words, "table": m.table, "column": m.column, "value": m.value} for m in context.values]
    return {
        "tables": list(brief.tables),
        "columns": [f"{table.full_name}.{column.name}" for table in told for column in table.columns],
        "values": matches,
        "tokens": brief.fresh_tokens,
        "cached_tokens": brief.cached_tokens,
        "prompt": "\n\n".join([brief.rules, brief.connection, brief.question]),
    }


def _write(described: dict[str, Any]) -> str:
    values = "; ".join(f"“{v['words']}” is {v['table']}.{v['column']} = {v['value']!r}" for v in described["values"])
    head = (
        f"Tables: {', '.join(described['tables'])}\nValues: {values or 'none'}\n"
        f"About {described['tokens']:,} tokens a question, after {described['cached_tokens']:,} from the cache\n"
    )
    return f"{head}\n{described['prompt']}"
