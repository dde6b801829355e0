"""Passwords: typed text goes in, a bcrypt hash or a yes or no comes out. One room for what counts as a good one."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import bcrypt

from datamind.errors import InvalidInput

SHORTEST = 12
LONGEST_BYTES = 72  # bcrypt reads no further
_ROUNDS = 12
_COMMON = frozenset(
    """
    123456789012 1234567890123 password1234 password12345 passwordpassword qwertyuiop12 qwertyuiop[] qwertyuiop123
    iloveyou1234 administrator adminadmin12 letmeinletmein welcome12345 1q2w3e4r5t6y q1w2e3r4t5y6 111111111111 000000000000
    abcdefghijkl abc123abc123 changemechangeme datamind1234 datamindadmin password123! Password1234 P@ssw0rd1234
    correcthorsebatterystaple trustno1trustno1 sunshine1234 princess1234 football1234 baseball1234 superman1234
    """.lower().split()
)


def check_new(password: str, name: str = "") -> None:
    """Raises InvalidInput, saying why, for a password that would be easy to guess."""
    if len(password) < SHORTEST:
        raise InvalidInput(
            f"The password is too short: {SHORTEST} characters or more; a few words in a row are good.", "password"
        )
    if len(password.encode()) > LONGEST_BYTES:
        raise InvalidInput(f"The password is too long: {LONGEST_BYTES} bytes are the most.", "password")
    simple = password.lower()
    if "\0" in password or simple in _COMMON or len(set(simple)) < 5 or _is_run(simple):
        raise InvalidInput("This password is easy to guess: take a few words that do not belong together.", "password")
    if name and len(name) > 3 and simple.replace(name.lower(), "").strip("0123456789!._-") == "":
        raise InvalidInput(
            "The password is little more than your name: take a few words that do not belong together.", "password"
        )


def hash_password(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(_ROUNDS)).decode()


def fits(password: str, hashed: str | None) -> bool:
    """Whether it is that password. Takes the same time when there is none to compare with."""
    raw = password.encode()
    usable = hashed is not None and len(raw) <= LONGEST_BYTES and b"\0" not in raw
    same = bcrypt.checkpw(raw if usable else b"x", (hashed if usable and hashed else _dummy()).encode())
    return same and usable


@cache
def _dummy() -> str:
    return hash_password("nobody has this password")


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})
