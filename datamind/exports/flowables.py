"""What a PDF page is filled with: lines of raw text and rows of a table. Neither knows any markup, so text from data is text.

In: text, or a shape with its rows. Out: flowables that break over pages; the header of a table comes again on each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from datamind.exports.fonts import Missing, break_lines, cut_to, fit_letters, load_fonts, width_of
from datamind.formats import write
from datamind.shape import ColumnShape

INK, MUTED, GRID, SHADE = HexColor("#1F2733"), HexColor("#5F6B7A"), HexColor("#DDE2EA"), HexColor("#F1F4F9")
ROW_PT, SIZE_PT, PAD_PT = 14.0, 8.0, 4.0
WIDEST_PT, NARROWEST_PT = 170.0, 34.0
LOOKED_AT = 200
_TO_THE_RIGHT = ("number", "money", "percent", "fraction", "id")


class Lines(Flowable):
    """Text broken into lines at the width of the page."""

    def __init__(
        self,
        text: str,
        missing: Missing,
        *,
        size: float = 9.5,
        font: str | None = None,
        colour: Color = INK,
        after: float = 4,
    ):
        super().__init__()
        self.text = "\n".join(fit_letters(line, missing) for line in text.split("\n"))
        self.size, self.font, self.colour, self.after = size, font or load_fonts().regular, colour, after
        self.lines: list[str] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.lines = break_lines(self.text, self.font, self.size, width)
        return width, len(self.lines) * self.size * 1.4 + self.after

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fitting = int((height - self.after) / (self.size * 1.4))
        if fitting < 1 or fitting >= len(self.lines):
            return []
        pieces = []
        for part in (self.lines[:fitting], self.lines[fitting:]):
            piece = Lines("", Missing(), size=self.size, font=self.font, colour=self.colour, after=self.after)
            piece.text = "\n".join(part)
            pieces.append(piece)
        return list(pieces)

    def draw(self) -> None:
        self.canv.setFont(self.font, self.size)
        self.canv.setFillColor(self.colour)
        top = len(self.lines) * self.size * 1.4 + self.after
        for number, line in enumerate(self.lines, 1):
            self.canv.drawString(0, top - number * self.size * 1.4 + self.size * 0.3, line)


class Rows(Flowable):
    """Rows under a header; `widths` are those of the columns, whose cells are texts already."""

    def __init__(
        self, head: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[float], right: Sequence[bool]
    ):
        super().__init__()
        self.head, self.cells, self.widths, self.right = head, cells, widths, right

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return sum(self.widths), (len(self.cells) + 1) * ROW_PT + 6

    def split(self, width: float, height: float) -> list[Flowable]:
        fitting = int((height - 6) / ROW_PT) - 1
        if fitting < 2:
            return []
        pieces = (self.cells[:fitting], self.cells[fitting:])
        return [Rows(self.head, piece, self.widths, self.right) for piece in pieces if piece]

    def draw(self) -> None:
        canvas, fonts, top = self.canv, load_fonts(), (len(self.cells) + 1) * ROW_PT + 6
        canvas.setFillColor(SHADE)
        canvas.rect(0, top - ROW_PT, sum(self.widths), ROW_PT, stroke=0, fill=1)
        canvas.setFillColor(INK)
        self._draw_row(self.head, top - ROW_PT, fonts.bold)
        canvas.setStrokeColor(GRID)
        canvas.setLineWidth(0.4)
        for number, row in enumerate(self.cells, 2):
            self._draw_row(row, top - number * ROW_PT, fonts.regular)
            canvas.line(0, top - number * ROW_PT, sum(self.widths), top - number * ROW_PT)

    def _draw_row(self, row: Sequence[str], bottom: float, font: str) -> None:
        self.canv.setFont(font, SIZE_PT)
        at = 0.0
        for text, width, right in zip(row, self.widths, self.right, strict=True):
            if right:
                self.canv.drawRightString(at + width - PAD_PT, bottom + 4, text)
            else:
                self.canv.drawString(at + PAD_PT, bottom + 4, text)
            at += width


def lay_out_rows(
    columns: Sequence[ColumnShape], rows: Sequence[Sequence[Any]], width: float, missing: Missing
) -> tuple[list[Flowable], bool]:
    """Tables that fit the width, several one after the other where the columns do not; whether a text had to be cut."""
    fonts = load_fonts()
    texts = [
        [fit_letters(write(value, c.format)[:300], missing) for value, c in zip(row, columns, strict=True)]
        for row in rows
    ]
    heads = [fit_letters(column.name, missing) for column in columns]
    wished = [
        min(
            WIDEST_PT,
            max(
                NARROWEST_PT,
                width_of(heads[place], fonts.bold, SIZE_PT),
                *(width_of(row[place], fonts.regular, SIZE_PT) for row in texts[:LOOKED_AT]),
            )
            + 2 * PAD_PT,
        )
        for place in range(len(columns))
    ]
    tables: list[Flowable] = []
    was_cut = False
    for block in _split_columns(wished, width):
        widths = [wished[place] for place in block]
        cells = [[cut_to(row[p], fonts.regular, SIZE_PT, wished[p] - 2 * PAD_PT) for p in block] for row in texts]
        was_cut = was_cut or any(cell.endswith("…") for row in cells for cell in row)
        head = [cut_to(heads[p], fonts.bold, SIZE_PT, wished[p] - 2 * PAD_PT) for p in block]
        right = [columns[p].format.kind in _TO_THE_RIGHT for p in block]
        tables.append(Rows(head, cells, widths, right))
    return tables, was_cut


def _split_columns(wished: list[float], width: float) -> list[list[int]]:
    """Which columns stand side by side, in order, as many as fit."""
    blocks: list[list[int]] = [[]]
    used = 0.0
    for place, own in enumerate(wished):
        if blocks[-1] and used + own > width:
            blocks.append([])
            used = 0.0
        blocks[-1].append(place)
        used += own
    return blocks
