"""The journey of a file that somebody mailed: upload, look, correct one guess, keep, ask, add next month's."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from steps import ask, expect_inside, photograph, sign_in

MESSY = """Sales of the shops;;;;
Made on 03.02.2024;;;;

Day;Shop;Zip;Sold;Share
01.02.2024;Bern;03012;1.234,50 €;12,5 %
02.02.2024;Zürich;08001;980,00 €;9,1 %
03.02.2024;Genf;01201;n/a;8 %
04.02.2024;Basel;04051;1.500,00 €;14 %;extra
05.02.2024;Bern;03012;(20,00) €;1 %
Total;;;3.694,50 €;
Source: till
"""


def test_a_messy_file_is_looked_at_corrected_kept_and_asked(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "till.csv"
    file.write_bytes(MESSY.encode("cp1252"))
    sign_in(page)
    expect_inside(page)
    page.goto("/connections")
    page.locator('input[type="file"]').set_input_files(str(file))
    expect(page.get_by_role("heading", name="Check what was recognised")).to_be_visible()
    expect(page.get_by_text("The header is row 4.")).to_be_visible()
    expect(page.get_by_text("Row 10 holds totals")).to_be_visible()
    expect(page.get_by_text("5 rows")).to_be_visible()
    photograph(page, "draft")

    page.get_by_role("tab", name="Read it differently").click()
    page.get_by_role("textbox", name="Lines to skip").fill("7")
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("4 rows")).to_be_visible()
    page.get_by_role("tab", name="Altered or left out").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save this list").click()
    assert "extra" in saved.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_attribute("placeholder", "Ask till …")
    expect(page.locator('[class*="st-key-example_"] button').first).to_be_visible()
    card = ask(page, "total sold by shop")
    expect(card).to_contain_text("Basel")

    file.write_bytes(MESSY.replace(".02.2024", ".03.2024").encode("cp1252"))
    page.goto("/connections")
    page.locator('input[type="file"]').set_input_files(str(file))
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    page.get_by_role("button", name="Discard").scroll_into_view_if_needed()
    page.locator(".st-key-draft_target input").click()
    page.get_by_role("option", name="New version of till").click()
    expect(page.get_by_text("the same columns")).to_be_visible()
    page.get_by_text("Add the rows").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_attribute("placeholder", "Ask till …")
    expect(ask(page, "how many tills are there?").get_by_test_id("stMetricValue")).to_have_text("9")
