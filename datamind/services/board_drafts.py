"""A dashboard of a connection in one step: questions that its data answers, each answered and pinned, to be edited from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from datamind import running, saved
from datamind.access import Permission
from datamind.boards.values import Board
from datamind.engine import Scope
from datamind.errors import AnalystError, ConnectorError, InvalidInput, QueryRefused
from datamind.services.dashboards import create_dashboard, get_dashboard
from datamind.services.use_case import note, use_case
from datamind.services.widgets import add_answer
from datamind.types import Answer, Question

MOST_WIDGETS = 8


@use_case(Permission.EDIT_DASHBOARDS)
def draft_dashboard(
    scope: Scope, connection_id: int, progress: Callable[[float, str], None] = lambda share, words: None
) -> Board:
    """A private board of up to eight widgets. Raises NotFound, InvalidInput where the data answers nothing, ConnectorError."""
    from datamind.analysts.offline import example_questions

    row = saved.find_connection(scope, connection_id)
    questions = example_questions(saved.load_catalog(scope, row), MOST_WIDGETS)
    answers = []
    for place, text in enumerate(questions):
        progress(place / len(questions), text)
        answer = _answer(scope, connection_id, text)
        if answer is not None:
            answers.append(answer)
    if not answers:
        raise InvalidInput(
            "No question to begin with was found in this data: ask one, and pin its answer.", "connection"
        )
    board = create_dashboard(scope, f"{row['name'][:100]} at a glance")
    numbers_first = sorted(answers, key=lambda answer: answer.chart.kind != "number")
    for answer in numbers_first:
        add_answer(scope, board.id, connection_id, answer)
    note(widgets=len(answers))
    return get_dashboard(scope, board.id)


def _answer(scope: Scope, connection_id: int, text: str) -> Answer | None:
    """What the offline analyst makes of it, where that is rows; it costs nothing and needs no key."""
    row = saved.find_connection(scope, connection_id)
    try:
        *_, stage = running.answer(scope, row, Question(text, date.today()), scope.engine.analyst("offline"))
    except (AnalystError, QueryRefused, ConnectorError):
        return None
    return stage if isinstance(stage, Answer) and stage.result.rows else None
