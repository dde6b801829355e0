"""`chart`: results with their questions in as JSON Lines, the picture for each out as JSON Lines, in order, as they come."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from datamind.charts import choose_chart, wishes
from datamind.commands.results import read_result
from datamind.types import ChartSpec

NAME = "chart"
_KINDS_OUTSIDE = {
    "number": "kpi", "stacked_area": "area", "bubble": "scatter", "stacked_full_bar": "stacked_bar", "pivot": "table",
    "funnel": "bar", "waterfall": "bar", "pareto": "bar", "bullet": "bar", "map": "bar",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Choose the chart for results."
    parser.add_argument(
        "--jsonl", action="store_true", required=True, help='read {"id","question","columns","rows"} lines'
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every line had a chart, 1 when a line could not be read."""
    failed = False
    for answer in chart_lines(sys.stdin):
        failed = failed or "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return int(failed)


def chart_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """An answer a line: `{"id","chart","x","y","series","reason"}`, or `{"id","error"}` for a line that is no result."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name = None
        try:
            record = json.loads(line)
            name = record.get("id")
            spec = _choose(record)
        except (ValueError, RecursionError):
            yield {"id": name, "error": f"Line {number} is not JSON."}
            continue
        except (AttributeError, IndexError, KeyError, TypeError):
            yield {"id": name, "error": f'Line {number} needs "question", "columns" and "rows".'}
            continue
        kind = name_kind(spec)
        yield {"id": name, "chart": kind, "x": spec.x, "y": list(spec.y), "series": spec.series, "reason": spec.reason}


def name_kind(spec: ChartSpec) -> str:
    """The kind as other programs call it: a number is a "kpi", lines and points with several series are "…_multi"."""
    if spec.kind == "line" and (spec.series or len(spec.y) > 1):
        return "line_multi"
    if spec.kind == "scatter" and spec.series:
        return "scatter_multi"
    return _KINDS_OUTSIDE.get(spec.kind, spec.kind)


def _choose(record: dict[str, Any]) -> ChartSpec:
    question, columns = str(record["question"]), record["columns"]
    if "rows" in record:
        return choose_chart(read_result(columns, record["rows"]), question)
    return _choose_by_words(question)


def _choose_by_words(question: str) -> ChartSpec:
    """Without rows only the words can tell."""
    named = wishes.named_kind(question)
    if named:
        return ChartSpec(named, reason="the question names it; no rows were given")
    asked = (
        ("scatter", wishes.asks_for_relation),
        ("pie", wishes.asks_for_share),
        ("box", wishes.asks_for_spread),
        ("line", wishes.asks_for_trend),
    )
    kind = next((kind for kind, asks in asked if asks(question)), "bar")
    return ChartSpec(kind, reason="from the words alone; no rows were given")
