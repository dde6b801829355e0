"""The Settings page: saved things hold; an organisation that asks for a second factor lets nobody past without one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyotp
from services.test_organisation import make_png
from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import organisation, second_factors
from pages.parts.second_factor import draw_code


def test_what_is_saved_holds(ada: Scope, visit, open_page: Callable[..., AppTest]) -> None:
    app = open_page("settings.py")
    app.number_input(key="chats_days").set_value(90)
    next(button for button in app.button if button.key and "save_retention" in button.key).click().run()
    assert not app.exception
    assert "Saved" in app.success[0].value
    assert organisation.get_organisation(ada).chats_days == 90


def test_a_wrong_value_is_told_and_the_page_goes_on(ada: Scope, visit, open_page: Callable[..., AppTest]) -> None:
    app = open_page("settings.py")
    app.number_input(key="audit_days").set_value(3)
    next(button for button in app.button if button.key and "save_retention" in button.key).click().run()
    assert "30 days at least" in app.error[0].value
    assert not app.exception


def test_an_organisations_look_shows_on_every_page(ada: Scope, visit, open_page: Callable[..., AppTest]) -> None:
    organisation.change_organisation(ada, brand="Acme data", accent="#1a7f4b")
    organisation.set_logo(ada, make_png())
    app = open_page("account.py")
    assert not app.error


def test_nobody_gets_past_a_second_factor_that_is_asked(
    ada: Scope, enter: Callable[..., Scope], visit, open_page: Callable[..., AppTest]
) -> None:
    organisation.change_organisation(ada, second_factor=True)
    vic = enter("Vic", Role.VIEWER)
    for file in ("ask.py", "connections.py", "account.py"):
        app = open_page(file)
        assert "One more step" in " ".join(part.value for part in app.markdown)
        assert not app.get("chat_input")
    app.button(key="second_factor").click().run()
    secret = app.code[0].value
    app.text_input[0].set_value(pyotp.TOTP(secret).now())
    app.button[0].click().run()
    assert not app.error
    assert len(re.findall(r"\w{4}-\w{4}-\w{4}-\w{4}", app.code[0].value)) == 10
    app.button(key="kept_codes").click().run()
    assert "One more step" not in " ".join(part.value for part in app.markdown)
    assert second_factors.get_second_factor(vic).since


def test_the_qr_code_is_drawn_here_and_runs_nothing() -> None:
    drawn = draw_code("otpauth://totp/DataMind:%3Cscript%3E?secret=ABC")
    assert drawn.startswith("<svg ")
    assert not re.search(r"script|href|http(?!://www\.w3\.org)", drawn)
