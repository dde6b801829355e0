"""With the guard switched off, attacks go through the connectors' real read-only sessions: nothing may have changed after.

Left out: what only waits or computes (the connectors' own tests end those), and what ends the server.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import Shop
from shop import Line, read_cases

from datamind.connectors import open_connector
from datamind.connectors.network import NetworkPolicy
from datamind.errors import DataMindError
from datamind.types import DIALECTS, Dialect, Limits, ValidatedQuery

_KINDS: dict[Dialect, str] = {"postgres": "postgres", "mysql": "mysql", "sqlite": "sqlite", "duckdb": "files"}
_WAITING = ("waiting", "heavy", "recursion", "locks", "state and waiting")


def _changes_something(line: Line) -> bool:
    return line.kind not in _WAITING and "SLEEP" not in line.sql.upper() and "SHUTDOWN" not in line.sql.upper()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_attacks_change_nothing_even_without_the_guard(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    before = shop.fingerprint()
    folders = (Path(shop.values["path"]).parent,) if "path" in shop.values else ()
    values = {name: value for name, value in shop.values.items() if name != "port" or value}
    connector = open_connector(_KINDS[dialect], values, NetworkPolicy(sqlite_folders=folders))
    attacks = [line for line in read_cases("attacks", dialect) if _changes_something(line)]
    assert len(attacks) > 80
    try:
        for line in attacks:
            query = ValidatedQuery(line.sql, dialect, (), (), 100)
            try:
                connector.run(query, Limits(rows=100, timeout_s=2, lock_timeout_s=1))
            except DataMindError:
                continue
    finally:
        connector.close()
    assert shop.fingerprint() == before
