"""The organisation's settings, as admins change them: what is asked of everybody, how long things are kept, how it looks."""

from __future__ import annotations

import base64
import re
import struct
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from datamind import second_factor as second_factor_of
from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.organisation import SETTINGS, Organisation, read_organisation
from datamind.services.use_case import note, use_case

LONGEST_BRAND = 40
LONGEST_KEPT_DAYS, LEAST_AUDIT_DAYS = 3650, 30
LARGEST_LOGO_BYTES, LARGEST_LOGO_PIXELS = 200_000, 1024
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words on the accent colour
_PNG = b"\x89PNG\r\n\x1a\n"


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def get_organisation(scope: Scope) -> Organisation:
    """What the actor's organisation has settled."""
    return read_organisation(scope.store)


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def must_set_up_second_factor(scope: Scope) -> bool:
    """Whether the organisation asks for a second factor and the actor has none yet."""
    person = scope.actor.user_id
    asked = read_organisation(scope.store).second_factor
    return asked and person is not None and not second_factor_of.is_on(scope.engine, person)


@use_case(Permission.ADMINISTER)
def change_organisation(
    scope: Scope,
    *,
    second_factor: bool | None = None,
    chats_days: int | None = None,
    runs_days: int | None = None,
    audit_days: int | None = None,
    brand: str | None = None,
    accent: str | None = None,
) -> Organisation:
    """Settle what is given, leave the rest. Raises InvalidInput, which names the field."""
    given: dict[str, Any] = {
        "second_factor": second_factor, "chats_days": chats_days, "runs_days": runs_days, "audit_days": audit_days,
        "brand": brand and brand.strip(), "accent": accent and accent.strip().lower(),
    }  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None}
    wanted = replace(read_organisation(scope.store), **changes)
    _check_days(wanted)
    if len(wanted.brand) > LONGEST_BRAND or not wanted.brand.isprintable():
        raise InvalidInput(f"The name has at most {LONGEST_BRAND} printable characters.", "brand")
    if wanted.accent:
        _check_accent(wanted.accent)
    note(**changes)
    return _keep(scope, wanted)


@use_case(Permission.ADMINISTER)
def set_logo(scope: Scope, picture: bytes) -> None:
    """Show this PNG above the menu; empty: DataMind's own. Raises InvalidInput for anything else than a small PNG."""
    if picture:
        _check_logo(picture)
    note(size_bytes=len(picture))
    _keep(scope, replace(read_organisation(scope.store), logo=base64.b64encode(picture).decode()))


def _keep(scope: Scope, wanted: Organisation) -> Organisation:
    values = {name: getattr(wanted, name) for name in SETTINGS} | {"changed_at": datetime.now(UTC)}
    with scope.store.transaction():
        row = scope.store.first("org_settings", lock=True)
        if row:
            scope.store.change("org_settings", row["id"], **values)
        else:
            scope.store.add("org_settings", **values)
    return wanted


def _check_days(wanted: Organisation) -> None:
    for name in ("chats_days", "runs_days", "audit_days"):
        if not 0 <= getattr(wanted, name) <= LONGEST_KEPT_DAYS:
            raise InvalidInput(f"Things are kept for 1 to {LONGEST_KEPT_DAYS:,} days, or for good (0).", name)
    if 0 < wanted.audit_days < LEAST_AUDIT_DAYS:
        raise InvalidInput(f"The audit log is kept for {LEAST_AUDIT_DAYS} days at least.", "audit_days")


def _check_accent(accent: str) -> None:
    if not re.fullmatch(r"#[0-9a-f]{6}", accent):
        raise InvalidInput("A colour is written like #2159b8.", "accent")
    parts = [int(accent[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    if contrast < LEAST_CONTRAST:
        raise InvalidInput("White words would be hard to read on this colour: take a darker one.", "accent")


def _check_logo(picture: bytes) -> None:
    if len(picture) > LARGEST_LOGO_BYTES:
        raise InvalidInput(f"The logo is larger than {LARGEST_LOGO_BYTES // 1000} kB: make it smaller.", "logo")
    if not picture.startswith(_PNG) or picture[12:16] != b"IHDR" or len(picture) < 33:
        raise InvalidInput("The logo must be a PNG picture.", "logo")
    width, height = struct.unpack(">II", picture[16:24])
    if not (1 <= width <= LARGEST_LOGO_PIXELS and 1 <= height <= LARGEST_LOGO_PIXELS):
        raise InvalidInput(f"The logo has at most {LARGEST_LOGO_PIXELS} × {LARGEST_LOGO_PIXELS} pixels.", "logo")
