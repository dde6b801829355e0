"""A board from the first pin on: filters by date and by click, a broken column, files to take away, two people at once."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect
from running_app import App
from steps import ask, choose_data, expect_inside, photograph, sign_in

SHOP = "Sample shop"


@pytest.fixture
def board(page: Page, app: App) -> Page:
    """A board with a line by month, bars by country and a number, each pinned from its answer."""
    sign_in(page)
    expect_inside(page)
    for number, question in enumerate(
        ("Number of orders per month", "Number of customers by country", "How many orders are there?")
    ):
        choose_data(page, SHOP)
        ask(page, question).get_by_role("button", name="Pin", exact=True).click()
        dialog = page.get_by_role("dialog")
        if number == 0:
            expect(dialog.get_by_role("combobox")).to_be_visible()
            if dialog.get_by_role("textbox").count() == 0:
                dialog.get_by_role("combobox").click()
                page.get_by_role("option", name="A new dashboard …").click()
            dialog.get_by_role("textbox").fill("Sales")
            dialog.get_by_role("textbox").press("Tab")
            page.wait_for_timeout(500)
        dialog.get_by_role("button", name="Pin").last.click()
        expect(dialog.get_by_text("Pinned to Sales.")).to_be_visible()
    dialog.get_by_role("link", name="Open the dashboard").click()
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    expect(widget(page, 0)).to_be_visible()
    return page


@pytest.fixture
def renamed(app: App) -> Iterator[Path]:
    """The shop's file; a column that a test renames has its name again afterwards."""
    path = app.home / "sample" / "shop.sqlite"
    yield path
    with sqlite3.connect(path) as file:
        if "placed_at" in {row[1] for row in file.execute("PRAGMA table_info(orders)")}:
            file.execute("ALTER TABLE orders RENAME COLUMN placed_at TO ordered_at")


def widget(page: Page, place: int) -> Locator:
    return page.locator('[class*="st-key-widget_"]').nth(place)


def open_menu(page: Page, entry: str) -> None:
    page.locator(".st-key-board_menu button").first.click()
    page.get_by_text(re.compile(rf"{entry}$")).last.click()


def add_filter(page: Page, column: str) -> None:
    open_menu(page, "Filters")
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("combobox", name="Column")
    box.click()
    box.fill(column)
    page.get_by_role("option", name=column).first.click()
    dialog.get_by_role("button", name="Add the filter").click()
    expect(dialog).to_have_count(0)


def number_of(page: Page) -> int:
    return int(widget(page, 2).get_by_test_id("stMetricValue").inner_text().replace(",", ""))


def test_a_board_lives(board: Page, renamed: Path) -> None:
    page = board
    whole = number_of(page)
    photograph(page, "board")
    add_filter(page, "orders.ordered_at")
    page.get_by_role("combobox", name="Ordered at").click()
    page.get_by_role("option", name="Last 90 days").click()
    expect(page).to_have_url(re.compile("f.ordered-at=last-90-days"))
    expect(widget(page, 1).get_by_text("not filtered by Ordered at")).to_be_visible()
    expect(widget(page, 2).get_by_test_id("stMetricValue")).not_to_have_text(f"{whole:,}")
    recent = number_of(page)
    assert 0 < recent < whole
    photograph(page, "board_filtered")
    page.reload()
    expect(widget(page, 2).get_by_test_id("stMetricValue")).to_have_text(f"{recent:,}")

    widget(page, 1).locator(".points path").nth(2).click(force=True)
    chip = page.get_by_role("button", name=re.compile(r"countries: \w+"))
    expect(chip).to_be_visible()
    country = chip.inner_text().partition(": ")[2]
    expect(widget(page, 1).get_by_role("figure", name=re.compile(rf"1 row.*{country}"))).to_be_visible()
    expect(widget(page, 2).get_by_test_id("stMetricValue")).not_to_have_text(f"{recent:,}")
    assert 0 < number_of(page) < recent
    photograph(page, "board_clicked")
    chip.click()
    expect(widget(page, 2).get_by_test_id("stMetricValue")).to_have_text(f"{recent:,}")

    export_as(page, "PDF")
    export_as(page, "Excel")

    with sqlite3.connect(renamed) as file:
        file.execute("ALTER TABLE orders RENAME COLUMN ordered_at TO placed_at")
    page.get_by_role("button", name="Reset").click()
    page.locator(".st-key-refresh_board button").first.click()
    expect(widget(page, 0).get_by_role("alert")).to_be_visible()
    expect(widget(page, 2).get_by_test_id("stMetricValue")).to_have_text(f"{whole:,}")
    expect(widget(page, 1).locator(".points path").first).to_be_visible()
    photograph(page, "board_broken")
    widget(page, 0).get_by_role("button", name=re.compile("Use placed_at")).click()
    expect(widget(page, 0).get_by_role("alert")).to_have_count(0)


def export_as(page: Page, title: str) -> None:
    page.locator(".st-key-export_board button").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=title).or_(dialog.get_by_role("button", name=title, exact=True)).first.click()
    dialog.get_by_role("button", name="Make the file").click()
    link = dialog.get_by_role("button", name=re.compile(rf"Sales .*\.{'pdf' if title == 'PDF' else 'xlsx'}"))
    expect(link).to_be_visible()
    photograph(page, f"export_{title.lower()}")
    with page.expect_download() as download:
        link.click()
    data = Path(download.value.path()).read_bytes()
    if title == "PDF":
        text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages)
        assert "Ordered at: Last 90 days" in text
        assert "Number of customers by country" in text
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert "About" in book.sheetnames
        assert len(book.sheetnames) > 4
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
