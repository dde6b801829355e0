"""Glossary terms and metrics come in, virtual columns and values go out, so that house words link like names of columns.

"revenue = sum of invoice total" makes a column `revenue` with SUM as its aggregate; "line revenue = UnitPrice * Quantity of
InvoiceLine" one with a formula; "active = status is 'open'" a stored value. What cannot be read stays words for the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_AGGREGATES = {
    "sum": "sum", "total": "sum", "average": "avg", "mean": "avg", "avg": "avg", "count": "count", "number": "count", "distinct": "count_distinct",
    "maximum": "max", "max": "max", "minimum": "min", "min": "min", "median": "median",
}  # fmt: skip
_LEADING = re.compile(
    r"^(?:the )?(sum|total|average|mean|avg|maximum|max|minimum|min|median)(?:med)?(?: amount)?(?: of)?(?: the| all)? ",
    re.IGNORECASE,
)
_CALL = re.compile(r"^\s*(sum|avg|min|max|count)\s*\((?P<inner>.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(
    r"""^(?:[\w ]*\b(?:with|where|whose)\s+)?(?P<column>[\w ]+?)\s*(?:=|\bis\b|\bequals\b)\s*['"“](?P<value>[^'"”]+)['"”]\s*$"""
)
_IDENTIFIER = re.compile(r'"[^"]+"|`[^`]+`|\b[A-Za-z_]\w*\b')
_ENGLISH = {
    "of",
    "from",
    "in",
    "the",
    "per",
    "each",
    "one",
    "a",
    "an",
    "all",
    "times",
    "minus",
    "plus",
    "divided",
    "by",
    "and",
    "for",
    "on",
    "table",
}


@dataclass(frozen=True)
class Formula:
    """What a house word means: an expression over one table's columns, with the aggregate that goes with it."""

    table: str
    expression: str
    aggregate: str | None  # None: as the question says; "formula": the expression holds its aggregates


@dataclass(frozen=True)
class Meant:
    """What a house word means: a stored value of a column."""

    column: str
    value: str


def states_value(definition: str) -> bool:
    """Whether a definition says no more than that a column holds a value: such a term links like that value."""
    return _CONDITION.match(definition.strip().rstrip(".")) is not None


def read_definition(definition: str, columns_of: dict[str, tuple[str, ...]]) -> Formula | Meant | str | None:
    """A formula, a value, the words left after an aggregate ("sum|invoice total"), or None.

    `columns_of` are the column names of each table.
    """
    text = definition.strip().rstrip(".")
    condition = _CONDITION.match(text)
    if condition:
        return Meant(condition["column"].strip(), condition["value"])
    call = _CALL.match(text)
    if call and call["inner"].count("(") == call["inner"].count(")") and ")" not in call["inner"].split("(")[0]:
        formula = _formula(call["inner"], columns_of)
        if formula:
            return Formula(formula.table, formula.expression, _AGGREGATES[call[1].lower()])
    aggregate, rest = None, text
    leading = _LEADING.match(text)
    if leading:
        aggregate, rest = _AGGREGATES[leading[1].lower()], text[leading.end() :]
    if re.search(r"[*/+]|\w\s+-\s+\w|\(", rest) or re.search(r"\b(times|minus|plus|divided by)\b", rest):
        formula = _formula(rest, columns_of)
        if formula:
            whole = "formula" if re.search(r"\b(sum|avg|count|min|max)\s*\(", rest, re.IGNORECASE) else aggregate
            return Formula(formula.table, formula.expression, whole)
        return None
    return f"{aggregate or ''}|{rest}"


def _formula(text: str, columns_of: dict[str, tuple[str, ...]]) -> Formula | None:
    """The expression with its columns' own spelling, and the one table that has them all."""
    plain = re.sub(
        r"\bdivided by\b", "/", re.sub(r"\bminus\b", "-", re.sub(r"\bplus\b", "+", re.sub(r"\btimes\b", "*", text)))
    )
    named = re.search(r"\s+(?:of|from|in)\s+(?:the\s+)?(?:table\s+)?([A-Za-z_][\w ]*?)\s*$", plain)
    spellings = {re.sub(r"[\W_]", "", table.lower()): table for table in columns_of}
    preferred = spellings.get(re.sub(r"[\W_]", "", named[1].lower())) if named else None
    if named:
        plain = plain[: named.start()]
    plain = re.sub(r"\b[A-Za-z_]\w*\.(?=[A-Za-z_\"`])", "", plain)
    words = [word.strip('"`') for word in _IDENTIFIER.findall(re.sub(r"'[^']*'", "", plain))]
    functions = {
        "sum",
        "avg",
        "count",
        "min",
        "max",
        "nullif",
        "coalesce",
        "round",
        "abs",
        "case",
        "when",
        "then",
        "else",
        "end",
        "distinct",
        "cast",
        "as",
        "real",
        "float",
        "and",
        "or",
        "not",
        "null",
        "is",
    }
    wanted = {word.lower() for word in words if word.lower() not in functions}
    for table in sorted(columns_of, key=lambda name: preferred is None or name.lower() != preferred.lower()):
        spelled = {column.lower(): column for column in columns_of[table]}
        if wanted and wanted <= set(spelled):
            expression = _IDENTIFIER.sub(
                lambda match, spelled=spelled: (  # type: ignore[misc]
                    f'"{spelled[match.group().strip(chr(34) + chr(96)).lower()]}"'
                    if match.group().strip('"`').lower() in spelled
                    else match.group()
                ),
                plain,
            )
            return Formula(table, expression.strip(), None)
    return None
