"""The team: invited by a link worth one person, changed at the next click, out at once; the last owner stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from houses import PASSWORD, add_org, join

from datamind import invitations, sessions
from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.errors import Forbidden, InvalidInput, NotFound, SignInFailed
from datamind.services import accounts, team


@pytest.fixture
def ada(engine: Engine) -> Scope:
    """The owner."""
    return join(engine, add_org(engine, "Acme"), "Ada", Role.OWNER)


@pytest.fixture
def bob(ada: Scope) -> Scope:
    """An admin."""
    return join(ada.engine, ada.actor.org_id, "Bob", Role.ADMIN, PASSWORD)


def person_id(scope: Scope) -> int:
    return scope.actor.user_id or 0


def signed_in(scope: Scope) -> str:
    """A session of this person."""
    return sessions.redeem_link(scope.engine, sessions.issue_link(scope.engine, person_id(scope), scope.actor.org_id))


def test_an_invitation_makes_one_person_with_its_role(ada: Scope) -> None:
    token = team.invite_person(ada, "analyst", "eve@example.com")
    seen = invitations.read_invitation(ada.engine, token)
    assert seen is not None
    assert (seen.org, seen.role, seen.invited_by) == ("Acme", Role.ANALYST, "Ada")
    session = sessions.redeem_ticket(ada.engine, invitations.accept_invitation(ada.engine, token, "Eve"))
    actor = sessions.actor_for(ada.engine, session)
    assert actor is not None
    assert (actor.name, actor.role, actor.org_id) == ("Eve", Role.ANALYST, ada.actor.org_id)
    eve = next(person for person in team.list_people(ada) if person.name == "Eve")
    assert (eve.email, eve.has_password, eve.active) == ("eve@example.com", False, True)
    assert team.list_invitations(ada) == ()
    assert invitations.read_invitation(ada.engine, token) is None
    with pytest.raises(SignInFailed):
        invitations.accept_invitation(ada.engine, token, "Somebody else")


def test_a_taken_name_leaves_the_invitation_open(ada: Scope) -> None:
    token = team.invite_person(ada, "viewer")
    with pytest.raises(InvalidInput):
        invitations.accept_invitation(ada.engine, token, " ADA ")
    assert invitations.accept_invitation(ada.engine, token, "Ada Second")


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5_000])
def test_a_made_up_invitation_is_none(ada: Scope, token: str) -> None:
    assert invitations.read_invitation(ada.engine, token) is None
    with pytest.raises(SignInFailed):
        invitations.accept_invitation(ada.engine, token, "Somebody")


def test_a_withdrawn_invitation_is_worth_nothing(ada: Scope) -> None:
    token = team.invite_person(ada, "viewer")
    team.withdraw_invitation(ada, team.list_invitations(ada)[0].id)
    assert invitations.read_invitation(ada.engine, token) is None
    with pytest.raises(SignInFailed):
        invitations.accept_invitation(ada.engine, token, "Somebody")


@pytest.mark.parametrize("email", ["no address", "a@b c", "@", "a@" + "b" * 400])
def test_a_bad_address_is_said(ada: Scope, email: str) -> None:
    with pytest.raises(InvalidInput):
        team.invite_person(ada, "viewer", email)


def test_the_token_of_an_invitation_is_not_kept(ada: Scope) -> None:
    token = team.invite_person(ada, "viewer")
    assert token not in str(ada.store.find("invitations")) + str(ada.store.find("audit"))


def test_a_role_counts_from_the_next_click_on(ada: Scope, bob: Scope) -> None:
    session = signed_in(bob)
    team.change_role(ada, person_id(bob), "viewer")
    actor = sessions.actor_for(ada.engine, session)
    assert actor is not None
    assert actor.role is Role.VIEWER


def test_who_is_deactivated_is_out_everywhere_at_once(ada: Scope, bob: Scope) -> None:
    session, unused = signed_in(bob), sessions.issue_link(ada.engine, person_id(bob), ada.actor.org_id)
    team.deactivate_person(ada, person_id(bob))
    assert sessions.actor_for(ada.engine, session) is None
    with pytest.raises(SignInFailed):
        sessions.redeem_link(ada.engine, unused)
    with pytest.raises(SignInFailed):
        sessions.sign_in(ada.engine, "Bob", PASSWORD, "127.0.0.1")
    assert next(person for person in team.list_people(ada) if person.name == "Bob").active is False
    team.reactivate_person(ada, person_id(bob))
    assert sessions.actor_for(ada.engine, session) is None
    assert sessions.sign_in(ada.engine, "Bob", PASSWORD, "127.0.0.2")


def test_a_password_link_ends_the_old_password_and_sessions_when_it_is_opened(ada: Scope, bob: Scope) -> None:
    old = signed_in(bob)
    token = team.reset_password(ada, person_id(bob))
    assert sessions.actor_for(ada.engine, old) is not None
    fresh = sessions.redeem_reset(ada.engine, token)
    assert sessions.actor_for(ada.engine, old) is None
    assert sessions.actor_for(ada.engine, fresh) is not None
    assert not sessions.has_password(ada.engine, person_id(bob))
    accounts.change_password(bob, None, "another five plain words here")
    with pytest.raises(SignInFailed):
        sessions.redeem_reset(ada.engine, token)


def test_a_person_of_two_orgs_is_not_reset_by_one_of_them(ada: Scope, bob: Scope) -> None:
    other = ada.engine.house.of(add_org(ada.engine, "Other"))
    other.add(
        "memberships",
        account_id=person_id(bob),
        role="viewer",
        attributes={},
        created_at=bob.store.first("memberships")["created_at"],
    )  # type: ignore[index]
    with pytest.raises(InvalidInput, match="other organisations"):
        team.reset_password(ada, person_id(bob))


OWNERS_ONLY: dict[str, Callable[[Scope, int], object]] = {
    "change_role": lambda scope, person: team.change_role(scope, person, "viewer"),
    "deactivate": team.deactivate_person,
    "reset": team.reset_password,
    "make an owner": lambda scope, person: team.change_role(scope, scope.actor.user_id or 0, "owner"),
    "invite an owner": lambda scope, person: team.invite_person(scope, "owner"),
}


@pytest.mark.parametrize("action", OWNERS_ONLY)
def test_an_admin_does_nothing_to_an_owner(ada: Scope, bob: Scope, action: str) -> None:
    with pytest.raises(Forbidden, match="Only an owner"):
        OWNERS_ONLY[action](bob, person_id(ada))
    assert ada.store.first("memberships", account_id=person_id(ada))["role"] == "owner"  # type: ignore[index]


def test_the_last_owner_stays(ada: Scope, bob: Scope) -> None:
    with pytest.raises(InvalidInput, match="last owner"):
        team.change_role(ada, person_id(ada), "admin")
    team.change_role(ada, person_id(bob), "owner")
    team.change_role(ada, person_id(ada), "admin")
    again = Scope(ada.engine, Actor(ada.actor.org_id, person_id(bob), "Bob", Role.OWNER))
    with pytest.raises(InvalidInput, match="last owner"):
        team.change_role(again, person_id(bob), "viewer")


def test_nobody_deactivates_themselves(ada: Scope) -> None:
    with pytest.raises(InvalidInput, match="yourself"):
        team.deactivate_person(ada, person_id(ada))


def test_people_of_another_org_are_unknown(ada: Scope) -> None:
    stranger = join(ada.engine, add_org(ada.engine, "Other"), "Cy", Role.OWNER)
    for use_case in (team.deactivate_person, team.reactivate_person, team.reset_password):
        with pytest.raises(NotFound):
            use_case(ada, person_id(stranger))
