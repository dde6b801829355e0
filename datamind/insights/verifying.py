"""Numbers in free text, held against a result: a text in, the numbers that the result does not bear out.

Each sentence is read for the rows it names; each of its numbers must fit what the words say it is (see `claims`). Names of
rows, periods and columns may hold digits of their own, and so may what the question said.
"""

from __future__ import annotations

import re

from datamind.insights.claims import supporting_numbers
from datamind.insights.mentions import is_month, read_labels, read_nouns
from datamind.insights.numerals import COUNTED, Numeral, read_numerals
from datamind.insights.subject import Subject
from datamind.periods import MONTHS
from datamind.shape import Shape, read_shape, write_label
from datamind.types import ResultSet

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\[])|\n+(?=\S)")
_MONTH_NAMES = "|".join([*MONTHS, *(month[:3] for month in MONTHS)])
_CALENDAR = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:{_MONTH_NAMES})\.?(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?)?(?:\s+(?P<y>\d{{4}}))?\b"
    rf"|\bQ[1-4]\s+(?P<yq>\d{{4}})\b|\b(?:in|of|since|until|by|during|from|to|between|and|year)\s+(?P<ya>1[89]\d\d|20\d\d)\b(?![.,]\d|\s?%)"
)


def verify_text(text: str, result: ResultSet, question_text: str = "") -> tuple[str, ...]:
    """The numbers of a text that do not follow from the result, as they are written there, in order; () when all do."""
    shape = read_shape(result)
    labels, nouns = read_labels(shape), read_nouns(shape)
    asked = {number.value for number in read_numerals(question_text)}
    years = _years(shape, question_text)
    wrong: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        mentions, hidden = _hide_labels(sentence, labels)
        hidden = _call_rows(_hide_calendar(hidden, years), nouns)
        subject = _read_subject(shape, mentions)
        for numeral in read_numerals(hidden):
            numbers = supporting_numbers(hidden, numeral, subject)
            if any(numeral.fits(number) for number in numbers):
                continue
            if numeral.value in asked and _restates(hidden, numeral, question_text):
                continue
            wrong.append(numeral.text)
    return tuple(wrong)


def _read_subject(shape: Shape, mentions: list[tuple[int, tuple[int, ...]]]) -> Subject:
    numeric = [column for column in shape.columns if any(number is not None for number in column.numbers)]
    groups: dict[str, list[int]] = {}
    if len(shape.dimensions) > 1:
        for row in range(shape.n_rows):
            groups.setdefault(write_label(shape.dimensions[0], row), []).append(row)
    return Subject(
        columns=tuple(tuple(column.numbers) for column in numeric),
        n_rows=shape.n_rows,
        distinct=tuple(column.distinct for column in shape.columns if column.role in ("category", "time", "id")),
        named=tuple(rows for _, rows in mentions),
        spots=tuple(spot for spot, _ in mentions),
        percents=tuple(column.format.kind in ("percent", "fraction") for column in numeric),
        groups=tuple(map(tuple, groups.values())) if 1 < len(groups) < shape.n_rows else (),
    )


def _hide_labels(sentence: str, labels: dict[str, tuple[int, ...]]) -> tuple[list[tuple[int, tuple[int, ...]]], str]:
    """Where each name is mentioned and the rows it stands for, in order, and the sentence with the names blanked out."""
    found: list[tuple[int, tuple[int, ...]]] = []
    lowered = sentence.lower()
    for label, rows in labels.items():
        if label.lower() not in lowered:
            continue
        numeric = re.fullmatch(r"[\d.,]+", label)
        pattern = rf"(?<![\w.,-]){re.escape(label)}(?![\w%]|[.,]\d)" if numeric else rf"(?<!\w){re.escape(label)}(?!\w)"
        flags = 0 if len(label) <= 2 or is_month(label) else re.IGNORECASE
        while match := re.search(pattern, sentence, flags):
            if numeric and not _stands_as_name(sentence, match):
                break
            found.append((match.start(), rows))
            sentence = sentence[: match.start()] + "·" * len(match[0]) + sentence[match.end() :]
    return [mention for mention in sorted(found) if mention[1]], sentence


def _stands_as_name(sentence: str, match: re.Match[str]) -> bool:
    """Whether digits that equal a row's name are used as that name: as a subject, or between "from" and "to", "and"."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    subject = not before.strip() or re.search(r"\b(?:while|and|but|where)\s*$", before)
    if subject and re.match(r"\s*(?::|is|was|has|had|leads|accounts?|accounted|makes?|peaked)(?!\w)", after):
        return True
    if re.search(r"\bbetween\s*$", before) and re.match(r"\s*and\b", after):
        return True
    if re.search(r"\bbetween\s+\S+\s+and\s*$", before) or re.search(r"\b[Ff]rom\s+·+\s+to\s*$", before):
        return True
    if re.search(r"\b[Ff]rom\s+\S+\s+to\s*$", before) and re.match(r"\s+(?:the|it|this|values?)\b", after):
        return True
    if re.search(r"\b[Ff]rom\s*$", before) and re.match(r"\s+to\s+\S+(?:\s+\S+)?\s+(?:the|it|this|values?)\b", after):
        return True
    return len(match[0]) == 4 and bool(re.search(r"\b(?:[Ii]n|[Oo]n|of|since|by|year|until)\s*$", before))


def _years(shape: Shape, question_text: str) -> tuple[set[int], int | None, int | None]:
    """Years that the question names, and the first and last year of the result's time column."""
    asked = {int(year) for year in re.findall(r"\b(?:1[5-9]|20|21)\d\d\b", question_text)}
    starts = [start for start in shape.time.periods.starts if start] if shape.time and shape.time.periods else []
    return asked, min(starts).year if starts else None, max(starts).year if starts else None


def _hide_calendar(sentence: str, years: tuple[set[int], int | None, int | None]) -> str:
    """Dates in words are names, not numbers, as long as their year lies within the result or the question."""
    asked, first, last = years

    def hide(match: re.Match[str]) -> str:
        year = match["y"] or match["yq"] or match["ya"]
        if year is None:
            return "·" * len(match[0]) if match["d1"] or match["d2"] else match[0]
        number = int(year)
        within = number in asked or (first is not None and last is not None and first <= number <= last)
        return "·" * len(match[0]) if within else match[0]

    return _CALENDAR.sub(hide, sentence)


def _call_rows(sentence: str, nouns: tuple[str, ...]) -> str:
    """ "four cities" as "four rows ": things that the rows stand for are counted as rows; nothing else moves."""
    if not nouns:
        return sentence
    counted = re.compile(rf"(?<=[\w)]\s)({'|'.join(map(re.escape, nouns))})\b", re.IGNORECASE)
    return counted.sub(
        lambda match: "rows".ljust(len(match[0])) if COUNTED.search(sentence[: match.start()]) else match[0], sentence
    )


def _restates(sentence: str, numeral: Numeral, question: str) -> bool:
    """Whether a number that the question also holds is said as its condition ("over 900", "top 5"), not as a finding."""
    words = sentence[max(0, numeral.start - 15) : numeral.end].strip().lower()
    if len(words) > 8 and words in question.lower():
        return True
    finding = re.search(
        r"\b(?:is|was|are|were|of|at|with|to|reached|total\w*)\s*[$€£]?\s*$", sentence[: numeral.start], re.IGNORECASE
    )
    return not finding and not numeral.percent
