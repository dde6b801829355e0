"""Accounts: what people do with their own: passwords, the list of their sessions, leaving everywhere."""

from __future__ import annotations

import pytest
from houses import PASSWORD, add_org, join, open_engine

from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import NotFound, SignInFailed
from datamind.services import accounts
from datamind.sessions import (
    actor_for,
    found_org,
    has_password,
    issue_link,
    redeem_link,
    redeem_ticket,
    sign_in,
    sign_out,
)

HERE = "192.0.2.1"


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada", Role.ANALYST, PASSWORD)


def enter(engine: Engine, name: str = "Ada", password: str = PASSWORD, device: str = "browser") -> str:
    """A session id, through the whole way in."""
    return redeem_ticket(engine, sign_in(engine, name, password, HERE), device, HERE)


def test_signing_out_everywhere_ends_all_sessions_and_what_could_open_one(engine: Engine, ada: Scope) -> None:
    open_ids = [enter(engine) for _ in range(3)]
    ticket = sign_in(engine, "Ada", PASSWORD, HERE)
    link = issue_link(engine, ada.actor.user_id or 0, ada.actor.org_id)
    join(engine, ada.actor.org_id, "Bob", password=PASSWORD)
    theirs = enter(engine, "Bob")
    assert accounts.sign_out_everywhere(ada) == 3
    assert [actor_for(engine, each) for each in open_ids] == [None] * 3
    with pytest.raises(SignInFailed):
        redeem_ticket(engine, ticket)
    with pytest.raises(SignInFailed):
        redeem_link(engine, link)
    assert actor_for(engine, theirs)


def test_one_session_is_ended_from_the_list(engine: Engine, ada: Scope) -> None:
    old, new = enter(engine, device="old laptop"), enter(engine, device="new laptop")
    listed = accounts.list_sessions(ada)
    assert [each.device for each in listed] == ["new laptop", "old laptop"]
    accounts.end_session(ada, listed[1].id)
    assert actor_for(engine, old) is None
    assert actor_for(engine, new) == ada.actor
    assert len(accounts.list_sessions(ada)) == 1
    with pytest.raises(NotFound):
        accounts.end_session(ada, listed[1].id)


def test_signing_out_holds_after_a_restart_and_in_other_processes(engine: Engine, ada: Scope) -> None:
    ended, kept = enter(engine), enter(engine)
    other_process = open_engine(engine.settings.home)
    assert actor_for(other_process, ended) == ada.actor
    sign_out(engine, ended)
    assert actor_for(other_process, ended) is None
    assert actor_for(other_process, kept) == ada.actor
    other_process.close()


def test_a_new_password_ends_every_session_and_replaces_the_old(engine: Engine, ada: Scope) -> None:
    session_id = enter(engine)
    accounts.change_password(ada, PASSWORD, "five more plain words here")
    assert actor_for(engine, session_id) is None
    with pytest.raises(SignInFailed):
        sign_in(engine, "Ada", PASSWORD, HERE)
    assert enter(engine, password="five more plain words here")


def test_the_first_password_keeps_the_session_of_the_link(engine: Engine) -> None:
    org_id, account_id = found_org(engine, "Org", "Owner")
    assert found_org(engine, "Another name", "Somebody") == (org_id, account_id)
    session_id = redeem_link(engine, issue_link(engine, account_id, org_id))
    actor = actor_for(engine, session_id)
    assert actor is not None
    assert actor.role is Role.OWNER
    assert not has_password(engine, account_id)
    accounts.change_password(Scope(engine, actor), None, PASSWORD)
    assert has_password(engine, account_id)
    assert actor_for(engine, session_id) == actor
    assert enter(engine, "Owner")


def test_people_see_who_they_are_where_they_are(ada: Scope) -> None:
    account = accounts.who_am_i(ada)
    assert (account.name, account.org, account.role, account.has_password) == ("Ada", "Org", "analyst", True)
