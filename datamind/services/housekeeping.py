"""Housekeeping: what nobody will need again goes, what nobody works on is told so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from datamind import exporting, ledger
from datamind.access import Permission
from datamind.answering import close_interrupted
from datamind.audit import forget_before
from datamind.boards.results import remove_old
from datamind.drafts import remove_old_drafts
from datamind.engine import Scope
from datamind.organisation import read_organisation
from datamind.reports.keeping import path_of
from datamind.services.use_case import note, use_case
from datamind.store import below

KEEP_TICKETS, KEEP_SESSIONS, KEEP_JOBS = timedelta(days=1), timedelta(days=30), timedelta(days=30)
KEEP_DELETED_CHATS = timedelta(days=7)


@use_case(Permission.ADMINISTER)
def tidy(scope: Scope) -> int:
    """Remove old tickets, ended sessions, chats deleted a week ago, uploads that nobody kept, the record of old jobs and old
    requests to models; how many went."""
    store, now = scope.store, datetime.now(UTC)
    gone = store.remove_where("tickets", expires_at=below(now - KEEP_TICKETS))
    gone += store.remove_where("sessions", expires_at=below(now - KEEP_SESSIONS))
    gone += store.remove_where("sessions", revoked_at=below(now - KEEP_SESSIONS))
    gone += store.remove_where("chats", deleted_at=below(now - KEEP_DELETED_CHATS))
    for state in ("done", "failed"):
        gone += store.remove_where("jobs", state=state, due_at=below(now - KEEP_JOBS))
    gone += remove_old(scope) + remove_old_drafts(scope)
    gone += _forget_what_the_org_does_not_keep(scope, now)
    for old in store.find("exports", expires_at=below(now)):
        exporting.drop(scope, old)
        gone += 1
    for old in store.find("report_files", expires_at=below(now)):
        path_of(scope, old["file"]).unlink(missing_ok=True)
        store.remove("report_files", old["id"])
        gone += 1
    dropped = ledger.drop_sent(scope)
    running = store.find("messages", columns=("id", "state", "process", "asked_at"), state="running")
    interrupted = sum(close_interrupted(scope, row) for row in running)
    note(removed=gone, requests_dropped=dropped, interrupted=interrupted)
    return gone


def _forget_what_the_org_does_not_keep(scope: Scope, now: datetime) -> int:
    """Chats, runs and audit entries older than the organisation has settled; 0 days keep them."""
    store, settled, gone = scope.store, read_organisation(scope.store), 0
    if settled.chats_days:
        gone += store.remove_where("chats", updated_at=below(now - timedelta(days=settled.chats_days)))
    if settled.runs_days:
        gone += store.remove_where("query_runs", starred=False, at=below(now - timedelta(days=settled.runs_days)))
    if settled.audit_days:
        note(entries_forgotten=forget_before(store, now - timedelta(days=settled.audit_days)))
    return gone
