"""Parameters of a query: `{{ name }}` stands in the SQL, a typed value takes its place as a literal node of the syntax tree.

Comes in: SQL with placeholders, what is known of each (`Parameter`) and values as people give them. Goes out: the SQL to run,
which is the person's own text with each literal node written where its placeholder stood. That text is read again, and must
be the tree with those nodes in it: no value can change the shape of a query. The guard judges what comes out like any other.
To add a kind of parameter: a reader in `_READERS`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlglot import exp

from datamind.errors import InvalidInput, QueryRefused
from datamind.sql.gate import read_tokens
from datamind.sql.guard import parse
from datamind.sql.stand_ins import write_stand_ins
from datamind.types import Dialect, Parameter

LONGEST_VALUE, MOST_IN_LIST = 2_000, 500
_PLACE = re.compile(r"\{\{\s*(\w{1,60})\s*\}\}")
_ORDINALS = (exp.Ordered, exp.Group, exp.Order)


@dataclass(frozen=True)
class Bound:
    """The SQL that runs, and where in it which part of the template was written: (start in it, start in the template)."""

    sql: str
    places: tuple[tuple[int, int], ...] = ()

    def find_in_template(self, position: int) -> int:
        """Where somebody who wrote the template looks for what stands at `position` of the SQL that runs."""
        at = bisect_right(self.places, (position, 1 << 60)) - 1
        if at < 0:
            return position
        start, origin = self.places[at]
        return origin if at % 2 == 0 else origin + position - start


def find_placeholders(sql: str) -> tuple[str, ...]:
    """The names in double braces, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in _PLACE.finditer(sql)))


def bind(sql: str, dialect: Dialect, parameters: Sequence[Parameter], values: Mapping[str, Any]) -> Bound:
    """The SQL with a value for each placeholder: the one given, else its default.

    Raises: InvalidInput with the parameter's name as field; QueryRefused for a placeholder where no value can stand.
    """
    matches = list(_PLACE.finditer(sql))
    if not matches:
        return Bound(sql)
    known = {parameter.name: parameter for parameter in parameters}
    nodes = {
        name: read_value(known.get(name, Parameter(name)), values.get(name), dialect) for name in find_placeholders(sql)
    }
    marks = _make_marks(sql, [match[1] for match in matches])
    template, _ = _splice(sql, matches, marks)
    _check_tokens(template, dialect, matches, marks)
    tree = _read(template, dialect)
    forms = [_place(tree, mark, match, nodes[match[1]]) for match, mark in zip(matches, marks, strict=True)]
    written = [", ".join(n.sql(dialect=dialect) for n in nodes[m[1]]) for m in matches]
    texts = [f"({w})" if form == "bare list" else w for w, form in zip(written, forms, strict=True)]
    text, places = _splice(sql, matches, texts)
    if _read(text, dialect) != tree:
        raise QueryRefused("The values would change what the query is, so it was not run.", "Write other values.")
    return Bound(text, places)


def bind_samples(sql: str, dialect: Dialect, parameters: Sequence[Parameter]) -> str:
    """The SQL with each parameter's default, or something of its kind: to judge what it reads, never to run.

    Raises: InvalidInput, QueryRefused as `bind`.
    """
    kinds = {parameter.name: parameter.kind for parameter in parameters}
    defaults = {parameter.name: parameter.default for parameter in parameters}
    values = {name: defaults.get(name) or _SAMPLES[kinds.get(name, "text")] for name in find_placeholders(sql)}
    return bind(sql, dialect, parameters, values).sql


def read_value(parameter: Parameter, given: Any, dialect: Dialect) -> tuple[exp.Expr, ...]:
    """A value as literal nodes: one, or those of a list. Raises InvalidInput, which names the parameter."""
    value = parameter.default if given in (None, "", [], ()) else given
    if value in (None, "", [], ()):
        raise InvalidInput(f"{parameter.name} has no value: give it one.", parameter.name)
    try:
        return _READERS[parameter.kind](value, dialect)
    except _Unfit as error:
        raise InvalidInput(f"{parameter.name}: {error}", parameter.name) from error


class _Unfit(ValueError):
    """Why a value does not fit its kind."""


def _read_text(value: Any, _: Dialect) -> tuple[exp.Expr, ...]:
    text = str(value)
    if len(text) > LONGEST_VALUE:
        raise _Unfit(f"this is longer than {LONGEST_VALUE:,} characters.")
    if any(not (character.isprintable() or character in "\t\n\u00a0") for character in text):
        raise _Unfit("this holds a control character; type it anew.")
    return (exp.Literal.string(text),)


def _read_number(value: Any, _: Dialect) -> tuple[exp.Expr, ...]:
    text = str(value).strip()
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise _Unfit(f"{text[:40]!r} is no number.") from error
    if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 100:
        raise _Unfit(f"{text[:40]!r} is no number that a database takes.")
    literal = exp.Literal.number(f"{abs(number):f}")
    return (exp.Paren(this=exp.Neg(this=literal)) if number < 0 else literal,)


def _read_date(value: Any, dialect: Dialect) -> tuple[exp.Expr, ...]:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise _Unfit(f"{str(value)[:40]!r} is no date: write it as 2026-03-31.") from error
    literal = exp.Literal.string(f"{day:%Y-%m-%d}" if day.year > 999 else day.isoformat()[:10])
    return (literal if dialect == "sqlite" else exp.cast(literal, "date"),)


def _read_list(value: Any, dialect: Dialect) -> tuple[exp.Expr, ...]:
    items = [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value)
    if len(items) > MOST_IN_LIST:
        raise _Unfit(f"choose at most {MOST_IN_LIST} values.")
    read = _read_number if items and all(isinstance(item, int | float | Decimal) for item in items) else _read_text
    return tuple(node for item in items for node in read(item, dialect))


_READERS: Mapping[str, Callable[[Any, Dialect], tuple[exp.Expr, ...]]] = {
    "text": _read_text,
    "number": _read_number,
    "date": _read_date,
    "list": _read_list,
}

_SAMPLES: Mapping[str, Any] = {"text": "a", "number": 1, "date": date(2000, 1, 1), "list": ["a"]}


def _make_marks(sql: str, names: list[str]) -> list[str]:
    """A plain name for each place, that stands nowhere in the text."""
    start = "dm_value"
    while start in sql.lower():
        start += "_x"
    return [f"{start}_{position}" for position in range(len(names))]


def _splice(sql: str, matches: list[re.Match[str]], texts: list[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    out, places, size, end = [], [], 0, 0
    for match, text in zip(matches, texts, strict=True):
        before = sql[end : match.start()]
        size += len(before)
        places += [(size, match.start()), (size + len(text), match.end())]
        out += [before, text]
        size, end = size + len(text), match.end()
    return "".join([*out, sql[end:]]), tuple(places)


def _check_tokens(template: str, dialect: Dialect, matches: list[re.Match[str]], marks: list[str]) -> None:
    """Each place is a word of its own: not inside quotes, a comment or another word."""
    words = {token.text for token in read_tokens(template, dialect) if token.kind == "word"}
    for match, mark in zip(matches, marks, strict=True):
        if mark not in words:
            raise QueryRefused(
                f"{{{{ {match[1]} }}}} stands inside quotes, a comment or a name.",
                "Write it by itself: the quotes come with the value.",
                match.start(),
            )


def _read(text: str, dialect: Dialect) -> exp.Expr:
    return parse(write_stand_ins(text, read_tokens(text, dialect), dialect).rstrip("; \t\r\n"), dialect)


def _place(tree: exp.Expr, mark: str, match: re.Match[str], nodes: tuple[exp.Expr, ...]) -> str:
    """Put the nodes where the mark stands in the tree; how they are to be written there."""
    found = next((each for each in tree.find_all(exp.Column) if each.name == mark and len(each.parts) == 1), None)
    if found is None or isinstance(found.parent, _ORDINALS):
        raise QueryRefused(
            f"{{{{ {match[1]} }}}} stands where a name or an order belongs.",
            "Only values can be parameters; dates need no word before them.",
            match.start(),
        )
    parent = found.parent
    fresh = [node.copy() for node in nodes]
    if isinstance(parent, exp.In) and found is not parent.this:
        is_bare = found.arg_key == "field"
        if is_bare:
            parent.set("field", None)
            parent.set("expressions", fresh)
        else:
            siblings = parent.expressions
            at = next(place for place, each in enumerate(siblings) if each is found)
            parent.set("expressions", [*siblings[:at], *fresh, *siblings[at + 1 :]])
        return "bare list" if is_bare else "in list"
    if len(fresh) != 1:
        raise InvalidInput(f"{match[1]} is a list, so it can stand only after IN.", match[1])
    found.replace(fresh[0])
    return "value"
