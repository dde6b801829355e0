"""Evidence that is gathered when somebody looks: whether the parts of an answer add up to the whole that they are parts of."""

from __future__ import annotations

import math
from dataclasses import dataclass

from datamind import running, saved
from datamind.access import Permission
from datamind.belongings import find_own_chat, find_own_message
from datamind.engine import Scope
from datamind.formats import as_float, read_format, write
from datamind.outcomes import load_outcome
from datamind.services.use_case import note, use_case
from datamind.types import Answer, ResultSet


@dataclass(frozen=True)
class Reconciliation:
    """`holds` says whether the parts make the whole; the sentence says it with both numbers."""

    holds: bool
    sentence: str


@use_case(Permission.ASK)
def reconcile(scope: Scope, message_id: int) -> tuple[Reconciliation, ...]:
    """One a measure that may be added; none where the rows are only some of the parts. Raises NotFound, ConnectorError."""
    from datamind.sql.totals import find_total

    chat = find_own_chat(scope, find_own_message(scope, message_id)["chat_id"])
    answer = load_outcome(scope, message_id)
    if not isinstance(answer, Answer) or answer.result.truncated or answer.result.partial or not answer.result.rows:
        return ()
    total = find_total(answer.receipt.drafted or answer.receipt.sql, answer.receipt.dialect)
    if total is None:
        return ()
    row = saved.find_connection(scope, chat["connection_id"])
    whole = running.run(scope, row, total.sql).result
    found = tuple(
        _compare(answer.result, place, whole.rows[0][at], total.table) for at, place in enumerate(total.places)
    )
    note(measures=len(found), holds=all(each.holds for each in found))
    return found


def _compare(result: ResultSet, place: int, whole: object, table: str) -> Reconciliation:
    column = result.columns[place]
    values = [row[place] for row in result.rows]
    form = read_format(column.name, column.type, values)
    parts = math.fsum(number for value in values if (number := as_float(value)) is not None)
    known = as_float(whole) or 0.0
    name = column.name.replace("_", " ")
    if math.isclose(parts, known, rel_tol=1e-9, abs_tol=1e-6):
        return Reconciliation(
            True, f"The parts of {name} add up to {write(parts, form)}, the total of {table} taken alone."
        )
    why = "rows are left out by a join" if parts < known else "rows are counted more than once"
    return Reconciliation(
        False,
        f"The parts of {name} add up to {write(parts, form)}, but {table} taken alone has {write(known, form)} now: {why}, or the "
        "data has changed since.",
    )
