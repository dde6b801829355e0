"""Nobody gets around the front door: a fresh server, straight to each page, and nothing of the page runs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from datamind import sessions
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.services import connections

pytestmark = pytest.mark.slow

PAGES = Path(__file__).parent.parent.parent / "pages"
FRONT_DOOR = PAGES / "front_door.py"
FILES = sorted(path.name for path in PAGES.glob("*.py") if path.name not in ("front_door.py", "__init__.py"))


def shown(app: AppTest) -> str:
    """All text of a page."""
    parts = [*app.markdown, *app.caption, *app.error, *app.warning, *app.title, *app.header, *app.subheader]
    labels = [*app.button, *app.text_input, *app.selectbox, *app.get("chat_input")]
    return "\n".join([str(part.value) for part in parts] + [str(getattr(each, "label", "")) for each in labels])


@pytest.mark.parametrize("file", FILES)
def test_a_stranger_sees_the_form_and_nothing_of_the_page(
    file: str, shop: connections.Connection, visit, open_page: Callable[..., AppTest]
) -> None:
    visit.session = None
    app = open_page(file)
    assert [field.label for field in app.text_input] == ["Name", "Password"]
    assert "Shop" not in shown(app)
    assert "Ada" not in shown(app)


@pytest.mark.parametrize("file", FILES)
def test_a_page_opened_past_the_front_door_shows_the_form_alone(file: str, shop: connections.Connection, visit) -> None:
    """The trap: with no earlier run, a page may run without the front door. Its first statement holds."""
    visit.session = None
    app = AppTest.from_file(str(FRONT_DOOR), default_timeout=30).switch_page(str(PAGES / file))
    app.run()
    alone = AppTest.from_file(str(PAGES / file), default_timeout=30).run()
    for each in (app, alone):
        assert not each.exception
        assert [field.label for field in each.text_input] == ["Name", "Password"]
        assert "Shop" not in shown(each)


@pytest.mark.parametrize("file", FILES)
def test_the_first_statement_of_a_page_asks_who_is_there(file: str) -> None:
    statements = ast.parse((PAGES / file).read_text()).body
    first = next(
        each
        for each in statements
        if not isinstance(each, ast.Import | ast.ImportFrom)
        and not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
    )
    assert ast.unparse(first).startswith("scope = require(Permission.")


def test_what_runs_by_itself_asks_who_is_there_too() -> None:
    """A fragment or a dialog runs again without its page: the same first statement holds there."""
    found = 0
    for path in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(
                mark in ast.unparse(decorator) for decorator in node.decorator_list for mark in ("fragment", "dialog")
            ):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                assert "require(Permission." in ast.unparse(body[0]), f"{path.name}: {node.name}"
                found += 1
    assert found >= 4


def test_every_page_is_registered() -> None:
    tree = ast.parse(FRONT_DOOR.read_text())
    table = next(each for each in tree.body if isinstance(each, ast.Assign) and each.targets[0].id == "PAGES")
    assert sorted(row.elts[0].value for row in table.value.elts) == FILES
    headings = [ast.unparse(row.elts[-1]) for row in table.value.elts]
    runs = [heading for place, heading in enumerate(headings) if heading not in headings[max(0, place - 1) : place]]
    assert len(runs) == len(set(runs)), "pages under one heading of the menu stand together"


@pytest.mark.parametrize("cookie", ["", "garbage", "x" * 5000, "' OR 1=1 --", "\u0000"])
def test_a_made_up_cookie_is_nobody(cookie: str, ada: Scope, visit, open_page: Callable[..., AppTest]) -> None:
    visit.session = cookie
    assert [field.label for field in open_page().text_input] == ["Name", "Password"]


def test_a_session_that_ended_elsewhere_ends_here_at_the_next_touch(
    engine: Engine, shop: connections.Connection, visit, open_page: Callable[..., AppTest]
) -> None:
    app = open_page()
    assert "Sign out" in shown(app)
    sessions.sign_out(engine, visit.session)
    app.run()
    assert [field.label for field in app.text_input] == ["Name", "Password"]
    assert "Shop" not in shown(app)


@pytest.mark.parametrize("file", FILES)
def test_a_viewer_sees_no_way_to_change_anything(
    file: str, shop: connections.Connection, enter: Callable[..., Scope], open_page: Callable[..., AppTest]
) -> None:
    enter("Vi", Role.VIEWER)
    labels = {button.label for button in open_page(file).button}
    assert not labels & {"Edit", "Delete", "Refresh", "Test", "Save", "Keep"}


def test_streamlit_finds_no_page_by_itself() -> None:
    """The app's script lies inside pages/, so there is no pages/ beside it for Streamlit to discover."""
    code = "import streamlit_app; print(streamlit_app.app._script_path)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PAGES.parent, capture_output=True, text=True, check=True)
    script = Path(done.stdout.strip())
    assert script == FRONT_DOOR
    assert not (script.parent / "pages").exists()
