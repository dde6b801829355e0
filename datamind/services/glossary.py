"""The words of a connection: descriptions and synonyms of tables and columns, terms, metrics; and all of it as one YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from datamind import saved
from datamind.access import Permission
from datamind.binding import policies_for
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.meanings import Description, drop_meaning, keep_meaning, read_descriptions
from datamind.phrasebook import Phrasebook, read_phrasebook, write_phrasebook
from datamind.services.use_case import note, use_case
from datamind.sql.metrics import check_metric
from datamind.store.session import Row
from datamind.types import Catalog, Meaning, Metric, Table, Term, VerifiedQuestion

__all__ = [
    "Description", "Imported", "describe_table", "export_glossary", "forget_metric", "forget_term", "import_glossary",
    "keep_metric", "keep_term", "list_descriptions",
]  # fmt: skip

LONGEST_NAME, LONGEST_TEXT, MOST_SYNONYMS = 120, 4_000, 30


@dataclass(frozen=True)
class Imported:
    """What came in from a file; `unknown` names the tables and columns in it that are not here (their words are kept)."""

    descriptions: int
    terms: int
    metrics: int
    verified: int
    unknown: tuple[str, ...]


@use_case(Permission.EDIT_CATALOG, look=True)
def list_descriptions(scope: Scope, connection_id: int) -> Mapping[str, Description]:
    """What people have said of the tables and columns that the actor may see, by full name. Raises NotFound."""
    catalog = saved.load_catalog(scope, saved.find_connection(scope, connection_id))
    seen = _subjects(catalog)
    return {subject: said for subject, said in read_descriptions(scope, connection_id).items() if subject in seen}


@use_case(Permission.EDIT_CATALOG)
def describe_table(
    scope: Scope,
    connection_id: int,
    table: str,
    said: Description | None = None,
    columns: Mapping[str, Description] | None = None,
) -> None:
    """Say what a table (named in full) and its columns mean; what is not named stays, what is empty is forgotten.

    Raises: NotFound, InvalidInput.
    """
    row = saved.find_connection(scope, connection_id)
    known = _find_table(saved.load_catalog(scope, row), table)
    subjects = {f"{table}.{name}": each for name, each in (columns or {}).items()}
    missing = [name for name in columns or {} if known.column(name) is None]
    if missing:
        raise InvalidInput(f"There is no column {missing[0][:80]} in {table[:120]}.", "columns")
    if said is not None:
        subjects[table] = replace(said, personal=None)
    note(table=table[:120], described=len(subjects))
    keep_meaning(scope, row, Meaning(), {subject: _clean(each, subject) for subject, each in subjects.items()})


@use_case(Permission.EDIT_CATALOG)
def keep_term(scope: Scope, connection_id: int, name: str, definition: str, synonyms: tuple[str, ...] = ()) -> Term:
    """A word and what it means here; one of that name before it is replaced. Raises NotFound, InvalidInput."""
    row = saved.find_connection(scope, connection_id)
    term = _clean_term(Term(name, definition, synonyms))
    note(term=term.name)
    keep_meaning(scope, row, Meaning(terms=(term,)))
    return term


@use_case(Permission.EDIT_CATALOG)
def forget_term(scope: Scope, connection_id: int, name: str) -> None:
    """Raises NotFound, InvalidInput when there is none of that name."""
    _forget(scope, connection_id, Term(name, ""))
    note(term=name[:LONGEST_NAME])


@use_case(Permission.EDIT_CATALOG)
def keep_metric(
    scope: Scope,
    connection_id: int,
    name: str,
    expression: str,
    table: str,
    date_column: str | None = None,
    number_format: str | None = None,
    synonyms: tuple[str, ...] = (),
) -> Metric:
    """A number of the house, read by the guard before it is kept; one of that name before it is replaced.

    Raises: NotFound, InvalidInput naming the field.
    """
    row = saved.find_connection(scope, connection_id)
    metric = Metric(name, expression, table, date_column or None, number_format or None, synonyms)
    metric = _clean_metric(metric, saved.load_catalog(scope, row))
    note(metric=metric.name, table=metric.table[:120])
    keep_meaning(scope, row, Meaning(metrics=(metric,)))
    return metric


@use_case(Permission.EDIT_CATALOG)
def forget_metric(scope: Scope, connection_id: int, name: str) -> None:
    """Raises NotFound, InvalidInput when there is none of that name."""
    _forget(scope, connection_id, Metric(name, "", ""))
    note(metric=name[:LONGEST_NAME])


@use_case(Permission.EDIT_CATALOG)
def export_glossary(scope: Scope, connection_id: int) -> str:
    """All words of the connection that the actor may see, as YAML. Raises NotFound, ConnectorError."""
    row = saved.find_connection(scope, connection_id)
    catalog = saved.load_catalog(scope, row)
    said, seen = read_descriptions(scope, connection_id), _subjects(catalog)
    if policies_for(scope, row):
        said = {subject: each for subject, each in said.items() if subject in seen}
    columns = {seen[subject]: each for subject, each in said.items() if subject in seen and seen[subject][1]}
    tables = {subject: each for subject, each in said.items() if subject not in seen or not seen[subject][1]}
    return write_phrasebook(Phrasebook(tables, columns, catalog.meaning))


@use_case(Permission.EDIT_CATALOG)
def import_glossary(scope: Scope, connection_id: int, text: str) -> Imported:
    """Add the words of a YAML file, all or none; what it does not name stays. Verified questions come in under your name.

    Raises: NotFound, InvalidInput saying which entry cannot be used, ConnectorError.
    """
    row, book = saved.find_connection(scope, connection_id), read_phrasebook(text)
    catalog = saved.load_catalog(scope, row)
    subjects = {**book.tables, **{f"{table}.{name}": said for (table, name), said in book.columns.items()}}
    seen = _subjects(catalog)
    meaning = Meaning(
        terms=tuple(_clean_term(term) for term in book.meaning.terms),
        metrics=tuple(_clean_metric(metric, catalog) for metric in book.meaning.metrics),
        verified=tuple(_vouch(scope, row, catalog, each) for each in book.meaning.verified),
    )
    keep_meaning(scope, row, meaning, {subject: _clean(said, subject) for subject, said in subjects.items()})
    counts = (len(subjects), len(meaning.terms), len(meaning.metrics), len(meaning.verified))
    note(descriptions=counts[0], terms=counts[1], metrics=counts[2], verified=counts[3])
    return Imported(*counts, tuple(sorted(subject for subject in subjects if subject not in seen)))


def _forget(scope: Scope, connection_id: int, entry: Term | Metric) -> None:
    row = saved.find_connection(scope, connection_id)
    try:
        drop_meaning(scope, row, entry)
    except NotFound as error:
        raise InvalidInput(f"There is nothing called {entry.name[:80]!r} any more: look again.", "name") from error


def _subjects(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """(table, column) by subject; a table's own has no column."""
    found = {table.full_name: (table.full_name, "") for table in catalog.tables}
    for table in catalog.tables:
        found |= {f"{table.full_name}.{column.name}": (table.full_name, column.name) for column in table.columns}
    return found


def _find_table(catalog: Catalog, name: str) -> Table:
    table = next((table for table in catalog.tables if table.full_name == name), None)
    if table is None:
        raise NotFound("table")
    return table


def _vouch(scope: Scope, row: Row, catalog: Catalog, verified: VerifiedQuestion) -> VerifiedQuestion:
    """A file cannot vouch: whoever brings it in does, save for what stands here already."""
    from datamind import running
    from datamind.errors import QueryRefused

    if any((each.question, each.sql) == (verified.question, verified.sql) for each in catalog.meaning.verified):
        return next(each for each in catalog.meaning.verified if each.question == verified.question)
    try:
        running.check(scope, row, verified.sql)
    except QueryRefused as refusal:
        raise InvalidInput(f"verified: {verified.question[:120]}: {refusal}", "file") from refusal
    return replace(verified, verified_by=scope.actor.name, verified_at=datetime.now(UTC))


def _clean_term(term: Term) -> Term:
    name, definition = _line(term.name, "name"), _line(term.definition, "definition", LONGEST_TEXT)
    return Term(name, definition, _synonyms(term.synonyms))


def _clean_metric(metric: Metric, catalog: Catalog) -> Metric:
    name = _line(metric.name, "name")
    if not 0 < len(metric.expression.strip()) <= LONGEST_TEXT:
        raise InvalidInput("Write the metric's expression, such as sum(amount).", "expression")
    clean = replace(metric, name=name, expression=metric.expression.strip(), synonyms=_synonyms(metric.synonyms))
    try:
        check_metric(clean, catalog)
    except InvalidInput as error:
        raise InvalidInput(f"{name}: {error}", error.field) from error
    return clean


def _clean(said: Description, subject: str) -> Description:
    if len(subject) > 400:
        raise InvalidInput(f"The name {subject[:80]}… is too long to be described.", "table")
    text = " ".join(said.text.split())
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(f"The description of {subject[:80]} is too long: {LONGEST_TEXT:,} characters are the most.")
    return Description(text, _synonyms(said.synonyms), said.personal)


def _synonyms(words: tuple[str, ...]) -> tuple[str, ...]:
    clean = tuple(dict.fromkeys(" ".join(word.split())[:LONGEST_NAME] for word in words if word.strip()))
    if len(clean) > MOST_SYNONYMS:
        raise InvalidInput(f"{len(clean)} synonyms are too many: {MOST_SYNONYMS} are the most.", "synonyms")
    return clean


def _line(text: str, field: str, longest: int = LONGEST_NAME) -> str:
    line = " ".join(text.split())
    if not line or len(line) > longest or not line.isprintable():
        raise InvalidInput(f"Write the {field} in 1 to {longest:,} characters.", field)
    return line
