"""Words beside a thing come in, which of several keys to its table is meant goes out: from where, to where, arriving, departing.

Only where two keys of one table lead to the same other table; everywhere else there is nothing to choose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.analysts.offline.joins import Step, graph_of
from datamind.analysts.offline.tagging import Slot
from datamind.linking.morphology import lemma, stem

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

# What a key's own words are, and the words by which a question speaks of that end.
_ENDS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset(("source", "origin", "from", "departure", "start", "depart", "sender", "pickup")), frozenset(("from", "depart", "departure", "leave", "source", "origin", "originate", "start", "begin"))),
    (frozenset(("destination", "to", "arrival", "end", "arrive", "target", "receiver", "dropoff")), frozenset(("to", "into", "arrive", "arrival", "land", "destination", "reach", "end", "incoming", "towards"))),
)  # fmt: skip
_PREPOSITIONS = frozenset(("from", "to", "into"))


def rivals(binder: Binder, left: int, right: int) -> list[Step]:
    """The several keys of `left` that lead to `right`; [] when there is one at most."""
    steps = [step for step in graph_of(binder.index).steps[left] if step.right == right and not step.many]
    return steps if len(steps) > 1 else []


def linked_by_role(binder: Binder, slot: Slot, base: int, table: int) -> tuple[int, ...]:
    """The key that the words before a value name ("arriving in Dublin"); () when they name none."""
    steps = rivals(binder, base, table)
    if not steps:
        return ()
    tokens = binder.draft.tagged.tokens
    begin = max((other.end for other in binder.draft.tagged.slots[: slot.number]), default=0)
    near = [token.lower for token in tokens[max(begin, slot.start - 4) : slot.start]]
    said = _meant(binder, steps, near)
    return (said,) if said is not None else ()


def end_of(binder: Binder, slot: Slot, columns: list[int]) -> int | None:
    """The one of several key columns that hold the value: "to 'CAL'" is where it ends."""
    steps = [
        step
        for table in range(len(binder.index.tables))
        for step in graph_of(binder.index).steps[table]
        if step.key in columns and not step.many
    ]
    if len({step.key for step in steps}) < 2:
        return None
    before = [token.lower for token in binder.draft.tagged.tokens[max(0, slot.start - 3) : slot.start]]
    for width in (1, 2, 3):  # the nearest word has the say
        key = _meant(binder, list({step.key: step for step in steps}.values()), before[-width:])
        if key is not None:
            return key
    return None


def of_whole_question(binder: Binder) -> list[int]:
    """The keys that a question's verbs choose for all of it ("the city with the most arriving flights")."""
    words = [token.lower for token in binder.draft.tagged.tokens if token.lower not in _PREPOSITIONS]
    chosen: list[int] = []
    for left in binder.near:
        for right in range(len(binder.index.tables)):
            steps = rivals(binder, left, right)
            key = _meant(binder, steps, words) if steps else None
            if key is not None:
                chosen.append(key)
    return chosen


def _meant(binder: Binder, steps: list[Step], words: list[str]) -> int | None:
    """The only key that one of the words speaks of."""
    spoken = {lemma(word) for word in words} | set(words)
    stems = {stem(word) for word in words}
    found = []
    for step in steps:
        names = {stem(word) for table in (step.left, step.right) for word in binder.index.tables[table].words}
        own = {word for word in binder.index.columns[step.key].words if stem(word) not in names} - {"id", "code"}
        said = any(own & key_words and spoken & end_words for key_words, end_words in _ENDS)
        if said or stems & {stem(word) for word in own if len(word) > 3}:
            found.append(step.key)
    return found[0] if len(found) == 1 else None
