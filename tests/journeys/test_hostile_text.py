"""Hostile text in names, cells and questions is text: nothing runs, nothing is fetched, nothing becomes a link."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from steps import ask, cards, expect_inside, sign_in, submit


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server that stands for the attacker's: its port, and what it was asked for."""
    asked: list[str] = []

    class Listen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Listen)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


def attacks(port: int) -> list[str]:
    there = f"http://127.0.0.1:{port}"
    return [
        "<script>window.pwned=1</script>",
        f"<img src={there}/img onerror=window.pwned=2>",
        f"![pixel]({there}/markdown)",
        f"[click]({there}/link)",
        "[run](javascript:window.pwned=3)",
        f"{there}/bare and www.evil.example and me@evil.example",
        ":material/home: :red[red] :smile: $x^2$ **bold** `code` a -> b",
        f"<svg/onload=fetch('{there}/svg')>",
    ]


def expect_nothing_alive(page: Page, port: int, asked: list[str]) -> None:
    page.wait_for_timeout(600)
    assert page.evaluate("window.pwned") is None
    assert asked == []
    alive = f'a[href*=":{port}"], img[src*=":{port}"], a[href^="javascript"], a[href*="evil"], a[href^="mailto"], svg[onload]'
    assert page.locator(alive).count() == 0


def test_cells_columns_names_and_files(page: Page, tmp_path: Path, listener: tuple[int, list[str]]) -> None:
    port, asked = listener
    values = attacks(port)
    file = tmp_path / f"![x](http:.127.0.0.1:{port}.name).csv".replace(":", "_")
    rows = [f'"{value}",{100 - place}' for place, value in enumerate(values)]
    file.write_text("city,amount\n" + "\n".join(rows) + "\n")
    sign_in(page)
    expect_inside(page)
    page.goto("/connections")
    page.locator('input[type="file"]').set_input_files(str(file))
    page.get_by_role("textbox", name="Name").fill(values[2])
    expect_nothing_alive(page, port, asked)

    page.get_by_role("button", name="Keep", exact=True).click()
    card = ask(page, "total amount by city")
    expect(card.get_by_role("heading").or_(card.get_by_test_id("stMarkdown")).first).to_contain_text(values[0])
    card.get_by_text("8 rows").first.click()
    card.get_by_text("How this was answered").click()
    expect(card.get_by_test_id("stDataFrame")).to_be_visible()
    expect_nothing_alive(page, port, asked)
    page.goto("/catalog")
    expect(page.get_by_test_id("stDataFrame").nth(1)).to_be_visible()
    page.locator(".st-key-catalog_connection").click()
    page.get_by_role("option", name=values[2]).click()
    expect(page.get_by_test_id("stDataFrame").nth(1)).to_be_visible()
    expect_nothing_alive(page, port, asked)


def test_questions_read_as_they_were_typed(page: Page, listener: tuple[int, list[str]]) -> None:
    port, asked = listener
    sign_in(page)
    expect_inside(page)
    for place, text in enumerate(attacks(port)):
        submit(page, text)
        bubble = page.locator('[class*="st-key-question_"]').nth(place)
        expect(bubble).to_be_visible()
        shown = bubble.evaluate("node => node.innerText").replace("\u2060", "").strip()
        assert shown == text
        expect(cards(page).or_(page.get_by_role("alert"))).to_have_count(place + 1)
        expect_nothing_alive(page, port, asked)
    expect_nothing_alive(page, port, asked)
    page.reload()
    expect(page.locator('[class*="st-key-question_"]')).to_have_count(len(attacks(port)))
    expect_nothing_alive(page, port, asked)
