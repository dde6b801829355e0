"""HTML: one file that holds everything, pictures as SVG; no script, no address of any other host. And a picture alone as SVG."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, BinaryIO

from datamind.errors import InvalidInput
from datamind.exports.base import Document, Format, Part, Progress, check_single, tell_rest
from datamind.exports.cells import UNPRINTABLE
from datamind.exports.fonts import Missing
from datamind.formats import write as write_value
from datamind.shape import read_shape

MOST_ROWS = 5_000
WIDTH_PX = 720
_LOOK = """
:root { color-scheme: light dark; --ink: #1f2733; --muted: #5b6578; --line: #e1e5ee; --shade: #f4f6fa; --page: #fff; }
body { font: 15px/1.5 system-ui, 'DejaVu Sans', sans-serif; color: var(--ink); background: var(--page); max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .3rem; }
.muted { color: var(--muted); font-size: .87rem; } .picture { background: #fff; border-radius: 10px; overflow-x: auto; }
.picture svg { max-width: 100%; height: auto; } .rows { overflow-x: auto; max-height: 36rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .87rem; }
th, td { text-align: left; padding: .3rem .7rem; border-bottom: 1px solid var(--line); white-space: pre-wrap; max-width: 28rem; }
th { background: var(--shade); position: sticky; top: 0; } .n { text-align: right; }
pre { background: var(--shade); padding: .8rem; border-radius: 10px; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf4; --muted: #98a3b8; --line: #2b3342; --shade: #1a2330; --page: #0f1620; } }
@media print { .rows { max-height: none; } h2 { break-after: avoid; } svg { break-inside: avoid; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    missing = Missing()
    made = f"{document.made_at:%d %b %Y, %H:%M} UTC" + (f" · {document.made_by}" if document.made_by else "")
    about = "".join(f'<p class="muted">{_text(line)}</p>' for line in (document.about, made) if line)
    out.write(
        (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
            f'content="{_POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{_text(document.title)}</title><style>{_LOOK}</style></head><body>"
            f"<h1>{_text(document.title)}</h1>{about}"
        ).encode()
    )
    for number, part in enumerate(document.parts, 1):
        out.write(_write_part(part, missing, alone=len(document.parts) == 1).encode("utf-8", "replace"))
        progress(number / len(document.parts), f"Writing {number} of {len(document.parts)}")
    out.write(b"</body></html>\n")


def write_svg(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    from datamind.exports.drawing import draw_chart
    from datamind.exports.drawing import write_svg as write_element

    part = check_single(document, "SVG")
    drawing = draw_chart(part.chart, part.result, WIDTH_PX, Missing())
    if drawing is None:
        raise InvalidInput("There is no picture here that could be drawn: choose PDF, Excel or CSV.", "format")
    out.write(write_element(drawing, part.title).encode())


def _write_part(part: Part, missing: Missing, *, alone: bool) -> str:
    from datamind.exports.drawing import NOT_DRAWN, WITHOUT_PICTURE, draw_chart
    from datamind.exports.drawing import write_svg as write_element

    blocks = [] if alone else [f"<h2>{_text(part.title)}</h2>"]
    blocks += [f"<p>{_text(sentence)}</p>" for sentence in part.words]
    if part.error:
        blocks.append(f"<p><strong>{_text(part.error)}</strong></p>")
    drawing = draw_chart(part.chart, part.result, WIDTH_PX, missing)
    if drawing is not None:
        blocks.append(f'<div class="picture">{write_element(drawing, part.title)}</div>')
    elif part.chart is not None and part.chart.kind not in WITHOUT_PICTURE and part.result.rows:
        blocks.append(f'<p class="muted">{NOT_DRAWN}</p>')
    if part.result.columns:
        blocks.append(_write_table(part))
    blocks += [f'<p class="muted">{_text(note)}</p>' for note in tell_rest(part, MOST_ROWS)]
    lines = "".join(f"{_text(name)}: {_text(text)}<br>" for name, text in part.receipt)
    if part.sql or lines:
        sql = f"<pre>{_text(part.sql)}</pre>" if part.sql else ""
        blocks.append(f'<details><summary>Where this comes from</summary>{sql}<p class="muted">{lines}</p></details>')
    return "\n".join(blocks)


def _write_table(part: Part) -> str:
    columns = read_shape(part.result).columns
    marks = [' class="n"' if c.format.kind in ("number", "money", "percent", "fraction") else "" for c in columns]
    head = "".join(f"<th{mark}>{_text(column.name)}</th>" for column, mark in zip(columns, marks, strict=True))
    lines = [
        "<tr>" + "".join(
            f"<td{mark}>{_text(write_value(value, column.format))}</td>"
            for value, column, mark in zip(row, columns, marks, strict=True)
        ) + "</tr>"
        for row in part.result.rows[:MOST_ROWS]
    ]  # fmt: skip
    return f'<div class="rows"><table><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _text(text: str) -> str:
    return html.escape(UNPRINTABLE.sub("", text))


HTML = Format(
    "HTML",
    ".html",
    "text/html; charset=utf-8",
    write,
    most_rows=MOST_ROWS,
    help="One page that opens in any browser, offline",
)
SVG = Format(
    "Picture (SVG)", ".svg", "image/svg+xml", write_svg, single=True, help="The picture alone, sharp at any size"
)
