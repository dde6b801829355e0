"""The record of who did what: one row an action, added and never changed, each chained to the one before it.

A row says who, which action (a use case's own name), on what, how it ended, and a few plain words or numbers. Never a value,
a row, a password or a token. Its digest covers the row and the digest before it, under a key that the store holds sealed, so
whoever can write the store but not open the vault cannot change, drop or slip in an entry unseen: `check_chain` finds it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from datamind.errors import InvalidInput
from datamind.store import Store, above, below
from datamind.store.session import Row

Outcome = Literal["done", "refused", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("done", "refused", "failed")
BATCH = 1_000
_COVERED = ("at", "account_id", "actor", "action", "object", "outcome", "detail")


@dataclass(frozen=True)
class ChainCheck:
    """What a look at the whole chain found: how many entries it has, and the first that does not fit, if any."""

    entries: int
    holds: bool
    words: str
    broken_at: int | None = None


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
    values: dict[str, Any] = {
        "at": datetime.now(UTC), "account_id": account_id, "actor": actor[:100], "action": action, "object": subject[:120],
        "outcome": outcome, "detail": detail,
    }  # fmt: skip
    store.chain_key()  # made, at the very first entry, before anything that might be rolled back
    with store.transaction():
        head = _lock_head(store)
        digest = _chain(store, head["digest"], values)
        store.add("audit", **values, digest=digest)
        _move_head(store, head, entries=head["entries"] + 1, digest=digest)


def check_chain(store: Store) -> ChainCheck:
    """Whether every entry of this org is as it was written, none missing and none slipped in. Reads all of them."""
    head = store.first("audit_heads")
    if head is None:
        return ChainCheck(0, not store.count("audit", id=above(0)), "No entry has been chained yet.")
    if not hmac.compare_digest(head["mark"], _mark(store, head)):
        return ChainCheck(head["entries"], False, "The count of entries was changed from outside.")
    digest, entries = head["base_digest"], head["base_entries"]
    for row in _rows(store, head["base_id"]):
        digest, entries = _chain(store, digest, row), entries + 1
        if not hmac.compare_digest(digest, row["digest"] or ""):
            words = f"Entry {row['id']} was changed or slipped in, or one before it is missing."
            return ChainCheck(head["entries"], False, words, row["id"])
    if (digest, entries) != (head["digest"], head["entries"]):
        missing = head["entries"] - entries
        return ChainCheck(head["entries"], False, f"The newest {missing} entries are missing.")
    return ChainCheck(entries, True, f"All {entries - head['base_entries']:,} entries are as they were written.")


def forget_before(store: Store, moment: datetime) -> int:
    """Remove the entries before a moment, oldest first; the chain goes on from where it was cut. How many there were."""
    with store.transaction():
        head = _lock_head(store)
        last = store.first("audit", order="-id", at=below(moment), id=above(head["base_id"]))
        if last is None:
            return 0
        gone = store.remove_where("audit", id=below(last["id"] + 1))
        kept = {"base_id": last["id"], "base_digest": last["digest"], "base_entries": head["base_entries"] + gone}
        _move_head(store, head, **kept)
    return gone


def _rows(store: Store, after: int) -> Iterator[Row]:
    while batch := store.find("audit", order="id", limit=BATCH, id=above(after)):
        yield from batch
        after = batch[-1]["id"]


def _lock_head(store: Store) -> Row:
    """The end of the chain, held until the transaction ends; made at the first entry, after those of before the chain."""
    head = store.first("audit_heads", lock=True)
    if head is not None:
        return head
    newest = store.first("audit", order="-id")
    fresh: Row = {
        "entries": 0,
        "digest": "",
        "base_id": newest["id"] if newest else 0,
        "base_digest": "",
        "base_entries": 0,
    }
    with suppress(InvalidInput):  # another process was quicker
        store.add("audit_heads", **fresh, mark=_mark(store, fresh))
    return store.find("audit_heads", lock=True)[0]


def _move_head(store: Store, head: Row, **changes: Any) -> None:
    moved = {**head, **changes}
    store.change("audit_heads", head["id"], **changes, mark=_mark(store, moved))


def _chain(store: Store, before: str, row: Row) -> str:
    covered = {name: row[name] for name in _COVERED}
    covered["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return _sign(store, json.dumps([before, covered], sort_keys=True))


def _mark(store: Store, head: Row) -> str:
    parts = [head[name] for name in ("entries", "digest", "base_id", "base_digest", "base_entries")]
    return _sign(store, json.dumps(parts))


def _sign(store: Store, text: str) -> str:
    return hmac.new(store.chain_key(), text.encode(), hashlib.sha256).hexdigest()
