"""The record of who did what: one row an action, added and never changed.

A row says who, which action (a use case's own name), on what, how it ended, and a few plain words or numbers. Never a value,
a row, a password or a token.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from datamind.store import Store

Outcome = Literal["done", "refused", "failed"]


def write_entry(
    store: Store,
    actor: str,
    action: str,
    outcome: Outcome,
    *,
    account_id: int | None = None,
    subject: str = "",
    **detail: str | int | float | bool | None,
) -> None:
    """Add a row. `subject` names the thing it was done to ("connection_id=3")."""
    values: dict[str, Any] = {"at": datetime.now(UTC), "actor": actor[:100], "account_id": account_id}
    store.add("audit", **values, action=action, object=subject[:120], outcome=outcome, detail=detail)
