"""The journey of a report in real Chromium: an answer becomes a report, is looked at before it is saved, sent, and downloaded."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from steps import ask, choose_data, expect_inside, photograph, sign_in


def test_from_an_answer_to_a_file_that_was_sent(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    choose_data(page, "Sample shop")
    card = ask(page, "revenue by month")
    card.get_by_role("button", name="more_horiz").click()
    page.get_by_text("Send as report").click()
    expect(page.get_by_role("heading", name="New report")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("revenue by month")
    page.get_by_role("button", name="Look at it first").click()
    shown = page.frame_locator("iframe").last
    expect(shown.get_by_role("heading", name="What has changed")).to_be_visible()
    expect(shown.get_by_role("table")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="revenue by month")).to_be_visible()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("This is the first one: the next says what has changed.")).to_be_visible()
    photograph(page, "screenshot-report")
    with page.expect_download() as download:
        page.get_by_role("button", name="revenue by month").last.click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_role("button", name="All reports").click()
    expect(page.get_by_role("button", name="revenue by month")).to_be_visible()
