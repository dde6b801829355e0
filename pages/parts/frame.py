"""Who is looking, and what happens when something goes wrong: the frame around every page.

`require(permission)` is the first statement of each page and of each fragment: it looks the session up anew, so that a
session ended anywhere ends here at the next touch. Strangers get the sign-in form and nothing else. `boundary()` is the one
place of the UI where any error is caught: our own errors are sentences for people; of all others only a reference is shown.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from datamind import sessions
from datamind.access import Permission
from datamind.engine import Engine, Scope
from datamind.errors import DataMindError
from datamind.settings import Settings
from pages.parts.plain import plain

COOKIE = "dm_sid"
_seen: ContextVar[Scope | None] = ContextVar("scope_of_this_run", default=None)
_log = logging.getLogger("datamind.pages")


@st.cache_resource(show_spinner=False)
def get_engine() -> Engine:
    """The one engine of this process."""
    return Engine.from_settings(Settings.from_env())


def session_id() -> str | None:
    """The session's id as the browser sent it when this page was loaded. Tests put their own in its place."""
    return st.context.cookies.get(COOKIE)


def find_scope() -> Scope | None:
    """The engine on behalf of whoever is signed in here; None for a stranger."""
    engine = get_engine()
    sid = session_id()
    actor = sessions.actor_for(engine, sid) if sid else None
    return Scope(engine, actor) if actor else None


def require(permission: Permission) -> Scope:
    """The scope of a person who may do this. Strangers see the sign-in form, and the page ends here.

    Raises: Forbidden when the role does not allow it.
    """
    scope = _seen.get() or find_scope()
    if scope is None:
        from pages.parts.sign_in import show_sign_in

        show_sign_in()
        st.stop()
    scope.actor.demand(permission)
    return scope


@contextmanager
def seen(scope: Scope) -> Iterator[None]:
    """Within one run of the page, who is there is looked up once. A fragment that runs by itself later looks anew."""
    token = _seen.set(scope)
    try:
        yield
    finally:
        _seen.reset(token)


@contextmanager
def boundary() -> Iterator[None]:
    """Whatever goes wrong inside is said in a sentence on the page; the rest of the page goes on."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 (the UI's one boundary: a page never shows a trace)
        show_error(error)


def show_error(error: Exception) -> bool:
    """Say what went wrong; True, so that Streamlit shows nothing of its own."""
    if isinstance(error, DataMindError):
        st.error(plain(error), icon=":material/error:")
    else:
        reference = secrets.token_hex(4)
        _log.error("unexpected error, reference %s", reference, exc_info=error)
        st.error(
            f"Something went wrong on our side, and nothing was changed. Try again; if it stays, give your admin this "
            f"reference: **{reference}**",
            icon=":material/error:",
        )
    return True
