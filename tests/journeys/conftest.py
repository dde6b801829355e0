"""The real app and its scheduler in processes of their own, and a real browser in front of them.

`app` is a server with the sample shop and one person; `page` a fresh browser window at 1280 × 900. Chromium is Debian's where
it is installed, else Playwright's own; it stays on this machine, and what it asks for elsewhere fails the test.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from houses import PASSWORD, open_engine
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from running_app import App

from datamind import sample_shop, sessions
from datamind.access import Actor, Role
from datamind.engine import Scope
from datamind.services import accounts, connections

ROOT = Path(__file__).parent.parent.parent
NAME = "Ada Lovelace"
PORT_WAIT_S, ANSWER_WAIT_MS = 30, 20_000
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


expect.set_options(timeout=ANSWER_WAIT_MS)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("journey") / "home"
    token = _furnish(home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if "ANTHROPIC" not in name}
    environment |= {"DATAMIND_HOME": str(home), "DATAMIND_PORT": str(port), "DATAMIND_PROFILE_BUDGET_S": "5"}
    server = ["streamlit", "run", "streamlit_app.py", "--server.port", str(port), "--server.address", "127.0.0.1"]
    log = home / "app.log"
    with log.open("w") as out:
        processes = [
            subprocess.Popen([sys.executable, "-m", *each], cwd=ROOT, env=environment, stdout=out, stderr=out)
            for each in (server, ["datamind.scheduler"])
        ]
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", processes[0], log)
        yield App(f"http://127.0.0.1:{port}", home, token)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert "Traceback" not in log.read_text(), log.read_text()


def _furnish(home: Path) -> str:
    """A house with one person and the sample shop; the token of a link for that person."""
    engine = open_engine(home)
    org_id, account_id = sessions.found_org(engine, "Acme", NAME)
    scope = Scope(engine, Actor(org_id, account_id, NAME, Role.ADMIN))
    file = home / "sample" / "shop.sqlite"
    file.parent.mkdir()
    sample_shop.write_shop(file, date.today())
    connections.add_connection(scope, "Sample shop", "sqlite", {"path": str(file)}, accept_writable=True)
    accounts.change_password(scope, None, PASSWORD)
    token = sessions.issue_link(engine, account_id, org_id)
    engine.close()
    return token


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PORT_WAIT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the app did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), headless=True, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser, app: App) -> Iterator[Page]:
    """A window of its own; whatever it asks of another host, and whatever breaks in it, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=app.url)
    context.set_default_timeout(ANSWER_WAIT_MS)
    page = context.new_page()
    elsewhere: list[str] = []
    broken: list[str] = []
    own = (app.url, app.url.replace("http", "ws", 1), "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else elsewhere.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert elsewhere == []
    assert broken == []
