"""One page of cells as one table of a DuckDB file.

Comes in: a page, a free table name, choices. Goes out: the table in the database and an `ImportedTable` that tells about it.
Two passes over the body: the first counts what each column holds, the second writes values, and DuckDB loads those.
"""

from __future__ import annotations

import csv
import statistics
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from datamind.connectors.importing.body import Mending, learn_page, part_otherwise, read_body
from datamind.connectors.importing.choices import Choices
from datamind.connectors.importing.columns import Decision, decide_columns
from datamind.connectors.importing.description import describe_table, quote_name
from datamind.connectors.importing.layout import HEAD_ROWS, Layout, find_layout
from datamind.connectors.importing.marks import Marks
from datamind.connectors.importing.pages import Page, PageRow, recognise
from datamind.connectors.importing.repair import Shape
from datamind.connectors.importing.report import REJECTED_KEPT, ImportedTable, RejectedRow
from datamind.connectors.importing.subtotals import tell_subtotals
from datamind.connectors.importing.tally import Tally

BATCH_ROWS = 5000
TAIL_ROWS = 60
MOST_COLUMNS = 4000
Tick = Callable[[int, str], None]
"""Called now and then with the rows done and a few words; may raise to stop the work."""
_REJECTED = object()


def import_page(con: Any, page: Page, table: str, choices: Choices, folder: Path, tick: Tick) -> ImportedTable | None:
    """The page as `table`; None when there is no table on it."""
    head, tail = _scan(page, tick)
    layout = find_layout([row[:2] for row in head], _loosen(tail, page), choices, page.merges, page.ragged)
    if not layout.width or layout.width > MOST_COLUMNS:
        return None
    shapes = learn_page(page, layout, head) if page.ragged else []
    tallies, n_rows = _tally(page, layout, shapes, tick)
    if not n_rows and not layout.header_rows:
        return None
    decisions = decide_columns(layout.names, tallies, choices.types, choices.date_order, choices.decimal)
    mending = Mending()
    kept = _kept(decisions, layout)
    decisions = [decisions[place] for place in kept]
    rejected, n_rejected, longest = _write(page, layout, shapes, kept, decisions, mending, folder / "values.csv", tick)
    load_values(con, table, decisions, folder / "values.csv", longest)
    assumed = [*page.assumed, *layout.assumed, *_tell_mending(mending)]
    for decision in decisions:
        assumed += decision.assumed
    assumed += tell_subtotals(con, table, decisions)
    return describe_table(
        con,
        table,
        page.source,
        page.sheet,
        [decision.type for decision in decisions],
        tuple(assumed),
        tuple([*layout.rejected, *mending.rejected, *rejected][:REJECTED_KEPT]),
        len(layout.rejected) + mending.count + n_rejected,
        recognise(page, layout.header_rows),
    )


def _scan(page: Page, tick: Tick) -> tuple[list[PageRow], list[PageRow]]:
    """The first and the last rows."""
    rows = page.rows()
    head = list(islice(rows, HEAD_ROWS))
    tail: deque[PageRow] = deque(head, TAIL_ROWS)
    for done, row in enumerate(rows):
        tail.append(row)
        if done % 50_000 == 0:
            tick(done, "looking through the rows")
    return head, list(tail)


def _loosen(tail: Iterable[PageRow], page: Page) -> list[tuple[int, list[str]]]:
    """Rows of broken quotes or another delimiter taken apart, so that they are not taken for lines of text."""
    rows = list(tail)
    usual = statistics.mode([len(row.cells) for row in rows]) if rows else 0
    loose = []
    for row in rows:
        cells = row.cells
        if page.ragged and len(cells) != usual and usual > 2:
            cells = part_otherwise(row.raw or page.delimiter.join(cells), usual, page) or cells
        taken_apart = row.broken and row.raw and len(cells) != usual
        loose.append((row.number, row.raw.split(page.delimiter) if taken_apart else cells))
    return loose


def _kept(decisions: list[Decision], layout: Layout) -> list[int]:
    """The columns without the nameless empty ones at either side (leading and trailing delimiters)."""
    kept = list(range(len(decisions)))
    for end in (-1, 0):
        while len(kept) > 1 and decisions[kept[end]].type is None and not layout.headed[kept[end]]:
            kept.pop(end)
    return kept


def _batches(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[list[int], list[tuple[str, ...]]]]:
    """Row numbers and columns, a few thousand rows at a time."""
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        yield [number for number, _ in batch], list(zip(*(cells for _, cells in batch), strict=True))


def _tally(page: Page, layout: Layout, shapes: list[Shape], tick: Tick) -> tuple[list[Tally], int]:
    known = Marks()
    tallies = [Tally() for _ in range(layout.width)]
    done = 0
    for numbers, columns in _batches(read_body(page, layout, shapes, Mending())):
        for tally, column in zip(tallies, columns, strict=True):
            tally.add(column, known)
        done += len(numbers)
        tick(done, "recognising the columns")
    return tallies, done


class _Conversion(dict[str, Any]):
    """text -> value, remembered while the column repeats itself."""

    LIMIT = 100_000

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self._decision, self._read = decision, decision.reader()
        self.rejects = False

    def __missing__(self, text: str) -> Any:
        value: Any = None
        if not self._decision.is_null(text):
            value = self._read(text)
            if value is None:
                value, self.rejects = _REJECTED, True
        if len(self) < self.LIMIT:
            self[text] = value
        return value


def _write(
    page: Page,
    layout: Layout,
    shapes: list[Shape],
    kept: list[int],
    decisions: list[Decision],
    mending: Mending,
    target: Path,
    tick: Tick,
) -> tuple[list[RejectedRow], int, int]:
    """The values as a CSV that leaves no doubt. Gives what could not be read, how often, and the longest row's letters."""
    conversions = [_Conversion(decision) for decision in decisions]
    rejected: list[RejectedRow] = []
    n_rejected = done = longest = 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for numbers, columns in _batches(read_body(page, layout, shapes, mending)):
            converted = []
            stored = [columns[place] for place in kept]
            for conversion, column, decision in zip(conversions, stored, decisions, strict=True):
                values = list(map(conversion.__getitem__, column))
                if conversion.rejects and _REJECTED in values:
                    for place, value in enumerate(values):
                        if value is _REJECTED:
                            values[place] = None
                            n_rejected += 1
                            if len(rejected) < REJECTED_KEPT:
                                rejected.append(_reject(numbers[place], decision, column[place]))
                converted.append(values)
            start = stream.tell()
            writer.writerows(zip(*converted, strict=True))
            longest = max(
                longest, (stream.tell() - start) if len(numbers) < 50 else 0, *(_widest(column) for column in stored)
            )
            done += len(numbers)
            tick(done, "writing the values")
    return rejected, n_rejected, longest


def _widest(column: tuple[str, ...]) -> int:
    return len(max(column, key=len)) * 4


def _reject(number: int, decision: Decision, text: str) -> RejectedRow:
    kind = decision.type.value if decision.type else "value"
    return RejectedRow(number, f"is no {kind}; stored as empty", text[:300], decision.name)


def load_values(con: Any, table: str, decisions: list[Decision], values: Path, longest: int = 0) -> None:
    """Create `table` from the canonical CSV."""
    columns = "{" + ", ".join(f"'c{place}': '{decision.native}'" for place, decision in enumerate(decisions)) + "}"
    named = ", ".join(f"c{place} AS {quote_name(decision.name)}" for place, decision in enumerate(decisions))
    size = max(2_097_152, min(longest * max(1, len(decisions)) + 1024, 512 * 1024 * 1024))
    con.execute(
        f"CREATE TABLE {quote_name(table)} AS SELECT {named} FROM read_csv(?, header=false, auto_detect=false, "
        f"columns={columns}, delim=',', quote='\"', escape='\"', nullstr='', new_line='\\n', max_line_size={size}, "
        f"parallel={str(size < 4_000_000).lower()})",
        [str(values)],
    )


def _tell_mending(mending: Mending) -> list[str]:
    told = []
    if mending.count:
        told.append(
            f"{mending.count} row{'s' if mending.count > 1 else ''} had too many or too few cells, broken quotes or a repeated header; see the list."
        )
    if mending.short:
        told.append(
            f"{mending.short} row{'s end' if mending.short > 1 else ' ends'} early; the missing cells are empty."
        )
    return told
