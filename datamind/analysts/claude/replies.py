"""What the model said, read tolerantly: the JSON that was asked for, JSON among other text, or one block of SQL.

In: the text of a finished reply. Out: a `Said`, or `Unreadable` with a sentence that tells the model what was wrong.
Nothing is guessed: two different queries are no answer, and a text that was cut off is never read.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datamind.analysts.claude.stream import TOO_LONG, Reply
from datamind.types import Reading

ACTIONS = ("answer", "clarify", "need_tables", "refuse")
CHARTS = (
    "number",
    "table",
    "bar",
    "grouped_bar",
    "stacked_bar",
    "line",
    "area",
    "pie",
    "scatter",
    "histogram",
    "heatmap",
)
LONGEST_SQL = 20_000
_STRING: dict[str, Any] = {"type": "string"}
_STRINGS: dict[str, Any] = {"type": "array", "items": _STRING}
_READING: dict[str, Any] = {
    "type": "object",
    "properties": {"label": _STRING, "rewrite": _STRING},
    "required": ["label", "rewrite"],
    "additionalProperties": False,
}
_PROPERTIES: dict[str, Any] = {
    "reading": _STRING,
    "action": {"type": "string", "enum": list(ACTIONS)},
    "sql": _STRING,
    "title": _STRING,
    "assumptions": _STRINGS,
    "chart": {"type": "string", "enum": ["", *CHARTS]},
    "question": _STRING,
    "options": {"type": "array", "items": _READING},
    "tables": _STRINGS,
    "missing": _STRING,
}
DRAFT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": _PROPERTIES,
    "required": list(_PROPERTIES),
    "additionalProperties": False,
}
WORDS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"sentences": _STRINGS},
    "required": ["sentences"],
    "additionalProperties": False,
}


class Unreadable(Exception):
    """`str()` tells the model what was wrong; `sentence` tells a person."""

    def __init__(self, problem: str, sentence: str = ""):
        super().__init__(problem)
        self.sentence = sentence or "Claude's answer could not be read. Ask again, or put the question in other words."


@dataclass(frozen=True)
class Said:
    action: str
    sql: str = ""
    reading: str = ""
    title: str = ""
    assumptions: tuple[str, ...] = ()
    chart: str | None = None
    question: str = ""
    options: tuple[Reading, ...] = ()
    tables: tuple[str, ...] = ()
    missing: str = ""


def read_reply(reply: Reply) -> Said:
    """What a reply says, whatever its stop reason. Raises: Unreadable."""
    check_stop(reply)
    return read_said(reply.text)


def check_stop(reply: Reply) -> None:
    """Raises: Unreadable for a reply that was declined or cut off."""
    if reply.stop == "refusal":
        raise Unreadable(
            "The question was declined.", "Claude declined to answer this question. Put it in other words."
        )
    if reply.stop in ("max_tokens", "model_context_window_exceeded", TOO_LONG):
        raise Unreadable(
            "The reply was cut off because it was too long: be brief.",
            "Claude's answer was too long and was cut off. Ask for less at once.",
        )


def read_said(text: str) -> Said:
    """Raises: Unreadable."""
    found = [said for said in read_objects(text) if {"action", "sql", "query"} & said.keys()]
    if found:
        queries = {" ".join(str(said.get("sql") or said.get("query") or "").split()) for said in found} - {""}
        if len(queries) > 1:
            raise Unreadable(f"The reply held {len(queries)} different queries: give exactly one.")
        best = next((said for said in found if said.get("sql") or said.get("query")), found[0])
        return _check(_take(best))
    return Said("answer", sql=_read_sql(text))


def read_objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects in a text, outermost ones, in order; near-JSON is mended where that is safe."""
    for candidate in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        found = list(_decode_all(candidate))
        if found:
            return found
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end <= start + LONGEST_SQL:
        try:
            value = ast.literal_eval(text[start : end + 1])
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return []
        return [value] if isinstance(value, dict) else []
    return []


def _decode_all(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(strict=False)
    at, misses = text.find("{"), 0
    while at >= 0 and misses < 200:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            misses += 1
            end = at + 1
        else:
            if isinstance(value, dict):
                yield value
        at = text.find("{", end)


def _read_sql(text: str) -> str:
    """The one query in a text without JSON: a fenced block, or the text itself when it is nothing but a query."""
    blocks = re.findall(r"```[ \t]*\w*[ \t]*\n?(.*?)```", text, flags=re.DOTALL)
    queries = {" ".join(block.split()): block for block in blocks if _looks_like_sql(block)}
    if len(queries) > 1:
        raise Unreadable(f"The reply held {len(queries)} different queries: give exactly one.")
    if queries:
        return _clean_sql(next(iter(queries.values())))
    if not blocks and _looks_like_sql(text):
        return _clean_sql(text)
    if not text.strip():
        raise Unreadable("The reply was empty.", "Claude gave an empty answer. Ask again in a moment.")
    raise Unreadable("The reply was not the JSON object that was asked for, and held no query.")


def _looks_like_sql(text: str) -> bool:
    return re.match(r"\s*(select|with)\b.+", text, flags=re.IGNORECASE | re.DOTALL) is not None


def _clean_sql(sql: str) -> str:
    fenced = re.fullmatch(r"\s*```[ \t]*\w*\s*\n?(.*?)```\s*", sql, flags=re.DOTALL)
    cleaned = (fenced.group(1) if fenced else sql).strip().removesuffix(";").strip()
    if len(cleaned) > LONGEST_SQL:
        raise Unreadable(f"The query had {len(cleaned):,} characters: say it shorter.")
    return cleaned


def _take(said: Mapping[str, Any]) -> Said:
    sql = said.get("sql") or said.get("query") or ""
    if isinstance(sql, list) and len(sql) == 1:
        sql = sql[0]
    if not isinstance(sql, str):
        raise Unreadable("sql has to be one text with one query.")
    action = _text(said.get("action"), 20).lower().replace(" ", "_")
    chart = _text(said.get("chart"), 20).lower()
    return Said(
        action=action if action in ACTIONS else ("answer" if sql.strip() else action),
        sql=_clean_sql(sql),
        reading=_text(said.get("reading"), 400),
        title=_text(said.get("title"), 120),
        assumptions=_texts(said.get("assumptions"), 6),
        chart=chart if chart in CHARTS else None,
        question=_text(said.get("question"), 300),
        options=_readings(said.get("options")),
        tables=_texts(said.get("tables"), 8),
        missing=_text(said.get("missing"), 400),
    )


def _check(said: Said) -> Said:
    if said.action not in ACTIONS:
        raise Unreadable(f"action has to be one of {', '.join(ACTIONS)}.")
    if said.action == "answer" and not said.sql:
        raise Unreadable("action was answer, but sql was empty.")
    if said.action == "clarify" and (not said.question or len(said.options) < 2):
        raise Unreadable("action was clarify: that needs a question and 2 to 4 options with label and rewrite.")
    if said.action == "need_tables" and not said.tables:
        raise Unreadable("action was need_tables, but tables was empty.")
    if said.action == "refuse" and not (said.missing or said.reading):
        raise Unreadable("action was refuse, but missing was empty.")
    return said


def _text(value: Any, most: int) -> str:
    return " ".join(str(value).split())[:most] if isinstance(value, str | int | float) else ""


def _texts(value: Any, most: int) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for item in items[:most] if (text := _text(item, 300)))


def _readings(value: Any) -> tuple[Reading, ...]:
    readings = []
    for item in (value if isinstance(value, list) else [])[:4]:
        if isinstance(item, Mapping):
            rewrite = _text(item.get("rewrite"), 400) or _text(item.get("label"), 400)
            label = _text(item.get("label"), 120) or rewrite[:120]
        else:
            rewrite = _text(item, 400)
            label = rewrite[:120]
        if rewrite:
            readings.append(Reading(label, rewrite))
    return tuple(readings)
