"""Pictures: the chart of an answer as its reader wants it, kept with the answer and with all that is made from it."""

from __future__ import annotations

from dataclasses import replace

from datamind import charts
from datamind.access import Permission
from datamind.belongings import find_own_message
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.outcomes import keep_outcome, load_outcome
from datamind.services.use_case import note, use_case
from datamind.types import Answer, ChartSpec


@use_case(Permission.ASK)
def change_chart(
    scope: Scope,
    message_id: int,
    kind: str,
    x: str | None = None,
    y: tuple[str, ...] = (),
    series: str | None = None,
    log: bool = False,
) -> ChartSpec:
    """Show an answer of the actor's own in another way. Raises NotFound, InvalidInput where the rows do not bear it."""
    answer = _load(scope, message_id)
    return _keep(scope, message_id, answer, charts.edit_chart(kind, answer.result, x, y, series, log))


@use_case(Permission.ASK)
def reset_chart(scope: Scope, message_id: int) -> ChartSpec:
    """Back to the chart that the answer chose by itself. Raises NotFound."""
    answer = _load(scope, message_id)
    return _keep(scope, message_id, answer, charts.choose_chart(answer.result, answer.question))


def _load(scope: Scope, message_id: int) -> Answer:
    find_own_message(scope, message_id)
    outcome = load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("This question has no answer that a chart could show.", "kind")
    return outcome


def _keep(scope: Scope, message_id: int, answer: Answer, chart: ChartSpec) -> ChartSpec:
    keep_outcome(scope, message_id, replace(answer, chart=chart))
    note(kind=chart.kind)
    return chart
