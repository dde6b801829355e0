"""Where most of it lies: the difference between what is and what was usual, split by each column that has few values.

In: the owner's scope, the alert, its catalog, and the verdict that fires. Out: a sentence ("92 % of the difference is channel
web"), or nothing where the parts do not add up or no part stands out. Runs a few queries of its own, under the owner's rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import fmean

from datamind import running, saved
from datamind.conditions import Observed, Verdict
from datamind.conditions.change import find_base
from datamind.engine import Scope
from datamind.errors import DataMindError
from datamind.formats import as_float, write_number
from datamind.periods import Grain, read_periods
from datamind.sql.splitting import split_by
from datamind.store.session import Row
from datamind.types import Catalog, ColumnType, ResultSet

MOST_COLUMNS, MOST_VALUES, USUAL_PERIODS = 4, 40, 4
LEAST_SHARE, LEAST_ABOVE = 0.5, 0.15


def explain(scope: Scope, connection: Row, alert: Row, observed: Observed, verdict: Verdict) -> str:
    """Empty where there is nothing to say. Never raises what a database says: an explanation is a help, not a duty."""
    if verdict.moment is None or observed.grain is None or alert["time_column"] is None:
        return ""
    best: tuple[float, str] | None = None
    try:
        catalog = saved.load_whole_catalog(scope, connection)
        query = running.check(scope, connection, alert["sql"])
        for sql, name in _candidates(alert["sql"], connection, catalog, query.tables):
            result = running.run(scope, connection, sql).result
            found = _weigh(result, alert, observed.grain, verdict.moment, name)
            if found and (best is None or found[0] > best[0]):
                best = found
    except DataMindError:
        return ""
    return best[1] if best else ""


def _candidates(sql: str, connection: Row, catalog: Catalog, tables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    read, count = set(tables), 0
    for table in catalog.tables:
        if table.full_name not in read:
            continue
        for column in table.columns:
            few = column.profile is not None and 2 <= column.profile.distinct <= MOST_VALUES
            if not few or column.type != ColumnType.TEXT or count >= MOST_COLUMNS:
                continue
            split = split_by(sql, connection["dialect"], table.name, column.name)
            if split:
                count += 1
                yield split, column.name.replace("_", " ")


def _weigh(result: ResultSet, alert: Row, grain: Grain, moment: datetime, name: str) -> tuple[float, str] | None:
    """The part that bears most of the difference, with its share of it, if it bears more than its size explains."""
    if result.truncated:
        return None
    periods = read_periods(alert["time_column"], result.column_values(alert["time_column"]))
    if periods is None:
        return None
    values: dict[str, dict[datetime, float]] = defaultdict(dict)
    cells = zip(
        periods.starts, result.column_values(alert["value_column"]), (row[-1] for row in result.rows), strict=True
    )
    for start, cell, part in cells:
        if start is not None:
            values[str(part)][start] = as_float(cell) or 0.0
    usual = _usual_moments(moment, grain)
    before = {part: fmean(known.get(each, 0.0) for each in usual) for part, known in values.items()}
    now = {part: known.get(moment, 0.0) for part, known in values.items()}
    change = sum(now.values()) - sum(before.values())
    if not change or not sum(before.values()) or _comes_with_age(before, now):
        return None
    part = max(values, key=lambda each: (now[each] - before[each]) / change)
    share, size = (now[part] - before[part]) / change, before[part] / sum(before.values())
    if share < LEAST_SHARE or share < size + LEAST_ABOVE:
        return None
    told = "All" if share >= 0.995 else f"{share * 100:.0f} %"
    counts = f"{write_number(now[part], 0)} instead of about {write_number(before[part], 0)}"
    return share - size, f"{told} of the difference is {name} “{part[:60]}”: {counts}."


def _comes_with_age(before: dict[str, float], now: dict[str, float]) -> bool:
    """Whether most of what there is now lies where there was next to nothing: a state that rows pass through ("processing")."""
    fresh = sum(now[part] for part in now if before[part] < 0.1 * now[part])
    return fresh > 0.5 * sum(now.values()) > 0


def _usual_moments(moment: datetime, grain: Grain) -> list[datetime]:
    """The same weekday (and hour) of the weeks before, or the periods before."""
    if grain in ("day", "hour", "minute"):
        return [moment - timedelta(7 * number) for number in range(1, USUAL_PERIODS + 1)]
    moments, at = [], moment
    for _ in range(USUAL_PERIODS):
        base = find_base(at, grain, "the period before")
        if base is None:
            break
        moments.append(base)
        at = base
    return moments
