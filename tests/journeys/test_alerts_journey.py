"""The journey of an alert in real Chromium: said in words, tried on the past, saved, fired, looked at, acknowledged."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from steps import expect_inside, photograph, sign_in


def test_from_words_to_an_acknowledged_event(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    page.get_by_role("link", name="Alerts").click()
    expect(page.get_by_text("Nothing has happened so far")).to_be_visible()
    page.get_by_role("tab", name="New alert").click()
    page.get_by_label("What do you want to hear of?").fill("tell me when daily orders are above 5")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Tell me when “Daily orders” is above 5.")).to_be_visible()
    expect(page.get_by_text(re.compile("It would have fired"))).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.get_by_label("Limit", exact=True).fill("10000")
    page.get_by_label("Limit", exact=True).press("Enter")
    expect(page.get_by_text("It would have fired not once")).to_be_visible()
    page.get_by_label("Limit", exact=True).fill("5")
    page.get_by_label("Limit", exact=True).press("Enter")
    expect(page.get_by_text("It would have fired not once")).to_have_count(0)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="Daily orders")).to_be_visible()
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("What it found")).to_be_visible()

    page.get_by_role("button", name="All alerts").click()
    expect(page.get_by_role("tab", name="Happened (1)")).to_be_visible()
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    photograph(page, "screenshot-alert")
    page.get_by_role("button", name="I look after it").click()
    expect(page.get_by_text("looks after it, since")).to_be_visible()
    page.get_by_role("button", name="All events").click()
    expect(page.get_by_role("tab", name="Happened (1)")).to_have_count(0)
