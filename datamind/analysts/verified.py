"""Verified questions answer first: a question that a person has vouched for is answered with that person's SQL.

The same question in other words that mean nothing ("show me …", "per" for "by") counts as the same. Where it differs in a
period, a number or a stored value, that value is replaced in the SQL, and only where it is proven which value it is: each
date that the query holds must be one of the question's, each number must stand there once, each stored value must be compared
with the column that holds both. Whatever is not proven goes to the analyst behind, who is shown the nearest ones as examples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from datamind.analysts.base import Analyst
from datamind.analysts.claude.ranking import words_of
from datamind.analysts.slots import Skeleton, Slot, read_skeleton
from datamind.cancellation import Cancellation
from datamind.linking import link
from datamind.sql.chips import read_chips
from datamind.sql.parameters import ReadQuery, Written, read_values, replace_values
from datamind.types import (
    Catalog,
    Clarification,
    Fact,
    Question,
    Refusal,
    Rejection,
    SchemaContext,
    SqlDraft,
    Usage,
    VerifiedQuestion,
)

NAME = "verified"
MOST_COMPARED = 30
_NOW = re.compile(r"\b(?:now|current\w*|today|latest|recent\w*|so far|to date|ago|still|yet)\b", re.IGNORECASE)
_DAY = re.compile(r"^(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?| ?23:59(?::59(?:\.9+)?)?)?$")
_DATE_LIKE = re.compile(r"^(?:1[89]|20|21)\d\d(?:-\d\d(?:-\d\d.*)?)?$")


@dataclass(frozen=True)
class Match:
    """A verified question that answers, its SQL with the values asked for, and which those are: (("2024", "2025"),)."""

    verified: VerifiedQuestion
    sql: str
    replaced: tuple[tuple[str, str], ...] = ()


class VerifiedFirst:
    """An analyst who looks among the verified questions before asking the one behind."""

    def __init__(self, behind: Analyst):
        self._behind = behind
        self.name = behind.name

    def draft(
        self, context: SchemaContext, rejections: tuple[Rejection, ...] = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        match = find_verified(context) if not rejections else None
        if match is not None:
            return _write_draft(match, context.catalog)
        own = tuple(rejection for rejection in rejections if rejection.draft.verified is None)
        return self._behind.draft(context, own, cancellation)

    def words(
        self, question: Question, facts: tuple[Fact, ...], cancellation: Cancellation | None = None
    ) -> tuple[tuple[str, ...], Usage] | None:
        return self._behind.words(question, facts, cancellation)


def find_verified(context: SchemaContext) -> Match | None:
    """The verified question that answers this one: the same text first, then the same but for proven values."""
    question, catalog = context.question, context.whole or context.catalog
    known = catalog.meaning.verified
    for verified in known:
        if _bare(verified.question) == _bare(question.text):
            match = _compare(verified, question, context, catalog)
            if match is not None:
                return match
    told = words_of(question.text)
    nearest = sorted(known, key=lambda verified: len(told ^ words_of(verified.question)))
    for verified in nearest[:MOST_COMPARED]:
        match = _compare(verified, question, context, catalog)
        if match is not None:
            return match
    return None


def _bare(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(" ?.!")


def _compare(verified: VerifiedQuestion, question: Question, context: SchemaContext, catalog: Catalog) -> Match | None:
    then = verified.as_of or (verified.verified_at.date() if verified.verified_at else question.as_of)
    asked = read_skeleton(question.text, question.as_of, context.values)
    old_values = link(Question(verified.question, then), catalog).values
    known = read_skeleton(verified.question, then, old_values)
    if known.words != asked.words:
        return None
    query = read_values(verified.sql, catalog.dialect)
    if query is None:
        return None
    if then != question.as_of and not known.slots and _NOW.search(question.text) and _holds_dates(query):
        return None  # "current customers" with a day written into it: whose today that was cannot be told
    replacements = prove_replacements(query, known, asked)
    if replacements is None:
        return None
    pairs = zip(known.slots, asked.slots, strict=True)
    changed = tuple((old.words, new.words) for old, new in pairs if old.writings != new.writings)
    return Match(verified, replace_values(verified.sql, replacements), changed)


def prove_replacements(query: ReadQuery, known: Skeleton, asked: Skeleton) -> dict[Written, str] | None:
    """Which written value becomes which, for every slot that differs; None where one of them cannot be proven."""
    proven: dict[Written, str] = {}
    periods_differ = False
    for old, new in zip(known.slots, asked.slots, strict=True):
        if old.kind != new.kind:
            return None
        if old.writings == new.writings:
            continue
        periods_differ = periods_differ or old.kind == "period"
        mine = _PROVERS[old.kind](query, old, new)
        if not mine:
            return None
        for written, text in mine.items():
            if proven.setdefault(written, text) != text:
                return None  # the end of one period is the start of the next
    kept = {text for slot in known.slots if slot in asked.slots for _, text in slot.writings}
    if any(_text_of(written) in kept for written in proven):
        return None  # it may just as well belong to what stays
    if periods_differ and any(_is_date(w) and w not in proven and _text_of(w) not in kept for w in query.values):
        return None
    return proven


def _prove_period(query: ReadQuery, old: Slot, new: Slot) -> dict[Written, str]:
    """Whole periods only: a year or month by its name, or both of its ends."""
    before, after = old.by_role, new.by_role
    year = before.get("year")
    if year and any(year in name for name in query.names):
        return {}
    if any((end in before) != (end in after) for end in ("first", "end")):
        return {}
    found: dict[Written, str] = {}
    roles = set()
    for written in query.values:
        role = next((role for role, text in before.items() if _text_of(written) == text and _may_be(role, written)), "")
        if role in after:
            found[written] = written.text.replace(before[role], after[role])
            roles.add(role)
    ends = {"first", "end"} & set(before)
    whole = (
        roles & {"year", "month", "day"} or ("first" in roles and roles & {"end", "last"}) or (len(ends) == 1 and roles)
    )
    return found if whole else {}


def _may_be(role: str, written: Written) -> bool:
    return written.is_text or role == "year"


def _prove_number(query: ReadQuery, old: Slot, new: Slot) -> dict[Written, str]:
    text = old.by_role["number"]
    found = [written for written in query.values if not written.is_text and written.text == text]
    if len(found) != 1 or not (found[0].limits or found[0].columns):
        return {}
    return {found[0]: new.by_role["number"]}


def _prove_value(query: ReadQuery, old: Slot, new: Slot) -> dict[Written, str]:
    """Each text that equals the old value must be compared with one column alone, and that column holds the new one."""
    before, after = old.by_role, new.by_role
    found: dict[Written, str] = {}
    for written in query.values:
        if not written.is_text or written.text not in before.values():
            continue
        if len(written.columns) != 1:
            return {}
        column = next(iter(written.columns))
        if before.get(column) != written.text or column not in after:
            return {}
        found[written] = after[column]
    return found


_PROVERS = {"period": _prove_period, "number": _prove_number, "value": _prove_value}


def _text_of(written: Written) -> str:
    day = _DAY.match(written.text)
    return day[1] if day and written.is_text else written.text


def _is_date(written: Written) -> bool:
    return bool(_DATE_LIKE.match(written.text)) and (written.is_text or len(written.text) == 4)


def _holds_dates(query: ReadQuery) -> bool:
    return any(_is_date(written) for written in query.values)


def _write_draft(match: Match, catalog: Catalog) -> SqlDraft:
    reading = f"The verified question “{match.verified.question}”"
    if match.replaced:
        reading += ", with " + " and ".join(f"“{new}” in place of “{old}”" for old, new in match.replaced)
    return SqlDraft(
        sql=match.sql,
        reading=f"{reading}.",
        analyst=NAME,
        chips=read_chips(match.sql, catalog),
        verified=match.verified,
    )
