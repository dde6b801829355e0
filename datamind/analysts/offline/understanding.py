"""A question and a catalog index come in, bound frames go out, the surest first: lex, link, tag, read, bind, render, score."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from datamind.analysts.offline.binding import Binder, Bound, Unbound
from datamind.analysts.offline.confidence import KNOWN_WORDS, Coverage, cover
from datamind.analysts.offline.dates import day_of, find_periods
from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.durations import in_stored_units
from datamind.analysts.offline.events import name_events
from datamind.analysts.offline.follow_up import edit, leans_on_history, points_back
from datamind.analysts.offline.frame import Frame, Ratio
from datamind.analysts.offline.measuring import PER_ENTITY
from datamind.analysts.offline.ratios import read_ratio
from datamind.analysts.offline.reading import read
from datamind.analysts.offline.record_nouns import rows_named
from datamind.analysts.offline.rendering import NoPath, render_checked, render_sql
from datamind.analysts.offline.tagging import tag
from datamind.linking.index import CatalogIndex
from datamind.linking.lexing import Token, lex
from datamind.linking.mentions import find_mentions
from datamind.linking.spelling import correct, shortened
from datamind.linking.vocabulary import QUALITIES
from datamind.types import Question, Turn


@dataclass(frozen=True)
class Understood:
    """One reading: its frame, SQL, what the words left unexplained, and a score (higher is surer).

    Scores of readings that `goes_on` from the turn before compare only with each other: `converse` weighs them against the rest.
    """

    bound: Bound
    sql: str
    coverage: Coverage
    score: float
    draft: Draft
    goes_on: bool = False


@dataclass(frozen=True)
class Failure:
    reason: str
    coverage: Coverage | None = None


_HOW = re.compile(
    r"\bhow (old|tall|long|heavy|large|big|expensive|far|fast|deep|wide) (?:is|are|was|were)\b", re.IGNORECASE
)

_STEERS = re.compile(r"\b(?:only|just|instead)\b", re.IGNORECASE)  # what a change of an answer begins with

_UN = re.compile(
    r"\bun(paid|shipped|returned|delivered|sold|answered|assigned|resolved|confirmed|processed|closed|filled|read|verified|approved|solved)\b",
    re.IGNORECASE,
)


_BEST_SELLING = re.compile(
    r"^\W*(?:what is the |what's the |show (?:me )?the |which is the )?(?P<best>best|worst)[- ]selling (?P<of>\w+(?<!s)) by (?P<by>\w+)\b",
    re.IGNORECASE,
)


def rephrase(text: str, index: CatalogIndex) -> str:
    """The same question in words that the patterns know: "how old", "unpaid", "first and last names"."""
    text = _UN.sub(
        lambda match: match[0] if (match[0].lower(),) in index.values else f"not {match[1]}", _HOW.sub(_how, text)
    )
    text = _BEST_SELLING.sub(_seller, text)
    text = in_stored_units(text, index)
    return re.sub(r"\bfirst and last name(s?)\b", r"first name\1 and last name\1", text, flags=re.IGNORECASE)


def _seller(match: re.Match[str]) -> str:
    """ "best selling genre by revenue" asks for the highest total."""
    return (
        f"which {match['of']} has the {'highest' if match['best'].lower() == 'best' else 'lowest'} total {match['by']}"
    )


def _how(match: re.Match[str]) -> str:
    """ "how old are" asks for the age."""
    return f"what is the {QUALITIES[match[1].lower()][0][0]} of"


NO_EVENTS = frozenset(("birth", "birthday", "due", "expire", "end"))  # dates of these tell not how far data reaches


def reference_date(index: CatalogIndex, as_of: date) -> date:
    """The last day in the data when the data is old, else today."""
    latest: date | None = None
    for column in index.columns:
        if column.kind != "time" or column.column.profile is None or set(column.words) & NO_EVENTS:
            continue
        day = day_of(column.column.profile.maximum)
        if day is not None and day <= as_of and (latest is None or day > latest):
            latest = day
    return latest if latest is not None and (as_of - latest).days > 31 else as_of


def understand(
    text: str, index: CatalogIndex, as_of: date, *, _inside: bool = False
) -> tuple[list[Understood], list[Failure]]:
    """All readings that could be made SQL, best first, and why the others failed."""
    typed = lex(rephrase(name_events(text, index), index))
    tokens = correct(typed, index, KNOWN_WORDS)
    today = reference_date(index, as_of)
    mentions = rows_named(tokens, find_mentions(tokens, index), index)
    periods = find_periods(tokens, today)
    stems = {token.stem for token in tokens if token.kind == "word"}
    named: dict[str, float] = {}
    for mention in mentions:
        for at in mention.covered:
            if mention.kind != "value" and mention.score > 0.35:
                named[tokens[at].lower] = max(
                    named.get(tokens[at].lower, 0.0), mention.score if mention.length == 1 else 0.5
                )
    found: list[Understood] = []
    failures: list[Failure] = []
    for tagged in tag(tokens, mentions, periods, index):
        draft = read(tagged)
        coverage = cover(draft, index, named)
        try:
            binder = Binder(draft, index, today, stems)
            binder.data_is_old = today != as_of
            bound = binder.bind()
            bound.assumptions += shortened(typed, tokens, index)
            sql, counts_twice = render_checked(bound.frame, index, index.catalog.dialect)
            if counts_twice:
                bound.penalty += 0.3
                bound.assumptions.append("rows that belong to several groups are taken for each of them")
        except (Unbound, NoPath) as error:
            failures.append(Failure(str(error), coverage))
            continue
        bound.penalty += _unused_tables(draft, bound, index, sql) + _lost_median(text, sql)
        score = 0.25 * tagged.score / max(1, len(tokens)) + coverage.share - bound.penalty
        found.append(Understood(bound, sql, coverage, score, draft))
    found.sort(key=lambda reading: -reading.score)
    ratio = None if _inside else _ratio(text, index, as_of)
    if ratio is not None:
        found.insert(0, ratio)
    return _different(found), failures


def _unused_tables(draft: Draft, bound: Bound, index: CatalogIndex, sql: str) -> float:
    """A table that is named and does not take part is a part of the question that was lost."""
    lost = 0.0
    if any(isinstance(value, Ratio) and value.name == PER_ENTITY for value in bound.frame.values):
        return lost  # "products per order" needs no more than the rows between the two
    for slot in draft.tagged.slots:
        if not slot.tables or slot.columns or slot.values or slot.tables[0].score < 0.65:
            continue
        if not any(
            re.search(rf'[\s"`.]{re.escape(index.tables[mention.id].name)}["`]? AS ', sql) for mention in slot.tables
        ):
            lost += 0.3
    return min(lost, 0.6)


def _lost_median(text: str, sql: str) -> float:
    """A median that is asked for is never answered by another number of the same column."""
    return 0.6 if re.search(r"\bmedian\b", text, re.IGNORECASE) and "median" not in sql.lower() else 0.0


def _ratio(text: str, index: CatalogIndex, as_of: date) -> Understood | None:
    def reader(part: str) -> tuple[Frame, float] | None:
        found, _ = understand(part, index, as_of, _inside=True)
        return (
            (found[0].bound.frame, 1 - found[0].coverage.share + found[0].bound.penalty)
            if found and not found[0].coverage.unknown
            else None
        )

    if not re.search(r"ratio|proportion|fraction|percent|share", text, re.IGNORECASE):
        return None
    read_as = read_ratio(text, index, reader)
    if read_as is None:
        return None
    frame, penalty = read_as
    try:
        sql = render_sql(frame, index, index.catalog.dialect)
    except NoPath:
        return None
    tagged = tag(lex(text), (), [], index)[0]
    return Understood(Bound(frame, penalty), sql, Coverage((), 1.0), 1.2 - penalty, Draft(tagged))


def converse(question: Question, index: CatalogIndex) -> tuple[list[Understood], list[Failure]]:
    """Readings of a question in its chat: on its own, or as a change of the turn before when it leans on that."""
    previous = _frame_before(question.history, index, question.as_of)
    if previous is None or not leans_on_history(question.text):
        return understand(question.text, index, question.as_of)
    edited, failures = continue_from(previous, question.text, index, question.as_of)
    alone, more = understand(question.text, index, question.as_of)
    if alone and stands_alone(question.text, alone[0]):
        return _different([*alone, *edited]), more
    if edited and (not alone or edited[0].score >= alone[0].score - 0.35 or alone[0].bound.penalty > 0.2):
        return _different([*edited, *alone]), failures
    return _different([*alone, *edited]), more


def stands_alone(text: str, reading: Understood) -> bool:
    """Whether a turn says all of a question itself: "top 5 products by revenue" asks anew, "top 5" changes what was asked."""
    if points_back(text) or reading.coverage.unknown or reading.bound.penalty > 0.2:
        return False
    if not any(slot.tables or slot.columns for slot in reading.draft.tagged.slots):
        return False
    frame = reading.bound.frame
    asks = re.search(r"\b(how many|how much|which|what|who|list|show|find)\b", text, re.IGNORECASE) is not None
    ranks = (
        frame.limit is not None
        and bool(frame.values)
        and any(dimension.table is not None or dimension.shown for dimension in frame.dimensions)
    )
    return (asks and reading.draft.tagged.slots[0].start < len(reading.draft.tagged.tokens) and len(text.split()) >= 5) or ranks  # fmt: skip


def _frame_before(history: tuple[Turn, ...], index: CatalogIndex, as_of: date) -> Frame | None:
    frame: Frame | None = None
    for turn in history:
        found: list[Understood] = []
        if frame is not None and leans_on_history(turn.question):
            found, _ = continue_from(frame, turn.question, index, as_of)
            alone, _ = understand(turn.question, index, as_of)
            if alone and stands_alone(turn.question, alone[0]):
                found = alone
        if not found:
            found, _ = understand(turn.question, index, as_of)
        if found:
            frame = found[0].bound.frame
    return frame


def continue_from(frame: Frame, text: str, index: CatalogIndex, as_of: date) -> tuple[list[Understood], list[Failure]]:
    """Readings of `text` as a change of `frame`."""
    tokens = lex(text)
    today = reference_date(index, as_of)
    mentions = find_mentions(tokens, index)
    stems = {token.stem for token in tokens if token.kind == "word"}
    found: list[Understood] = []
    failures: list[Failure] = []
    for tagged in tag(tokens, mentions, find_periods(tokens, today), index):
        draft = read(tagged)
        try:
            edited = edit(frame, draft, index, today, stems, data_is_old=today != as_of)
            sql = render_sql(edited.frame, index, index.catalog.dialect)
        except (Unbound, NoPath) as error:
            failures.append(Failure(str(error)))
            continue
        if not edited.changes or edited.frame == frame:
            continue
        coverage = cover(replace(draft, text=_STEERS.sub("", draft.text)), index)
        bound = Bound(edited.frame, edited.binder.penalty, edited.binder.assumptions, edited.binder.notes)
        score = 0.25 * tagged.score / max(1, len(tokens)) + coverage.share - bound.penalty
        found.append(Understood(bound, sql, coverage, score, draft, goes_on=True))
    found.sort(key=lambda reading: -reading.score)
    return _different(found), failures


def _different(found: Iterable[Understood]) -> list[Understood]:
    seen: set[str] = set()
    kept = []
    for reading in found:
        if reading.sql not in seen:
            seen.add(reading.sql)
            kept.append(reading)
    return kept


def words_of(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.text for token in tokens)
