"""What leans on a connection: everything saved that holds SQL about it, by name and owner, and what a change of it breaks.

In: a scope and the id of a connection. Out: `Dependant`s, for whoever deletes it; `Breakage`s, for whoever reads it anew. To
add a kind of saved thing: a function that finds them, and a line in DEPENDANTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from datamind.engine import Scope
from datamind.errors import InvalidInput, QueryRefused
from datamind.sql.guard import validate
from datamind.sql.placeholders import bind_samples
from datamind.store.codec import decode
from datamind.store.session import Row
from datamind.types import Catalog, Metric, Parameter, ValidatedQuery, VerifiedQuestion


@dataclass(frozen=True)
class Dependant:
    """A saved thing: what it is ("verified question"), its name, its SQL, and who owns it (empty when nobody does)."""

    kind: str
    name: str
    sql: str
    owner: str = ""


@dataclass(frozen=True)
class Breakage:
    """A dependant that a change has broken, and why, in a sentence."""

    dependant: Dependant
    reason: str


def _verified_questions(scope: Scope, connection_id: int) -> Iterator[Dependant]:
    for row in scope.store.find("glossary", connection_id=connection_id, kind="verified", order="name"):
        entry: VerifiedQuestion = decode(row["entry"])
        yield Dependant("verified question", entry.question, entry.sql, entry.verified_by)


def _metrics(scope: Scope, connection_id: int) -> Iterator[Dependant]:
    for row in scope.store.find("glossary", connection_id=connection_id, kind="metric", order="name"):
        entry: Metric = decode(row["entry"])
        yield Dependant("metric", entry.name, f"SELECT {entry.expression} FROM {entry.table}")


def _widgets(scope: Scope, connection_id: int, **where: Any) -> Iterator[Dependant]:
    names = {row["id"]: row for row in scope.store.find("dashboards", columns=("id", "name", "owner"))}
    for row in scope.store.find("widgets", connection_id=connection_id, kind="query", order="id", **where):
        board = names[row["dashboard_id"]]
        yield Dependant("widget", f"{row['title']} on {board['name']}", row["sql"], board["owner"])


def _alerts(scope: Scope, connection_id: int) -> Iterator[Dependant]:
    for row in scope.store.find("alerts", connection_id=connection_id, order="name"):
        yield Dependant("alert", row["name"], row["sql"])


def _saved_queries(scope: Scope, connection_id: int) -> Iterator[Dependant]:
    for row in scope.store.find("saved_queries", connection_id=connection_id, order="name"):
        yield Dependant("saved query", row["name"], _fill(scope, row), row["owner"])


def _fill(scope: Scope, row: Row) -> str:
    """Its SQL with something in the place of each parameter, so that what it reads can be judged."""
    parameters = tuple(Parameter(**each) for each in row["parameters"])
    dialect = scope.store.get("connections", row["connection_id"])["dialect"]
    try:
        return bind_samples(row["sql"], dialect, parameters).rstrip("; \n")
    except (InvalidInput, QueryRefused):
        return str(row["sql"]).rstrip("; \n")


def _reports(scope: Scope, connection_id: int) -> Iterator[Dependant]:
    for row in scope.store.find("reports", order="name"):
        for item in row["items"]:
            if item["connection_id"] == connection_id:
                yield Dependant("report", f"{item['title']} in {row['name']}", item["sql"])


DEPENDANTS: tuple[Callable[[Scope, int], Iterator[Dependant]], ...] = (
    _verified_questions,
    _metrics,
    _widgets,
    _alerts,
    _saved_queries,
    _reports,
)


def find_dependants(scope: Scope, connection_id: int) -> tuple[Dependant, ...]:
    """All that leans on a connection of the org, kind by kind."""
    return tuple(dependant for find in DEPENDANTS for dependant in find(scope, connection_id))


def find_users(scope: Scope, query: Row) -> tuple[Dependant, ...]:
    """What was built on a saved query (a row of the store): all else of its connection that names it or runs its SQL."""
    text = _fill(scope, query).split()
    found = find_dependants(scope, query["connection_id"])
    same = (each for each in found if each.kind != "saved query" and each.sql.rstrip("; \n").split() == text)
    return tuple(dict.fromkeys((*_widgets(scope, query["connection_id"], saved_query_id=query["id"]), *same)))


def find_broken(scope: Scope, connection_id: int, before: Catalog, after: Catalog) -> tuple[Breakage, ...]:
    """What could run on the catalog before, and on the one after is refused, or reads what is gone or of another type."""
    types_before, types_after = _types(before), _types(after)
    found = []
    for dependant in find_dependants(scope, connection_id):
        query = _check(dependant.sql, before)
        if isinstance(query, str):
            continue  # it did not run before either
        now = _check(dependant.sql, after)
        reason = now if isinstance(now, str) else _compare(query, types_before, types_after)
        if reason:
            found.append(Breakage(dependant, reason))
    return tuple(found)


def _compare(query: ValidatedQuery, before: dict[str, str], after: dict[str, str]) -> str:
    """What has become of the columns that the query reads; the guard leaves names that it cannot place to the server."""
    for name in query.columns:
        old, new = before.get(name.lower()), after.get(name.lower())
        if new is None:
            return f"It reads {name}, which is no longer there."
        if old != new:
            return f"It reads {name}, which was {old} and is {new} now."
    return ""


def _check(sql: str, catalog: Catalog) -> ValidatedQuery | str:
    try:
        return validate(sql, catalog)
    except QueryRefused as refusal:
        return str(refusal)


def _types(catalog: Catalog) -> dict[str, str]:
    return {
        f"{table.full_name}.{column.name}".lower(): column.native_type or str(column.type)
        for table in catalog.tables
        for column in table.columns
    }
