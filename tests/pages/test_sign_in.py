"""Signing in and out: the form decides nothing by itself, the routes set and end the cookie, once each."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
from houses import PASSWORD, join
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from datamind import sessions
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import StoreUnavailable
from datamind.services import second_factors
from pages.parts.headers import MIDDLEWARE, is_known
from pages.parts.routes import ROUTES

OURS = {"x-dm": "1", "sec-fetch-site": "same-origin"}
Answer = tuple[int, dict[str, str], str]


def send(method: str, path: str, headers: dict[str, str] | None = None, body: Any = None) -> Answer:
    """One request to the routes behind the app's own middleware, without a network: status, headers, text."""
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    target, _, query = path.partition("?")
    given = {"host": "localhost:8501", **(headers or {})}
    scope = {
        "type": "http", "method": method, "path": target, "raw_path": target.encode(), "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()], "scheme": "http",
        "server": ("localhost", 8501), "client": ("127.0.0.1", 5000), "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as aside:  # the browser's own event loop may be running in this thread
        aside.submit(asyncio.run, app(scope, receive, keep)).result()
    answer = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answer, b"".join(message.get("body", b"") for message in sent[1:]).decode()


def cookie_of(headers: dict[str, str]) -> str:
    return headers["set-cookie"].partition("=")[2].partition(";")[0]


@pytest.fixture
def person(engine: Engine, org: int) -> Scope:
    return join(engine, org, "Ada", Role.ADMIN, PASSWORD)


def test_the_right_password_gives_a_ticket_that_becomes_a_session_once(
    engine: Engine, person: Scope, visit, open_page: Callable[..., AppTest]
) -> None:
    app = open_page()
    app.text_input[0].set_value("ada")
    app.text_input[1].set_value(PASSWORD)
    app.button[0].click().run()
    assert not app.exception
    ticket = app.session_state["dm_ticket"]
    status, headers, _ = send("POST", "/auth/session", OURS, {"ticket": ticket})
    assert status == 200
    assert sessions.actor_for(engine, cookie_of(headers)).name == "Ada"
    for part in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert part in headers["set-cookie"]
    assert send("POST", "/auth/session", OURS, {"ticket": ticket})[0] == 403


def test_with_a_second_factor_the_form_asks_for_the_code(
    engine: Engine, person: Scope, visit, open_page: Callable[..., AppTest]
) -> None:
    totp = pyotp.TOTP(second_factors.start_second_factor(person).secret)
    recovery = second_factors.confirm_second_factor(person, totp.now())
    app = open_page()
    app.text_input[0].set_value("ada")
    app.text_input[1].set_value(PASSWORD)
    app.button[0].click().run()
    assert [field.label for field in app.text_input] == ["Code"]
    app.text_input[0].set_value("000000")
    app.button[0].click().run()
    assert "not right" in app.error[0].value
    app.text_input[0].set_value(recovery[0])
    app.button[0].click().run()
    assert not app.error
    assert "Signing in …" in [caption.value for caption in app.caption]


def test_a_link_of_a_person_with_a_second_factor_leads_to_the_question_for_the_code(
    engine: Engine, person: Scope, visit, open_page: Callable[..., AppTest]
) -> None:
    totp = pyotp.TOTP(second_factors.start_second_factor(person).secret)
    second_factors.confirm_second_factor(person, totp.now())
    token = sessions.issue_reset(engine, person.actor.user_id or 0, person.actor.org_id)
    status, headers, _ = send("GET", f"/auth/reset?token={token}")
    assert status == 303
    assert "set-cookie" not in headers
    app = open_page(second=headers["location"].partition("=")[2])
    assert [field.label for field in app.text_input] == ["Code"]


def test_a_browser_that_signs_in_again_gives_up_the_session_before(engine: Engine, person: Scope) -> None:
    first = cookie_of(send("POST", "/auth/session", OURS, {"ticket": _ticket(engine)})[1])
    second = cookie_of(
        send("POST", "/auth/session", {**OURS, "cookie": f"dm_sid={first}"}, {"ticket": _ticket(engine)})[1]
    )
    assert sessions.actor_for(engine, first) is None
    assert sessions.actor_for(engine, second) == person.actor


def _ticket(engine: Engine) -> str:
    return sessions.sign_in(engine, "Ada", PASSWORD, "127.0.0.1")


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(
    person: Scope, visit, open_page: Callable[..., AppTest]
) -> None:
    said = []
    for name, password in (("Ada", "not the password"), ("Nobody", PASSWORD), ("Ada", ""), ("", "")):
        app = open_page()
        app.text_input[0].set_value(name)
        app.text_input[1].set_value(password)
        app.button[0].click().run()
        assert not app.exception
        assert "dm_ticket" not in app.session_state
        said.append([error.value for error in app.error])
    assert said[0] == said[1]
    assert said[0]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-dm": "1", "sec-fetch-site": "cross-site"},
        {"x-dm": "1", "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin"},
        {"x-dm": "1", "origin": "http://evil.example"},
        {"x-dm": "1"},
    ],
)
def test_a_request_from_elsewhere_gets_no_cookie(headers: dict[str, str], engine: Engine, person: Scope) -> None:
    ticket = sessions.sign_in(engine, "Ada", PASSWORD, "127.0.0.1")
    for path in ("/auth/session", "/auth/logout"):
        status, answer, _ = send("POST", path, headers, {"ticket": ticket})
        assert status == 403
        assert "set-cookie" not in answer
    assert send("POST", "/auth/session", OURS, {"ticket": ticket})[0] == 200


def test_over_plain_http_the_origin_counts(engine: Engine, person: Scope) -> None:
    ticket = sessions.sign_in(engine, "Ada", PASSWORD, "127.0.0.1")
    ours = {"x-dm": "1", "origin": "http://localhost:8501"}
    assert send("POST", "/auth/session", ours, {"ticket": ticket})[0] == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"ticket": null}', b"\xff\xfe", b'{"other": 1}'])
def test_a_body_that_is_no_ticket(body: bytes, engine: Engine) -> None:
    assert send("POST", "/auth/session", OURS, body)[0] in (400, 403)


def test_a_link_signs_in_once(engine: Engine, person: Scope, org: int) -> None:
    token = sessions.issue_link(engine, person.actor.user_id, org)
    status, headers, _ = send("GET", f"/auth/start?token={token}")
    assert (status, headers["location"]) == (303, "/")
    assert sessions.actor_for(engine, cookie_of(headers)).name == "Ada"
    status, headers, _ = send("GET", f"/auth/start?token={token}")
    assert (status, headers["location"]) == (303, "/?link=used")
    assert "set-cookie" not in headers


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied_to(engine: Engine, person: Scope) -> None:
    session = sessions.redeem_ticket(engine, sessions.sign_in(engine, "Ada", PASSWORD, "127.0.0.1"))
    status, headers, _ = send("POST", "/auth/logout", {**OURS, "cookie": f"dm_sid={session}"}, {})
    assert status == 200
    assert "Max-Age=0" in headers["set-cookie"]
    assert sessions.actor_for(engine, session) is None


def test_the_button_ends_the_session_before_the_browser_does_anything(
    engine: Engine, ada: Scope, visit, open_page: Callable[..., AppTest]
) -> None:
    app = open_page("account.py")
    next(button for button in app.button if button.label == "Sign out").click().run()
    assert not app.exception
    assert sessions.actor_for(engine, visit.session) is None


def test_whoever_came_by_a_link_chooses_a_password_first(
    engine: Engine, org: int, visit, open_page: Callable[..., AppTest]
) -> None:
    fresh = join(engine, org, "Ada")
    visit.session = sessions.redeem_link(engine, sessions.issue_link(engine, fresh.actor.user_id, org))
    app = open_page()
    assert [field.label for field in app.text_input] == ["New password", "New password, again"]
    assert not app.chat_input
    app.text_input[0].set_value("short")
    app.text_input[1].set_value("short")
    app.button[0].click().run()
    assert app.error
    app.text_input[0].set_value("a long and quiet evening")
    app.text_input[1].set_value("a long and quiet evening")
    app.button[0].click().run()
    assert not app.exception
    assert sessions.has_password(engine, fresh.actor.user_id)
    assert "Sign out" in [button.label for button in app.button]


def test_every_answer_carries_the_headers(engine: Engine) -> None:
    status, headers, _ = send("GET", "/readyz")
    assert status == 200
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert send("GET", "/_stcore/metrics")[0] == 404


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost:8501", True), ("127.0.0.1:8501", True), ("192.168.1.7", True), ("[::1]:8501", True), ("app.localhost", True),
        ("evil.example", False), ("localhost.evil.example", False), ("", False), ("127.0.0.1.evil.example:80", False),
    ],
)  # fmt: skip
def test_names_that_the_app_answers_to(host: str, known: bool, engine: Engine) -> None:
    assert is_known(host) is known
    assert (send("GET", "/auth/start?token=x", {"host": host})[0] == 303) is known


def test_the_process_tells_that_it_lives_whether_the_store_answers_and_what_it_did(
    engine: Engine, person: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send("GET", "/livez")[0] == send("GET", "/readyz")[0] == 200
    second_factors.get_second_factor(person)
    status, _, text = send("GET", "/metrics")
    assert status == 200
    assert 'datamind_use_cases_total{action="get_second_factor",outcome="done"}' in text
    assert "Ada" not in text
    engine.house.engine.dispose()

    def fail() -> None:
        raise StoreUnavailable("The store does not answer.")

    monkeypatch.setattr(engine.house, "check", fail)
    assert send("GET", "/readyz")[0] == 503
    assert send("GET", "/livez")[0] == 200


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_figures_are_not_told_through_a_proxy_or_without_the_token(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    assert send("GET", "/metrics", {header: "127.0.0.1"})[0] == 404
    monkeypatch.setattr(engine, "settings", dataclasses.replace(engine.settings, metrics_token="t" * 40))
    assert send("GET", "/metrics")[0] == 404
    assert send("GET", "/metrics", {"authorization": "Bearer wrong"})[0] == 404
    assert send("GET", "/metrics", {"authorization": "Bearer " + "t" * 40, header: "192.0.2.7"})[0] == 200
