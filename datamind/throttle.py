"""How often somebody may try: attempts are counted in the store, per name and per address, for all processes together.

An attempt counts before anything is compared, so that many at once are not looked at for free. From the free ones on, each
failure doubles the wait up to a limit; a day without an attempt forgets.
"""

from __future__ import annotations

import hashlib
import math
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from datamind.errors import InvalidInput, TooFast, TooManyAttempts
from datamind.store import Store

FREE_PER_NAME, LONGEST_WAIT_PER_NAME_S = 5, 300
FREE_PER_ADDRESS, LONGEST_WAIT_PER_ADDRESS_S = 30, 120
FORGET_AFTER = timedelta(days=1)
PACE_WINDOW = timedelta(minutes=1)


def count_attempt(store: Store, name_key: str, address: str) -> None:
    """Raises TooManyAttempts, with the seconds to wait, when name or address must wait."""
    with store.transaction():
        waits = [
            _count(store, subject, free, longest_s)
            for subject, free, longest_s in (
                (_subject("name", name_key), FREE_PER_NAME, LONGEST_WAIT_PER_NAME_S),
                (_subject("address", address), FREE_PER_ADDRESS, LONGEST_WAIT_PER_ADDRESS_S),
            )
        ]
    if max(waits) > 0:
        raise TooManyAttempts(max(waits))


def forgive(store: Store, name_key: str, address: str) -> None:
    """After a success: the name starts anew, and the attempt no longer counts against the address."""
    with store.transaction():
        store.remove_where("login_attempts", subject=_subject("name", name_key))
        row = store.first("login_attempts", lock=True, subject=_subject("address", address))
        if row:
            store.change("login_attempts", row["id"], failures=max(0, row["failures"] - 1), blocked_until=None)


def keep_pace(store: Store, account_id: int, noun: str, most: int) -> None:
    """Count one of what a person may do `most` times a minute, whichever process they reach. Raises TooFast."""
    subject, now = _subject(noun, str(account_id)), datetime.now(UTC)
    with store.transaction():
        row = store.first("login_attempts", lock=True, subject=subject)
        if row is None:
            with suppress(InvalidInput):  # somebody else's first one came at the same time
                store.add("login_attempts", subject=subject, failures=0, last_at=now)
            row = store.find("login_attempts", lock=True, subject=subject)[0]
        age = now - row["last_at"]
        fresh = not timedelta(0) <= age < PACE_WINDOW  # a clock set back must not stop anybody
        used = 1 if fresh else row["failures"] + 1
        if used <= most:
            store.change("login_attempts", row["id"], failures=used, last_at=now if fresh else row["last_at"])
    if used > most:
        raise TooFast(most, noun, math.ceil((PACE_WINDOW - age).total_seconds()))


def _count(store: Store, subject: str, free: int, longest_s: int) -> int:
    """Seconds that this subject must still wait; 0 when the attempt may go on (it is then counted)."""
    now = datetime.now(UTC)
    row = store.first("login_attempts", lock=True, subject=subject)
    if row is None:
        try:
            store.add("login_attempts", subject=subject, failures=1, last_at=now)
            return 0
        except InvalidInput:  # somebody else's first attempt came at the same time
            return _count(store, subject, free, longest_s)
    if row["blocked_until"] and row["blocked_until"] > now:
        wait_s = (row["blocked_until"] - now).total_seconds()
        return min(math.ceil(wait_s), longest_s)  # a clock set back must not lock anybody out for long
    failures = 1 if now - row["last_at"] > FORGET_AFTER else row["failures"] + 1
    wait_s = min(longest_s, 2 ** min(failures - free, 30)) if failures >= free else 0
    blocked_until = now + timedelta(seconds=wait_s) if wait_s else None
    store.change("login_attempts", row["id"], failures=failures, last_at=now, blocked_until=blocked_until)
    return 0


def _subject(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:40]}"
