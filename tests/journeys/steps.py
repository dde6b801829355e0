"""What people do in the app, one step a function."""

from __future__ import annotations

import os
import re

from houses import PASSWORD
from playwright.sync_api import Locator, Page, expect

NAME = "Ada Lovelace"


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_role("textbox", name="Name").fill(NAME)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def expect_inside(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def expect_outside(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def photograph(page: Page, name: str) -> None:
    """A picture of the window, where JOURNEY_SCREENSHOTS names a folder: JOURNEY_SCREENSHOTS=docs makes the README's."""
    if folder := os.environ.get("JOURNEY_SCREENSHOTS"):
        page.mouse.move(640, 2)
        page.wait_for_timeout(1500)
        page.screenshot(path=f"{folder}/{name}.png")


def cards(page: Page) -> Locator:
    return page.locator('[class*="st-key-card_"]')


def ask(page: Page, question: str) -> Locator:
    """Type a question; the card of its answer."""
    before = cards(page).count()
    submit(page, question)
    expect(cards(page)).to_have_count(before + 1)
    return cards(page).nth(before)


def submit(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def choose_data(page: Page, name: str) -> None:
    """A fresh question to a connection."""
    page.goto("/")
    expect_inside(page)
    page.locator(".st-key-choose_connection").click()
    page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_attribute("placeholder", f"Ask {name} …")
