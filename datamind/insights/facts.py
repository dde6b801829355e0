"""Facts: a result in, up to 25 numbers out, each with a label, the way it is written, and where it comes from.

Ids and years are no measures; averages, rates and prices are not summed; the last period is left out of comparisons while it
is still running, and says so. To add a fact: compute it in `statistics`, add it in one of the `_add_…` functions below.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from datamind.formats import Format, write_change, write_number, write_short
from datamind.insights import statistics
from datamind.periods import MONTHS
from datamind.shape import ColumnShape, Shape, read_shape, write_label
from datamind.types import Fact, ResultSet

MOST_FACTS = 25
LARGEST_RATIO = 1e6
_SEASONS = {"month": 12, "quarter": 4, "day": 7, "hour": 24}
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass
class Study:
    """What was found in a result: facts by key ("max", "change", …), and the labels that belong to some of them."""

    shape: Shape
    measure: ColumnShape | None
    dimension: ColumnShape | None
    points: list[tuple[str, float]] = field(default_factory=list)
    ordered: bool = False
    facts: dict[str, Fact] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    running: str = ""
    summed: bool = False

    def add(self, key: str, label: str, value: Any, text: str, origin: str, row_label: str = "") -> None:
        if len(self.facts) < MOST_FACTS:
            self.facts[key] = Fact(f"f{len(self.facts) + 1}", label, value, text, origin)
            if row_label:
                self.labels[key] = row_label

    def text(self, key: str) -> str:
        return self.facts[key].text


def compute_facts(result: ResultSet) -> tuple[Fact, ...]:
    """Up to 25 facts about a result, the number of rows first. The same result gives the same facts with the same ids."""
    return tuple(study_result(result).facts.values())


def study_result(result: ResultSet) -> Study:
    """The facts of a result by key, about its first measure along its first dimension (time goes first)."""
    shape = read_shape(result)
    measure = shape.measures[0] if shape.measures else None
    dimension = shape.time or (shape.dimensions[0] if shape.dimensions else None)
    study = Study(shape, measure, dimension, ordered=shape.time is not None)
    rows = write_number(shape.n_rows) if not result.truncated else f"the first {write_number(shape.n_rows)}"
    study.add("count", "number of rows", shape.n_rows, rows, "rows of the result")
    if measure is None or not measure.present:
        return study
    _find_points(study)
    _add_size(study, measure, "sum of the shown" if result.partial or result.truncated else "total")
    _add_extremes(study, measure)
    if study.ordered:
        _add_course(study, measure)
        _add_season(study)
    elif not (result.partial or result.truncated):
        _add_shares(study, measure)
    _add_outliers(study, measure)
    _add_correlation(study)
    for other in shape.measures[1:4]:
        _add_other(study, other)
    return study


def write_value(measure: ColumnShape, value: float) -> str:
    """A value of this measure as words carry it; the mean of a whole-number column may have decimals."""
    form = measure.format
    if form.kind not in ("year", "id") and form.decimals == 0 and not float(value).is_integer():
        form = Format(form.kind, form.symbol, 2, form.grain)
    if float(value).is_integer() and form.kind == "number":
        value = int(value)
    return write_short(value, form)


def _find_points(study: Study) -> None:
    """(label, value) of the primary measure; several rows of one period or category are summed where that means something."""
    measure, dimension = study.measure, study.dimension
    assert measure is not None  # noqa: S101 (the caller checked)
    numbers = measure.numbers
    if dimension is None:
        study.points = [("", number) for number in numbers if number is not None]
        return
    sums: dict[str, list[float]] = {}
    starts: dict[str, Any] = {}
    for row, number in enumerate(numbers):
        if number is None:
            continue
        label = _say_label(dimension, row)
        sums.setdefault(label, []).append(number)
        if dimension.periods:
            starts[label] = dimension.periods.starts[row]
    repeated = any(len(values) > 1 for values in sums.values())
    alone = len(study.shape.dimensions) == 1
    if repeated and alone:
        # Rows of one name that nothing else tells apart are single cases: their sum was not asked for.
        study.ordered, study.dimension = False, None
        study.points = [("", number) for number in numbers if number is not None]
        return
    if repeated and not measure.additive:
        study.ordered = False
        labels = [_whole_label(study.shape, row) for row in range(study.shape.n_rows)]
        study.points = [(labels[row], number) for row, number in enumerate(numbers) if number is not None]
        return
    study.summed = repeated
    study.points = [(label, math.fsum(values)) for label, values in sums.items()]
    if study.ordered:
        study.points = [point for point in study.points if starts[point[0]]]
        study.points.sort(key=lambda point: starts[point[0]])
        last = study.shape.running_period
        if last and study.points and starts[study.points[-1][0]] == last and len(study.points) > 1:
            study.running = study.points[-1][0]


def _say_label(column: ColumnShape, row: int) -> str:
    """A row's name as words carry it: without stray spaces, and "(no state)" where there is none."""
    label = " ".join(write_label(column, row).split())
    if column.values[row] is None or not label:
        return f"(no {column.title})"
    # A bare 6 says nothing: databases count weekdays from different days, so the number keeps its name.
    return f"{column.title} {label}" if column.role == "cycle" and label.isdigit() else label


def _whole_label(shape: Shape, row: int) -> str:
    return ", ".join(_say_label(column, row) for column in shape.dimensions[:3])


def _add_size(study: Study, measure: ColumnShape, sum_name: str) -> None:
    name, values = measure.title, measure.present
    total, mean = math.fsum(values), math.fsum(values) / len(values)
    if measure.additive and len(values) > 1:
        study.add("total", f"{sum_name} {name}", total, write_value(measure, total), f"sum of {measure.name}")
    if len(values) > 1:
        study.add("mean", f"mean {name}", mean, write_value(measure, mean), f"mean of {measure.name} over the rows")
        middle = median(values)
        study.add(
            "median", f"median {name}", middle, write_value(measure, middle), f"median of {measure.name} over the rows"
        )
    else:
        study.add("only", name, values[0], write_value(measure, values[0]), f"the only value of {measure.name}")
    if measure.nulls:
        study.add(
            "nulls", f"rows without {name}", measure.nulls, write_number(measure.nulls), f"nulls of {measure.name}"
        )


def _add_extremes(study: Study, measure: ColumnShape) -> None:
    points = _closed(study)
    if len(points) < 2:
        return
    chosen: tuple[tuple[str, str, Callable[..., tuple[str, float]]], ...] = (
        ("max", "highest", max),
        ("min", "lowest", min),
    )
    for key, word, choose in chosen:
        label, value = choose(points, key=lambda point: point[1])
        ties = sum(1 for point in points if point[1] == value)
        where = f", {label}" if label and ties == 1 else f", {ties} times" if ties > 1 else ""
        text = write_value(measure, value)
        study.add(key, f"{word} {measure.title}{where}", value, text, f"{key} of {measure.name}", label)
    low, high = study.facts["min"].value, study.facts["max"].value
    if low > 0 and 1.05 <= high / low < LARGEST_RATIO:
        study.add("ratio", "highest ÷ lowest", high / low, f"{write_number(high / low, 1)}", "max divided by min")


def _closed(study: Study) -> list[tuple[str, float]]:
    """The points without the period that is still running."""
    return [point for point in study.points if point[0] != study.running] if study.running else study.points


def _add_course(study: Study, measure: ColumnShape) -> None:
    points, name = _closed(study), measure.title
    if len(points) < 2:
        return
    (first_label, first), (last_label, last) = points[0], points[-1]
    study.add("first", f"first {name}, {first_label}", first, write_value(measure, first), "first period", first_label)
    study.add("last", f"latest {name}, {last_label}", last, write_value(measure, last), "last full period", last_label)
    difference = last - first
    written = ("+" if difference > 0 else "") + write_value(measure, difference)
    study.add("difference", f"change in {name} from {first_label} to {last_label}", difference, written, "last − first")
    if first > 0 and last >= 0 and measure.format.kind not in ("percent", "fraction"):
        change = last / first - 1
        origin = "last ÷ first − 1"
        study.add("change", f"relative change from {first_label} to {last_label}", change, write_change(change), origin)
    before_label, before = points[-2]
    if before > 0 and last >= 0 and len(points) > 2 and measure.format.kind not in ("percent", "fraction"):
        step = last / before - 1
        label = f"change from {before_label} to {last_label}"
        study.add("step", label, step, write_change(step), "last ÷ the one before − 1", before_label)
    growth = statistics.compound_growth(first, last, len(points) - 1)
    if growth is not None and len(points) >= 4 and study.dimension and study.dimension.periods:
        grain = study.dimension.periods.grain
        study.add("growth", f"mean growth per {grain}", growth, write_change(growth), "compound growth per period")
    sign, p_value = statistics.test_trend([value for _, value in points])
    if sign:
        word = "rising" if sign > 0 else "falling"
        study.add("trend", f"trend of {name}", sign, word, f"Mann–Kendall test, p = {p_value:.2g}, n = {len(points)}")


def _add_season(study: Study) -> None:
    """A phase (weekday, month of the year) that stands out, where a season is strong: above 0.64 as in Hyndman's ets tests."""
    column = study.dimension
    period = _SEASONS.get(column.periods.grain) if column and column.periods else None
    values = [value for _, value in _closed(study)]
    if not column or not column.periods or period is None or not 2 * period + 1 <= len(values) <= 5_000:
        return
    starts = sorted({start for start in column.periods.starts if start})
    expected = {"month": (28, 31), "quarter": (90, 92), "day": (1, 1), "hour": (0, 0)}[column.periods.grain]
    gaps = [(later - earlier).days for earlier, later in pairwise(starts)]
    if not all(expected[0] <= gap <= expected[1] for gap in gaps):
        return
    strength = statistics.seasonal_strength(values, period)
    if strength < 0.64:
        return
    phases = statistics.seasonal_phases(values, period)
    best = max(phases, key=lambda phase: phases[phase])
    start = starts[best]
    name = {
        "month": MONTHS[start.month - 1],
        "quarter": f"Q{(start.month + 2) // 3}",
        "day": _WEEKDAYS[start.weekday()],
        "hour": f"{start.hour:02d}:00",
    }[column.periods.grain]
    origin = f"seasonal strength {strength:.2f} over {len(values)} periods"
    study.add("season", "highest in a usual cycle", name, name, origin, name)


def _add_shares(study: Study, measure: ColumnShape) -> None:
    values = sorted((value for _, value in study.points), reverse=True)
    total = math.fsum(values)
    if not measure.additive or len(values) < 3 or values[-1] < 0 or total <= 0 or not study.dimension:
        return
    leader = study.labels.get("max", "")
    for count in (1, 3):
        if count < len(values):
            share = math.fsum(values[:count]) / total
            label = f"share of {leader}" if count == 1 else f"share of the top {count}"
            study.add(
                f"share{count}", label, share, f"{write_number(share * 100, 1)} %", f"top {count} ÷ total", leader
            )
    needed = statistics.count_for_share(values)
    if len(values) >= 10 and needed <= len(values) * 0.3:
        label = "how many make up 80 % of the total"
        study.add("concentration", label, needed, write_number(needed), f"fewest of {len(values)} that reach 80 %")


def _add_outliers(study: Study, measure: ColumnShape) -> None:
    points = _closed(study)
    found = statistics.find_outliers([value for _, value in points])
    if not found or len(found) > max(3, len(points) // 20):
        return
    middle = median(value for _, value in points)
    index = max(found, key=lambda place: abs(points[place][1] - middle))
    label, value = points[index]
    if label and label not in (study.labels.get("max"), study.labels.get("min")):
        label_text = f"unusual {measure.title}, {label}"
    else:
        label_text = f"unusual {measure.title}" + (f", {label}" if label else "")
    origin = f"modified z-score above {statistics.OUTLIER_LIMIT}"
    study.add("outlier", label_text, value, write_value(measure, value), origin, label)


def _add_correlation(study: Study) -> None:
    measures = study.shape.measures
    if len(measures) < 2:
        return
    one, two = measures[:2]
    pairs = [(x, y) for x, y in zip(one.numbers, two.numbers, strict=True) if x is not None and y is not None]
    r = statistics.correlate([x for x, _ in pairs], [y for _, y in pairs])
    if r is not None and len(pairs) >= 8:
        clear = "" if statistics.correlation_is_clear(r, len(pairs)) else "no clear "
        label = clear + f"correlation of {one.title} and {two.title} (n = {len(pairs)})"
        study.add("correlation", label, r, write_number(r, 2), f"Pearson's r, n = {len(pairs)}")
        study.add(
            "pairs", "pairs behind the correlation", len(pairs), write_number(len(pairs)), "rows with both numbers"
        )


def _add_other(study: Study, measure: ColumnShape) -> None:
    values = measure.present
    if not values:
        return
    key = measure.name
    if len(values) == 1:
        study.add(f"only {key}", measure.title, values[0], write_value(measure, values[0]), f"the only value of {key}")
        return
    if measure.additive:
        total = math.fsum(values)
        study.add(f"total {key}", f"total {measure.title}", total, write_value(measure, total), f"sum of {key}")
    for word, choose in (("highest", max), ("lowest", min)):
        value = choose(values)
        row = measure.numbers.index(value)
        label = _whole_label(study.shape, row)
        full = f"{word} {measure.title}" + (f", {label}" if label else "")
        study.add(f"{word} {key}", full, value, write_value(measure, value), f"{choose.__name__} of {key}", label)
