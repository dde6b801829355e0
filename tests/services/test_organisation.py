"""The organisation's settings: checked when they are settled, obeyed where they matter, never another organisation's."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from houses import PASSWORD, add_org, connect_shop, join

from datamind.access import Role
from datamind.audit import check_chain
from datamind.engine import Engine, Scope
from datamind.errors import Forbidden, InvalidInput
from datamind.organisation import Organisation
from datamind.services import chats, housekeeping, organisation, second_factors

DAY = timedelta(days=1)


def make_png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x21\x59\xb8" * 2 for _ in range(2)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada", Role.ADMIN, PASSWORD)


def test_what_is_given_is_settled_and_the_rest_stays(engine: Engine, ada: Scope) -> None:
    assert organisation.get_organisation(ada) == Organisation()
    organisation.change_organisation(ada, chats_days=30, brand=" Acme data ")
    organisation.change_organisation(ada, accent="#1A7F4B")
    organisation.set_logo(ada, make_png())
    settled = organisation.get_organisation(ada)
    assert (settled.chats_days, settled.brand, settled.accent, bool(settled.logo)) == (30, "Acme data", "#1a7f4b", True)
    organisation.set_logo(ada, b"")
    assert organisation.get_organisation(ada).logo == ""
    eve = join(engine, add_org(engine, "Other"), "Eve")
    assert organisation.get_organisation(eve) == Organisation()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("chats_days", -1),
        ("runs_days", 100_000),
        ("audit_days", 7),
        ("brand", "x" * 41),
        ("brand", "a\nb"),
        ("accent", "red"),
        ("accent", "#fff"),
        ("accent", "#ffee00"),
        ("accent", "#000000;}"),
        ("accent", "</style><script>"),
    ],
)
def test_what_cannot_be_settled_is_refused_by_its_field(ada: Scope, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        organisation.change_organisation(ada, **{field: value})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert organisation.get_organisation(ada) == Organisation()


@pytest.mark.parametrize(
    "picture",
    [
        b"<svg onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 50,
        b"\x89PNG\r\n\x1a\n<script>",
        make_png(50_000, 50_000),
        make_png(0, 2),
        make_png() + b"\0" * 200_000,
    ],
)
def test_a_logo_is_a_small_png_and_nothing_else(ada: Scope, picture: bytes) -> None:
    with pytest.raises(InvalidInput):
        organisation.set_logo(ada, picture)


def test_chats_go_after_their_days_and_stay_without(ada: Scope) -> None:
    old, new = (chats.start_chat(ada, connect_shop(ada, name).id) for name in ("Shop", "Store"))
    ada.store.change("chats", old.id, updated_at=datetime.now(UTC) - 31 * DAY)
    housekeeping.tidy(ada)
    assert ada.store.count("chats") == 2
    organisation.change_organisation(ada, chats_days=30)
    housekeeping.tidy(ada)
    assert [row["id"] for row in ada.store.find("chats")] == [new.id]


def test_the_audit_log_is_cut_and_its_chain_holds(ada: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation.change_organisation(ada, audit_days=30)
    before = ada.store.count("audit")

    class Later:
        @staticmethod
        def now(zone: object) -> datetime:
            return datetime.now(UTC) + 31 * DAY

    monkeypatch.setattr("datamind.services.housekeeping.datetime", Later)
    housekeeping.tidy(ada)
    entries = ada.store.find("audit", order="id")
    assert before >= 1
    assert [entry["action"] for entry in entries] == ["tidy"]
    assert entries[0]["detail"]["entries_forgotten"] == before
    assert check_chain(ada.store).holds


def test_everybody_without_a_second_factor_is_asked_for_one(engine: Engine, ada: Scope) -> None:
    assert not organisation.must_set_up_second_factor(ada)
    organisation.change_organisation(ada, second_factor=True)
    assert organisation.must_set_up_second_factor(ada)
    secret = second_factors.start_second_factor(ada).secret
    assert organisation.must_set_up_second_factor(ada)
    second_factors.confirm_second_factor(ada, pyotp.TOTP(secret).now())
    assert not organisation.must_set_up_second_factor(ada)
    viewer = join(engine, ada.actor.org_id, "Vic", Role.VIEWER)
    assert organisation.must_set_up_second_factor(viewer)
    with pytest.raises(Forbidden):
        organisation.change_organisation(viewer, second_factor=False)
