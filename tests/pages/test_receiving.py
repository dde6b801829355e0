"""The route that takes in files: from our own pages, from people who may, whole or not at all."""

from __future__ import annotations

import json

import pytest
from pages.test_sign_in import OURS, send

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import uploads

BODY = b"city,amount\nBern,10\n"
PATH = f"/files/receive?name=..%2F..%2Fsales.csv&size={len(BODY)}"


@pytest.fixture
def cookie(ada: Scope, visit) -> dict[str, str]:
    return {**OURS, "cookie": f"dm_sid={visit.session}"}


def test_a_file_arrives_in_a_draft_and_another_beside_it(ada: Scope, cookie: dict[str, str]) -> None:
    status, _, text = send("POST", PATH, cookie, BODY)
    assert status == 200
    draft = json.loads(text)["draft"]
    assert json.loads(send("POST", f"{PATH}&draft={draft}", cookie, BODY)[2])["draft"] == draft
    assert uploads.get_draft(ada, draft).names == ("sales.csv", "sales.csv")
    assert uploads.read_draft(ada, draft).report.tables[1].n_rows == 1
    assert all(path.name.isdecimal() or path.suffix for path in ada.settings.files_folder.rglob("drafts/*/*"))


def test_strangers_viewers_and_other_sites_bring_nothing(ada: Scope, cookie: dict[str, str], enter, visit) -> None:
    assert send("POST", PATH, OURS, BODY)[0] == 403
    assert send("POST", PATH, {**cookie, "sec-fetch-site": "cross-site"}, BODY)[0] == 403
    assert send("POST", PATH, {name: value for name, value in cookie.items() if name != "x-dm"}, BODY)[0] == 403
    enter("Vi", Role.VIEWER)
    assert send("POST", PATH, {**OURS, "cookie": f"dm_sid={visit.session}"}, BODY)[0] == 403
    assert [path for path in ada.settings.files_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("size", "status"), [("5", 413), ("500", 400), ("none", 400), ("99999999999999", 422)])
def test_what_is_not_as_large_as_was_said_is_not_kept(
    ada: Scope, cookie: dict[str, str], size: str, status: int
) -> None:
    assert send("POST", f"/files/receive?name=a.csv&size={size}", cookie, BODY)[0] == status
    assert list(ada.settings.files_folder.rglob("drafts/*/0*")) == []


def test_somebody_elses_draft_takes_nothing(ada: Scope, cookie: dict[str, str], enter, visit) -> None:
    draft = json.loads(send("POST", PATH, cookie, BODY)[2])["draft"]
    enter("Bob", Role.ANALYST)
    status, _, text = send("POST", f"{PATH}&draft={draft}", {**OURS, "cookie": f"dm_sid={visit.session}"}, BODY)
    assert (status, "no longer here" in text) == (422, True)
