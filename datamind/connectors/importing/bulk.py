"""Large clean CSV by DuckDB's own reader, with our decisions; anything doubtful goes the careful way.

Comes in: a text page. Goes out: the finished table, or None when the file is small, not clean, or not as its samples promised
(every cast is strict, so one cell that does not fit ends the attempt). To support one more way of writing values: a branch in
`_expression`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from datamind.connectors.base import Progress
from datamind.connectors.importing import marks as m
from datamind.connectors.importing.choices import Choices
from datamind.connectors.importing.columns import Decision, decide_columns
from datamind.connectors.importing.description import describe_table, quote_name
from datamind.connectors.importing.layout import HEAD_ROWS, Layout, find_layout
from datamind.connectors.importing.pages import PageRow, TextPage, recognise
from datamind.connectors.importing.records import read_records, split_lines
from datamind.connectors.importing.report import ImportedTable
from datamind.connectors.importing.subtotals import tell_subtotals
from datamind.connectors.importing.tally import Tally
from datamind.connectors.importing.words import BOOLEAN_WORDS
from datamind.types import ColumnType

SMALL_BYTES = 4 * 1024**2
LEARNED_ROWS = 1000
SPOTS, SPOT_BYTES, TAIL_BYTES = 12, 24 * 1024, 32 * 1024
FAR = 10**9  # row numbers of the tail, which nobody has counted
_UNEASY = m.MONEY | m.PERCENT | m.ACCOUNTING | m.ERROR | m.LONG
_DAY_FORMATS = {m.DMY: ("%d", "%m"), m.MDY: ("%m", "%d")}
_COMMA_NUMBER = r"[+-]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]*)?"
_DOT_NUMBER = r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?"


def import_clean_text(
    con: Any, page: TextPage, table: str, choices: Choices, progress: Progress
) -> ImportedTable | None:
    """The page as `table` in one scan, or None."""
    import duckdb

    if page.path.stat().st_size < SMALL_BYTES or page.dialect.escape or page.dialect.run or choices.skipped_rows:
        return None
    head = list(islice(page.rows(), LEARNED_ROWS))
    layout = find_layout([row[:2] for row in head[:HEAD_ROWS]], _tail(page), choices, (), True)
    rows = _sample(page, layout, head)
    if rows is None:
        return None
    decisions, tallies = _decide(rows, layout, choices)
    wanted = [
        _expression(decision, tally, place)
        for place, (decision, tally) in enumerate(zip(decisions, tallies, strict=True))
    ]
    if any(expression is None for expression in wanted):
        return None
    progress(0.05, f"{page.source}: reading all rows at once")
    try:
        _load(con, page, table, layout, decisions, [expression for expression in wanted if expression])
    except duckdb.Error:
        con.execute("ROLLBACK")
        con.execute("BEGIN")
        return None
    assumed = [*page.assumed, *layout.assumed]
    for decision in decisions:
        assumed += decision.assumed
    assumed += tell_subtotals(con, table, decisions)
    types = [decision.type for decision in decisions]
    return describe_table(
        con,
        table,
        page.source,
        page.sheet,
        types,
        tuple(assumed),
        layout.rejected,
        len(layout.rejected),
        recognise(page, layout.header_rows),
    )


def _tail(page: TextPage) -> list[tuple[int, list[str]]]:
    """The last rows, by numbers that only tell their order."""
    size = page.path.stat().st_size
    lines = _lines_at(page, max(0, size - TAIL_BYTES), TAIL_BYTES, whole=True)
    return [(FAR + record.number, record.fields) for record in read_records(iter(lines), page.dialect)][-60:]


def _lines_at(page: TextPage, start: int, size_bytes: int, whole: bool = False) -> list[str]:
    """Whole lines from somewhere in the file."""
    with page.path.open("rb") as stream:
        stream.seek(start)
        text = stream.read(size_bytes).decode("utf-8", "replace")
    lines = split_lines(text)
    return lines[1:] if whole else lines[1:-1]


def _sample(page: TextPage, layout: Layout, head: list[PageRow]) -> list[list[str]] | None:
    """Body rows from all over the file; None when they, the head or the tail are not clean."""
    if not layout.width or layout.last is not None or layout.left_out or layout.first > len(head):
        return None
    body = [row for row in head if row.number >= layout.first]
    if any(row.broken or len(row.cells) != layout.width for row in body):
        return None
    if any(b.number != a.number + 1 for a, b in pairwise(head)) and layout.first > 1:
        return None
    rows = [row.cells for row in body]
    for cells in _spots(page):
        if len(cells) != layout.width:
            return None
        rows.append(cells)
    return rows


def _spots(page: TextPage) -> Iterator[list[str]]:
    size = page.path.stat().st_size
    for spot in range(1, SPOTS):
        lines = _lines_at(page, size * spot // SPOTS, SPOT_BYTES)
        for record in read_records(iter(lines), page.dialect):
            yield record.fields


def _decide(rows: list[list[str]], layout: Layout, choices: Choices) -> tuple[list[Decision], list[Tally]]:
    known = m.Marks()
    tallies = [Tally() for _ in range(layout.width)]
    for tally, column in zip(tallies, zip(*rows, strict=True), strict=True):
        tally.add(column, known)
    return decide_columns(layout.names, tallies, choices.types, choices.date_order, choices.decimal), tallies


def _expression(decision: Decision, tally: Tally, place: int) -> tuple[str, str] | None:
    """(type to read as, expression over the read column); None when only the careful way will do."""
    column = f"c{place}"
    words = [word for word in tally.strays if decision.is_null(word)]
    seen = (
        column
        if not words
        else f"CASE WHEN {column} IN ({', '.join(_literal(word) for word in words)}) THEN NULL ELSE {column} END"
    )
    kind = decision.type
    if kind is None:
        return None
    if kind is ColumnType.TEXT:
        return "VARCHAR", f"nullif(trim({seen}), '')" if tally.spaced else seen
    if tally.count(_UNEASY) or decision.serials:
        return None
    if kind is ColumnType.INTEGER and not tally.count(m.GROUPED):
        return (
            "VARCHAR",
            f"CASE WHEN {seen} BETWEEN '00' AND '09~' THEN error('led by zero') ELSE CAST({seen} AS BIGINT) END",
        )
    if kind.is_numeric:
        if not decision.decimal_comma and not tally.count(m.GROUPED) and not words:
            return "DOUBLE", column
        return "VARCHAR", _number(seen, decision)
    if kind is ColumnType.BOOLEAN:
        if {word.lower() for word in tally.strays} <= {"true", "false"}:
            return "BOOLEAN", column
        true, false = (
            _listed(word for word, truth in BOOLEAN_WORDS.items() if truth is wanted) for wanted in (True, False)
        )
        low = f"lower(trim({column}))"
        blank = f"{low} = '' OR {column} IS NULL"
        return (
            "VARCHAR",
            f"CASE WHEN {low} IN ({true}) THEN true WHEN {low} IN ({false}) THEN false "
            f"WHEN {blank} THEN NULL ELSE error('no boolean') END",
        )
    if kind is ColumnType.TIME:
        return ("TIME", column) if not words else None
    return _date(decision, tally, column, words)


def _number(seen: str, decision: Decision) -> str:
    pattern, marks = (_COMMA_NUMBER, ("'.'", "','")) if decision.decimal_comma else (_DOT_NUMBER, ("','", "'.'"))
    plain = f"replace(replace({seen}, {marks[0]}, ''), {marks[1]}, '.')"
    return (
        f"CASE WHEN {seen} IS NULL THEN NULL WHEN regexp_full_match({seen}, '{pattern}') THEN CAST({plain} AS {decision.native}) "
        f"ELSE error('no number') END"
    )


def _date(decision: Decision, tally: Tally, column: str, words: list[str]) -> tuple[str, str] | None:
    """ISO is read as it stands; one other format with all its digits by strptime."""
    shapes = {re.sub(r"\d", "9", text.strip()) for text in tally.dates}
    if words or len(shapes) != 1:
        return None
    shape = shapes.pop()
    if shape in ("9999-99-99", "9999-99-99 99:99:99", "9999-99-99 99:99", "9999-99-99T99:99:99"):
        return decision.native, column
    found = re.fullmatch(r"99([./-])99\1(9999)( 99:99(:99)?)?", shape)
    if not found:
        return None
    first, second = _DAY_FORMATS[decision.date_order]
    form = f"{first}{found[1]}{second}{found[1]}%Y" + (" %H:%M" if found[3] else "") + (":%S" if found[4] else "")
    return "VARCHAR", f"CAST(strptime({column}, '{form}') AS {decision.native})"


def _listed(words: Iterator[str]) -> str:
    return ", ".join(_literal(word) for word in words)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _load(
    con: Any, page: TextPage, table: str, layout: Layout, decisions: list[Decision], wanted: list[tuple[str, str]]
) -> None:
    columns = "{" + ", ".join(f"'c{place}': '{native}'" for place, (native, _) in enumerate(wanted)) + "}"
    named = ", ".join(
        f"{text} AS {quote_name(decision.name)}" for (_, text), decision in zip(wanted, decisions, strict=True)
    )
    quote = page.dialect.quote
    con.execute(
        f"CREATE TABLE {quote_name(table)} AS SELECT {named} FROM read_csv(?, header=false, auto_detect=false, "
        f"columns={columns}, delim={_literal(page.delimiter)}, quote={_literal(quote)}, escape={_literal(quote)}, nullstr='', "
        f"skip={layout.first - 1}, strict_mode=true, null_padding=false)",
        [str(page.path)],
    )
