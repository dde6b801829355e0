"""What Claude would be told about a large database: tokens a question, and how often the right tables are in it.

    python bench/claude.py QUESTIONS.jsonl --databases DIR [--tables 1000]

Merges every SQLite file of DIR into one catalog, fills it up to the size asked for with tables whose names and
columns are mixed from theirs (so that they compete), links
each question that has a gold query, and prints the share of questions whose gold tables are all told with their columns.
No model is called and no key is needed.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlglot import exp, parse_one

from datamind.analysts.claude import write_brief
from datamind.connectors.network import NetworkPolicy
from datamind.connectors.sqlite import SqliteConnector
from datamind.linking import link
from datamind.types import Catalog, Question, Table

CUTS = (1, 2, 5, 10, 20, 40)


def read_catalog(path: Path) -> Catalog:
    connector = SqliteConnector({"path": str(path)}, NetworkPolicy(sqlite_folders=(path.parent,)))
    try:
        return connector.profile(connector.catalog())
    finally:
        connector.close()


def merge(catalogs: dict[str, Catalog], n_tables: int) -> Catalog:
    """All tables under one roof; a name that is taken gets its database's name; fillers mix names and columns."""
    tables: dict[str, Table] = {}
    for database, catalog in catalogs.items():
        for table in catalog.tables:
            name = table.name if table.name.lower() not in tables else f"{database}_{table.name}"
            tables[name.lower()] = replace(table, name=name)
    originals, dice = list(tables.values()), random.Random(7)
    while len(tables) < n_tables:
        first, second, *lenders = dice.choices(originals, k=6)
        name = f"{first.name}_{second.name}_{len(tables)}"
        lent = {column.name.lower(): column for table in lenders for column in dice.sample(table.columns, 1)}
        tables[name.lower()] = Table(name, tuple(replace(column, profile=None) for column in lent.values()))
    return Catalog("sqlite", tuple(tables.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--databases", type=Path, required=True)
    parser.add_argument("--tables", type=int, default=1_000)
    given = parser.parse_args()
    questions = [json.loads(line) for line in given.questions.read_text().splitlines() if line]
    questions = [question for question in questions if question.get("gold") and not question.get("history")]
    databases = sorted({question["db_id"] for question in questions})
    catalog = merge({name: read_catalog(given.databases / f"{name}.sqlite") for name in databases}, given.tables)
    link(Question("warm up", date(2026, 1, 1)), catalog)

    found: dict[int, int] = dict.fromkeys((*CUTS, 0), 0)
    tokens, link_ms, brief_ms, n = [], [], [], 0
    for question in questions:
        gold = {table.name.lower() for table in parse_one(question["gold"][0], dialect="sqlite").find_all(exp.Table)}
        gold &= {table.name.lower() for table in catalog.tables}
        if not gold:
            continue
        n += 1
        started = time.perf_counter()
        context = link(Question(question["question"], date(2026, 1, 1)), catalog)
        linked = time.perf_counter()
        brief = write_brief(context)
        link_ms.append((linked - started) * 1_000)
        brief_ms.append((time.perf_counter() - linked) * 1_000)
        tokens.append(brief.fresh_tokens)
        told = [name.lower() for name in brief.tables]
        for cut in found:
            found[cut] += gold <= set(told[:cut] if cut else told)
    print(f"{n} questions, {len(catalog.tables):,} tables")
    print(
        f"tokens a question: median {statistics.median(tokens):,.0f}, most {max(tokens):,}; cached {brief.cached_tokens:,}"
    )
    print(f"linking: median {statistics.median(link_ms):.1f} ms; brief: median {statistics.median(brief_ms):.1f} ms")
    for cut in (*CUTS, 0):
        print(f"all gold tables among the first {cut or 'told'}: {100 * found[cut] / n:.1f} %")


if __name__ == "__main__":
    main()
