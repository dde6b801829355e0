"""Values and words beside them come in, conditions over a table that points at itself go out: who reports to whom.

A row points at another of its own table (an employee's manager, a coach's mentor). "Reports to X" asks for rows that point at
X, "the manager of X" for the row that X points at. What speaks of such a key and finds no place makes a reading doubtful.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.analysts.offline.frame import Condition, Frame, IsNull, Linked, OneOf
from datamind.analysts.offline.joins import Step, self_step
from datamind.linking.morphology import stem

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

_BOSSES = frozenset(("manager", "supervisor", "boss", "lead", "leader", "report", "superior", "head", "chief"))
_UNDER = frozenset(stem(word) for word in ("report", "subordinate", "answer"))
_OTHERS = frozenset(("other", "others", "another", "someone", "somebody", "anyone", "anybody", "any"))
_SMALL = frozenset(("the", "a", "an", "is", "was", "are", "'s", "name", "named", "all"))


def placed(binder: Binder, found: list[tuple[int, Condition]], base: int) -> list[tuple[int, Condition]]:
    """The conditions, those on the row at the other end of the table's own key put there."""
    step = self_step(binder.index, base)
    if step is None:
        return found
    result = [(number, _placed(binder, step, number, condition)) for number, condition in found]
    others = _who_has_others(binder, step)
    return [*result, (999, others)] if others is not None and not any(_is_own(each) for _, each in result) else result


def _placed(binder: Binder, step: Step, number: int, condition: Condition) -> Condition:
    if not isinstance(condition, OneOf) or binder.index.columns[condition.column].table_id != step.left:
        return condition
    tokens, slot = binder.draft.tagged.tokens, binder.draft.slot(number)
    before = [token.lower for token in tokens[max(0, slot.start - 5) : slot.start] if token.lower not in _SMALL]
    after = [token.lower for token in tokens[slot.end : slot.end + 2]]
    roles = _role_stems(binder, step)
    bossy = bool(_BOSSES & set(_key_words(binder, step)))
    if len(before) > 1 and before[-1] == "to" and bossy and stem(before[-2]) in _UNDER:
        return Linked(step.left, (condition,), back=False)
    if len(before) > 1 and before[-1] in ("by", "under") and stem(before[-2]) in roles:
        return Linked(step.left, (condition,), back=False)
    if before and stem(before[-1]) in roles and {"whose", "with", "where"} & set(before[:-1]):
        return Linked(step.left, (condition,), back=False)
    if len(before) > 1 and before[-1] in ("of", "for") and stem(before[-2]) in roles:
        return Linked(step.left, (condition,), back=True)
    if (before and stem(before[-1]) in roles) or (after[:1] == ["'s"] and stem(after[-1]) in roles):
        return Linked(step.left, (condition,), back=True)  # "who manages X", "X's manager"
    return condition


def _who_has_others(binder: Binder, step: Step) -> Condition | None:
    """ "coaches who mentor other coaches": rows that others point at."""
    tokens, roles = binder.draft.tagged.tokens, _role_stems(binder, step)
    for at, token in enumerate(tokens[1:-1], 1):
        if token.stem in roles and tokens[at + 1].lower in _OTHERS and tokens[at - 1].lower in ("who", "that", "which"):
            return Linked(step.left, back=True)
    return None


def lost(binder: Binder, frame: Frame) -> float:
    """The doubt of a reading that has no place for the table's own key of which the question speaks."""
    step = self_step(binder.index, frame.base)
    if step is None:
        return 0.0
    stems = {token.stem for token in binder.draft.tagged.tokens}
    spoken = stems & _role_stems(binder, step)
    bossy = bool(_BOSSES & set(_key_words(binder, step)))
    if bossy and any(
        token.stem in _UNDER and following.lower == "to"
        for token, following in zip(binder.draft.tagged.tokens, binder.draft.tagged.tokens[1:], strict=False)
    ):
        spoken |= _UNDER
    keyed = step.key in frame.columns or any(
        step.key in (dimension.column, dimension.via) for dimension in frame.dimensions
    )
    keyed = keyed or (step.key in frame.via and bool(frame.dimensions))
    keyed = keyed or any(
        _is_own(each) or (isinstance(each, IsNull | OneOf) and each.column == step.key) for each in frame.conditions
    )
    return 0.45 if spoken and not keyed else 0.0


def _is_own(condition: Condition) -> bool:
    return isinstance(condition, Linked)


def _key_words(binder: Binder, step: Step) -> tuple[str, ...]:
    return tuple(
        word for word in binder.index.columns[step.key].words if word not in ("id", "key", "code", "to", "number")
    )


def _role_stems(binder: Binder, step: Step) -> set[str]:
    """The stems of what the key calls the row it points at; none that other columns or the table are called by too."""
    table = binder.index.tables[step.left]
    elsewhere = {stem(word) for word in table.words}
    elsewhere |= {
        stem(word) for other in binder.index.columns_of(step.left) if other.id != step.key for word in other.words
    }
    return {stem(word) for word in _key_words(binder, step)} - elsewhere
