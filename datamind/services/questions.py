"""Questions without a chat: asked once, answered while the caller waits. For commands and jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from datamind import saved
from datamind.access import Permission
from datamind.answering import choose_analyst
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.services.use_case import note, use_case
from datamind.types import Answer, Clarification, Outcome, Question, Refusal, Stage


@use_case(Permission.ASK, pace="questions")
def answer_once(
    scope: Scope,
    connection_id: int,
    text: str,
    analyst: str | None = None,
    on_stage: Callable[[Stage], None] | None = None,
    cancellation: Cancellation | None = None,
) -> Outcome:
    """The outcome of one question; `on_stage` hears of each stage. Raises as `ask`, and NotFound."""
    from datamind import running
    from datamind.ask import check_text

    check_text(text)
    row = saved.find_connection(scope, connection_id)
    note(length=len(text))
    chosen = choose_analyst(scope, analyst, row)
    stage: Stage | None = None
    question = Question(text, date.today())
    for stage in running.answer(scope, row, question, chosen, cancellation):
        if on_stage:
            on_stage(stage)
    assert isinstance(stage, (Answer, Clarification, Refusal))  # noqa: S101 (ask's own promise)
    return stage
