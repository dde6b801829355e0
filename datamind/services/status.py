"""Status: whether the house is at work, for the line at the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services.use_case import use_case


@dataclass(frozen=True)
class Status:
    """`scheduler_seen_at` is None when none has ever run; `analysts` can answer now, the first by default."""

    scheduler_seen_at: datetime | None
    analysts: tuple[str, ...]


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def get_status(scope: Scope) -> Status:
    """Whether the scheduler is alive, and who answers questions."""
    beat = scope.engine.last_heartbeat("scheduler")
    analysts = ("claude", "offline") if scope.engine.default_analyst == "claude" else ("offline",)
    return Status(beat, analysts)
