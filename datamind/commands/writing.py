"""How commands write results: as text for people, as JSON for programs. Values come in, text or plain JSON values go out."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from datamind.types import (
    Answer,
    ChartSpec,
    Clarification,
    Insight,
    Outcome,
    Refusal,
    Rejection,
    ResultSet,
    SchemaContext,
    SqlDraft,
    Stage,
    ValidatedQuery,
)

SHOWN_ROWS = 40
WIDEST = 48


def describe_outcome(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON values; `action` is answer, clarify or refuse."""
    if isinstance(outcome, Clarification):
        options = [{"label": option.label, "question": option.rewrite} for option in outcome.options]
        return {"action": "clarify", "question": outcome.question, "options": options, "analyst": outcome.analyst}
    if isinstance(outcome, Refusal):
        suggestions = list(outcome.suggestions)
        return {"action": "refuse", "reason": outcome.reason, "suggestions": suggestions, "analyst": outcome.analyst}
    receipt, chart = outcome.receipt, outcome.chart
    return {
        "action": "answer",
        "question": outcome.question,
        "title": outcome.title,
        "headline": outcome.insight.headline,
        "sentences": list(outcome.insight.sentences),
        "reading": outcome.reading,
        "assumptions": list(outcome.assumptions),
        "warnings": list(outcome.warnings),
        "confidence": outcome.confidence,
        "sql": receipt.sql,
        **describe_result(outcome.result),
        "chart": {"kind": chart.kind, "x": chart.x, "y": list(chart.y), "series": chart.series, "reason": chart.reason},
        "evidence": {
            "tables": list(receipt.tables),
            "rows": len(outcome.result.rows),
            "as_of": outcome.result.as_of.isoformat(),
            "query_ms": round(outcome.result.elapsed_s * 1000, 3),
            "total_ms": round(receipt.elapsed_s * 1000, 3),
            "catalog_revision": receipt.catalog_revision,
            "analyst": receipt.analyst,
            "model": receipt.model,
            "prompt_version": receipt.prompt_version,
            "input_tokens": receipt.usage.input_tokens,
            "output_tokens": receipt.usage.output_tokens,
            "cost_usd": receipt.usage.cost_usd,
            "repairs": receipt.repairs,
        },
    }


def describe_result(result: ResultSet) -> dict[str, Any]:
    """Columns and rows as JSON values; numbers that JSON would bend are texts."""
    return {
        "columns": [{"name": column.name, "type": str(column.type)} for column in result.columns],
        "rows": [[plain(value) for value in row] for row in result.rows],
        "truncated": result.truncated,
    }


def plain(value: Any) -> Any:
    """One cell as a JSON value."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() and Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part) for part in value]
    return str(value)


def write_outcome(outcome: Outcome) -> str:
    """The outcome for people."""
    if isinstance(outcome, Clarification):
        return "\n".join([outcome.question, *(f"  · {option.label}: {option.rewrite}" for option in outcome.options)])
    if isinstance(outcome, Refusal):
        tries = [f"  · {suggestion}" for suggestion in outcome.suggestions]
        return "\n".join([outcome.reason, *(["You could ask:", *tries] if tries else [])])
    receipt, result = outcome.receipt, outcome.result
    tail = [f"{len(result.rows):,} rows" if len(result.rows) != 1 else "1 row", f"from {', '.join(receipt.tables)}"]
    who = f"{receipt.analyst} ({receipt.model})" if receipt.model else receipt.analyst
    parts = [
        "\n".join([outcome.insight.headline, *outcome.insight.sentences]),
        write_rows(result),
        "\n".join(
            [f"Read as: {outcome.reading}"]
            + [f"Assumed: {words}" for words in outcome.assumptions]
            + [f"Mind: {words}" for words in outcome.warnings]
        ),
        receipt.sql,
        f"{', '.join(tail)}; {receipt.elapsed_s * 1000:,.0f} ms; {who}",
    ]
    return "\n\n".join(part for part in parts if part)


def write_rows(result: ResultSet) -> str:
    """The first rows as an aligned table; what is cut is said."""
    names = [_clip(column.name) for column in result.columns]
    rows = [[_clip(_write(value)) for value in row] for row in result.rows[:SHOWN_ROWS]]
    widths = [max(len(name), *(len(row[at]) for row in rows)) if rows else len(name) for at, name in enumerate(names)]
    right = [column.type.is_numeric for column in result.columns]
    lines = [_line(names, widths, right), "  ".join("─" * width for width in widths)]
    lines += [_line(row, widths, right) for row in rows]
    if len(result.rows) > SHOWN_ROWS or result.truncated:
        more = f"of {len(result.rows):,}" if not result.truncated else "of more"
        lines.append(f"… the first {len(rows):,} {more} rows")
    return "\n".join(lines)


def describe_stage(stage: Stage) -> str:
    """A stage in a line."""
    if isinstance(stage, SchemaContext):
        found = [f"“{match.words}” is {match.table}.{match.column} = {match.value!r}" for match in stage.values]
        tables = ", ".join(table.full_name for table in stage.catalog.tables)
        return f"understood: {tables}; {'; '.join(found) or 'no stored values'}"
    if isinstance(stage, SqlDraft):
        return f"drafted ({stage.analyst}, confidence {stage.confidence:.2f}): {stage.reading}"
    if isinstance(stage, Rejection):
        return f"rejected: {stage.reason}"
    if isinstance(stage, ValidatedQuery):
        return f"checked: reads {', '.join(stage.tables)}"
    if isinstance(stage, ResultSet):
        return f"ran: {len(stage.rows):,} rows in {stage.elapsed_s * 1000:,.1f} ms"
    if isinstance(stage, Insight):
        return f"words: {stage.headline}"
    if isinstance(stage, ChartSpec):
        return f"chart: {stage.kind} ({stage.reason})"
    return "answered" if isinstance(stage, Answer) else "asked back" if isinstance(stage, Clarification) else "refused"


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    aligned = [cell.rjust(w) if r else cell.ljust(w) for cell, w, r in zip(cells, widths, right, strict=True)]
    return "  ".join(aligned).rstrip()


def _write(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(plain(value)) if not isinstance(value, Decimal) else str(value)


def _clip(text: str) -> str:
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
