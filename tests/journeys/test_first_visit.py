"""The journey of a first visit, in real Chromium: in, ask, follow up, cancel, upload, connect, out, and nothing left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from databases import Values, connect_postgres, execute, new_database
from playwright.sync_api import Page, expect
from running_app import App
from steps import ask, cards, choose_data, expect_inside, expect_outside, photograph, sign_in, submit

SLOW = """
CREATE TABLE orders (id integer PRIMARY KEY, city text, amount numeric);
INSERT INTO orders VALUES (1, 'Bern', 10), (2, 'Basel', 5), (3, 'Bern', 7);
CREATE TABLE pace (seconds double precision);
INSERT INTO pace VALUES (0);
CREATE VIEW slow_orders AS SELECT o.* FROM orders o, (SELECT pg_sleep(seconds) FROM pace) AS p;
"""


def test_the_link_of_the_first_start_signs_in_once(page: Page, app: App) -> None:
    page.goto(f"/auth/start?token={app.token}")
    expect_inside(page)
    assert "token" not in page.url
    page.context.clear_cookies()
    page.goto(f"/auth/start?token={app.token}")
    expect_outside(page)
    expect(page.get_by_text("This link has been used")).to_be_visible()


def test_a_wrong_password_stays_outside(page: Page) -> None:
    sign_in(page, "not the password at all")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    expect_outside(page)


def test_ask_follow_up_and_come_back(page: Page, tmp_path: Path) -> None:
    sign_in(page)
    expect_inside(page)
    cookie = next(each for each in page.context.cookies() if each["name"] == "dm_sid")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert page.evaluate("document.cookie.includes('dm_sid')") is False
    expect(page.get_by_text("What is in it")).to_be_visible()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_in_viewport()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_in_viewport()

    page.locator('[class*="st-key-example_"] button').first.click()
    expect(cards(page)).to_have_count(1)

    page.get_by_role("button", name="New question").click()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    card = ask(page, "revenue by month")
    expect(card.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    photograph(page, "screenshot-ask")
    number = ask(page, "How many orders are there?").get_by_test_id("stMetricValue")
    expect(number).to_have_text(re.compile(r"^\d{2},\d{3}$"))

    card.get_by_text("How this was answered").click()
    expect(card.get_by_test_id("stCode")).to_contain_text("SELECT")
    card.get_by_text(re.compile(r"^\d+ rows$")).first.click()
    expect(card.get_by_test_id("stDataFrame")).to_be_visible()

    shown = number.inner_text()
    page.reload()
    expect(cards(page)).to_have_count(2)
    expect(cards(page).last.get_by_test_id("stMetricValue")).to_have_text(shown)


def test_a_double_click_asks_once_and_a_chat_is_renamed_and_deleted(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    earlier = page.locator(".st-key-chats button").count()
    page.locator('[class*="st-key-example_"] button').nth(1).dblclick()
    expect(cards(page)).to_have_count(1)
    expect(page.locator(".st-key-chats button")).to_have_count(earlier + 1)
    page.wait_for_timeout(500)
    expect(cards(page)).to_have_count(1)

    menu = page.locator('[class*="st-key-menu_"] button').first
    menu.click()
    page.get_by_text("Rename", exact=True).click()
    page.get_by_role("textbox", name="Title").fill("My *own* title")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.locator(".st-key-chats button").first).to_contain_text("My *own* title")
    menu.click()
    page.get_by_text("Delete", exact=True).click()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    expect(page.locator(".st-key-chats button")).to_have_count(earlier)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".st-key-chats button")).to_have_count(earlier + 1)
    expect(cards(page)).to_have_count(1)


def test_a_slow_query_shows_its_stages_and_ends_by_cancel(page: Page, postgres: Values) -> None:
    postgres = new_database(connect_postgres, postgres)
    execute(connect_postgres, postgres, SLOW)
    sign_in(page)
    expect_inside(page)
    page.goto("/connections")
    page.get_by_text("Connect a database").click()
    form = page.get_by_test_id("stForm")
    for label, value in (
        ("Name", "Real Postgres"),
        ("Host", postgres["host"]),
        ("Database", postgres["database"]),
        ("User", postgres["user"]),
        ("Password", postgres["password"]),
    ):
        form.get_by_role("textbox", name=label, exact=label == "Name").fill(str(value))
    form.get_by_label("Port", exact=True).fill(str(postgres["port"]))
    form.get_by_role("button", name="Test").click()
    expect(page.get_by_text("It works")).to_be_visible()
    expect(page.get_by_text("This login can change data")).to_be_visible()
    form.get_by_text("Keep it even if the login can write").click()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Real Postgres").first).to_be_visible()
    assert postgres["password"] not in page.content()

    choose_data(page, "Real Postgres")
    expect(ask(page, "how many orders are there?").get_by_test_id("stMetricValue")).to_have_text("3")
    execute(connect_postgres, postgres, "UPDATE pace SET seconds = 25;")
    submit(page, "how many slow orders are there?")
    progress = page.locator('[class*="st-key-progress_"]')
    expect(progress).to_contain_text("Running it in the database")
    expect(progress).to_contain_text("Checked the SQL")
    photograph(page, "screenshot-progress")
    progress.get_by_role("button", name="Cancel").click()
    expect(progress).to_have_count(0)
    expect(page.get_by_text("Cancelled. Nothing was changed")).to_be_visible()
    execute(connect_postgres, postgres, "UPDATE pace SET seconds = 0;")
    expect(ask(page, "how many slow orders are there?").get_by_test_id("stMetricValue")).to_have_text("3")


def test_an_uploaded_file_is_asked(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text("city,visits\nBern,10\nBasel,5\nBern,7\n")
    sign_in(page)
    expect_inside(page)
    page.goto("/connections")
    page.locator('input[type="file"]').set_input_files(str(file))
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_attribute("placeholder", "Ask visits …")
    card = ask(page, "total visits by city")
    expect(card).to_contain_text("Bern")
    expect(card.locator(".js-plotly-plot")).to_be_visible()


def test_after_signing_out_nothing_is_shown_by_going_back_or_by_a_copied_cookie(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    ask(page, "How many customers are there?")
    chat = page.url
    copied = page.context.cookies()
    other = page.context.new_page()
    other.goto("/catalog")
    expect(other.get_by_role("heading", name="Catalog")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect_outside(page)
    page.go_back()
    expect_outside(page)
    page.goto(chat)
    expect_outside(page)
    expect(cards(page)).to_have_count(0)
    page.context.add_cookies(copied)
    page.goto(chat)
    expect_outside(page)

    other.get_by_placeholder("Find a table, column, stored value, term …").fill("orders")
    other.keyboard.press("Enter")
    expect_outside(other)
    expect(other.get_by_text("orders")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(page)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    ask(page, "Number of orders per month")
    for path in ("", "/connections", "/catalog", "/account"):
        if path:
            page.goto(path)
            expect(page.get_by_role("heading").first).to_be_visible()
        page.wait_for_timeout(400)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
