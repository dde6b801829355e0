"""The gallery holds each kind that is drawn, and the browser draws all of it without asking anybody for anything."""

from __future__ import annotations

from pathlib import Path

from charts.gallery import SAMPLES, write_gallery
from playwright.sync_api import Browser

from datamind.charts import KINDS


def test_each_kind_that_is_drawn_is_in_the_gallery() -> None:
    assert {kind for kind, _ in SAMPLES.values()} == {name for name, kind in KINDS.items() if kind.draw}


def test_the_browser_draws_each_kind_in_both_themes_and_no_text_is_cut(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "gallery.html"
    file.write_text(write_gallery(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1480, "height": 1000})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-drawn=yes]", timeout=60_000)
    assert page.locator(".js-plotly-plot").count() == 2 * len(SAMPLES)
    assert [url for url in asked if not url.startswith("file:")] == []
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
            const frame = plot.getBoundingClientRect()
            return [...plot.querySelectorAll('.main-svg text')].filter(text => {
                const box = text.getBoundingClientRect()
                return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2)
            }).map(text => plot.id + ': ' + text.textContent)
        })"""
    )
    assert cut == []
    page.close()
