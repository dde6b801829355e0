"""Sending what was rendered: each recipient's delivery is claimed before anything leaves, so that it leaves once.

In: a scope of the org and the time. Who dies while sending leaves a delivery in the state "sending", which after a while is told
as what it is: unknown; it is not sent again by itself. People get a mail where they have an address and the org an e-mail
channel; for the others the file waits in the app. What failed on the other side's account is tried again, later each time.
"""

from __future__ import annotations

import html
from datetime import datetime, timedelta
from typing import Any

from datamind.channels import Attachment, Message, find_kind
from datamind.engine import Scope
from datamind.errors import DataMindError, DeliveryFailed, InvalidInput
from datamind.reports.keeping import path_of
from datamind.reports.recipients import is_allowed
from datamind.store import below, one_of
from datamind.store.session import Row
from datamind.watch.delivering import FIRST_PAUSE, MOST_ATTEMPTS, SENDING_TAKES, UNKNOWN, resolver
from datamind.watch.timetable import end_of_quiet

LARGEST_ATTACHED = 15 * 1024 * 1024
KEPT_HERE = "It waits in the app: there is no e-mail address of this person, or no e-mail channel."


def send_due(scope: Scope, now: datetime, report_id: int | None = None) -> int:
    """Send what is due in this org (of one report); how many deliveries were tried."""
    store, tried = scope.store, 0
    lost = {"state": "sending", "due_at": below(now)}
    store.change_where("report_deliveries", lost, state="unknown", finished_at=now, answer=UNKNOWN)
    only: dict[str, Any] = {} if report_id is None else {"report_id": report_id}
    runs = store.find("report_runs", state="sending", order="due_at", **only)
    for run in runs:
        report = store.get("reports", run["report_id"])
        due = below(now + timedelta(microseconds=1))
        for row in store.find("report_deliveries", run_id=run["id"], state="pending", due_at=due, order="id"):
            tried += _deliver(scope, report, run, row, now)
        _settle(scope, run, now)
    return tried


def _deliver(scope: Scope, report: Row, run: Row, row: Row, now: datetime) -> bool:
    channel = _find_channel(scope, row)
    quiet_until = end_of_quiet(channel["timing"], now) if channel and row["channel_id"] else None
    if quiet_until:
        scope.store.change_where("report_deliveries", {"id": row["id"], "state": "pending"}, due_at=quiet_until)
        return False
    seen = {"id": row["id"], "state": "pending", "attempts": row["attempts"]}
    mine = {"state": "sending", "attempts": row["attempts"] + 1, "due_at": now + SENDING_TAKES}
    if not scope.store.change_where("report_deliveries", seen, **mine):
        return False
    changes = _try(scope, report, run, row, channel, now)
    scope.store.change_where("report_deliveries", {"id": row["id"], "state": "sending"}, **changes)
    return True


def _try(scope: Scope, report: Row, run: Row, row: Row, channel: Row | None, now: datetime) -> dict[str, Any]:
    """What to write down of a delivery."""
    try:
        if row["account_id"] in report["unsubscribed"]:
            return {"state": "kept", "finished_at": now, "answer": "Unsubscribed before it was sent."}
        if row["account_id"] is not None and (channel is None or not row["address"]):
            return {"state": "kept", "finished_at": now, "answer": KEPT_HERE}
        said = _send(scope, report, run, row, channel)
        return {"state": "sent", "finished_at": now, "answer": said[:500]}
    except DataMindError as error:
        failed = isinstance(error, DeliveryFailed)
        if failed and error.may_retry and row["attempts"] + 1 < MOST_ATTEMPTS:  # type: ignore[attr-defined]
            later = now + FIRST_PAUSE * 2 ** row["attempts"]
            return {"state": "pending", "due_at": later, "answer": str(error)[:500]}
        state = "unknown" if failed and error.is_unknown else "failed"  # type: ignore[attr-defined]
        return {"state": state, "finished_at": now, "answer": str(error)[:500]}


def _send(scope: Scope, report: Row, run: Row, row: Row, channel: Row | None) -> str:
    """What the other side said. Raises DeliveryFailed, ConnectFailed, InvalidInput."""
    if channel is None:
        raise InvalidInput("There is no e-mail channel to send it by: an admin can add one under Alerts.", "channel")
    if row["channel_id"] is None and not row["address"]:
        raise InvalidInput("Its channel was deleted.", "channel")
    if row["channel_id"] is None and row["account_id"] is None and not is_allowed(scope, row["address"]):
        raise InvalidInput("The domain of this address is no longer allowed.", "addresses")
    values = scope.engine.open_values(channel)
    if row["channel_id"] is None:
        values["recipients"] = row["address"]
    message = write_message(scope, report, run, row)
    return find_kind(channel["kind"]).send(values, message, resolver(scope))


def write_message(scope: Scope, report: Row, run: Row, row: Row) -> Message:
    """The words on what has changed, the file and a link."""
    file = scope.store.get("report_files", row["file_id"])
    path = path_of(scope, file["file"])
    link = f"{scope.settings.public_url}/reports?report={report['id']}&run={run['id']}"
    words = tuple(file["words"])
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput("Its file is gone from the disk of the server: send it anew.", "file") from error
    key = f"report-{run['id']}-{row['id']}"
    facts = {"report": report["name"], "due": run["due_at"].isoformat()}
    if report["format"] == "html":
        way = f'<p><a href="{html.escape(link)}">Open in DataMind</a></p></body>'
        return Message(key, report["name"], words, link, facts, page=content.decode().replace("</body>", way))
    if len(content) > LARGEST_ATTACHED:
        told = "The file is too large for a mail: download it in DataMind."
        return Message(key, report["name"], (*words, told), link, facts)
    return Message(key, report["name"], words, link, facts, files=(Attachment(file["name"], file["mime"], content),))


def _find_channel(scope: Scope, row: Row) -> Row | None:
    """The channel itself; for people and addresses the org's first e-mail channel, whose server sends their mails."""
    if row["channel_id"] is not None:
        return scope.store.first("channels", id=row["channel_id"])
    return scope.store.first("channels", kind="email", order="id")


def _settle(scope: Scope, run: Row, now: datetime) -> None:
    """A run whose deliveries are all at an end is at its own."""
    open_states = one_of(("pending", "sending"))
    if scope.store.count("report_deliveries", run_id=run["id"], state=open_states):
        return
    rows = scope.store.find("report_deliveries", columns=("state", "whom", "answer"), run_id=run["id"])
    bad = [row for row in rows if row["state"] not in ("sent", "kept")]
    state = "done" if not bad else "failed" if len(bad) == len(rows) else "partly"
    error = "; ".join(f"{row['whom']}: {row['answer']}" for row in bad)[:1000] or None
    scope.store.change_where(
        "report_runs", {"id": run["id"], "state": "sending"}, state=state, finished_at=now, error=error
    )
