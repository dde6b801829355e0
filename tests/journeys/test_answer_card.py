"""The answer card in a browser: a pressed bar leads on, a chart is changed and stays, reloads and tabs find it, help while typing."""

from __future__ import annotations

import re

from journeys.steps import ask, cards, expect_inside, photograph, sign_in, submit
from playwright.sync_api import Page, expect


def test_from_a_bar_to_what_is_behind_it(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    card = ask(page, "revenue by country")
    bars = card.locator(".js-plotly-plot .barlayer .point path")
    expect(bars).to_have_count(10, timeout=20_000)
    bars.first.click(force=True)
    card.get_by_role("button", name=re.compile(r"^Only .* by city$")).click()
    expect(cards(page)).to_have_count(2, timeout=20_000)
    expect(cards(page).nth(1)).to_contain_text("city", ignore_case=True)


def test_a_chart_that_was_changed_is_there_after_a_reload_and_in_another_tab(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    card = ask(page, "revenue by country")
    card.get_by_role("button", name="Change chart").click()
    page.get_by_role("dialog").get_by_text("Map", exact=True).click()
    page.get_by_role("button", name="Use this chart").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=20_000)
    expect(cards(page).first.locator(".js-plotly-plot .barlayer .point")).to_have_count(0)
    page.reload()
    expect(cards(page)).to_have_count(1)
    other = page.context.new_page()
    other.goto(page.url)
    expect(cards(other).first.locator(".js-plotly-plot")).to_be_visible(timeout=20_000)
    expect(cards(other).first.locator(".js-plotly-plot .barlayer .point")).to_have_count(0)


def test_follow_ups_are_one_press_and_the_welcome_looks_around(page: Page) -> None:
    sign_in(page)
    expect(page.get_by_text("What is in it")).to_be_visible(timeout=20_000)
    expect(page.locator('[class*="st-key-look_"] .js-plotly-plot').first).to_be_visible()
    ask(page, "revenue by month")
    page.locator('[class*="st-key-next_"]').get_by_role("button").first.click()
    expect(cards(page)).to_have_count(2, timeout=20_000)


def test_arrow_up_brings_back_the_last_question_and_tab_completes_a_name(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    ask(page, "how many customers are there")
    box = page.get_by_test_id("stChatInputTextArea")
    expect(page.locator('[class*="st-key-next_"]').first).to_be_visible()
    box.click()
    box.press("ArrowUp")
    expect(box).to_have_value("how many customers are there")
    box.fill("")
    box.press_sequentially("revenue by cat")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    box.press("Tab")
    expect(box).to_have_value(re.compile("^revenue by categor"))


def test_a_question_sent_twice_at_once_is_asked_once(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    submit(page, "total amount by method")
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    expect(cards(page)).to_have_count(1)
    page.reload()
    expect(cards(page)).to_have_count(1)


def test_the_sql_of_an_answer_is_laid_out_and_opens_in_the_lab(page: Page) -> None:
    sign_in(page)
    expect_inside(page)
    card = ask(page, "revenue by month")
    card.get_by_text(re.compile("^How this was answered")).click()
    expect(card.get_by_text("GROUP BY").first).to_be_visible(timeout=20_000)
    expect(card.get_by_role("button", name="As it ran")).to_be_visible()
    photograph(page, "proof")
    card.get_by_role("button", name="Open in SQL lab").click()
    expect(page.locator(".cm-content")).to_contain_text("GROUP BY", timeout=20_000)
    photograph(page, "lab")
