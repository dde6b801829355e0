"""Readings come in, one outcome goes out: an answer, an answer with what was assumed, a question back, or a plain no."""

from __future__ import annotations

import re

from datamind.analysts.offline.ambiguity import options_for, vague_word
from datamind.analysts.offline.calibration import SURE, probability
from datamind.analysts.offline.dates import day_of
from datamind.analysts.offline.examples import example_questions
from datamind.analysts.offline.frame import Measure
from datamind.analysts.offline.rows import PLACES
from datamind.analysts.offline.understanding import NO_EVENTS, Failure, Understood, converse, reference_date
from datamind.analysts.offline.wording import Wording
from datamind.linking.index import CatalogIndex
from datamind.linking.morphology import lemma
from datamind.linking.vocabulary import QUALITIES
from datamind.types import Clarification, Question, Reading, Refusal, SqlDraft

_NOT_FOR_DATA = re.compile(
    r"^\W*(?:how (?:do|does|can|could|should|would|might|to)\b|why\b|explain\b|describe how\b|what (?:is|are|was|were) (?:the |some )*(?:process|meaning|definition|purpose|impact|effects?|role|best way|causes?|reasons? (?:why|for)|examples? of|history)\b|can (?:we|you|i|one)\b(?! (?:show|list|tell|give|find|see))|write\b|tell me (?:a|about)\b)",
    re.IGNORECASE,
)
MIDDLE = 0.62
LONE = 0.72  # the highest number alone, where a thing that has it may have been asked for
NAME = "offline"


def judge(
    question: Question, index: CatalogIndex, rejected: tuple[str, ...] = ()
) -> SqlDraft | Clarification | Refusal:
    """What to say to `question`; readings whose SQL was rejected are left out."""
    if _is_not_for_data(question.text, index):
        return Refusal(
            "That is not a question that rows of this data can answer.", NAME, example_questions(index.catalog, 3)
        )
    found, failures = converse(question, index)
    found = [reading for reading in found if reading.sql not in rejected]
    if not found:
        return _refuse(question, index, failures)
    best = found[0]
    ahead = _ahead(question, best, index)
    if ahead is not None:
        return ahead
    question_back = _ask_back(best, index)
    if question_back is not None:
        return question_back
    if _must_refuse(best):
        reason = _unknown_words(best.coverage.unknown, index) if best.coverage.unknown else _unsure(best, index)
        return Refusal(reason, NAME, example_questions(index.catalog, 3))
    return _answer(question, index, best, found[1:])


def _is_not_for_data(text: str, index: CatalogIndex) -> bool:
    """Whether a question asks for an explanation; "what was the cause" asks for a column where there is one."""
    found = _NOT_FOR_DATA.search(text)
    if found is None or f"={lemma(found[0].split()[-1].lower())}" in index.postings:
        return False
    return not re.search(
        r"\b(?:how many|how much|average|total|number of|most|least|highest|lowest)\b", text, re.IGNORECASE
    )


def confidence_of(reading: Understood) -> float:
    return max(0.05, min(0.99, reading.coverage.share - reading.bound.penalty))


def _must_refuse(reading: Understood) -> bool:
    """An unknown noun is something that the data may not hold: nobody answers around it."""
    frame = reading.bound.frame
    extreme = not frame.dimensions and any(
        getattr(value, "aggregate", None) in ("min", "max") for value in frame.values
    )
    return bool(reading.coverage.unknown) or confidence_of(reading) < (LONE if extreme else MIDDLE)


def _ahead(question: Question, reading: Understood, index: CatalogIndex) -> Refusal | None:
    """What is still to come is in no data, unless dates of it are stored."""
    today = reference_date(index, question.as_of)
    asked = [
        slot.period
        for slot in reading.draft.tagged.slots
        if slot.period and slot.period.first and slot.period.first > today
    ]
    days = [
        day_of(column.column.profile.maximum)
        for column in index.columns
        if column.kind == "time" and column.column.profile
    ]
    latest = max((day for day in days if day is not None), default=None)
    if not asked or not all(latest is None or period.first > latest for period in asked if period.first):
        return None
    happened = [column for column in index.columns if column.kind == "time" and not NO_EVENTS & set(column.words)]
    known = (day_of(column.column.profile.maximum) for column in happened if column.column.profile)
    ends = max((day for day in known if day is not None), default=latest or today)
    return Refusal(
        f"The data ends on {ends}; what comes after that is not in it, and nothing is predicted here.",
        NAME,
        example_questions(index.catalog, 3),
    )


def _ask_back(reading: Understood, index: CatalogIndex) -> Clarification | None:
    unmeasured = (note.removeprefix("unknown:") for note in reading.bound.notes if note.startswith("unknown:"))
    word = vague_word(reading.draft) or next((word for word in unmeasured if word in QUALITIES), None)
    if word is None:
        return None
    options = options_for(reading.draft, word, reading.bound.frame.base, index)
    if not options:
        return None
    return Clarification(f"What does “{word}” mean here?", options, NAME)


def _answer(question: Question, index: CatalogIndex, best: Understood, others: list[Understood]) -> SqlDraft:
    words = Wording(index)
    reading = words.reading(best.bound.frame)
    others = [other for other in others if words.reading(other.bound.frame) != reading]  # the same in other SQL
    house = _house_measures(best, index)
    others = [other for other in others if house <= _house_measures(other, index)]
    confidence = probability(best, others)
    assumptions = [text[:1].upper() + text[1:] + "." for text in best.bound.assumptions]
    today = reference_date(index, question.as_of)
    if today != question.as_of and any(slot.period and slot.period.relative for slot in best.draft.tagged.slots):
        assumptions.append(f"The data ends on {today}, so this counts as today.")
    if best.coverage.unknown:
        assumptions.append(
            "Not understood and left out: " + ", ".join(f"“{word}”" for word in best.coverage.unknown[:4]) + "."
        )
    assumptions += _left_aside(best, index)
    if not assumptions and confidence < SURE:
        assumptions.append(f"Read as: {reading}.")
    told = dict.fromkeys(words.reading(other.bound.frame) for other in others[:3])
    alternatives = tuple(Reading(text, text) for text in told)
    return SqlDraft(
        best.sql,
        reading,
        NAME,
        tuple(assumptions),
        words.chips(best.bound.frame),
        alternatives,
        confidence,
        title=reading[:90],
    )


def _house_measures(reading: Understood, index: CatalogIndex) -> set[int]:
    """The metrics of the house that a reading measures by: one that does without them is no rival, people have said what counts."""
    columns = {value.column for value in reading.bound.frame.values if isinstance(value, Measure)}
    return {column for column in columns if column is not None and index.columns[column].formula}


def _left_aside(reading: Understood, index: CatalogIndex) -> list[str]:
    """What was asked and could not be put in terms of the data: vague words without a measure, a place where none is stored."""
    said = []
    word = vague_word(reading.draft)
    if word is not None:
        said.append(f"Nothing here says what “{word}” means; it was left aside.")
    frame = reading.bound.frame
    shown = {
        *frame.columns,
        *(dimension.column for dimension in frame.dimensions),
        *(column for dimension in frame.dimensions for column in dimension.shown),
    }
    if "where" in {token.lower for token in reading.draft.tagged.tokens[:2]} and not any(
        set(PLACES) & set(index.columns[column].words) for column in shown
    ):
        said.append("No column of what is shown says where.")
    if any(dimension.grain == "weekday" for dimension in frame.dimensions):
        said.append("Days of the week are numbered from 0, which is Sunday, to 6, which is Saturday.")
    return said


def _refuse(question: Question, index: CatalogIndex, failures: list[Failure]) -> Refusal:
    unknown = failures[0].coverage.unknown if failures and failures[0].coverage else ()
    reason = (
        _unknown_words(unknown, index)
        if unknown
        else f"I could not read this question over this data: {failures[0].reason}."
        if failures
        else "I could not read this question over this data."
    )
    return Refusal(reason, NAME, example_questions(index.catalog, 3))


def _unsure(best: Understood, index: CatalogIndex) -> str:
    return f"I cannot read all of this question with confidence; the nearest that I can is: {Wording(index).reading(best.bound.frame)}."


def _unknown_words(unknown: tuple[str, ...], index: CatalogIndex) -> str:
    names = ", ".join(" ".join(table.words) for table in index.tables[:6])
    words = ", ".join(f"“{word}”" for word in unknown[:4])
    return f"I do not know what {words} means here. This data is about: {names}."
