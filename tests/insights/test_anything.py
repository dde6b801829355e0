"""Whatever a database returns: words, a chart and a check come of it, and nothing breaks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_results import NOON

from datamind.charts import KINDS, choose_chart, describe, draw, fitting_kinds
from datamind.insights import compute_facts, verify_text, write_insight
from datamind.shape import read_shape
from datamind.types import ColumnType, ResultColumn, ResultSet

pytestmark = pytest.mark.slow

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(1990, 2030),
    st.floats(),
    st.decimals(),
    st.text(max_size=12),
    st.sampled_from(["2025-01", "2025-W03", "2024", "Mon", "January", "a", "b", "c", "{f1}", "50 %", "<b>x</b>"]),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.times(),
    st.timedeltas(),
    st.binary(max_size=4),
    st.lists(st.integers(), max_size=2),
    st.just({"a": 1}),
    st.uuids(),
)
NAMES = st.sampled_from(
    [
        "month",
        "day",
        "year",
        "city",
        "revenue_eur",
        "COUNT(*)",
        "id",
        "hour",
        "share",
        "avg_price",
        "x",
        "",
        "first_name",
        "last_name",
        "é%{y}",
    ]
)
QUESTIONS = st.sampled_from(
    ["revenue by month", "how many orders?", "share by city", "x versus y", "pie chart", "heatmap", "", "list all"]
)


@st.composite
def results(draw_):
    names = draw_(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    one_kind = draw_(st.booleans())
    columns = [
        draw_(st.sampled_from([CELLS, st.integers(0, 9), st.floats(-5, 5), st.dates(), st.sampled_from("abc")]))
        for _ in names
    ]
    rows = draw_(st.lists(st.tuples(*(column if one_kind else CELLS for column in columns)), max_size=14))
    types = [draw_(st.sampled_from(list(ColumnType))) for _ in names]
    return ResultSet(
        tuple(
            ResultColumn(name or f"column_{place}", kind)
            for place, (name, kind) in enumerate(zip(names, types, strict=True))
        ),
        tuple(rows),
        draw_(st.booleans()),
        0.0,
        NOON,
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results(), QUESTIONS)
def test_anything_gets_words_and_a_chart(result, question):
    facts = compute_facts(result)
    insight = write_insight(question, result, facts, "Title", ("All in all {f1}.",))
    assert insight.headline
    told = write_insight(question, result, facts)
    assert told.headline
    assert verify_text(" ".join([told.headline, *told.sentences]), result, question) is not None
    for kind in {choose_chart(result, question).kind, *fitting_kinds(result)}:
        spec = KINDS[kind].fit(read_shape(result))
        assert spec is not None
        assert describe(spec, result)
        if KINDS[kind].draw is not None:
            json.loads(draw(spec, result).to_json())


def test_every_type_of_a_driver_is_written():
    row = (
        1,
        1.5,
        Decimal("2.50"),
        "x",
        date(2025, 1, 1),
        datetime(2025, 1, 1, 3),
        time(4),
        timedelta(5),
        b"6",
        UUID(int=7),
        [8],
        {"a": 9},
    )
    result = ResultSet(
        tuple(ResultColumn(f"c{i}", ColumnType.OTHER) for i in range(len(row))), (row, row), False, 0.0, NOON
    )
    assert write_insight("all", result, compute_facts(result)).headline
