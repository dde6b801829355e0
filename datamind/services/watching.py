"""Alerts at work, for the scheduler: check what is due, tell the news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services.use_case import use_case
from datamind.watch import checking, delivering


@use_case(Permission.ADMINISTER, look=True)
def check_alerts(scope: Scope, is_mine: Callable[[], bool] = lambda: True) -> int:
    """Check the alerts of the org that are due, each on behalf of its owner; how many were."""
    return checking.check_due(scope, datetime.now(UTC), is_mine)


@use_case(Permission.ADMINISTER, look=True)
def tell_news(scope: Scope) -> int:
    """Send what is due; how many messages went out."""
    return delivering.deliver_due(scope, datetime.now(UTC))
