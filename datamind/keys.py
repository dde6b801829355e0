"""The keys of an embedded house: made at its first start, kept in HOME/keys.env for its owner's eyes only.

In: the home folder and what the environment says. Out: variables by name. A store on a server makes no keys of its own: all
processes must share theirs.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from datamind.errors import SettingsError

KEYS_FILE = "keys.env"


def read_keys(home: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The keys in HOME/keys.env, made at the first start. Only an embedded store may make its own."""
    file = home / KEYS_FILE
    if not file.exists():
        if given.get("DATAMIND_STORE_URL", "").startswith("postgres"):
            missing = "DATAMIND_COOKIE_KEY" if given.get("DATAMIND_SECRET_KEYS") else "DATAMIND_SECRET_KEYS"
            raise SettingsError(f"{missing} is missing: a store on a server needs keys that every process shares.")
        _write_keys(file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise SettingsError(
            f"{file} can be read by others, and DATAMIND_HOME must keep it private: run chmod 600 {file}."
        )
    lines = [line.partition("=") for line in file.read_text().splitlines() if "=" in line and not line.startswith("#")]
    return {name.strip(): value.strip() for name, _, value in lines}


def make_keys() -> dict[str, str]:
    return {
        "DATAMIND_SECRET_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "DATAMIND_COOKIE_KEY": secrets.token_urlsafe(48),
    }


def add_secret_key(home: Path, known: tuple[str, ...]) -> bool:
    """Put a new key before those in HOME/keys.env; False when the keys in use are not from there."""
    return _change_secret_keys(home, known, lambda keys: [make_keys()["DATAMIND_SECRET_KEYS"], *keys])


def keep_newest_key(home: Path, known: tuple[str, ...]) -> bool:
    """Leave the newest key alone in HOME/keys.env; False when the keys in use are not from there."""
    return _change_secret_keys(home, known, lambda keys: keys[:1])


def reread_secret_keys(home: Path, known: tuple[str, ...]) -> tuple[str, ...]:
    """The keys in HOME/keys.env where one of them is known already, else the known ones."""
    try:
        found = tuple(read_keys(home, {})["DATAMIND_SECRET_KEYS"].split(",")) if (home / KEYS_FILE).exists() else known
    except (SettingsError, KeyError):
        return known
    return found if set(found) & set(known) else known


def _change_secret_keys(home: Path, known: tuple[str, ...], change: Callable[[list[str]], list[str]]) -> bool:
    file = home / KEYS_FILE
    if not file.exists():
        return False
    lines = file.read_text().splitlines()
    name = "DATAMIND_SECRET_KEYS="
    at = next((number for number, line in enumerate(lines) if line.startswith(name)), None)
    if at is None or tuple(lines[at].removeprefix(name).split(",")) != known:
        return False
    lines[at] = name + ",".join(change(list(known)))
    fresh = file.with_name(f".{KEYS_FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    return True


def _write_keys(file: Path) -> None:
    """Written whole under another name, then linked into place: of two first starts at once, one wins and both use its keys."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_name(f".{KEYS_FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(
                "# Made by DataMind at its first start. Who has this file can open the stored passwords: back it up, hide it.\n"
            )
            out.writelines(f"{name}={key}\n" for name, key in make_keys().items())
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    except OSError as error:
        raise SettingsError(
            f"DATAMIND_HOME is {file.parent}, where nothing can be written: {error.strerror}."
        ) from error
