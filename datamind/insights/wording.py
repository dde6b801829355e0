"""Words whose numbers cannot lie: sentences with references {f3} in, sentences with the facts' own texts out.

A sentence from a model stays only if it types no number of its own, says no direction against the sign of its fact, and
claims no cause. Where none stays, the templates speak.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datamind.insights.facts import Study, study_result
from datamind.insights.templates import write_sentences
from datamind.shape import write_label
from datamind.types import Fact, Insight, ResultSet

MOST_SENTENCES = 4
_REFERENCE = re.compile(r"\{(f\d+)\}")
_CAUSE = re.compile(
    r"\b(because|due to|caused? by|causes?|causing|driven by|thanks to|as a result of|led to|leads to|resulted (?:in|from)|"
    r"owing to|attributable to|explained by|explains|stems from|reflects|therefore|hence|consequently|impact of|so that)\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(rose|rises?|rising|grew|grow(?:s|ing|th)?|increas\w+|climb\w+|gain\w*|jump\w*|surg\w+|up|upward)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(fell|falls?|falling|dropp?\w*|declin\w+|decreas\w+|shrank|shrink\w*|los[ts]\w*|slump\w*|plung\w+|down|downward)\b",
    re.IGNORECASE,
)
_SIGNED = ("change", "relative change", "mean growth", "trend of")
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|"
    r"billion|dozen|half|third|quarter|doubled?|tripled?|quadrupled?|twice|percent)\b",
    re.IGNORECASE,
)


def write_insight(
    question_text: str,
    result: ResultSet,
    facts: tuple[Fact, ...],
    title: str = "",
    sentences: Sequence[str] = (),
) -> Insight:
    """Words about a result: the given sentences that hold, their references filled; else templates. Nothing raises.

    `sentences` hold references such as {f1}; the first that holds is the headline. `title` is used where there is nothing
    to tell.
    """
    study = study_result(result)
    kept = [filled for sentence in sentences if (filled := fill_sentence(sentence, facts, study))]
    told = tuple(kept[:MOST_SENTENCES]) if kept else write_sentences(study, result, question_text)
    headline = told[0] if told else title or "Here are the rows."
    number = study.facts.get("only") if len(result.rows) == 1 and len(study.shape.measures) == 1 else None
    if number is not None and study.shape.dimensions and study.shape.dimensions[0].role != "measure":
        number = None
    return Insight(headline.rstrip("."), told[1:], facts, number)


def fill_sentence(sentence: str, facts: Sequence[Fact], study: Study) -> str | None:
    """The sentence with its references filled; None when it must not be shown."""
    known = {fact.id: fact for fact in facts}
    used = [known.get(reference) for reference in _REFERENCE.findall(sentence)]
    if not sentence.strip() or None in used or re.search(r"[{}]", _REFERENCE.sub("", sentence)):
        return None
    bare = _REFERENCE.sub(" ", sentence)
    if _types_a_number(bare, study) or _CAUSE.search(bare) or re.search(r"https?://|www\.|[<>\[\]`]|!\[", bare):
        return None
    if _contradicts(bare, [fact for fact in used if fact], study):
        return None
    filled = _REFERENCE.sub(lambda match: known[match[1]].text, sentence).strip()
    return filled if filled.endswith((".", "!", "?")) else filled + "."


def _types_a_number(bare: str, study: Study) -> bool:
    """Digits outside labels, and number words: "doubled" and "two million" are typed numbers too ("last quarter" is not)."""
    for label in sorted(_labels(study), key=len, reverse=True):
        bare = re.sub(rf"(?<![\w.,]){re.escape(label)}(?![\w]|[.,]\d)", " ", bare)
    without_units = re.sub(
        r"\b(?:the|this|last|each|every|a|per|first|second|third|fourth) quarter\b", " ", bare, flags=re.IGNORECASE
    )
    return bool(re.search(r"\d", bare) or _NUMBER_WORD.search(without_units))


def _labels(study: Study) -> set[str]:
    """What may be quoted with its digits: names of rows that hold any, and column names."""
    labels = {column.name for column in study.shape.columns} | {column.title for column in study.shape.columns}
    for column in study.shape.dimensions:
        labels |= {write_label(column, row) for row in range(study.shape.n_rows)}
        labels |= {value for value in column.values if isinstance(value, str)}
    return {label for label in labels if re.search(r"\d", label)}


def _contradicts(bare: str, used: list[Fact], study: Study) -> bool:
    up, down = bool(_UP.search(bare)), bool(_DOWN.search(bare))
    if not up and not down:
        return False
    signed = [fact for fact in used if fact.label.startswith(_SIGNED) and isinstance(fact.value, int | float)]
    if not signed:
        overall = study.facts.get("difference") or study.facts.get("trend")
        if overall is None:
            return True
        signed = [overall]
    if up and down:
        return False
    return any(fact.value < 0 if up else fact.value > 0 for fact in signed) or all(fact.value == 0 for fact in signed)
