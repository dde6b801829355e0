"""What commands work with: a saved connection of the organisation, or a file named on the command line."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from datamind.access import Actor
from datamind.connectors.base import Connector
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput
from datamind.settings import Settings
from datamind.types import Catalog


def add_source(parser: argparse.ArgumentParser) -> None:
    """`--connection NAME` or `--database FILE`."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--connection", metavar="NAME", help="a saved connection")
    source.add_argument("--database", metavar="FILE", type=Path, help="a SQLite or DuckDB file")


@contextmanager
def open_scope() -> Iterator[Scope]:
    """The engine on behalf of whoever may run commands on this machine, in the house's first organisation.

    Raises: InvalidInput when there is none yet.
    """
    engine = Engine.from_settings(Settings.from_env())
    try:
        org = engine.house.everything().first("orgs", order="id")
        if org is None:
            raise InvalidInput("There is no organisation yet: run `python -m datamind demo` or `make run` first.")
        yield Scope(engine, dataclasses.replace(Actor.system(org["id"]), name="command line"))
    finally:
        engine.close()


def find_connection(scope: Scope, name: str) -> int:
    """The id of the connection of that name, compared without case. Raises InvalidInput, naming those there are."""
    from datamind.services.connections import list_connections

    known = list_connections(scope)
    exact = [connection for connection in known if connection.name == name]
    alike = exact or [connection for connection in known if connection.name.casefold() == name.casefold()]
    if not alike:
        names = ", ".join(connection.name for connection in known) or "none so far"
        raise InvalidInput(f"There is no connection called {name!r}; there are: {names}.", "connection")
    return alike[0].id


def add_person(parser: argparse.ArgumentParser) -> None:
    """`--as NAME`: with the role, attributes and rules of a person."""
    parser.add_argument(
        "--as", dest="person", metavar="NAME", help="see a saved connection as this person does, under their rules"
    )


def act_for(scope: Scope, person: str | None) -> Scope:
    """The scope on behalf of the person of that name; the given one without a name. Raises InvalidInput."""
    from datamind.running import act_as

    return act_as(scope, find_person(scope, person)) if person else scope


def find_person(scope: Scope, name: str) -> int:
    """The account of the person of that name, compared without case. Raises InvalidInput, naming those there are."""
    from datamind.services.team import list_people

    people = list_people(scope)
    found = next((person.id for person in people if person.name.casefold() == name.strip().casefold()), None)
    if found is None:
        names = ", ".join(person.name for person in people)
        raise InvalidInput(f"There is nobody called {name!r}; there are: {names}.", "person")
    return found


@contextmanager
def open_database(path: Path, profiled: bool = True) -> Iterator[tuple[Connector, Catalog]]:
    """A file's connector and its catalog, with what its columns hold when `profiled`. Raises InvalidInput, ConnectorError."""
    from datamind.connectors import open_file

    with closing(open_file(path)) as connector:
        catalog = connector.catalog()
        yield connector, connector.profile(catalog) if profiled else catalog
