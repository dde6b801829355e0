"""Where to go from an answer: an answered question and its result go in, questions that read on from it come out.

Each is read by the offline analyst itself before it is offered: it must keep the measure of the answer, be sure, and give other
SQL. To teach it another way on: a function of the answer's shape to texts, and its place in `WAYS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from datamind.analysts.offline.calibration import SURE
from datamind.analysts.offline.judging import judge
from datamind.linking.index import CatalogIndex, ColumnEntry, index_of
from datamind.linking.morphology import split_name
from datamind.shape import Shape, read_shape, write_label
from datamind.types import Answer, Catalog, ColumnRole, Question, SqlDraft, Turn

FEW, MANY = 2, 80
LONGEST_VALUE = 40
Ways = Callable[[Answer, Shape, CatalogIndex], Iterator[str]]


def follow_ons(answer: Answer, catalog: Catalog, history: tuple[Turn, ...], limit: int = 3) -> dict[str, str]:
    """Up to `limit` follow-up questions with their SQL, of different kinds where there are; `history` ends with the answer."""
    index, shape = index_of(catalog), read_shape(answer.result)
    found: dict[str, str] = {}
    later: list[tuple[str, str]] = []
    for way in WAYS:
        read = _read_first(way(answer, shape, index), answer, index, history, 2, {*found.values()})
        for place, (text, sql) in enumerate(read):
            if place == 0 and len(found) < limit:
                found[text] = sql
            else:
                later.append((text, sql))
    for text, sql in later[: max(0, limit - len(found))]:
        found[text] = sql
    return found


def drill_downs(
    label: str, answer: Answer, catalog: Catalog, history: tuple[Turn, ...], limit: int = 4
) -> dict[str, str]:
    """What to ask about one name of the answer: only that, and that by what lies near. As `follow_ons`."""
    index, shape = index_of(catalog), read_shape(answer.result)
    only = f"in {label}" if shape.time is not None and label[-4:].isdecimal() else f"only {label}"
    texts = [only]
    if shape.time is not None and shape.time.periods and shape.time.periods.grain in ("month", "quarter", "year"):
        texts.append(f"{only} by day" if shape.time.periods.grain == "month" else f"{only} by month")
    texts += [f"{only} by {name}" for name in _near_categories(answer, index)]
    return dict(_read_first(iter(texts), answer, index, history, limit, set()))


def _read_first(
    texts: Iterator[str], answer: Answer, index: CatalogIndex, history: tuple[Turn, ...], limit: int, taken: set[str]
) -> Iterator[tuple[str, str]]:
    """The first of these texts that are read without a doubt, each with other SQL than all before."""
    measured = {chip.text for chip in answer.chips if chip.part == "measure"}
    count = 0
    for text in texts:
        draft = judge(Question(text, date.today(), history), index, ())
        if (
            not isinstance(draft, SqlDraft)
            or draft.confidence < SURE
            or draft.sql in taken | {answer.receipt.drafted or answer.receipt.sql}
        ):
            continue
        if measured and measured != {chip.text for chip in draft.chips if chip.part == "measure"}:
            continue
        taken.add(draft.sql)
        yield text, draft.sql
        count += 1
        if count >= limit:
            return


def _by_another_name(answer: Answer, shape: Shape, index: CatalogIndex) -> Iterator[str]:
    for name in _near_categories(answer, index):
        yield f"by {name}"


def _only_the_largest(answer: Answer, shape: Shape, index: CatalogIndex) -> Iterator[str]:
    names = [column for column in shape.dimensions if column.role == "category"]
    measure = next((column for column in shape.measures if column.present), None)
    if len(names) != 1 or measure is None or shape.n_rows < 2:
        return
    rows = sorted(range(shape.n_rows), key=lambda row: -(measure.numbers[row] or 0.0))
    for row in rows[:2]:
        label = write_label(names[0], row)
        if label != "–" and len(label) <= LONGEST_VALUE:
            yield f"only {label}"


def _over_time(answer: Answer, shape: Shape, index: CatalogIndex) -> Iterator[str]:
    if shape.time is None:
        yield "by month"
        yield "by year"
    elif shape.time.periods is not None:
        coarser = {"day": "by month", "week": "by month", "month": "by quarter", "quarter": "by year"}
        if shape.n_rows > 6 and (text := coarser.get(shape.time.periods.grain)):
            yield text
        if shape.n_rows > 15 and shape.time.periods.grain == "month":
            yield "only the last 12 months"


def _a_part(answer: Answer, shape: Shape, index: CatalogIndex) -> Iterator[str]:
    if shape.n_rows > 8 and shape.time is None and shape.dimensions:
        yield "top 5"
    if 2 <= shape.n_rows <= 12 and shape.time is None and shape.measures and shape.measures[0].additive:
        yield "as a share"
    if shape.n_rows == 1:
        yield "this year"
        yield "last year"


def _near_categories(answer: Answer, index: CatalogIndex) -> Iterator[str]:
    """What rows of the answer's tables can be grouped by, the tables themselves before those they point at."""
    known = index.table_ids
    read = [index.tables[known[name.lower()]] for name in answer.receipt.tables if name.lower() in known]
    shown = {column.name.lower() for column in answer.result.columns}
    names: list[str] = []
    for entry in read:
        names += [" ".join(split_name(column.name)) for column in index.columns_of(entry.id) if _groups(column)]
    read_ids = {entry.id for entry in read}
    for entry in index.tables:
        if entry.id not in read_ids and any(_points_at(index, near.id, entry.id) for near in read):
            names.append(" ".join(entry.words))
    yield from (name for name in dict.fromkeys(names) if name.replace(" ", "_") not in shown)


def _points_at(index: CatalogIndex, near: int, far: int) -> bool:
    goal = index.tables[far].name
    return any(key.ref_table == goal for key in index.tables[near].table.foreign_keys)


def _groups(column: ColumnEntry) -> bool:
    profile = column.column.profile
    is_class = column.kind == "category" and column.column.role in (None, ColumnRole.CATEGORY)
    return is_class and profile is not None and FEW <= profile.distinct <= MANY


WAYS: tuple[Ways, ...] = (_by_another_name, _over_time, _only_the_largest, _a_part)
