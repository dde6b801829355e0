"""A real house for the pages: an engine on a store of its own, a shop to ask, people who are signed in or not.

`open_page(file)` runs the front door and opens a page, as the browser would; `visit.session` is what the browser sends as
its cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from houses import PASSWORD, add_org, connect_shop, join
from streamlit.testing.v1 import AppTest

from datamind import sessions
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.services import connections
from pages.parts import frame

FRONT_DOOR = Path(__file__).parent.parent.parent / "pages" / "front_door.py"
TIMEOUT_S = 30


@dataclass
class Visit:
    """Whose cookie the browser holds; None is a stranger."""

    session: str | None = None


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("DATAMIND_HOME", str(tmp_path / "home"))
    for name in ("ANTHROPIC_API_KEY", "DATAMIND_ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    frame.get_engine.clear()
    engine = frame.get_engine()
    yield engine
    frame.get_engine.clear()
    engine.close()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    visit = Visit()
    for name in ("pages.parts.frame", "pages.parts.sidebar"):
        monkeypatch.setattr(f"{name}.session_id", lambda: visit.session)
    monkeypatch.setattr("pages.parts.sign_in.read_address", lambda: "127.0.0.1")
    return visit


@pytest.fixture
def org(engine: Engine) -> int:
    return add_org(engine, "Acme")


@pytest.fixture
def enter(engine: Engine, visit: Visit, org: int) -> Callable[..., Scope]:
    """Makes a person, signs them in the way the form does, and has the browser hold their cookie."""

    def enter(name: str = "Ada", role: Role = Role.ADMIN) -> Scope:
        scope = join(engine, org, name, role, PASSWORD)
        visit.session = sessions.redeem_ticket(engine, sessions.sign_in(engine, name, PASSWORD, "127.0.0.1"))
        return scope

    return enter


@pytest.fixture
def ada(enter: Callable[..., Scope]) -> Scope:
    """An admin, signed in."""
    return enter()


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    def open_page(file: str = "ask.py", **query: str) -> AppTest:
        app = AppTest.from_file(str(FRONT_DOOR), default_timeout=TIMEOUT_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if file != "ask.py":
            app.switch_page(str(FRONT_DOOR.parent / file))
            app.run()
        assert not app.exception, app.exception
        return app

    return open_page
