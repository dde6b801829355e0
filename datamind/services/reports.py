"""Reports: a dashboard, an answer or queries, sent at times to people and channels; made, changed, paused, left.

Analysts change their own and shared ones, admins all; whoever gets one sees it in the list and may unsubscribe. What was sent is
in `sent_reports.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.belongings import find_own_message, find_owner
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.outcomes import load_outcome
from datamind.reports import keeping
from datamind.reports.values import FORMATS, Item, Report, Wish
from datamind.reports.wishes import CHOICES, read_wish
from datamind.services.use_case import note, use_case
from datamind.sessions import name_people
from datamind.store.codec import encode
from datamind.types import Answer
from datamind.watch.timetable import next_due

__all__ = [
    "CHOICES", "FORMATS", "Item", "Report", "Wish", "add_report", "delete_report", "draft_from_answer", "edit_report",
    "get_report", "list_people", "list_reports", "set_paused", "subscribe", "unsubscribe",
]  # fmt: skip


@use_case(Permission.ASK, look=True)
def list_reports(scope: Scope) -> tuple[Report, ...]:
    """Those that the actor may change or gets, by name."""
    names = name_people(scope.engine, scope.actor.org_id)
    rows = scope.store.find("reports", order="name")
    return tuple(keeping.load_report(scope, row, names) for row in rows if keeping.may_see(scope, row))


@use_case(Permission.ASK, look=True)
def get_report(scope: Scope, report_id: int) -> Report:
    """Raises NotFound."""
    return keeping.load_report(scope, keeping.find_report(scope, report_id))


@use_case(Permission.EDIT_REPORTS, look=True)
def list_people(scope: Scope) -> Mapping[int, str]:
    """Who can get a report: everybody of the organisation, by account."""
    return name_people(scope.engine, scope.actor.org_id)


@use_case(Permission.EDIT_REPORTS)
def draft_from_answer(scope: Scope, message_id: int) -> Item:
    """The query of one of your own answers, to be read anew for each report. Raises NotFound, InvalidInput."""
    message, outcome = find_own_message(scope, message_id), load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("Only an answer can be sent.", "message")
    chat = scope.store.get("chats", message["chat_id"])
    sql = outcome.receipt.drafted or outcome.receipt.sql
    return Item(outcome.question, chat["connection_id"], sql, outcome.question, encode(outcome.chart))


@use_case(Permission.EDIT_REPORTS)
def add_report(scope: Scope, wish: Wish) -> Report:
    """A new report of the actor's own. Raises InvalidInput, NotFound, Forbidden, QueryRefused."""
    values = read_wish(scope, wish)
    report_id = scope.store.add(
        "reports",
        account_id=find_owner(scope),
        unsubscribed=[],
        paused=False,
        created_at=datetime.now(UTC),
        **values,
    )
    note(people=len(values["people"]), channels=len(values["channels"]), addresses=len(values["addresses"]))
    return get_report(scope, report_id)


@use_case(Permission.EDIT_REPORTS)
def edit_report(scope: Scope, report_id: int, wish: Wish) -> Report:
    """Change it; who has unsubscribed stays so. Raises as `add_report`."""
    keeping.find_to_edit(scope, report_id)
    scope.store.change("reports", report_id, **read_wish(scope, wish))
    return get_report(scope, report_id)


@use_case(Permission.EDIT_REPORTS)
def delete_report(scope: Scope, report_id: int) -> None:
    """With its history and files. Raises NotFound, Forbidden."""
    keeping.find_to_edit(scope, report_id)
    for run in scope.store.find("report_runs", columns=("id",), report_id=report_id):
        for file in scope.store.find("report_files", columns=("file",), run_id=run["id"]):
            keeping.path_of(scope, file["file"]).unlink(missing_ok=True)
    scope.store.remove("reports", report_id)


@use_case(Permission.EDIT_REPORTS)
def set_paused(scope: Scope, report_id: int, paused: bool = True) -> None:
    """Not sent until it goes on, from its next time. Raises NotFound, Forbidden."""
    row = keeping.find_to_edit(scope, report_id)
    due_at = next_due(row["every"], row["zone"], datetime.now(UTC))
    scope.store.change("reports", report_id, paused=paused, due_at=due_at)


@use_case(Permission.ASK)
def unsubscribe(scope: Scope, report_id: int) -> None:
    """Get it no more. Raises NotFound."""
    _leave(scope, report_id, True)


@use_case(Permission.ASK)
def subscribe(scope: Scope, report_id: int) -> None:
    """Get it again, where one is still named. Raises NotFound."""
    _leave(scope, report_id, False)


def _leave(scope: Scope, report_id: int, is_gone: bool) -> None:
    with scope.store.transaction():
        row = scope.store.first("reports", id=report_id, lock=True)
        if row is None or find_owner(scope) not in row["people"]:
            keeping.find_report(scope, report_id)
            raise InvalidInput("You are none of those who get this report.", "people")
        left = {*row["unsubscribed"]} | {find_owner(scope)} if is_gone else {*row["unsubscribed"]} - {find_owner(scope)}
        scope.store.change("reports", report_id, unsubscribed=sorted(left))
