"""Reports in the store: rows in, `Report`s and `Run`s out, and who may see, change and download what.

A file holds rows. It is shown to whom it was sent, and to those for whom the very same file would be made now; being an admin
or the owner is no reason to see what other people's rules let those people see.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import DataMindError, Forbidden, NotFound
from datamind.reports.recipients import find_key
from datamind.reports.values import Delivery, Item, Report, Run, SentFile
from datamind.sessions import name_people
from datamind.store.session import Row


def may_see(scope: Scope, row: Row) -> bool:
    """Owners, admins, those it is shared with and those who get it."""
    return may_edit(scope, row) or receives(scope, row)


def may_edit(scope: Scope, row: Row) -> bool:
    """Analysts their own and shared ones, admins all."""
    if not scope.actor.may(Permission.EDIT_REPORTS):
        return False
    return bool(row["shared"]) or row["account_id"] == scope.actor.user_id or scope.actor.may(Permission.ADMINISTER)


def receives(scope: Scope, row: Row) -> bool:
    """Whether it goes to the actor, who has not unsubscribed."""
    mine = scope.actor.user_id
    return mine in row["people"] and mine not in row["unsubscribed"]


def find_report(scope: Scope, report_id: int) -> Row:
    """Raises NotFound, for what is not shared exactly as for what never was."""
    row = scope.store.first("reports", id=report_id)
    if row is None or not may_see(scope, row):
        raise NotFound("report")
    return row


def find_to_edit(scope: Scope, report_id: int) -> Row:
    """Raises NotFound, Forbidden."""
    row = find_report(scope, report_id)
    if not may_edit(scope, row):
        raise Forbidden("You get this report and may not change it. Ask its owner.")
    return row


def load_report(scope: Scope, row: Row, names: dict[int, str] | None = None) -> Report:
    names = names if names is not None else name_people(scope.engine, scope.actor.org_id)
    last = scope.store.first("report_runs", report_id=row["id"], order="-id")
    edits = may_edit(scope, row)
    return Report(
        id=row["id"],
        name=row["name"],
        owner=names.get(row["account_id"], "somebody who left"),
        may_edit=edits,
        receives=receives(scope, row),
        dashboard_id=row["dashboard_id"],
        items=tuple(Item(**item) for item in row["items"]),
        shared=row["shared"],
        format=row["format"],
        every=row["every"],
        zone=row["zone"],
        people=tuple(row["people"]) if edits else (),
        addresses=tuple(row["addresses"]) if edits else (),
        channels=tuple(row["channels"]) if edits else (),
        seen_as=row["seen_as"],
        paused=row["paused"],
        due_at=row["due_at"],
        ran_at=last["due_at"] if last else None,
        outcome=last["state"] if last else "",
        said=(last["error"] or "") if last and edits else "",
    )


def load_run(scope: Scope, report: Row, row: Row) -> Run:
    """A run with the files and the deliveries that are the actor's business."""
    edits = may_edit(scope, report)
    deliveries = scope.store.find("report_deliveries", run_id=row["id"], order="id")
    files = scope.store.find("report_files", run_id=row["id"], order="id")
    return Run(
        row["id"],
        row["due_at"],
        row["state"],
        row["finished_at"],
        (row["error"] or "") if edits else "",
        tuple(_file(each) for each in files if may_download(scope, report, each)),
        tuple(
            Delivery(each["whom"], each["state"], each["answer"] or "", each["finished_at"])
            for each in deliveries
            if edits or each["account_id"] == scope.actor.user_id
        ),
    )


def may_download(scope: Scope, report: Row, file: Row) -> bool:
    """Whether the file was sent to the actor, or is what the actor would get."""
    if file["expires_at"] <= datetime.now(UTC) or scope.actor.user_id is None:
        return False
    if scope.store.count("report_deliveries", file_id=file["id"], account_id=scope.actor.user_id):
        return True
    try:
        return bool(find_key(scope, report) == file["key"])
    except DataMindError:
        return False  # it could not be made for them at all


def find_file(scope: Scope, file_id: int) -> Row:
    """Raises NotFound."""
    file = scope.store.first("report_files", id=file_id)
    run = scope.store.first("report_runs", id=file["run_id"]) if file else None
    report = scope.store.first("reports", id=run["report_id"]) if run else None
    if file is None or report is None or not may_download(scope, report, file):
        raise NotFound("file")
    return file


def path_of(scope: Scope, file: str) -> Path:
    """Where a file lies; only ever in this org's own folder."""
    return scope.settings.home / "reports" / str(scope.actor.org_id) / Path(file).name


def _file(row: Row) -> SentFile:
    return SentFile(row["id"], row["name"], row["mime"], row["size_bytes"], tuple(row["words"]))
