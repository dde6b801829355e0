"""Definitions that test rows come in, SQL expressions over one table's columns go out.

"cancelled_at is null", "ShippedDate after RequiredDate", "status is 'paid' or 'sent'"; with a number before them: "percentage of
invoices where status = 'paid'", "sum of amount where …"; and spans: "days between started_at and cancelled_at".
To add a way to test: a line in _TESTS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from datamind.linking.glossary import Formula

Columns = Mapping[str, tuple[str, ...]]
_OPERATORS = {
    "after": ">", "later than": ">", "greater than": ">", "more than": ">", "above": ">", "over": ">", ">": ">", ">=": ">=", "at least": ">=", "<=": "<=", "at most": "<=",
    "before": "<", "earlier than": "<", "less than": "<", "below": "<", "under": "<", "<": "<", "!=": "<>", "<>": "<>", "is not": "<>",
}  # fmt: skip
_OPERATOR = "|".join(sorted((re.escape(word) for word in _OPERATORS), key=len, reverse=True))
_QUOTED = r"""['"“‘]([^'"”’]+)['"”’]"""
_COLUMN = r"""(?P<column>[\w ."`]+?)"""
_EMPTY = re.compile(
    rf"^{_COLUMN}\s+(?:is|=|are)\s+(?P<no>not\s+)?(?:null|empty|missing|blank|unset|set)$", re.IGNORECASE
)
_EQUAL = re.compile(
    rf"^{_COLUMN}\s*(?:==?|\bis\b|\bin\b|\bequals\b|\bof\b|\s)\s*\(?(?P<values>{_QUOTED}(?:\s*(?:,|or|, or)\s*{_QUOTED})*)\)?$",
    re.IGNORECASE,
)
_ORDERED = re.compile(rf"^{_COLUMN}\s+(?:is\s+)?(?P<op>{_OPERATOR})\s+(?P<other>[\w .\"`']+)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?:the\s+)?(?P<what>sum|total|average|avg|count|number|percentage|percent|share|proportion|rate)\s+of\s+(?:the\s+|all\s+)?(?P<of>[\w ]+?)\s+(?:where|with|whose|for which|having|that have)\s+(?:a\s+|the\s+)?(?P<test>.+)$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"^(?:the\s+)?(?:number of\s+)?(?P<unit>days|hours|weeks|time|duration)\s+(?:between|from)\s+(?:the\s+)?(?P<a>[\w .]+?)\s+(?:and|to|until)\s+(?:the\s+)?(?P<b>[\w .]+)$",
    re.IGNORECASE,
)
_PER_DAY = {"hours": " * 24", "weeks": " / 7.0"}


def read_test(text: str, columns_of: Columns) -> tuple[str, str] | None:
    """The table and the condition that `text` states; None when it states none."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"\s+and\s+", text.strip().rstrip(".")):
        one = _one_test(part.strip(), columns_of)
        if one is None:
            return None
        found.append(one)
    tables = {table for table, _ in found}
    return (tables.pop(), " AND ".join(test for _, test in found)) if len(tables) == 1 else None


def read_measure(text: str, columns_of: Columns) -> Formula | None:
    """A number over the rows that pass a test, the ratio of two of them, or the days between two dates."""
    text = text.strip().rstrip(".")
    span = _SPAN.match(text)
    if span:
        return _span(span, columns_of)
    over = re.split(r"\s+(?:/|divided by|over)\s+", text)
    if len(over) == 2 and re.match(r"(?:the\s+)?(?:total\s+)?(?:number|count)\b", over[1], re.IGNORECASE):
        counted = _COUNTED.match(over[0])
        tested = read_test(counted["test"], columns_of) if counted else None
        return Formula(tested[0], f"1.0 * {_passing(tested[1])} / COUNT(*)", "formula") if tested else None
    counted = _COUNTED.match(text)
    tested = read_test(counted["test"], columns_of) if counted else None
    if counted is None or tested is None:
        return None
    table, test = tested
    what = counted["what"].lower()
    if what in ("count", "number"):
        return Formula(table, _passing(test), "formula")
    if what in ("sum", "total", "average", "avg"):
        column = column_of(counted["of"], table, columns_of)
        return (
            Formula(table, f'CASE WHEN {test} THEN "{column}" END', "sum" if what in ("sum", "total") else "avg")
            if column
            else None
        )
    return Formula(table, f"100.0 * {_passing(test)} / COUNT(*)", "formula")


def _passing(test: str) -> str:
    return f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)"


def _one_test(text: str, columns_of: Columns) -> tuple[str, str] | None:
    for pattern, write in _TESTS:
        match = pattern.match(text)
        for table in columns_of if match else ():
            column = column_of(match["column"], table, columns_of) if match else None
            test = write(match, column, table, columns_of) if match and column else None
            if test is not None:
                return table, test
    return None


def _empty(match: re.Match[str], column: str, table: str, columns_of: Columns) -> str:
    filled = bool(match["no"]) != match[0].lower().rstrip().endswith((" set",))
    return f'"{column}" IS {"NOT " if filled else ""}NULL'


def _equal(match: re.Match[str], column: str, table: str, columns_of: Columns) -> str:
    values = [text.replace("'", "''") for text in re.findall(_QUOTED, match["values"])]
    listed = ", ".join(f"'{value}'" for value in values)
    return f'"{column}" IN ({listed})' if len(values) > 1 else f'"{column}" = {listed}'


def _ordered(match: re.Match[str], column: str, table: str, columns_of: Columns) -> str | None:
    operator, other = _OPERATORS[match["op"].lower()], match["other"].strip()
    right = column_of(other, table, columns_of)
    if right is not None:
        return f'"{column}" {operator} "{right}"'
    if re.fullmatch(r"-?\d+(\.\d+)?", other) or re.fullmatch(r"'[^']*'", other):
        return f'"{column}" {operator} {other}'
    return None


_TESTS = ((_EMPTY, _empty), (_EQUAL, _equal), (_ORDERED, _ordered))


def _span(match: re.Match[str], columns_of: Columns) -> Formula | None:
    for table in columns_of:
        start, end = (column_of(match[side], table, columns_of) for side in ("a", "b"))
        if start and end and start != end:
            return Formula(table, f'DAYS_BETWEEN("{start}", "{end}"){_PER_DAY.get(match["unit"].lower(), "")}', None)
    return None


def column_of(words: str, table: str, columns_of: Columns) -> str | None:
    """The table's column that is written like `words`, whatever the case, the signs and a table's name before it."""
    wanted = re.sub(r"[^a-z0-9]", "", words.lower().rsplit(".", 1)[-1])
    plain = {re.sub(r"[^a-z0-9]", "", column.lower()): column for column in columns_of[table]}
    return plain.get(wanted) or plain.get(wanted.removeprefix(re.sub(r"[^a-z0-9]", "", table.lower())))
