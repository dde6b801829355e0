"""Channels: where news goes besides the app. An admin sets them up and tries them; whoever makes an alert chooses among them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datamind.access import Permission
from datamind.channels import KINDS, Kind, find_kind
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.forms import Field, read_fields
from datamind.services.use_case import note, use_case
from datamind.watch.delivering import send_test
from datamind.watch.timetable import AT_ONCE, check_timetable, end_of_quiet

TIMING = (
    Field("digest", "Sends", "choice", default=AT_ONCE, choices=(AT_ONCE, "hourly", "daily 08:00")),
    Field(
        "quiet_from", "Quiet from", required=False, help="As 22:00. What comes up waits until the quiet hours are over."
    ),
    Field("quiet_to", "Quiet until", required=False, help="As 07:00."),
    Field("zone", "Time zone", default="UTC", help="As Europe/Berlin."),
)


@dataclass(frozen=True)
class Channel:
    """Without its secrets."""

    id: int
    name: str
    kind: str
    values: Mapping[str, Any]
    timing: Mapping[str, Any]


@use_case(Permission.EDIT_ALERTS, look=True)
def list_kinds(scope: Scope) -> Mapping[str, Kind]:
    """What there can be, with the fields of each."""
    return KINDS


@use_case(Permission.EDIT_ALERTS, look=True)
def list_channels(scope: Scope) -> tuple[Channel, ...]:
    """By name."""
    return tuple(
        Channel(row["id"], row["name"], row["kind"], row["values"], row["timing"])
        for row in scope.store.find("channels", order="name")
    )


@use_case(Permission.ADMINISTER)
def add_channel(
    scope: Scope, name: str, kind: str, values: Mapping[str, Any], timing: Mapping[str, Any] | None = None
) -> Channel:
    """Secrets are sealed and never shown again. Raises InvalidInput."""
    shown, secrets = _read(kind, values)
    name = " ".join(name.split())[:120]
    if not name:
        raise InvalidInput("Give the channel a name.", "name")
    channel_id = scope.store.add(
        "channels",
        name=name,
        kind=kind,
        values=shown,
        secrets=scope.engine.vault.seal(json.dumps(secrets)),
        timing=_read_timing(timing or {}),
        created_at=datetime.now(UTC),
    )
    note(kind=kind)
    return next(each for each in list_channels(scope) if each.id == channel_id)


@use_case(Permission.ADMINISTER)
def try_channel(scope: Scope, kind: str, values: Mapping[str, Any]) -> str:
    """Send a test before it is saved; what the other side said. Raises InvalidInput, DeliveryFailed, ConnectFailed."""
    shown, secrets = _read(kind, values)
    return send_test(scope, kind, shown | secrets)


@use_case(Permission.ADMINISTER)
def test_channel(scope: Scope, channel_id: int) -> str:
    """Send a test by a saved one. Raises NotFound, DeliveryFailed, ConnectFailed."""
    row = scope.store.get("channels", channel_id)
    return send_test(scope, row["kind"], scope.engine.open_values(row))


@use_case(Permission.ADMINISTER)
def delete_channel(scope: Scope, channel_id: int) -> None:
    """Alerts that used it go on without. Raises NotFound."""
    scope.store.remove("channels", channel_id)


def _read(kind: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = find_kind(kind).fields
    clean = read_fields(fields, values)
    find_kind(kind).check(clean)
    hidden = {field.name for field in fields if field.secret}
    return (
        {name: value for name, value in clean.items() if name not in hidden},
        {name: value for name, value in clean.items() if name in hidden},
    )


def _read_timing(timing: Mapping[str, Any]) -> dict[str, Any]:
    clean = read_fields(TIMING, timing)
    check_timetable("hourly" if clean["digest"] == AT_ONCE else clean["digest"], clean["zone"])
    if bool(clean["quiet_from"]) != bool(clean["quiet_to"]):
        raise InvalidInput("Quiet hours need a beginning and an end.", "quiet_to")
    try:
        end_of_quiet(clean, datetime.now(UTC))
    except ValueError:
        raise InvalidInput("Write quiet hours as 22:00 and 07:00.", "quiet_from") from None
    return clean
