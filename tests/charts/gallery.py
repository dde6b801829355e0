"""The gallery: each kind of chart, with rows of a kind that analysts know, in both themes, on one page that needs no network.

`python tests/charts/gallery.py OUT.html` writes it, to be looked at; `SAMPLES` are what the tests draw in the browser.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from small_results import make_result  # noqa: E402

from datamind.charts import CONFIG, KINDS, PALETTES, describe, draw, fit_chart  # noqa: E402
from datamind.types import ResultSet  # noqa: E402

COUNTRIES = ["Germany", "France", "Italy", "Spain", "Poland", "Norway", "Sweden", "Austria", "Portugal", "Ireland"]
STATES = ["CA", "TX", "NY", "FL", "WA", "IL", "GA", "OH", "PA", "AZ"]
CHANNELS = ["Online", "Partners", "Shops"]
MONTHS = [f"2025-{month:02d}" for month in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _wave(place: int, size: float = 100.0) -> float:
    return round(size * (1.4 + math.sin(place * 1.3) * 0.6 + place * 0.05), 2)


def _pairs() -> list[list[object]]:
    return [[m, c, _wave(i + 3 * j, 30_000)] for i, m in enumerate(MONTHS) for j, c in enumerate(CHANNELS)]


def _names(n: int = 7) -> list[list[object]]:
    return sorted(([c, _wave(i, 120_000)] for i, c in enumerate(COUNTRIES[:n])), key=lambda row: -float(row[1]))


SAMPLES: dict[str, tuple[str, ResultSet]] = {
    "line": ("line", make_result(["month", "revenue_eur"], [[m, _wave(i, 90_000)] for i, m in enumerate(MONTHS)])),
    "lines": ("line", make_result(["month", "channel", "revenue_eur"], _pairs())),
    "area": ("area", make_result(["month", "orders"], [[m, round(_wave(i, 900))] for i, m in enumerate(MONTHS)])),
    "stacked_area": ("stacked_area", make_result(["month", "channel", "revenue_eur"], _pairs())),
    "bar": ("bar", make_result(["country", "revenue_eur"], _names())),
    "lying bars": ("bar", make_result(["product_name", "units"], [[f"{c} walking boots, size {40 + i}", 400 - 31 * i] for i, c in enumerate(COUNTRIES)])),
    "other alphabets": ("bar", make_result(["city", "n"], [["東京", 9], ["القاهرة", 7], ["Αθήνα", 5], ["תל אביב", 4], ["Москва", 3]])),
    "grouped_bar": ("grouped_bar", make_result(["country", "year", "orders"], [[c, str(y), round(_wave(i + y, 300))] for i, c in enumerate(COUNTRIES[:5]) for y in (2024, 2025)])),
    "stacked_bar": ("stacked_bar", make_result(["country", "channel", "orders"], [[c, k, round(_wave(i + j, 300))] for i, c in enumerate(COUNTRIES[:6]) for j, k in enumerate(CHANNELS)])),
    "stacked_full_bar": ("stacked_full_bar", make_result(["country", "channel", "orders"], [[c, k, round(_wave(i + 2 * j, 300))] for i, c in enumerate(COUNTRIES[:6]) for j, k in enumerate(CHANNELS)])),
    "pie": ("pie", make_result(["channel", "revenue_eur"], [[c, _wave(i, 90_000)] for i, c in enumerate(CHANNELS)])),
    "scatter": ("scatter", make_result(["price_eur", "rating", "kind"], [[_wave(i, 20), 3 + math.sin(i) * 1.5, CHANNELS[i % 3]] for i in range(60)])),
    "bubble": ("bubble", make_result(["country", "price_eur", "rating", "customers"], [[c, _wave(i, 20), 3 + math.sin(i) * 1.5, round(_wave(i, 90))] for i, c in enumerate(COUNTRIES)])),
    "histogram": ("histogram", make_result(["order_value_eur"], [[round(40 + 30 * math.sin(i) + 12 * math.sin(i * 7.1), 2)] for i in range(400)])),
    "box": ("box", make_result(["country", "delivery_days"], [[COUNTRIES[i % 4], round(3 + abs(math.sin(i)) * 5 + (9 if i % 37 == 0 else 0), 1)] for i in range(200)])),
    "heatmap": ("heatmap", make_result(["weekday", "hour", "orders"], [[d, h, round(_wave(i + h // 3, 30))] for i, d in enumerate(DAYS) for h in range(8, 20)])),
    "funnel": ("funnel", make_result(["step", "visitors"], [["Visited", 12_400], ["Saw a product", 6_890], ["Put in cart", 2_100], ["Started paying", 1_480], ["Paid", 1_115]])),
    "waterfall": ("waterfall", make_result(["item", "amount_eur"], [["Sales", 420_000.0], ["Returns", -38_500.0], ["Goods", -180_250.0], ["Staff", -96_000.0], ["Rent", -31_000.0], ["Interest", 4_100.0]])),
    "pareto": ("pareto", make_result(["reason", "tickets"], [["Late parcel", 412], ["Wrong size", 230], ["Damaged", 118], ["Login", 64], ["Invoice", 41], ["Coupon", 22], ["Other", 9]])),
    "bullet": ("bullet", make_result(["team", "revenue_eur", "target_eur"], [[c, _wave(i, 90_000), 130_000.0] for i, c in enumerate(COUNTRIES[:5])])),
    "map": ("map", make_result(["country", "revenue_eur"], _names(10))),
    "map of the world": ("map", make_result(["country", "orders"], [[c, round(_wave(i, 80))] for i, c in enumerate(["USA", "Brazil", "India", "China", "South Africa", "Australia", "Germany", "Japan", "Nigeria", "Canada", "Singapore", "Atlantis"])])),
    "map of states": ("map", make_result(["state", "orders"], [[c, round(_wave(i, 80))] for i, c in enumerate(STATES)])),
    "many days": ("line", make_result(["day", "visits"], [[date(2024, 1, 1) + timedelta(i), round(_wave(i // 9, 300)) if i % 50 > 3 else None] for i in range(400)])),
}  # fmt: skip


def write_gallery() -> str:
    """The page, with plotly's own script in it."""
    import plotly.offline

    blocks = [block for theme in PALETTES for block in _blocks(theme)]
    parts = "\n".join(html for html, _ in blocks)
    draws = ",".join(json.dumps(figure) for _, figure in blocks)
    script = f"const all=[{draws}];Promise.all(all.map(f=>Plotly.newPlot(f.at,f.data,f.layout,{json.dumps(CONFIG)})))"
    return (
        "<!doctype html><meta charset=utf-8><title>Gallery</title><style>body{margin:0;font:14px system-ui}section{"
        "display:grid;grid-template-columns:repeat(3,460px);gap:24px;padding:24px}h2{font-size:15px;margin:0}"
        "figure{margin:0}p{margin:2px 0;font-size:12px;opacity:.7}</style>"
        f"<script>{plotly.offline.get_plotlyjs()}</script>{parts}</section>"
        f"<script>{script}.then(()=>document.body.dataset.drawn='yes')</script>"
    )


def _blocks(theme: str) -> Iterator[tuple[str, dict[str, object]]]:
    palette = PALETTES[theme]  # type: ignore[index]
    head = f"{'</section>' if theme == 'dark' else ''}<section style='background:{palette.background};color:{palette.text}'>"
    for place, (name, (kind, result)) in enumerate(SAMPLES.items()):
        spec = fit_chart(kind, result)
        figure = json.loads(draw(spec, result, theme).to_json())
        at = f"{theme}-{place}"
        html = f"<figure><h2>{name} · {KINDS[kind].title}</h2><p>{describe(spec, result)}</p><div id='{at}'></div></figure>"
        yield (head if place == 0 else "") + html, {"at": at, "data": figure["data"], "layout": figure["layout"]}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(write_gallery(), encoding="utf-8")
