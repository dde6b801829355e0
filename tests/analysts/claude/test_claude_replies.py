"""Recorded odd shapes of replies (fault F27): each ends in a draft, a question back, a no, or one plain sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from anthropic_server import Step, reply
from claude_shop import SQL, Serve, germany, said

from datamind.errors import AnalystFailed
from datamind.types import Clarification, Refusal, SqlDraft

GOOD = json.dumps(said())
OPTIONS = [{"label": "by order", "rewrite": "Revenue by order month"}, {"label": "paid", "rewrite": "Revenue paid"}]
OTHER_SQL = "SELECT COUNT(*) AS orders FROM orders AS o"
Outcome = type[SqlDraft] | type[Clarification] | type[Refusal] | str


def text(*lines: str, **more: Any) -> Step:
    return reply("\n".join(lines), **more)


SHAPES: dict[str, tuple[Step, Outcome, int]] = {
    "as asked": (reply(said()), SqlDraft, 1),
    "fenced JSON": (text("```json", GOOD, "```"), SqlDraft, 1),
    "JSON after prose": (text("Here is what I found:", GOOD), SqlDraft, 1),
    "JSON before prose": (text(GOOD, "Tell me if you need more!"), SqlDraft, 1),
    "byte order mark": (text("\ufeff" + GOOD), SqlDraft, 1),
    "trailing commas": (text(GOOD[:-1] + ",}"), SqlDraft, 1),
    "Python instead of JSON": (text(repr(said())), SqlDraft, 1),
    "line breaks inside texts": (text(GOOD.replace(" FROM ", "\n FROM ")), SqlDraft, 1),
    "missing keys": (reply({"sql": SQL}), SqlDraft, 1),
    "unknown keys": (reply(said(mood="good", depth={"a": [1]})), SqlDraft, 1),
    "fenced SQL": (text("Sure:", "```sql", SQL + ";", "```", "This sums it up."), SqlDraft, 1),
    "bare SQL": (text(SQL), SqlDraft, 1),
    "same SQL fenced twice": (text("```sql", SQL, "```", "again", "```", SQL, "```"), SqlDraft, 1),
    "fence inside the JSON": (reply(said(sql=f"```sql\n{SQL}\n```")), SqlDraft, 1),
    "sql in a list of one": (reply(said(sql=[SQL])), SqlDraft, 1),
    "assumptions as text": (reply(said(assumptions="Refunds count")), SqlDraft, 1),
    "options as texts": (reply(said(options=["Revenue by week"])), SqlDraft, 1),
    "numbers for texts": (reply(said(title=2026, reading=1.5)), SqlDraft, 1),
    "null everywhere else": (reply(dict.fromkeys(said()) | {"sql": SQL}), SqlDraft, 1),
    "unknown action": (reply(said(action="ANSWER THE QUESTION")), SqlDraft, 1),
    "unknown chart": (reply(said(chart="hologram")), SqlDraft, 1),
    "a tool call nobody offered": (reply(tool_input=said(), stop="tool_use"), SqlDraft, 1),
    "a pause": (reply(said(), stop="pause_turn"), SqlDraft, 1),
    "markup in the words": (reply(said(reading="<script>x</script>![x](http://127.0.0.1/)")), SqlDraft, 1),
    "question back": (reply(said(action="clarify", sql="", question="Which?", options=OPTIONS)), Clarification, 1),
    "plain no": (reply(said(action="refuse", sql="", missing="There is no weather here.")), Refusal, 1),
    "prose only": (text("I would sum the totals by month."), "could not be read", 2),
    "empty": (text(""), "empty answer", 2),
    "white space": (text(" \n\t "), "empty answer", 2),
    "a list": (text("[1, 2, 3]"), "could not be read", 2),
    "an empty object": (text("{}"), "could not be read", 2),
    "broken JSON": (text('{"action": "answer", "sql": "SELECT'), "could not be read", 2),
    "two queries in two fences": (text("```sql", SQL, "```", "or", "```sql", OTHER_SQL, "```"), "could not be read", 2),
    "two objects": (text(GOOD, json.dumps(said(sql=OTHER_SQL))), "could not be read", 2),
    "sql as an object": (reply(said(sql={"select": "*"})), "could not be read", 2),
    "sql in a list of two": (reply(said(sql=[SQL, OTHER_SQL])), "could not be read", 2),
    "answer without a query": (reply(said(sql="")), "could not be read", 2),
    "one option": (
        reply(said(action="clarify", sql="", question="Which?", options=OPTIONS[:1])),
        "could not be read",
        2,
    ),
    "a no without a reason": (reply(said(action="refuse", sql="", reading="")), "could not be read", 2),
    "an endless query": (reply(said(sql="SELECT " + "1, " * 20_000 + "1")), "could not be read", 2),
    "declined": (reply("", stop="refusal"), "declined", 2),
    "declined half-way": (reply(said(), stop="refusal"), "declined", 2),
    "cut by its length": (text(GOOD[:-40], stop="max_tokens"), "cut off", 2),
    "fenced SQL cut by its length": (text("```sql", SQL, "```", stop="max_tokens"), "cut off", 2),
    "out of context": (reply(said(), stop="model_context_window_exceeded"), "cut off", 2),
    "a megabyte": (text("x" * 1_000_000), "cut off", 2),
    "a megabyte of braces": (text("{" * 150_000), "could not be read", 2),
    "tables without names": (reply(said(action="need_tables", sql="")), "could not be read", 2),
    "tables over and over": (reply(said(action="need_tables", sql="", tables=["x"])), "did not find the tables", 2),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_ends_well(serve: Serve, name: str) -> None:
    step, outcome, n_calls = SHAPES[name]
    analyst, server = serve(step)
    if isinstance(outcome, str):
        with pytest.raises(AnalystFailed, match=outcome):
            analyst.draft(germany())
    else:
        found = analyst.draft(germany())
        assert isinstance(found, outcome)
        if isinstance(found, SqlDraft):
            assert " ".join(found.sql.split()) == SQL
    assert len(server.bodies) == n_calls


def test_there_are_thirty_shapes_at_least() -> None:
    assert len(SHAPES) >= 30


@pytest.mark.parametrize("name", [name for name, (_, _, n_calls) in SHAPES.items() if n_calls == 2])
def test_the_second_call_is_told_what_was_wrong_and_may_mend_it(serve: Serve, name: str) -> None:
    analyst, server = serve(SHAPES[name][0], reply(said()))
    assert isinstance(analyst.draft(germany()), SqlDraft)
    first, second = (body["messages"][0]["content"][0]["text"] for body in server.bodies)
    assert "why it will not do" in second
    assert "why it will not do" not in first
    assert server.bodies[0]["system"] == server.bodies[1]["system"]
