"""Two orgs in one house: whatever the use case, the ids of one org are to the other as if they had never been."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from houses import read_all
from services.conftest import CANARY, TwoOrgs
from services.use_cases import USE_CASES, arguments_for, ids_of

from datamind.access import Actor
from datamind.engine import Scope
from datamind.errors import DataMindError, NotFound

WITH_IDS = [name for name, function in USE_CASES.items() if ids_of(function)]
WITHOUT_IDS = [name for name in USE_CASES if name not in WITH_IDS]
# What belongs to one person, whatever the rights of others in the same org.
PERSONAL = [
    name
    for name in WITH_IDS
    if set(ids_of(USE_CASES[name]))
    & {"chat_id", "message_id", "session_id", "export_id", "alert_id", "event_id", "run_id"}
]
MISSING = 987_654


def _refusal(scope: Scope, name: str, ids: dict[str, int]) -> NotFound:
    function = USE_CASES[name]
    with pytest.raises(NotFound) as caught:
        function(scope, **arguments_for(function, ids))
    return caught.value


def _rows(standing_orgs: TwoOrgs) -> Any:
    return read_all(standing_orgs.ada.engine, standing_orgs.ada.actor.org_id)


@pytest.mark.parametrize("name", WITH_IDS)
def test_another_orgs_id_is_a_missing_id(standing_orgs: TwoOrgs, name: str) -> None:
    before = _rows(standing_orgs)
    foreign = _refusal(standing_orgs.eve, name, standing_orgs.ids)
    missing = _refusal(standing_orgs.eve, name, dict.fromkeys(standing_orgs.ids, MISSING))
    assert str(foreign) == str(missing)
    assert _rows(standing_orgs) == before


@pytest.mark.parametrize("name", WITH_IDS)
def test_the_system_of_another_org_sees_no_more(standing_orgs: TwoOrgs, name: str) -> None:
    system = Scope(standing_orgs.eve.engine, Actor.system(standing_orgs.eve.actor.org_id))
    before = _rows(standing_orgs)
    with pytest.raises(DataMindError) as caught:
        USE_CASES[name](system, **arguments_for(USE_CASES[name], standing_orgs.ids))
    assert CANARY not in str(caught.value)
    assert _rows(standing_orgs) == before


@pytest.mark.parametrize("name", PERSONAL)
def test_a_colleagues_own_things_are_missing_too(standing_orgs: TwoOrgs, name: str) -> None:
    before = _rows(standing_orgs)
    foreign = _refusal(standing_orgs.bob, name, standing_orgs.ids)
    missing = _refusal(standing_orgs.bob, name, dict.fromkeys(standing_orgs.ids, MISSING))
    assert str(foreign) == str(missing)
    assert _rows(standing_orgs) == before


@pytest.mark.parametrize("name", WITH_IDS)
def test_their_owner_finds_them(two_orgs: TwoOrgs, name: str) -> None:
    """So that the other tests do not pass because the ids are nonsense."""
    function = USE_CASES[name]
    try:
        function(two_orgs.ada, **arguments_for(function, two_orgs.ids))
    except DataMindError as error:
        assert not isinstance(error, NotFound), name  # noqa: PT017 (any other error may come of the made-up arguments)


@pytest.mark.parametrize("name", WITHOUT_IDS)
def test_lists_show_nothing_of_another_org(standing_orgs: TwoOrgs, name: str) -> None:
    before, function = _rows(standing_orgs), USE_CASES[name]
    try:
        shown = repr(function(standing_orgs.eve, **arguments_for(function, {})))
    except DataMindError as error:
        shown = str(error)
    assert CANARY not in shown
    assert _rows(standing_orgs) == before


@pytest.mark.parametrize("name", ["chats.list_chats", "connections.list_connections", "accounts.list_sessions"])
def test_lists_do_show_their_owners_things(standing_orgs: TwoOrgs, name: str) -> None:
    assert USE_CASES[name](standing_orgs.ada)
    assert USE_CASES[name](standing_orgs.eve) == ()


def test_an_actor_whose_org_is_another_one_has_no_rights_there(standing_orgs: TwoOrgs) -> None:
    """The account is Ada's, the org is Eve's: the org decides."""
    elsewhere = dataclasses.replace(standing_orgs.ada.actor, org_id=standing_orgs.eve.actor.org_id)
    assert USE_CASES["connections.list_connections"](Scope(standing_orgs.ada.engine, elsewhere)) == ()
    assert USE_CASES["chats.list_chats"](Scope(standing_orgs.ada.engine, elsewhere)) == ()


def test_the_files_of_an_org_are_found_by_nobody_else(two_orgs: TwoOrgs) -> None:
    """F33: drafts on the disk, exports and their names: another org's and a colleague's are as unknown as none."""
    ada = two_orgs.ada
    draft = USE_CASES["uploads.start_draft"](ada)
    made = ada.store.get("exports", two_orgs.ids["export_id"])
    assert len(made["file"].partition(".")[0]) >= 20
    for other in (two_orgs.eve, two_orgs.bob):
        for wanted, unknown in ((draft, "0" * len(draft)), ("../" + draft, "../" + "0" * len(draft))):
            said = []
            for name in (wanted, unknown):
                with pytest.raises(DataMindError) as caught:
                    USE_CASES["uploads.receive_file"](other, name, "orders.csv", 10)
                said.append(str(caught.value))
            assert said[0] == said[1]
        with pytest.raises(NotFound):
            USE_CASES["exports.read_export"](other, two_orgs.ids["export_id"])
        entry = other.store.first("audit", order="-id")
        assert entry is not None
        assert (entry["action"], entry["account_id"]) == ("read_export", other.actor.user_id)


def test_there_are_use_cases_to_try() -> None:
    assert len(WITH_IDS) >= 15
    assert {"chats.list_messages", "connections.delete_connection", "queries.run_sql"} <= set(WITH_IDS)
