"""Conditions that no single row can meet come in; conditions on the groups that hold a row for each of them go out.

"districts with shops under 10 staff and shops over 90": no shop is both, a district can have both kinds.
"""

from __future__ import annotations

from collections.abc import Sequence

from datamind.analysts.offline.frame import Compare, Condition, Frame, InGroup, OneOf, Period
from datamind.linking.index import CatalogIndex

_LOW, _HIGH = (">", ">="), ("<", "<=")


def contradict(one: Condition, other: Condition) -> bool:
    """Whether two conditions on one column leave no row."""
    if isinstance(one, Period) and isinstance(other, Period) and one.column == other.column:
        early, late = (one, other) if (one.end or one.start) <= (other.end or other.start) else (other, one)  # type: ignore[operator]
        return early.end is not None and late.start is not None and early.end <= late.start
    if isinstance(one, Compare | OneOf) and isinstance(other, Compare | OneOf) and one.column == other.column:
        mine, theirs = _values(one), _values(other)
        if mine is not None and theirs is not None:
            return not set(mine) & set(theirs)
        if isinstance(one, Compare) and isinstance(other, Compare):
            return _out_of_order(one, other) or _out_of_order(other, one)
    return False


def _values(condition: Compare | OneOf) -> tuple[object, ...] | None:
    if isinstance(condition, OneOf):
        return None if condition.negated else condition.values
    return (condition.value,) if condition.operator == "=" else None


def _out_of_order(low: Compare, high: Compare) -> bool:
    """low says "above 9", high says "below 4"."""
    if low.operator not in _LOW or high.operator not in _HIGH:
        return False
    return not isinstance(low.value, str) and not isinstance(high.value, str) and low.value >= high.value


def pairs(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions that contradict another one."""
    return [each for each in conditions if any(contradict(each, other) for other in conditions if other is not each)]


def shared(tables: Sequence[int], column: int, index: CatalogIndex) -> Frame | None:
    """ "states with both owners and doctors": the values of a column that two tables have."""
    found = []
    for table in tables:
        same = [other.id for other in index.columns_of(table) if other.own_words == index.columns[column].own_words]
        if not same:
            return None
        found.append(same[0])
    if len(found) != 2:
        return None
    return Frame(tables[0], columns=(found[0],), conditions=(InGroup(found[0], (), other=found[1]),), distinct=True)


def by_group(conditions: list[Condition], shown: Sequence[int], base: int, index: CatalogIndex) -> list[Condition]:
    """The conditions with contradicting ones moved to the groups of the one column shown; unchanged when rows are listed."""
    torn = pairs(conditions)
    if not torn or len(shown) != 1 or index.columns[shown[0]].table_id != base or index.columns[shown[0]].is_unique:
        return conditions
    return [InGroup(shown[0], (each,)) if each in torn else each for each in conditions]
