"""Starting a query from the lab, and what the door said when it refused one: kept until something else is run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from datamind.engine import Scope
from datamind.errors import DataMindError, QueryRefused
from datamind.services import query_runs
from datamind.types import Parameter
from pages.parts.editor import Mark
from pages.parts.lab_state import QUERY, REFUSAL, RUN

_WORD = re.compile(r"[\w$.]{2,}")
_LINE = re.compile(r"line (\d+), column (\d+)")
_OURS = frozenset(
    [
        "there",
        "is",
        "no",
        "table",
        "column",
        "here",
        "the",
        "query",
        "not",
        "allowed",
        "only",
        "of",
        "this",
        "be",
        "read",
        "as",
        "sql",
        "one",
        "it",
        "on",
        "list",
        "functions",
        "that",
        "from",
    ]
)


def start(
    scope: Scope,
    connection_id: int,
    text: str,
    sql: str,
    parameters: Sequence[Parameter],
    values: Mapping[str, Any],
) -> None:
    """Run `sql`, which is `text` or a part of it."""
    forget_refusal()
    st.session_state.pop(RUN, None)
    query_id = st.session_state.get(QUERY)
    try:
        run = query_runs.start_query(scope, connection_id, sql, parameters, values, query_id)
        st.session_state[RUN] = run.id
    except QueryRefused as refusal:
        at, end = _find_place(refusal, sql)
        offset = max(0, text.find(sql))
        st.session_state[REFUSAL] = (text, offset + at, offset + end, refusal.reason, refusal.hint or "")
    except DataMindError as error:
        st.session_state[REFUSAL] = (text, 0, 0, str(error), "")


def read_refusal() -> Mark | None:
    """Where and why the last query was refused."""
    kept = st.session_state.get(REFUSAL)
    if kept is None:
        return None
    text, start, end, reason, hint = kept
    return Mark(text, start, end, reason, hint)


def forget_refusal() -> None:
    st.session_state.pop(REFUSAL, None)


def _find_place(refusal: QueryRefused, sql: str) -> tuple[int, int]:
    """The token that it is about: the one at its position, else the one that its sentence names; (0, 0) when neither."""
    if refusal.position is not None:
        word = _WORD.match(sql, refusal.position)
        return refusal.position, word.end() if word else refusal.position + 1
    if line := _LINE.search(refusal.reason):
        before = sum(len(each) + 1 for each in sql.split("\n")[: int(line[1]) - 1])
        return max(0, before + int(line[2]) - 1), before + int(line[2])
    for word in sorted(set(_WORD.findall(refusal.reason)), key=len, reverse=True):
        bare = word.strip(".")
        found = re.search(rf"(?i)(?<![\w$]){re.escape(bare)}(?![\w$])", sql)
        if found and bare.lower() not in _OURS:
            return found.start(), found.end()
    return 0, 0
