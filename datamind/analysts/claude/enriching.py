"""Descriptions by Claude: a few tables go in, told by names, keys and profiles; proposals for people to accept come out.

Nothing here is kept or believed: a proposal names a table or column that was told, is short, and holds no markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from datamind.analysts.claude.options import ClaudeOptions
from datamind.analysts.claude.prompts import enrich_rules
from datamind.analysts.claude.replies import read_objects
from datamind.analysts.claude.schema_text import describe_table, plain
from datamind.conversation import estimate_tokens
from datamind.types import Catalog, Proposal, Table

TABLES_A_CALL, TOKENS_A_CALL = 8, 4_000
REPLY_TOKENS = 6_000
TOKENS_A_COLUMN = 40
LONGEST_TEXT, MOST_SYNONYMS = 300, 4
_STRINGS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_TEXT = {"type": "string"}
ENRICH_SCHEMA: dict[str, Any] = _object(
    proposals={"type": "array", "items": _object(subject=_TEXT, text=_TEXT, synonyms=_STRINGS)},
    terms={"type": "array", "items": _object(name=_TEXT, definition=_TEXT)},
)


def split_batches(tables: Sequence[Table], catalog: Catalog) -> list[tuple[Table, ...]]:
    """The tables in groups that one call can take, in their order."""
    batches: list[list[Table]] = [[]]
    left = TOKENS_A_CALL
    for table in tables:
        cost = estimate_tokens(describe_table(table, catalog))
        if batches[-1] and (cost > left or len(batches[-1]) >= TABLES_A_CALL):
            batches.append([])
            left = TOKENS_A_CALL
        batches[-1].append(table)
        left -= cost
    return [tuple(batch) for batch in batches if batch]


def estimate_cost(batches: Sequence[Sequence[Table]], catalog: Catalog, options: ClaudeOptions) -> tuple[int, float]:
    """(tokens, US dollars) that describing these will take, about: what is sent, and a sentence a column."""
    tokens, cost_usd = 0, 0.0
    for batch in batches:
        sent = estimate_tokens(enrich_rules()) + sum(estimate_tokens(describe_table(table, catalog)) for table in batch)
        said = TOKENS_A_COLUMN * sum(1 + len(table.columns) for table in batch)
        tokens += sent + said
        cost_usd += options.price_usage(options.small_model, sent, 0, 0, said).cost_usd
    return tokens, cost_usd


def write_enrich_body(tables: Sequence[Table], catalog: Catalog, options: ClaudeOptions) -> dict[str, Any]:
    """The arguments of the Messages API that ask for proposals about `tables`."""
    told = "\n".join(["<data>", *(describe_table(table, catalog) for table in tables), "</data>"])
    return {
        "model": options.small_model,
        "max_tokens": REPLY_TOKENS,
        "system": [{"type": "text", "text": enrich_rules()}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": told}]}],
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": ENRICH_SCHEMA}},
    }


def read_proposals(text: str, tables: Sequence[Table]) -> tuple[Proposal, ...]:
    """What was proposed about `tables`, each subject once; terms have no subject but a name."""
    subjects = {table.full_name.lower(): table.full_name for table in tables}
    subjects |= {table.name.lower(): table.full_name for table in tables}
    for table in tables:
        for column in table.columns:
            for name in (table.full_name, table.name):
                subjects[f"{name}.{column.name}".lower()] = f"{table.full_name}.{column.name}"
    found: dict[str, Proposal] = {}
    for said in read_objects(text):
        for item in _dicts(said.get("proposals")):
            subject = subjects.get(str(item.get("subject", "")).replace('"', "").replace("`", "").strip().lower())
            words = _clean(item.get("text"))
            if subject and words:
                found.setdefault(subject, Proposal(subject, words, _synonyms(item.get("synonyms")), "ai"))
        for item in _dicts(said.get("terms"))[:10]:
            name, definition = plain(item.get("name") or "", 80), _clean(item.get("definition"))
            if name and definition:
                found.setdefault(f"term:{name.lower()}", Proposal(f"term:{name}", definition, (), "ai"))
    return tuple(found.values())


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _synonyms(value: Any) -> tuple[str, ...]:
    texts = [plain(item, 60) for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return tuple(dict.fromkeys(text.lower() for text in texts if text and not re.search(r"[<>{}\[\]]|://", text)))[
        :MOST_SYNONYMS
    ]


def _clean(value: Any) -> str:
    """One plain sentence; nothing where there is markup or an address in it."""
    text = plain(value if isinstance(value, str) else "", LONGEST_TEXT)
    return "" if re.search(r"[<>{}\[\]]|://|www\.", text) else text
