"""The pieces of the Team page."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission, Role
from datamind.engine import Scope
from datamind.services import team
from datamind.services.team import Person
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

LINK = "dm_team_link"
ABOUT: dict[Role, str] = {
    Role.VIEWER: "asks questions and sees dashboards",
    Role.ANALYST: "also connects data, writes SQL, keeps the catalog",
    Role.ADMIN: "also runs the organisation: people, rules, budgets, the audit log",
    Role.OWNER: "also says who else is an owner",
}


def _roles(scope: Scope) -> list[str]:
    return [str(role) for role in Role if role is not Role.OWNER or scope.actor.may(Permission.OWN)]


def show_invite(scope: Scope) -> None:
    """Make a link for somebody new; it is shown once, to be copied."""
    with st.form("invite", clear_on_submit=True):
        st.markdown("**Invite somebody**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            email = st.text_input("E-mail (optional)", max_chars=320, placeholder="name@company.com", width=280)
            role = st.selectbox("Role", _roles(scope), index=1, width=160)
            pressed = st.form_submit_button("Make a link", type="primary", icon=":material/link:")
        st.caption(" · ".join(f"**{name}** {ABOUT[Role(name)]}" for name in _roles(scope)))
    if pressed:
        token = team.invite_person(scope, role, email)
        st.session_state[LINK] = ("Invitation", f"{scope.settings.public_url}/?invitation={token}", "a week")
    if LINK in st.session_state:
        what, link, life = st.session_state.pop(LINK)
        st.success(f"{what} link, shown only now. It works once, within {life}; send it to nobody else.")
        st.code(link, language=None)


def show_invitations(scope: Scope) -> None:
    """Those that nobody has taken up yet."""
    waiting = team.list_invitations(scope)
    if not waiting:
        return
    st.markdown("### Invited")
    for invitation in waiting:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            who = plain(invitation.email) if invitation.email else "Whoever has the link"
            until = f"as {invitation.role}, by {plain(invitation.invited_by)}, until {invitation.expires_at:%d %b}"
            st.markdown(f"{who}  \n:small[:gray[{until}]]", width="stretch")
            if st.button("Withdraw", type="tertiary", key=f"withdraw_{invitation.id}"):
                team.withdraw_invitation(scope, invitation.id)
                st.rerun()


def show_people(scope: Scope) -> None:
    """Everybody, with what can be done about each."""
    people = team.list_people(scope)
    st.markdown("### People")
    for person in people:
        _show_person(scope, person)


def _show_person(scope: Scope, person: Person) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        you = " (you)" if person.id == scope.actor.user_id else ""
        seen = f"last seen {person.last_seen_at:%d %b %Y, %H:%M} UTC" if person.last_seen_at else "never signed in"
        parts = [person.role if person.active else "has left", *([plain(person.email)] if person.email else []), seen]
        parts += ["second factor"] if person.has_second_factor else []
        parts += [f"{plain(name)} = {plain(value)}" for name, value in person.attributes.items()]
        st.markdown(f"{plain(person.name)}{you}  \n:small[:gray[{' · '.join(parts)}]]", width="stretch")
        if st.button("Change", type="tertiary", key=f"person_{person.id}"):
            _change(person)


@st.dialog("Change a person")
def _change(person: Person) -> None:
    scope = require(Permission.ADMINISTER)
    st.markdown(f"**{plain(person.name)}**")
    with boundary():
        if person.active:
            _change_role(scope, person)
            _change_attributes(scope, person)
        _change_access(scope, person)


def _change_role(scope: Scope, person: Person) -> None:
    roles = _roles(scope)
    if person.role not in roles:
        st.caption("Only an owner can change an owner.")
        return
    role = st.selectbox("Role", roles, index=roles.index(person.role), key=f"role_{person.id}")
    st.caption(f"A {role} {ABOUT[Role(role)]}.")
    if st.button("Save the role", disabled=role == person.role, key=f"save_role_{person.id}"):
        team.change_role(scope, person.id, role)
        st.rerun()


def _change_attributes(scope: Scope, person: Person) -> None:
    st.markdown("Attributes  \n:small[:gray[What {user.name} stands for in rules on rows, one a line: region = north]]")
    text = "\n".join(f"{name} = {value}" for name, value in person.attributes.items())
    written = st.text_area("Attributes", text, key=f"attributes_{person.id}", label_visibility="collapsed")
    if st.button("Save the attributes", disabled=written == text, key=f"save_attributes_{person.id}"):
        pairs = [line.partition("=") for line in written.splitlines() if line.strip()]
        team.set_attributes(scope, person.id, {name.strip(): value.strip() for name, _, value in pairs})
        st.rerun()


def _change_access(scope: Scope, person: Person) -> None:
    with st.container(horizontal=True):
        if not person.active:
            if st.button("Let them in again", icon=":material/person_add:", key=f"reactivate_{person.id}"):
                team.reactivate_person(scope, person.id)
                st.rerun()
            return
        if st.button("Password link", icon=":material/key:", key=f"reset_{person.id}", help="For a new password, once"):
            token = team.reset_password(scope, person.id)
            st.session_state[LINK] = ("Password", f"{scope.settings.public_url}/auth/reset?token={token}", "a day")
            st.rerun()
        if person.has_second_factor and st.button(
            "Forget the second factor", icon=":material/phonelink_erase:", key=f"factor_{person.id}",
            help="For a lost phone: the password alone is enough again",
        ):  # fmt: skip
            team.forget_second_factor(scope, person.id)
            st.rerun()
        if person.id != scope.actor.user_id and st.button(
            "Deactivate", icon=":material/person_off:", key=f"deactivate_{person.id}", help="Out at once, in every tab"
        ):
            team.deactivate_person(scope, person.id)
            st.rerun()
