"""Mentions come in, the tables that a question seems to be about go out, best first, with their neighbours by key."""

from __future__ import annotations

from collections import defaultdict

from datamind.linking.index import CatalogIndex
from datamind.linking.mentions import Mention


def rank_tables(mentions: tuple[Mention, ...], index: CatalogIndex, most: int) -> list[int]:
    """At most `most` table ids, best first; a table gains by each word that names it, its columns or its values."""
    by_token: dict[tuple[int, int], float] = defaultdict(float)
    for mention in mentions:
        table = mention.id if mention.kind == "table" else index.columns[mention.id].table_id
        weight = {"table": 1.6, "column": 1.0, "value": 1.1}[mention.kind] * mention.score
        for at in mention.covered:
            by_token[table, at] = max(by_token[table, at], weight)
    scores: dict[int, float] = defaultdict(float)
    spread: dict[int, int] = defaultdict(int)
    for (_, at), _weight in by_token.items():
        spread[at] += 1
    for (table, at), weight in by_token.items():
        scores[table] += weight / (1 + 0.15 * spread[at]) ** 0.5
    ranked = sorted(scores, key=lambda table: (-scores[table], table))
    return _with_neighbours(ranked, index, most)


def _with_neighbours(ranked: list[int], index: CatalogIndex, most: int) -> list[int]:
    chosen = ranked[: max(1, most * 2 // 3)]
    for table_id in list(chosen[: most // 3]):
        for foreign in index.tables[table_id].table.foreign_keys:
            target = index.table_id(foreign.ref_table, foreign.ref_schema)
            if target is not None and target not in chosen and len(chosen) < most:
                chosen.append(target)
    chosen.extend(table for table in ranked if table not in chosen)
    return chosen[:most]
