"""Rows as the series of a chart: a spec and a shape in, points along time or names out.

Gaps in a calendar become None, so that they show as gaps; small parts are put together as "others (n)" only where a sum
means something; more than 2,000 points a series are thinned so that each stretch keeps its lowest and highest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby, pairwise
from operator import itemgetter

from datamind.formats import NULL
from datamind.periods import FIXED_LENGTHS, Grain, period_end
from datamind.shape import ColumnShape, Shape, cycle_position, write_label
from datamind.types import ChartSpec

MOST_POINTS = 2_000
MOST_SERIES = 7
MOST_GAPS = 0.4
_MIDNIGHT = time()


@dataclass(frozen=True)
class Line:
    """One series along time: `xs` in order, `ys` parallel, None where the calendar has a gap."""

    name: str
    xs: list[datetime]
    ys: list[float | None]
    running: bool = False


def read_lines(spec: ChartSpec, shape: Shape) -> tuple[list[Line], Grain, list[str]]:
    """The series of a chart over time, its grain, and what to tell about them."""
    axis = shape.column(spec.x or "")
    grain: Grain = axis.periods.grain if axis and axis.periods else "day"
    if axis is None or axis.periods is None:
        return [], grain, []
    notes: list[str] = []
    groups = _group_rows(spec, shape, notes)
    lines = []
    for name, measure, rows in groups:
        starts, numbers = axis.periods.starts, measure.numbers
        known = [(start, number) for row in rows if (start := starts[row]) and (number := numbers[row]) is not None]
        if not known:
            continue
        pairs = _merge_equal(known, measure.additive)
        running = shape.running_period is not None and pairs[-1][0] == shape.running_period
        xs, ys = _show_gaps(pairs, grain)
        if len(xs) > MOST_POINTS:
            kept = thin([y if y is not None else math.nan for y in ys], MOST_POINTS)
            xs, ys = [xs[place] for place in kept], [ys[place] for place in kept]
            notes.append(f"thinned to {len(kept):,} of {len(pairs):,} points, lows and highs kept")
        lines.append(Line(name, xs, ys, running))
    return lines, grain, list(dict.fromkeys(notes))


def read_bars(spec: ChartSpec, shape: Shape, most: int) -> tuple[list[str], list[float | None], list[str]]:
    """Names and values of a simple bar chart, in the result's order; beyond `most`, the rest as "others (n)" or left out."""
    dimension, measure = shape.column(spec.x or ""), shape.column(spec.y[0])
    if dimension is None or measure is None:
        return [], [], []
    labels = [write_label(dimension, row) for row in range(shape.n_rows)]
    values = list(measure.numbers)
    if len(set(labels)) < len(labels) and measure.additive:
        labels, values = _sum_equal(labels, values)
    order = _natural_order(dimension, labels)
    labels, values = [labels[place] for place in order], [values[place] for place in order]
    if spec.options.get("order") == "value" and dimension.role == "category" and _is_alphabetical(labels):
        order = sorted(range(len(labels)), key=lambda place: -(v if (v := values[place]) is not None else -math.inf))
        labels, values = [labels[place] for place in order], [values[place] for place in order]
    if len(labels) <= most:
        return labels, values, []
    rest = [value for value in values[most - 1 :] if value is not None]
    if measure.additive and dimension.role == "category":
        ranked = sorted(
            zip(labels, values, strict=True), key=lambda pair: -(pair[1] if pair[1] is not None else -math.inf)
        )
        rest = [value for _, value in ranked[most - 1 :] if value is not None]
        count = len(ranked) - most + 1
        shown = ranked[: most - 1]
        others = f"{count:,} others"
        return [*(label for label, _ in shown), others], [*(value for _, value in shown), math.fsum(rest)], []
    return labels[:most], values[:most], [f"{most:,} of {len(labels):,} shown"]


def read_grid(
    spec: ChartSpec, shape: Shape, most_rows: int, most_columns: int = MOST_SERIES
) -> tuple[list[str], list[str], dict[tuple[str, str], float], list[str]]:
    """Names along x, names of series, and the value of each pair; several measures are the series where there is none."""
    dimension = shape.column(spec.x or "")
    if dimension is None:
        return [], [], {}, []
    notes: list[str] = []
    cells: dict[tuple[str, str], list[float]] = {}
    additive = True
    for name, measure, rows in _group_rows(spec, shape, notes, most_columns):
        additive &= measure.additive
        for row in rows:
            number = measure.numbers[row]
            if number is not None:
                cells.setdefault((write_label(dimension, row), name), []).append(number)
    labels = list(dict.fromkeys(write_label(dimension, row) for row in range(shape.n_rows)))
    labels = [labels[place] for place in _natural_order(dimension, labels)]
    if len(labels) > most_rows:
        notes.append(f"{most_rows:,} of {len(labels):,} shown")
        labels = labels[:most_rows]
    names = list(dict.fromkeys(name for _, name in cells))
    flat = {pair: math.fsum(values) if additive else math.fsum(values) / len(values) for pair, values in cells.items()}
    return labels, names, flat, notes


def write_moments(moments: Sequence[datetime]) -> list[str]:
    """Moments as plotly reads them, dates without their midnight: a third of the bytes."""
    return [moment.isoformat()[:10] if moment.time() == _MIDNIGHT else moment.isoformat() for moment in moments]


def thin(values: Sequence[float], most: int) -> list[int]:
    """At most `most` positions in order that keep the first, the last, and each stretch's lowest and highest value."""
    n = len(values)
    if n <= most:
        return list(range(n))
    stretches = max(1, (most - 2) // 2)
    kept = {0, n - 1}
    for stretch in range(stretches):
        places = range(stretch * n // stretches, (stretch + 1) * n // stretches)
        known = [place for place in places if not math.isnan(values[place])]
        if known:
            kept.add(min(known, key=values.__getitem__))
            kept.add(max(known, key=values.__getitem__))
    return sorted(kept)


def _group_rows(
    spec: ChartSpec, shape: Shape, notes: list[str], most: int = MOST_SERIES
) -> list[tuple[str, ColumnShape, list[int]]]:
    """(name, measure, rows) a series: the series column's values, or one a measure."""
    measures = [column for name in spec.y if (column := shape.column(name)) is not None]
    series = shape.column(spec.series) if spec.series else None
    if series is None or not measures:
        return [(measure.title, measure, list(range(shape.n_rows))) for measure in measures]
    measure = measures[0]
    rows_by_name: dict[str, list[int]] = {}
    for row in range(shape.n_rows):
        rows_by_name.setdefault(write_label(series, row), []).append(row)
    names = list(rows_by_name)
    if len(names) > most:
        size = {
            name: math.fsum(abs(measure.numbers[row] or 0.0) for row in rows) for name, rows in rows_by_name.items()
        }
        names.sort(key=lambda name: -size[name])
        kept, rest = names[: most - 1], names[most - 1 :]
        if measure.additive:
            others = f"{len(rest):,} others"
            rows_by_name[others] = [row for name in rest for row in rows_by_name[name]]
            names = [*kept, others]
        else:
            names = kept
            notes.append(f"{len(kept)} of {len(kept) + len(rest)} series shown")
    elif series.role in ("time", "cycle"):
        names = [names[place] for place in _natural_order(series, names)]
    return [(name, measure, rows_by_name[name]) for name in names]


def _merge_equal(known: list[tuple[datetime, float]], additive: bool) -> list[tuple[datetime, float]]:
    """The pairs in order of time; several at one moment are added up, or averaged where a sum means nothing."""
    known.sort(key=itemgetter(0))
    if all(earlier[0] != later[0] for earlier, later in pairwise(known)):
        return known
    groups = [(start, [number for _, number in group]) for start, group in groupby(known, key=itemgetter(0))]
    return [(start, math.fsum(values) / (1 if additive else len(values))) for start, values in groups]


def _show_gaps(pairs: list[tuple[datetime, float]], grain: Grain) -> tuple[list[datetime], list[float | None]]:
    """The pairs with a None for each stretch of missing periods, unless the series is so sparse that all would be gaps."""
    starts = [start for start, _ in pairs]
    length = FIXED_LENGTHS.get(grain)
    missing: list[datetime] = []
    count = 0
    for earlier, later in pairwise(starts):
        expected = earlier + length if length and earlier.year < 9999 else period_end(earlier, grain)
        if expected < later:
            missing.append(expected)
            step = period_end(expected, grain) - expected
            count += max(1, round((later - expected) / step)) if step else 1
    values: list[float | None] = [value for _, value in pairs]
    if not missing or count > MOST_GAPS * (count + len(starts)):
        return starts, values
    merged = sorted([*((start, None) for start in missing), *pairs], key=itemgetter(0))
    return [start for start, _ in merged], [value for _, value in merged]


def _is_alphabetical(labels: list[str]) -> bool:
    """As a database hands out groups that nobody has ordered: then the largest first tells more."""
    return len(labels) > 2 and labels == sorted(labels)


def _sum_equal(labels: list[str], values: list[float | None]) -> tuple[list[str], list[float | None]]:
    sums: dict[str, float | None] = {}
    for label, value in zip(labels, values, strict=True):
        known = sums.get(label)
        sums[label] = value if known is None else known if value is None else known + value
    return list(sums), list(sums.values())


def _natural_order(dimension: ColumnShape, labels: list[str]) -> list[int]:
    """Cycles (weekdays, months) and periods in their own order; names as the query ordered them, nulls last."""
    places = list(range(len(labels)))
    if dimension.role == "cycle":
        return sorted(places, key=lambda place: cycle_position(labels[place]))
    if dimension.role == "time" and dimension.periods:
        first: dict[str, datetime] = {}
        for row, start in enumerate(dimension.periods.starts):
            if start is not None:
                first.setdefault(write_label(dimension, row), start)
        return sorted(places, key=lambda place: first.get(labels[place], datetime.max))
    return sorted(places, key=lambda place: labels[place] == NULL)
