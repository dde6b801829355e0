"""A question taken apart into what it asks and what may vary in it: its skeleton of words, and slots for periods, numbers and
stored values.

In: the text, the day it is asked on, the stored values that it names. Out: a `Skeleton`; two questions with one skeleton ask
the same of other periods, numbers or values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from datamind.analysts.offline.dates import PeriodMention, find_periods
from datamind.linking import lex
from datamind.linking.lexing import Token
from datamind.types import ValueMatch

_FILLING = """show me us list give please the a an tell display get find what is are was were can could you i want to see
    need would like ? . ! ,"""
_FILLERS = frozenset(_FILLING.split())
_SAME = {"per": "by", "each": "by", "every": "by"}
SURE = 0.9


@dataclass(frozen=True)
class Slot:
    """`writings` are the ways in which SQL may hold it, by role: the first day, the day after the last, the year, …

    A stored value's roles are the columns that hold it.
    """

    kind: Literal["period", "number", "value"]
    words: str
    writings: tuple[tuple[str, str], ...]
    relative: bool = False

    @property
    def by_role(self) -> dict[str, str]:
        return dict(self.writings)


@dataclass(frozen=True)
class Skeleton:
    """`words` hold a mark in each slot's place."""

    words: tuple[str, ...]
    slots: tuple[Slot, ...]


def read_skeleton(text: str, as_of: date, values: Iterable[ValueMatch] = ()) -> Skeleton:
    """The skeleton of a question that is asked on `as_of`."""
    tokens = lex(text)
    found: dict[int, tuple[int, Slot]] = {}  # first token -> (token after the last, slot)
    for mention in find_periods(tokens, as_of):
        if mention.part is None:
            found[mention.start] = mention.end, _period(mention)
    for start, end, slot in _stored(text, tokens, values):
        if not any(start < taken_end and end > taken for taken, (taken_end, _) in found.items()):
            found[start] = end, slot
    for at, token in enumerate(tokens):
        if (
            token.kind == "number"
            and isinstance(token.value, (int, float))
            and not any(start <= at < end for start, (end, _) in found.items())
        ):
            found[at] = at + 1, Slot("number", token.text, (("number", f"{token.value:g}"),))
    return _assemble(tokens, found)


def _assemble(tokens: tuple[Token, ...], found: dict[int, tuple[int, Slot]]) -> Skeleton:
    words: list[str] = []
    slots: list[Slot] = []
    at = 0
    while at < len(tokens):
        token, end = tokens[at], at + 1
        if at in found:
            end, slot = found[at]
            words.append(f"<{slot.kind}>")
            slots.append(slot)
        elif token.lower not in _FILLERS:
            words.append(_SAME.get(token.lower, token.lemma))
        at = end
    return Skeleton(tuple(words), tuple(slots))


def _period(mention: PeriodMention) -> Slot:
    first, end = mention.first, mention.last
    writings = []
    if first is not None and end == first + timedelta(1):
        writings.append(("day", first.isoformat()))
    if first is not None:
        writings.append(("first", first.isoformat()))
    if end is not None:
        writings += [("end", end.isoformat()), ("last", (end - timedelta(1)).isoformat())]
    if first is not None and end is not None:
        if (first.month, first.day) == (1, 1) and end == date(first.year + 1, 1, 1):
            writings.append(("year", str(first.year)))
        if first.day == 1 and end == date(first.year + first.month // 12, first.month % 12 + 1, 1):
            writings.append(("month", first.isoformat()[:7]))
    return Slot("period", mention.words, tuple(writings), mention.relative)


def _stored(text: str, tokens: tuple[Token, ...], values: Iterable[ValueMatch]) -> Iterable[tuple[int, int, Slot]]:
    by_words: dict[str, list[ValueMatch]] = {}
    for match in values:
        if match.score >= SURE:
            by_words.setdefault(match.words, []).append(match)
    for words, matches in by_words.items():
        place = text.find(words)
        covered = [at for at, token in enumerate(tokens) if token.start < place + len(words) and token.end > place]
        if place >= 0 and covered:
            writings = tuple(dict.fromkeys((match.column.lower(), match.value) for match in matches))
            yield covered[0], covered[-1] + 1, Slot("value", words, writings)
