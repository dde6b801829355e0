"""Sentences without a model: a study of a result and the question in, a headline and up to three sentences out.

The headline is the finding. Each shape of result (nothing, one number, a list, a ranking, a course over time) has one
function; to add a shape, write its function and its line in `write_sentences`.
"""

from __future__ import annotations

import re

from datamind.formats import write_number
from datamind.insights.counting import capitalise, tell_number
from datamind.insights.facts import Study, write_value
from datamind.insights.titles import counted_noun, measured_phrase
from datamind.shape import write_label
from datamind.types import ResultSet

_LOWEST = re.compile(
    r"\b(lowest|fewest|least|smallest|worst|cheapest|minimum|bottom|shortest|youngest|slowest|earliest)\b",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r"\b(highest|most|largest|biggest|best|greatest|maximum|top|longest|oldest|fastest)\b", re.IGNORECASE
)
_RELATION = re.compile(r"\b(relation\w*|correlat\w+|versus|vs\.?|against|depends? on|go together)\b", re.IGNORECASE)
_PREPOSITION = {
    "year": "in",
    "quarter": "in",
    "month": "in",
    "week": "in the",
    "day": "on",
    "hour": "at",
    "minute": "at",
}
_VERB = (
    r"has|have|had|is|are|was|were|sold|sells|spent|spends|made|makes|placed|earns?|earned|generated|brought|"
    r"got|gets|costs?|received|bought"
)
_VAGUE = frozenset(
    {
        "value",
        "total",
        "sum",
        "amount",
        "avg",
        "average",
        "result",
        "metric",
        "measure",
        "val",
        "percent",
        "pct",
        "share",
        "percentage",
    }
)


def write_sentences(study: Study, result: ResultSet, question: str) -> tuple[str, ...]:
    """A headline and further sentences, each a full sentence, numbers only from the study."""
    if not result.rows:
        return ("No rows match: the query ran, and nothing in the data fits it.",)
    if study.measure is None:
        sentences = _tell_list(study, result, question)
    elif not study.measure.present:
        sentences = [f"No {study.measure.title} is stored: {_all_null(study)}."]
    elif len(result.rows) == 1:
        sentences = _tell_one_row(study, question)
    elif "correlation" in study.facts and _RELATION.search(question):
        sentences = _tell_correlation(study)
    elif study.ordered and len(study.points) > 1:
        sentences = _tell_course(study, question)
    elif study.dimension is not None and len(study.points) > 1:
        sentences = _tell_ranking(study, result, question)
    else:
        sentences = _tell_values(study)
    sentences += _tell_cautions(study, result)
    return tuple(sentence for sentence in sentences if sentence)[:5]


def measure_words(study: Study, question: str) -> str:
    """The measure in a reader's words: a bare count takes its noun from the question ("number of orders")."""
    assert study.measure is not None  # noqa: S101
    title = study.measure.title
    if study.summed and not title.startswith("total"):
        title = f"total {title}"
    if study.measure.title in ("count", "n", "num", "number", "cnt", "c", "total count"):
        noun = counted_noun(question)
        return f"number of {noun}" if noun else "count"
    bare = re.sub(r"^(average|minimum|maximum) ", "", title.removeprefix("total "))
    if len(bare) <= 2 or bare in _VAGUE:
        return measured_phrase(question) or (title if len(title) > 1 else "value")
    return title


def _all_null(study: Study) -> str:
    return "the value is null" if study.shape.n_rows == 1 else f"all {study.text('count')} rows hold null"


def _tell_list(study: Study, result: ResultSet, question: str) -> list[str]:
    names = study.dimension
    if len(result.rows) == 1 and names is not None:
        label = write_label(names, 0)
        which = re.match(
            rf"(?:which|what|who)\b(?:[\w' -]*?)\b((?:{_VERB})\b[^?,]*)\??$", question.strip(), re.IGNORECASE
        )
        if which and not re.match(r"(is|are|was|were) the ", which[1], re.IGNORECASE) and result.rows[0][0] is not None:
            return [f"{capitalise(label)} {which[1].strip()}."]
        return [f"The answer is {label}." if result.rows[0][0] is not None else "The one row found holds null."]
    shown = [write_label(names, row) for row in range(min(3, len(result.rows)))] if names else []
    more = len(result.rows) - len(shown)
    if not shown:
        return [f"{capitalise(study.text('count'))} rows match."]
    tail = f" and {write_number(more)} more" if more else ""
    listed = ", ".join(shown) if more or len(shown) < 2 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return [f"{capitalise(study.text('count'))} rows match: {listed}{tail}."]


def _tell_one_row(study: Study, question: str) -> list[str]:
    number = study.facts.get("only")
    if number is None:
        return []
    rest = [fact for key, fact in study.facts.items() if key.startswith("only ")]
    if study.dimension is not None:
        first = f"{capitalise(write_label(study.dimension, 0))}: {measure_words(study, question)} {number.text}"
        return [", ".join([first, *(f"{fact.label} {fact.text}" for fact in rest)]) + "."]
    if rest:
        return [capitalise(", ".join(f"{fact.label} {fact.text}" for fact in (number, *rest))) + "."]
    return [tell_number(question, number.text, number.value, measure_words(study, question))]


def _tell_ranking(study: Study, result: ResultSet, question: str) -> list[str]:
    if "max" not in study.facts:
        return _tell_values(study)
    lowest = _asks_for_lowest(question)
    key, other = ("min", "max") if lowest else ("max", "min")
    other_word = "highest" if lowest else "lowest"
    name = measure_words(study, question).removeprefix("total ")
    value, labels = (
        study.facts[key].value,
        [label for label, number in study.points if number == study.facts[key].value],
    )
    if study.facts["max"].value == study.facts["min"].value:
        return [f"All {write_number(len(study.points))} have the same {name}: {study.text('max')}."]
    said = _superlative(study, name, lowest=lowest)
    share = (
        f", {study.text('share1')} of the total" if not lowest and "share1" in study.facts and len(labels) == 1 else ""
    )
    if len(labels) == 1:
        headline = f"{capitalise(labels[0])} has {said}: {study.text(key)}{share}."
    elif len(labels) == 2:
        headline = f"{labels[0]} and {labels[1]} share {said}: {study.text(key)}."
    else:
        others = write_number(len(labels) - 2)
        headline = f"{labels[0]}, {labels[1]} and {others} more share {said}: {study.text(key)}."
    sentences = [headline]
    if "total" in study.facts and "share3" in study.facts and value > 0 and len(study.points) > 4:
        top = f"the top three make up {study.text('share3')} of it"
        sentences.append(f"The total is {study.text('total')}; {top}.")
    elif "total" in study.facts and (result.partial or result.truncated):
        shown = f"The {study.text('count').removeprefix('the ')} shown add up to {study.text('total')}"
        sentences.append(f"{shown}, {study.text('mean')} on average.")
    elif "total" in study.facts:
        sentences.append(f"The total is {study.text('total')}, {study.text('mean')} on average.")
    elif study.shape.n_rows > 2:
        sentences.append(f"The median is {study.text('median')}.")
    if sum(1 for _, number in study.points if number == study.facts[other].value) == 1:
        sentences.append(f"The {other_word} is {study.labels[other]} with {study.text(other)}.")
    return sentences


def _asks_for_lowest(question: str) -> bool:
    low, high = _LOWEST.search(question), _HIGHEST.search(question)
    return low is not None and (high is None or low.start() < high.start())


def _superlative(study: Study, name: str, *, lowest: bool) -> str:
    """ "the most orders" for what is counted, "the highest revenue" for what is measured."""
    counted = name.removeprefix("number of ")
    form = study.measure.format if study.measure else None
    things = re.search(r"[^su]s$", counted) and not re.search(
        r"\b(sales|days|hours|minutes|earnings|points|miles)$", counted
    )
    if counted != name or (
        things and form and form.kind == "number" and form.decimals == 0 and study.measure and study.measure.additive
    ):
        return f"the {'fewest' if lowest else 'most'} {counted}"
    return f"the {'lowest' if lowest else 'highest'} {name}"


def _tell_course(study: Study, question: str) -> list[str]:
    name = measure_words(study, question)
    if "max" not in study.facts:
        label, value = study.points[0]
        return (
            [f"{capitalise(name)} {_when(study, label)}: {write_value(study.measure, value)}."] if study.measure else []
        )
    if study.facts["max"].value == study.facts["min"].value:
        return [f"{capitalise(name)} is the same throughout: {study.text('max')}."]
    sentences = [_course_headline(study, name)]
    if not sentences[0].startswith(capitalise(name) + (" rose", " fell")[study.facts["difference"].value < 0]):
        sentences.append(_tell_change(study, name))
    if "step" in study.facts and len(study.points) > 3:
        sentences.append(_tell_step(study))
    low = study.labels["min"]
    if sum(1 for _, number in study.points if number == study.facts["min"].value) == 1 and len(sentences) < 3:
        sentences.append(f"The lowest was {_when(study, low)}: {study.text('min')}.")
    if "season" in study.facts:
        sentences.append(f"In a usual cycle it is highest {_season_preposition(study)} {study.text('season')}.")
    return sentences


def _course_headline(study: Study, name: str) -> str:
    trend = study.facts.get("trend")
    first, last = study.labels["first"], study.labels["last"]
    difference = study.facts["difference"].value
    change = f" ({study.text('change')})" if "change" in study.facts else ""
    steady = (
        trend is not None
        and trend.value * difference > 0
        and {study.labels["max"], study.labels["min"]} == {first, last}
    )
    if steady or len(study.points) == 2:
        if difference == 0:
            return f"{capitalise(name)} did not change from {_from(study, first)} to {_from(study, last)}: {study.text('last')}."
        verb = "rose" if difference > 0 else "fell"
        span = f"from {study.text('first')} {_when(study, first)} to {study.text('last')} {_when(study, last)}"
        return f"{capitalise(name)} {verb} {span}{change}."
    top, value = study.labels["max"], study.facts["max"].value
    ties = [label for label, number in study.points if number == value]
    if len(ties) > 1:
        more = "" if len(ties) == 2 else " and later"
        again = f"again {_when(study, ties[1])}{more}"
        return f"{capitalise(name)} was highest at {study.text('max')}, first {_when(study, top)}, {again}."
    return f"{capitalise(name)} peaked {_when(study, top)} at {study.text('max')}."


def _tell_change(study: Study, name: str) -> str:
    first, last = study.labels["first"], study.labels["last"]
    difference = study.facts["difference"].value
    if difference == 0:
        return f"It ended where it began: {study.text('last')} {_when(study, last)}."
    verb = "rose" if difference > 0 else "fell"
    change = f", {study.text('change')}" if "change" in study.facts else ""
    return f"It {verb} from {study.text('first')} {_when(study, first)} to {study.text('last')} {_when(study, last)}{change}."


def _tell_step(study: Study) -> str:
    step = study.facts["step"]
    before = _from(study, study.labels["step"])
    last = _when(study, study.labels["last"])
    if step.value == 0:
        return f"{capitalise(last)} it was level with {before}."
    return f"{capitalise(last)} it changed by {step.text} on {before}."


def _when(study: Study, label: str) -> str:
    grain = study.dimension.periods.grain if study.dimension and study.dimension.periods else None
    return f"{_PREPOSITION[grain]} {label}" if grain else f"at {label}"


def _from(study: Study, label: str) -> str:
    grain = study.dimension.periods.grain if study.dimension and study.dimension.periods else None
    return f"the {label}" if grain == "week" else label


def _season_preposition(study: Study) -> str:
    grain = study.dimension.periods.grain if study.dimension and study.dimension.periods else None
    return {"day": "on", "hour": "at"}.get(grain or "", "in")


def _tell_values(study: Study) -> list[str]:
    assert study.measure is not None  # noqa: S101
    if "correlation" in study.facts and not study.shape.dimensions:
        return _tell_correlation(study)
    name = study.measure.title
    if "min" not in study.facts:
        return [f"{capitalise(name)}: {study.text('only')}."] if "only" in study.facts else []
    span = f"{capitalise(name)} runs from {study.text('min')} to {study.text('max')}, with a median of {study.text('median')}."
    return [span, f"{capitalise(study.text('count'))} rows were found."]


def _tell_correlation(study: Study) -> list[str]:
    one, two = study.shape.measures[:2]
    r = study.facts["correlation"]
    if r.label.startswith("no clear"):
        evidence = f"(r = {r.text}, n = {study.text('pairs')})"
        return [f"{capitalise(one.title)} and {two.title} show no clear relationship {evidence}."]
    direction = "rise together" if r.value > 0 else "move in opposite directions"
    strength = "closely" if abs(r.value) >= 0.8 else "clearly" if abs(r.value) >= 0.5 else "weakly"
    return [
        f"{capitalise(one.title)} and {two.title} {strength} {direction} (r = {r.text}, n = {study.text('pairs')}).",
        "A correlation says nothing about which of the two leads to the other.",
    ]


def _tell_cautions(study: Study, result: ResultSet) -> list[str]:
    cautions = []
    if study.running:
        cautions.append(f"{capitalise(study.running)} is still running and is left out of these comparisons.")
    if result.truncated:
        cautions.append(f"Only the first {write_number(len(result.rows))} rows were read: the figures are about those.")
    if "nulls" in study.facts and study.shape.n_rows > 1:
        rows = "row has" if study.facts["nulls"].value == 1 else "rows have"
        assert study.measure is not None  # noqa: S101
        cautions.append(f"{study.text('nulls')} {rows} no {study.measure.title}.")
    return cautions
