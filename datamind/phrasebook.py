"""What people have said about a connection as one YAML file that can live in git, and back.

In: descriptions by subject and a Meaning; out: text, sorted and one fact a line so that a change reads well in a diff; and
the other way round. Tables and columns are nested as people think of them; what is empty is left out. Nothing but plain
texts, lists and yes or no is read: a tag or an alias in the file is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from datamind.errors import InvalidInput
from datamind.types import Meaning, Metric, Term, VerifiedQuestion

LARGEST = 5_000_000
VERSION = 1
_SECTIONS = ("version", "tables", "terms", "metrics", "verified")


@dataclass(frozen=True)
class Description:
    """What people say of a table or column.

    `text` may be empty: then the database's comment stands. `personal` says that a column's values are nobody's business
    (or, when False, that they are not personal after all); None leaves it to what the column looks like.
    """

    text: str = ""
    synonyms: tuple[str, ...] = ()
    personal: bool | None = None


@dataclass(frozen=True)
class Phrasebook:
    """`tables` holds what is said of each table, by full name; `columns` of each column, by (table, column)."""

    tables: Mapping[str, Description] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], Description] = field(default_factory=dict)
    meaning: Meaning = field(default_factory=Meaning)


def write_phrasebook(book: Phrasebook) -> str:
    """The book as YAML."""
    tables: dict[str, Any] = {name: _said(said) for name, said in sorted(book.tables.items()) if _said(said)}
    for (table, column), said in sorted(book.columns.items()):
        if _said(said):
            tables.setdefault(table, {}).setdefault("columns", {})[column] = _said(said)
    meaning = book.meaning
    document = {
        "version": VERSION,
        "tables": tables,
        "terms": {
            t.name: _filled(definition=t.definition, synonyms=list(t.synonyms))
            for t in sorted(meaning.terms, key=_name)
        },
        "metrics": {m.name: _metric(m) for m in sorted(meaning.metrics, key=_name)},
        "verified": {v.question: _verified(v) for v in sorted(meaning.verified, key=lambda each: each.question)},
    }
    kept = {name: part for name, part in document.items() if part}
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=100)


def read_phrasebook(text: str) -> Phrasebook:
    """The book that a YAML text holds. Raises InvalidInput saying where it is not what a book holds."""
    if len(text) > LARGEST:
        raise InvalidInput("This file is too large for a glossary: 5 MB is the most.", "file")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise InvalidInput("This file repeats itself by aliases (*name): write each part out.", "file")
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise InvalidInput(
            f"This is no YAML that can be read{where}: check indents, colons and quotes.", "file"
        ) from error
    document = _mapping(document or {}, "the file")
    unknown = [name for name in document if name not in _SECTIONS]
    if unknown:
        raise InvalidInput(f"The file has a part called {unknown[0]!r}; known are {', '.join(_SECTIONS)}.", "file")
    return Phrasebook(
        tables={name: _read_said(entry, name) for name, entry in _parts(document, "tables")},
        columns={
            (table, name): _read_said(entry, f"{table}.{name}")
            for table, entry in _parts(document, "tables")
            for name, entry in _parts(entry, "columns", f"{table}: columns")
        },
        meaning=Meaning(
            terms=tuple(_read_term(name, entry) for name, entry in _parts(document, "terms")),
            metrics=tuple(_read_metric(name, entry) for name, entry in _parts(document, "metrics")),
            verified=tuple(_read_verified(name, entry) for name, entry in _parts(document, "verified")),
        ),
    )


def _name(entry: Term | Metric) -> str:
    return entry.name.casefold()


def _filled(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part not in ("", None, [], ())}


def _said(said: Description) -> dict[str, Any]:
    return _filled(description=said.text, synonyms=list(said.synonyms), personal=said.personal)


def _metric(metric: Metric) -> dict[str, Any]:
    parts = {"date": metric.date_column, "format": metric.format, "synonyms": list(metric.synonyms)}
    return _filled(expression=metric.expression, table=metric.table, **parts)


def _verified(verified: VerifiedQuestion) -> dict[str, Any]:
    parts = {"by": verified.verified_by, "note": verified.note, "today": verified.as_of}
    return _filled(sql=verified.sql, at=verified.verified_at, **parts)


# ── reading: every part is what it should be, or the file says where it is not ───────────────────────────────────────────


def _mapping(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput(f"{place[:200]} should hold names with values below them.", "file")
    return {str(name): part for name, part in value.items()}


def _parts(value: Any, name: str, place: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    whole = _mapping(_mapping(value, name).get(name) or {}, place or name)
    return [(key, _mapping(part or {}, f"{place or name}: {key}")) for key, part in whole.items()]


def _text(entry: Mapping[str, Any], name: str, place: str, required: bool = False) -> str:
    value = entry.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str | int | float | bool) or (required and not str(value).strip()):
        raise InvalidInput(f"{place[:200]}: {name} should be a text.", "file")
    return str(value).strip()


def _texts(entry: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = entry.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str | int | float) for each in value):
        raise InvalidInput(f"{place[:200]}: {name} should be a list of texts.", "file")
    return tuple(str(each).strip() for each in value if str(each).strip())


def _read_said(entry: Mapping[str, Any], place: str) -> Description:
    personal = entry.get("personal")
    if personal not in (None, True, False):
        raise InvalidInput(f"{place[:200]}: personal should be true or false.", "file")
    return Description(_text(entry, "description", place), _texts(entry, "synonyms", place), personal)


def _read_term(name: str, entry: Mapping[str, Any]) -> Term:
    place = f"terms: {name}"
    return Term(name, _text(entry, "definition", place, required=True), _texts(entry, "synonyms", place))


def _read_metric(name: str, entry: Mapping[str, Any]) -> Metric:
    place = f"metrics: {name}"
    return Metric(
        name,
        _text(entry, "expression", place, required=True),
        _text(entry, "table", place, required=True),
        _text(entry, "date", place) or None,
        _text(entry, "format", place) or None,
        _texts(entry, "synonyms", place),
    )


def _read_verified(question: str, entry: Mapping[str, Any]) -> VerifiedQuestion:
    place, at, today = f"verified: {question}", entry.get("at"), entry.get("today")
    if not isinstance(at, datetime | None) or not isinstance(today, date | None):
        raise InvalidInput(f"{place[:200]}: at and today should be a moment and a day.", "file")
    sql, by, note = _text(entry, "sql", place, required=True), _text(entry, "by", place), _text(entry, "note", place)
    return VerifiedQuestion(question, sql, by, at, note, today)
