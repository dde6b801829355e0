"""A first look at a connection: what is in it, since when, its best charts, and what looks odd; no key, no model, two seconds.

Charts are answers of the offline analyst to questions of its own, on the path that everybody's questions take. The rest is read
from the catalog, as the actor may see it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from datamind import running, saved
from datamind.access import Permission
from datamind.binding import policy_key
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import AnalystError, ConnectorError, QueryRefused
from datamind.services.use_case import note, use_case
from datamind.types import Answer, Column, ColumnRole, Question, Stage, Table

BUDGET_S = 2.0
MOST_CHARTS, MOST_ODD, MOST_TABLES = 6, 5, 8
MOSTLY_EMPTY = 0.5
PICTURES = frozenset({"line", "area", "bar", "grouped_bar", "stacked_bar", "pie", "histogram", "map"})


@dataclass(frozen=True)
class Content:
    """A table: how many rows, and the span of its first date column."""

    table: str
    rows: int | None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Overview:
    """`contents` holds the largest tables first, of `n_tables`; `answers` the charts; `oddities` sentences."""

    n_tables: int
    contents: tuple[Content, ...]
    answers: tuple[Answer, ...]
    oddities: tuple[str, ...]


@use_case(Permission.ASK, look=True)
def look_around(
    scope: Scope, connection_id: int, on_progress: Callable[[float], None] = lambda share: None
) -> Overview:
    """The overview; `on_progress` hears how much of it is done. Raises NotFound, ConnectorError where nothing was read."""
    from datamind.analysts.offline import example_questions

    row = saved.find_connection(scope, connection_id)
    catalog = saved.load_catalog(scope, row)
    key = (scope.actor.org_id, connection_id, policy_key(scope, row), catalog.revision)
    known: Overview | None = scope.engine.overviews.get(key)
    if known is not None:
        return known
    contents = sorted(map(_read_content, catalog.tables), key=lambda content: -(content.rows or 0))
    deadline = time.monotonic() + BUDGET_S
    answers: list[Answer] = []
    questions = [text for text in example_questions(catalog, 12) if not text.startswith("How many")]
    for place, text in enumerate(questions):
        left_s = deadline - time.monotonic()
        if left_s <= 0 or len(answers) >= MOST_CHARTS:
            break
        on_progress(place / len(questions))
        answer = _try(scope, row, text, left_s)
        if answer is not None:
            answers.append(answer)
    on_progress(1.0)
    note(charts=len(answers))
    oddities = tuple(odd for table in catalog.tables for odd in _find_oddities(table, date.today()))
    found = Overview(len(catalog.tables), tuple(contents[:MOST_TABLES]), tuple(answers), oddities[:MOST_ODD])
    scope.engine.overviews.put(key, found)
    return found


def _try(scope: Scope, row: dict[str, Any], text: str, left_s: float) -> Answer | None:
    """The answer, if it comes in time and is a picture of something."""
    cancellation = Cancellation()
    timer = threading.Timer(left_s, cancellation.cancel)
    timer.daemon = True
    timer.start()
    stage: Stage | None = None
    try:
        question = Question(text, date.today())
        stage = deque(
            running.answer(scope, row, question, scope.engine.analyst("offline"), cancellation), maxlen=1
        ).pop()
    except (AnalystError, ConnectorError, QueryRefused):
        return None
    finally:
        timer.cancel()
    drawn = isinstance(stage, Answer) and stage.chart.kind in PICTURES and len(stage.result.rows) > 1
    return stage if isinstance(stage, Answer) and drawn else None


def _read_content(table: Table) -> Content:
    rows = table.row_estimate
    if rows is None:
        rows = max((column.profile.rows for column in table.columns if column.profile), default=None)
    for column in table.columns:
        profile = column.profile
        if profile and (column.role == ColumnRole.TIME or column.type.is_temporal):
            since, until = _read_day(profile.minimum), _read_day(profile.maximum)
            if since and until:
                return Content(table.full_name, rows, since, until)
    return Content(table.full_name, rows)


def _find_oddities(table: Table, today: date) -> list[str]:
    """What an analyst would want to know before trusting a sum."""
    found = []
    for column in table.columns:
        profile = column.profile
        if profile is None or not profile.rows:
            continue
        name = f"{table.name}.{column.name}"
        if profile.nulls == profile.rows:
            found.append(f"{name} is empty in every row.")
        elif profile.nulls > profile.rows * MOSTLY_EMPTY:
            found.append(f"{name} is empty in {profile.nulls / profile.rows:.0%} of the rows.")
        elif profile.distinct == 1 and profile.rows > 20 and not profile.nulls:
            found.append(f"{name} holds the same value in all rows.")
        found += _find_odd_values(name, column, today)
    return found


def _find_odd_values(name: str, column: Column, today: date) -> list[str]:
    profile = column.profile
    if profile is None:
        return []
    last = _read_day(profile.maximum) if column.type.is_temporal or column.role == ColumnRole.TIME else None
    if last is not None and last > today:
        return [f"{name} goes on into the future, to {last:%d %b %Y}."]
    lowest = profile.minimum
    if column.role == ColumnRole.MEASURE and isinstance(lowest, int | float) and lowest < 0:
        return [f"{name} has values below zero, down to {lowest:,}."]
    return []


def _read_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
