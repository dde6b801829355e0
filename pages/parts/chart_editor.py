"""Another chart for an answer: kind, columns and scale, seen as it changes, kept when somebody says so."""

from __future__ import annotations

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.services import pictures
from datamind.types import Answer, ChartSpec, ResultSet
from pages.parts.figure import is_drawn, show_preview
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.result import show_rows

NONE = "–"


def can_change(answer: Answer) -> bool:
    return len(answer.result.rows) > 1 and len(charts.fitting_kinds(answer.result)) > 1


@st.dialog("Change the chart", width="large")
def edit_chart(_scope: Scope, message_id: int, answer: Answer) -> None:
    """The controls above, the picture below."""
    scope = require(Permission.ASK)
    result = answer.result
    spec = build_chart(str(message_id), result, answer.chart)
    if spec is None:
        return
    with st.container(horizontal=True):
        if st.button("Use this chart", type="primary", key=f"use_{message_id}"):
            with boundary():
                log = bool(spec.options.get("log"))
                pictures.change_chart(scope, message_id, spec.kind, *_columns(spec, result), log)
                st.rerun()
        if st.button("Back to the automatic one", type="tertiary", key=f"reset_{message_id}"):
            with boundary():
                pictures.reset_chart(scope, message_id)
                st.rerun()


def build_chart(key: str, result: ResultSet, now: ChartSpec) -> ChartSpec | None:
    """Kind and columns to choose, and the picture of what is chosen; None while that is no picture."""
    kinds = [kind for kind in charts.fitting_kinds(result) if kind != "number"]
    kind = st.pills(
        "Chart",
        kinds,
        default=now.kind if now.kind in kinds else kinds[0],
        format_func=lambda name: charts.KINDS[name].title,
        required=True,
        key=f"kind_{key}",
    )
    if kind is None:
        return None
    try:
        spec = _choose_columns(key, kind, result, now if now.kind == kind else None)
    except InvalidInput as error:
        st.warning(plain(error))
        return None
    _show(spec, result)
    return spec


def _choose_columns(about: str, kind: str, result: ResultSet, now: ChartSpec | None) -> ChartSpec:
    """The spec of what is chosen; controls that offer no choice are not drawn."""
    spec = now or charts.fit_chart(kind, result)
    choices = charts.chart_choices(kind, result)
    key = f"{kind}_{about}"
    x, series, log = spec.x, spec.series, bool(spec.options.get("log"))
    y: tuple[str, ...] = ()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(choices.x) > 1 and x in choices.x:
            x = st.selectbox("Along the axis", choices.x, choices.x.index(x), key=f"x_{key}")
        if len(choices.y) > 1 and choices.several:
            chosen = st.multiselect("Shown", choices.y, [n for n in spec.y if n in choices.y], key=f"y_{key}")
            y = tuple(chosen)
        elif len(choices.y) > 1 and spec.y and spec.y[0] in choices.y:
            y = (st.selectbox("Shown", choices.y, choices.y.index(spec.y[0]), key=f"y_{key}"),)
        splits = [name for name in choices.series if name != x]
        if splits:
            options = [NONE, *splits]
            at = options.index(series) if series in options else 0
            picked = st.selectbox("Split by", options, at, key=f"series_{key}")
            series = "" if picked == NONE else picked
        if choices.log:
            log = st.toggle("Logarithmic", log, key=f"log_{key}")
    return charts.edit_chart(kind, result, x if x in choices.x else None, y, series if splits else None, log)


def _columns(spec: ChartSpec, result: ResultSet) -> tuple[str | None, tuple[str, ...], str | None]:
    """The spec's columns as `change_chart` takes them: only those that the kind leaves open."""
    choices = charts.chart_choices(spec.kind, result)
    x = spec.x if spec.x in choices.x else None
    return x, tuple(name for name in spec.y if name in choices.y), (spec.series or "") if choices.series else None


def _show(spec: ChartSpec, result: ResultSet) -> None:
    if is_drawn(spec, result):
        show_preview(spec, result)
    else:
        show_rows(charts.turn(spec, result) if spec.kind == "pivot" else result, "rows_preview")
