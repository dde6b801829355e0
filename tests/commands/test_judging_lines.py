"""`chart` and `verify-text`: a line in, a line out, in order; a bad line is an answer of its own."""

from __future__ import annotations

import json

from datamind.commands.chart import chart_lines
from datamind.commands.verify_text import verify_lines


def test_charts_of_lines():
    lines = [
        json.dumps(
            {"id": 1, "question": "sales by city", "columns": ["city", "sales"], "rows": [["Oslo", 4], ["Rome", 3]]}
        ),
        json.dumps({"id": 2, "question": "how many", "columns": [{"name": "n", "type": "integer"}], "rows": [[7]]}),
        "",
        "{not json",
        json.dumps({"id": 5, "question": "x"}),
        json.dumps({"id": 6, "question": "a pie chart of sales", "columns": []}),
        json.dumps([1]),
    ]
    answers = list(chart_lines(lines))
    assert [(answer["id"], answer.get("chart")) for answer in answers] == [
        (1, "bar"), (2, "kpi"), (None, None), (5, None), (6, "pie"), (None, None),
    ]  # fmt: skip
    assert answers[0] | {"reason": ""} == {
        "id": 1,
        "chart": "bar",
        "x": "city",
        "y": ["sales"],
        "series": None,
        "reason": "",
    }
    assert [answer["error"][:6] for answer in answers if "error" in answer] == ["Line 4", "Line 5", "Line 7"]


def test_series_have_names_of_their_own():
    rows = [[f"2025-0{month}", city, month] for month in (1, 2, 3) for city in ("Oslo", "Rome")]
    line = json.dumps({"id": 1, "question": "sales by month", "columns": ["month", "city", "sales"], "rows": rows})
    assert next(iter(chart_lines([line])))["chart"] == "line_multi"


def test_texts_of_lines():
    record = {"id": 1, "question": "sales", "columns": ["city", "sales", "sales"], "rows": [["Oslo", 4, 4]]}
    lines = [
        json.dumps(record | {"text": "Oslo has 4."}),
        json.dumps(record | {"text": "Oslo has 9."}),
        json.dumps(record),
    ]
    answers = list(verify_lines(lines))
    assert answers[0] == {"id": 1, "ok": True, "ungrounded": []}
    assert answers[1] == {"id": 1, "ok": False, "ungrounded": ["9"]}
    assert answers[2]["error"].startswith("Line 3")
