"""The SQL lab in real Chromium: completion from the catalog, a parameter, a refusal at its token, a saved query, the history."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from steps import expect_inside, photograph, sign_in


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SQL", exact=True)


def write(page: Page, text: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")


def run(page: Page) -> None:
    editor(page).click()
    page.keyboard.press("Control+Enter")


def test_a_query_is_written_run_refused_saved_and_found_again(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    page.goto("/sql_lab")
    page.locator('[class*="st-key-lab_connection_"]').click()
    page.get_by_role("option", name="Sample shop").click()
    expect(page.get_by_role("textbox", name="SQL", exact=True)).to_be_visible()

    editor(page).click()
    page.keyboard.type("SELECT count(*) AS n FROM custo")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("customers")
    photograph(page, "lab_completion")
    page.locator(".cm-tooltip-autocomplete li").filter(has_text="customers").first.click()
    expect(editor(page)).to_contain_text("FROM customers")
    page.keyboard.type(" c WHERE c.coun")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("country_id")
    page.keyboard.press("Escape")

    write(page, "SELECT name, region FROM countries WHERE region = {{ region }} ORDER BY name")
    value = page.get_by_role("textbox", name="region")
    expect(value).to_be_visible()
    expect(page.get_by_text("What this does")).to_be_visible()
    run(page)
    expect(page.get_by_role("alert").filter(has_text="region has no value")).to_be_visible()
    value.fill("Europe' OR 1=1 --")
    value.press("Enter")
    run(page)
    expect(page.get_by_text("No rows.")).to_be_visible()
    value.fill("Central Europe")
    value.press("Enter")
    run(page)
    expect(page.get_by_text("3 rows").first).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    photograph(page, "lab_result")

    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Countries of a region")
    dialog.get_by_role("textbox", name="Name").press("Tab")
    photograph(page, "lab_saving")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Countries of a region")).to_be_visible()

    write(page, "SELECT name,\n  load_extension('x')\nFROM countries")
    run(page)
    refused = page.get_by_role("alert").filter(has_text="load_extension is not allowed")
    expect(refused).to_contain_text("Line 2")
    expect(page.locator(".cm-lintRange-error")).to_have_text("load_extension")
    photograph(page, "lab_refused")

    page.get_by_role("button", name="History").click()
    dialog.get_by_placeholder("Words of the SQL").fill("region")
    dialog.get_by_placeholder("Words of the SQL").press("Enter")
    photograph(page, "lab_history")
    dialog.get_by_role("button", name="Open").first.click()
    expect(editor(page)).to_contain_text("{{ region }}")
    expect(page.get_by_role("textbox", name="region")).to_have_value("Central Europe")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()

    page.get_by_role("button", name="Saved queries").click()
    dialog.get_by_role("button", name="Open").first.click()
    expect(editor(page)).to_contain_text("FROM countries WHERE region")
