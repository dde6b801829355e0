"""A viewer opens every page and a stranger every route: nothing breaks, nothing is shown that the role may not see (F31, F33, P7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from houses import join
from pages.test_sign_in import OURS, send
from pages.test_strangers import FILES, FRONT_DOOR, shown
from streamlit.testing.v1 import AppTest

from datamind import sessions
from datamind.access import GRANTS, Permission, Role
from datamind.engine import Engine, Scope
from pages.parts.routes import ROUTES

OPEN_TO_ALL = {"/livez", "/readyz"}
DOORS = [route for route in ROUTES if not route.path.startswith("/assets/")]  # assets are the same for everybody


def permissions() -> dict[str, Permission]:
    """What each page asks for in its first statement."""
    asked = {}
    for file in FILES:
        text = (FRONT_DOOR.parent / file).read_text()
        asked[file] = Permission[text.partition("scope = require(Permission.")[2].partition(")")[0]]
    return asked


@pytest.mark.parametrize(("file", "permission"), permissions().items())
def test_a_viewer_opens_every_page_and_sees_what_the_role_may_see(
    file: str, permission: Permission, ada: Scope, enter: Callable[..., Scope], visit, open_page: Callable[..., AppTest]
) -> None:
    join(ada.engine, ada.actor.org_id, "Canary colleague")
    enter("Vic", Role.VIEWER)
    app = open_page(file)
    said = " ".join(error.value for error in app.error)
    if permission in GRANTS[Role.VIEWER]:
        assert not said
    else:
        assert f"A viewer may not {permission}" in said
        assert not app.text_area
        assert not app.dataframe
    assert "Canary colleague" not in shown(app)


@pytest.mark.parametrize("route", DOORS, ids=lambda route: route.path)
def test_a_stranger_at_every_route_gets_no_session_and_no_data(route, engine: Engine) -> None:
    (method,) = route.methods - {"HEAD"}
    for query in ("", "?token=x&draft=../../etc&name=../../x&size=10"):
        status, headers, text = send(
            method, route.path + query, {**OURS, "x-forwarded-for": "192.0.2.9"}, {"ticket": "x"}
        )
        assert status < 500
        assert "dm_sid=" not in headers.get("set-cookie", "").replace('dm_sid=""', "")
        assert (status == 200) == (route.path in OPEN_TO_ALL | {"/auth/logout"})
        assert "Traceback" not in text


def test_what_the_store_keeps_of_a_session_is_no_cookie(engine: Engine, ada: Scope, visit) -> None:
    """F31: who reads the store, or a backup of it, has nothing to sign in with."""
    rows = engine.house.everything().find("sessions") + engine.house.everything().find("tickets")
    assert rows
    for row in rows:
        for kept in (row.get("sid_hash"), row.get("ticket_hash")):
            assert kept is None or sessions.actor_for(engine, kept) is None


def test_a_cookie_survives_no_end_and_carries_no_role(engine: Engine, ada: Scope, visit) -> None:
    """F31: a copied cookie is worth what the store says of it now, and nothing once it has ended; no key can make one."""
    copied = visit.session
    assert copied
    ada.store.change_where("memberships", {"account_id": ada.actor.user_id}, role=Role.VIEWER)
    actor = sessions.actor_for(engine, copied)
    assert actor is not None
    assert actor.role is Role.VIEWER
    send("POST", "/auth/logout", {**OURS, "cookie": f"dm_sid={copied}"}, {})
    assert sessions.actor_for(engine, copied) is None
