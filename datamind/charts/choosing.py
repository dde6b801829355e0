"""Which kind of chart: the question's own wish first, then what the shape of the result asks for.

Each rule looks at the shape and the words and returns a kind with its reason, or None; the first that speaks and fits wins.
To add a rule: a function and its place in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from datamind.charts import wishes
from datamind.charts.base import Kind
from datamind.charts.fitting import axis_and_series, comparable_measures
from datamind.shape import Shape
from datamind.types import ChartSpec

MOST_BARS = 50
MOST_PARTS = 6
Choice = tuple[str, str]


def choose_kind(shape: Shape, question: str, kinds: Mapping[str, Kind], hint: str | None = None) -> ChartSpec:
    """The spec of the first rule whose kind fits; a table where none does. `hint` wins only over rules that merely prefer."""
    spec = _tell_points_apart(_choose(shape, question, kinds, hint), shape, question)
    if spec.kind == "bar" and not wishes.asks_for_order(question):
        return replace(spec, options={"order": "value"})
    return spec


def _choose(shape: Shape, question: str, kinds: Mapping[str, Kind], hint: str | None) -> ChartSpec:
    wish = wishes.named_kind(question)
    if wish and (spec := _fit_wish(wish, shape, kinds)):
        return replace(spec, reason=f"the question asks for it: {kinds[spec.kind].title.lower()}")
    choice = next(choice for rule in RULES if (choice := rule(shape, question)))
    if (
        hint is not None
        and hint in kinds
        and hint != choice[0]
        and _is_tie(choice[0], hint)
        and (spec := kinds[hint].fit(shape))
    ):
        return replace(spec, reason="suggested with the answer, and the result admits it")
    spec = kinds[choice[0]].fit(shape)
    return replace(spec, reason=choice[1]) if spec else ChartSpec("table", reason="no chart fits these columns")


def _tell_points_apart(spec: ChartSpec, shape: Shape, question: str) -> ChartSpec:
    """A colour for each single point tells nothing: points are grouped where names repeat, or where the question says so."""
    series = shape.column(spec.series) if spec.kind == "scatter" and spec.series else None
    if series is None or series.distinct < shape.n_rows or wishes.asks_for_groups(question):
        return spec
    return replace(spec, series=None)


def _fit_wish(wish: str, shape: Shape, kinds: Mapping[str, Kind]) -> ChartSpec | None:
    """The wished kind, or the one of its family that these rows need (bars with a second category are stacked or grouped)."""
    found = axis_and_series(shape)
    split = found[1] if found else None
    family = {
        "bar": ("stacked_bar", "grouped_bar", "bar") if split is not None else ("bar",),
        "stacked_bar": ("stacked_bar", "grouped_bar", "bar"),
        "stacked_full_bar": ("stacked_full_bar", "stacked_bar", "grouped_bar", "bar"),
        "funnel": ("funnel", "bar"),
        "waterfall": ("waterfall", "bar"),
        "pareto": ("pareto", "bar"),
        "bullet": ("bullet", "grouped_bar", "bar"),
        "map": ("map", "bar"),
        "pivot": ("pivot", "heatmap"),
        "grouped_bar": ("grouped_bar", "bar"),
        "area": ("stacked_area", "area") if split is not None else ("area",),
        "stacked_area": ("stacked_area", "area"),
        "bubble": ("bubble", "scatter"),
        "histogram": ("histogram",) if not shape.dimensions or shape.n_rows > MOST_BARS else ("bar", "histogram"),
        "scatter": ("scatter",),
    }.get(wish, (wish,))
    if shape.n_rows <= 1 and wish != "table":
        return None
    if spec := next((spec for kind in family if (spec := kinds[kind].fit(shape))), None):
        return spec
    ids = [column for column in shape.columns if column.role in ("id", "measure") and column.present]
    if wish == "scatter" and len(ids) > 1:  # who asks for it may hold even ids against each other
        return ChartSpec("scatter", ids[0].name, (ids[1].name,))
    return None


def _is_tie(chosen: str, hint: str) -> bool:
    """Kinds between which taste may decide; everything else is decided by the shape."""
    families = (
        {"bar", "pie"},
        {"grouped_bar", "stacked_bar", "heatmap"},
        {"line", "area", "bar"},
        {"line", "stacked_area", "stacked_bar"},
    )
    return any(chosen in family and hint in family for family in families)


def _no_rows(shape: Shape, question: str) -> Choice | None:
    return ("table", "there are no rows") if shape.n_rows == 0 else None


def _one_number(shape: Shape, question: str) -> Choice | None:
    if shape.n_rows != 1:
        return None
    if len(shape.columns) == 1 or len(shape.measures) == 1:
        return "number", "the answer is one value"
    return "table", "the answer is one row of several values"


def _nothing_measured(shape: Shape, question: str) -> Choice | None:
    if any(measure.present for measure in shape.measures):
        return None
    return "table", "no column is a number to draw"


def _relation(shape: Shape, question: str) -> Choice | None:
    measures = shape.numeric
    if len(measures) < 2:
        return None
    if wishes.asks_for_relation(question) and not _are_columns_over_time(shape, question):
        return "scatter", "the question asks how two numbers go together"
    if not shape.dimensions:
        return (
            ("scatter", "two numbers a row, and nothing that names the rows")
            if len(measures) == 2
            else ("table", "only numbers")
        )
    return None


def _are_columns_over_time(shape: Shape, question: str) -> bool:
    """ "2024 vs 2025 by month": two columns of one unit along a calendar or cycle are compared, not correlated."""
    along = next((column for column in shape.dimensions if column.role in ("time", "cycle")), None)
    if along is None or along.distinct < shape.n_rows or wishes.asks_for_correlation(question):
        return False
    return len([measure for measure in comparable_measures(shape) if measure is not along]) > 1


def _spread(shape: Shape, question: str) -> Choice | None:
    if shape.dimensions or len(shape.measures) != 1:
        return None
    if wishes.asks_for_spread(question) or shape.n_rows >= 30:
        return "histogram", "many values of one number"
    return "table", "a short list of numbers"


def _over_time(shape: Shape, question: str) -> Choice | None:
    time = shape.time
    if time is None or time.distinct < 2 or len(shape.dimensions) > 2:
        return None
    found = axis_and_series(shape)
    split = found[1] if found else None
    if split is None and time.distinct < shape.n_rows - time.nulls:
        return "table", "several rows a moment, and nothing that tells them apart"
    if split is not None and (split.distinct > 30 or split.distinct * time.distinct < shape.n_rows / 1.5):
        return "table", "too many series to tell apart"
    if time.distinct == 2 and split is None:
        return "bar", "two moments compare best as bars"
    if time.distinct == 2:
        return "grouped_bar", "two moments compare best side by side"
    return "line", "a number over time"


def _several_names(shape: Shape, question: str) -> Choice | None:
    names = [column for column in shape.dimensions if column.role in ("category", "cycle", "time")]
    if len(names) < 2:
        return None
    if len(names) > 2:
        return "table", "more than two columns name the rows"
    split = found[1] if (found := axis_and_series(shape)) else None
    if found is None or split is None:
        one_each = max(column.distinct for column in names) >= shape.n_rows
        return (
            ("bar", "one number a name")
            if one_each and shape.n_rows <= MOST_BARS
            else ("table", "too many names for bars")
        )
    axis = found[0]
    most, fewest = max(axis.distinct, split.distinct), min(axis.distinct, split.distinct)
    if most * fewest > 60 and most > 12 and fewest > 5:
        return "heatmap", "many pairs of two names"
    if axis.distinct > MOST_BARS:
        return "table", "too many names for bars"
    counted = all(value is None or float(value).is_integer() for value in shape.measures[0].numbers)
    additive = shape.measures[0].additive
    if additive and (
        wishes.asks_for_parts(question) or wishes.asks_for_share(question) or split.distinct > 4 or counted
    ):
        return "stacked_bar", "parts of each name that add up"
    return "grouped_bar", "two names a row, compared side by side"


def _parts_of_whole(shape: Shape, question: str) -> Choice | None:
    if not wishes.asks_for_share(question) or not shape.dimensions:
        return None
    dimension, measure = shape.dimensions[0], shape.measures[0]
    values = measure.present
    if dimension.role == "time" or not 2 <= len(values) <= MOST_PARTS or min(values) < 0:
        return None
    total = sum(values)
    whole = (
        measure.format.kind not in ("percent", "fraction")
        or abs(total - (1 if measure.format.kind == "fraction" else 100)) <= 2
    )
    return ("pie", "a few parts of one whole") if whole and total > 0 else None


def _names(shape: Shape, question: str) -> Choice | None:
    if not shape.dimensions:
        return "table", "nothing names the rows"
    dimension = shape.dimensions[0]
    if dimension.role == "text":
        return "table", "long texts"
    if shape.n_rows > MOST_BARS:
        return "table", "too many names for bars"
    measures = [column for column in shape.measures if column.present]
    if len(measures) > 4:
        return "table", "many numbers a row"
    if len(measures) > 1 and shape.n_rows <= 12:
        if len(comparable_measures(shape)) > 1:
            return "grouped_bar", "several numbers a name"
        return "bar", "the first of several numbers that share no unit"
    if len(measures) > 1:
        return "table", "several numbers for many names"
    if dimension.role == "cycle" and dimension.distinct >= 3 and wishes.asks_for_course(question):
        return "line", "the course of a number through its cycle"
    return "bar", "one number a name"


Rule = Callable[[Shape, str], Choice | None]
RULES: tuple[Rule, ...] = (
    _no_rows,
    _one_number,
    _nothing_measured,
    _relation,
    _spread,
    _over_time,
    _parts_of_whole,
    _several_names,
    _names,
    lambda shape, question: ("table", "no chart fits"),
)
