"""What is sent of reports: a look before, sending now, the history with the very files, and the scheduler's part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.reports import keeping, planning, sending
from datamind.reports.rendering import render, write_file
from datamind.reports.values import Preview, Run, Wish
from datamind.reports.wishes import read_wish
from datamind.services.use_case import note, use_case

__all__ = [
    "Preview", "Run", "list_runs", "preview_report", "preview_wish", "read_file", "send_now", "send_reports",
]  # fmt: skip

SHOWN_RUNS = 30


@use_case(Permission.ASK)
def preview_report(scope: Scope, report_id: int) -> Preview:
    """What the actor would get now, under the actor's own rules. Raises NotFound, ConnectorError, InvalidInput."""
    return _preview(scope, keeping.find_report(scope, report_id))


@use_case(Permission.EDIT_REPORTS)
def preview_wish(scope: Scope, wish: Wish) -> Preview:
    """The same before it is saved. Raises as `add_report`."""
    return _preview(scope, {"id": 0, **read_wish(scope, wish)})


@use_case(Permission.EDIT_REPORTS)
def send_now(scope: Scope, report_id: int) -> Run:
    """Send it to everybody who gets it, now; its times stay as they are. Raises NotFound, Forbidden."""
    row, now = keeping.find_to_edit(scope, report_id), datetime.now(UTC)
    planning.add_run(scope, report_id, now, now)
    planning.render_due(scope, now, report_id=report_id)
    sending.send_due(scope, now, report_id)
    run = scope.store.first("report_runs", report_id=report_id, due_at=now)
    if run is None:
        raise NotFound("run of a report")
    note(came_to=run["state"])
    return keeping.load_run(scope, row, run)


@use_case(Permission.ASK, look=True)
def list_runs(scope: Scope, report_id: int) -> tuple[Run, ...]:
    """The last runs, the newest first, with what the actor may see of each. Raises NotFound."""
    report = keeping.find_report(scope, report_id)
    rows = scope.store.find("report_runs", report_id=report_id, order="-id", limit=SHOWN_RUNS)
    return tuple(keeping.load_run(scope, report, row) for row in rows)


@use_case(Permission.ASK)
def read_file(scope: Scope, file_id: int) -> bytes:
    """A file as it was sent. Raises NotFound, also for what was made for others who see more or less."""
    row = keeping.find_file(scope, file_id)
    note(size_bytes=row["size_bytes"])
    try:
        return keeping.path_of(scope, row["file"]).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("file") from error


@use_case(Permission.ADMINISTER, look=True)
def send_reports(scope: Scope, is_mine: Callable[[], bool] = lambda: True) -> int:
    """The scheduler's part: make a run of what is due, render it, send it; how many deliveries were tried."""
    planning.plan_due(scope, datetime.now(UTC))
    planning.render_due(scope, datetime.now(UTC), is_mine)
    return sending.send_due(scope, datetime.now(UTC))


def _preview(scope: Scope, row: dict[str, object]) -> Preview:
    if scope.actor.user_id is None:
        raise InvalidInput("The system gets no reports.", "report")
    rendered = render(scope, row, datetime.now(UTC))
    _, _, content = write_file(rendered, "html")
    return Preview(content.decode(), rendered.words)
