"""PDF: the words, the picture as vectors and the rows of each part; SQL and receipts behind them; page numbers; Unicode.

Text from data is drawn letter for letter (`flowables`), never given to a reader of markup, and no file or address is opened
for it. What the fonts cannot show is told at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from datamind.exports.base import Document, Format, Part, Progress, tell_rest
from datamind.exports.fonts import Missing, cut_to, fit_letters, load_fonts
from datamind.shape import read_shape

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

MOST_ROWS = 1_000
MARGIN_PT = 48.0
ROWS_BESIDE_PICTURE = 200


def write(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    missing = Missing()
    width = A4[0] - 2 * MARGIN_PT
    story = _head(document, missing)
    for number, part in enumerate(document.parts):
        story += _write_part(part, width, missing, alone=len(document.parts) == 1)
        progress(0.7 * (number + 1) / len(document.parts), f"Drawing {number + 1} of {len(document.parts)}")
    story += _appendix(document, missing)
    progress(0.8, "Laying out pages")
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN_PT,
        rightMargin=MARGIN_PT,
        topMargin=MARGIN_PT,
        bottomMargin=MARGIN_PT + 8,
        title=document.title[:200],
        author=document.made_by[:100],
        creator="DataMind",
    )
    template.build(story, canvasmaker=_numbered(document, missing))


def _head(document: Document, missing: Missing) -> list[Flowable]:
    from datamind.exports.flowables import MUTED, Lines

    made = f"{document.made_at:%d %b %Y, %H:%M} UTC" + (f" · {document.made_by}" if document.made_by else "")
    head = [Lines(document.title, missing, size=17, font=load_fonts().bold, after=3)]
    head += [Lines(text, missing, size=9, colour=MUTED) for text in (document.about, made) if text]
    return list(head)


def _write_part(part: Part, width: float, missing: Missing, *, alone: bool) -> list[Flowable]:
    from reportlab.platypus import KeepTogether, Spacer

    from datamind.exports.drawing import NOT_DRAWN, WITHOUT_PICTURE, draw_chart
    from datamind.exports.flowables import MUTED, Lines, lay_out_rows

    top: list[Flowable] = [Spacer(1, 10)]
    if not alone:
        top.append(Lines(part.title, missing, size=12.5, font=load_fonts().bold))
    top += [Lines(sentence, missing, size=10.5 if place == 0 else 9.5) for place, sentence in enumerate(part.words)]
    if part.error:
        top.append(Lines(part.error, missing))
    picture = draw_chart(part.chart, part.result, width, missing)
    if picture is not None:
        top += [picture, Spacer(1, 6)]
    elif part.chart is not None and part.chart.kind not in WITHOUT_PICTURE and part.result.rows:
        top.append(Lines(NOT_DRAWN, missing, size=8.5, colour=MUTED))
    story: list[Flowable] = [KeepTogether(top)]
    if part.result.columns and not _is_told(part):
        rows = part.result.rows[:MOST_ROWS]
        tables, was_cut = lay_out_rows(read_shape(part.result).columns, rows, width, missing)
        story += (
            [each for table in tables for each in (table, Spacer(1, 6))]
            if rows
            else [Lines("No rows.", missing, colour=MUTED)]
        )
        notes = [
            *tell_rest(part, MOST_ROWS),
            *(["Long texts are cut here; Excel and CSV hold them whole."] if was_cut else []),
        ]
        story += [Lines(note, missing, size=8.5, colour=MUTED) for note in notes]
    return story


def _is_told(part: Part) -> bool:
    """One number that the words tell already needs no table."""
    return len(part.result.rows) == len(part.result.columns) == 1 and bool(part.words)


def _appendix(document: Document, missing: Missing) -> list[Flowable]:
    from reportlab.platypus import Spacer

    from datamind.exports.flowables import MUTED, Lines

    parts = [part for part in document.parts if part.sql or part.receipt]
    told = missing.tell()
    if not parts and not told:
        return []
    fonts = load_fonts()
    story: list[Flowable] = [Spacer(1, 16), Lines("Where this comes from", missing, size=12.5, font=fonts.bold)]
    for part in parts:
        if len(document.parts) > 1:
            story.append(Lines(part.title, missing, font=fonts.bold))
        if part.sql:
            story.append(Lines(part.sql, missing, size=8, font=fonts.mono))
        story += [Lines(f"{name}: {text}", missing, size=8.5, colour=MUTED, after=1) for name, text in part.receipt]
        story.append(Spacer(1, 6))
    return story + [Lines(note, missing, size=8.5, colour=MUTED) for note in told]


def _numbered(document: Document, missing: Missing) -> Any:
    """A canvas that knows how many pages there are once all are drawn."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from datamind.exports.flowables import MUTED

    title = fit_letters(document.title, missing)

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                self.setFont(load_fonts().regular, 8)
                self.setFillColor(MUTED)
                self.drawString(MARGIN_PT, 30, cut_to(title, load_fonts().regular, 8, 380))
                self.drawRightString(A4[0] - MARGIN_PT, 30, f"Page {number} of {len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered


FORMAT = Format(
    "PDF",
    ".pdf",
    "application/pdf",
    write,
    most_rows=MOST_ROWS,
    help="Words, picture and rows on pages, with the SQL and its receipt",
)
