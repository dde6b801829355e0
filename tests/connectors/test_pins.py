"""What every session is pinned to, asked of the servers themselves; and the bytes that the driver gets are those that were judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connectors.conftest import SERVERS, Place, make_query
from datamind.sql.guard import validate
from datamind.types import Catalog, Limits

pytestmark = pytest.mark.servers

NewPlace = Callable[..., Place]

_PINNED = {
    "postgres": (
        "SELECT current_setting('transaction_read_only'), current_setting('default_transaction_read_only'), "
        "current_setting('standard_conforming_strings'), current_setting('statement_timeout'), current_setting('lock_timeout')",
        ("on", "on", "on", "7s", "2s"),
    ),
    "mysql": (
        "SELECT @@tx_read_only, @@max_statement_time, @@lock_wait_timeout, @@innodb_lock_wait_timeout, "
        "@@sql_mode LIKE '%NO_BACKSLASH_ESCAPES%' OR @@sql_mode LIKE '%ANSI_QUOTES%', @@autocommit",
        (1, 7, 2, 2, 0),
    ),
}


@pytest.mark.parametrize("kind", SERVERS)
def test_the_session_is_read_only_with_its_clocks_and_spellings_set(kind: str, new_place: NewPlace) -> None:
    sql, expected = _PINNED[kind]
    limits = Limits(timeout_s=7, lock_timeout_s=2)
    place = new_place(kind)
    for _ in range(2):  # the second time on a session that was used before
        row = place.connector.run(make_query(kind, sql), limits).rows[0]
        assert tuple(float(v) if isinstance(e, int) else v for v, e in zip(row, expected, strict=False)) == expected


_TEXT = "SELECT\t'100%' , 'x%sy' /* %(name)s */ , ':1', 'it''s',\n 'Ω 😀' {source} -- 7 %d"


def test_postgres_receives_exactly_what_was_judged(new_place: NewPlace) -> None:
    """The server's own note of the cursor that is open over the text."""
    text = _TEXT.format(source=", statement FROM pg_cursors").replace("-- 7 %d", "WHERE 7 % 4 = 3 -- %d")
    noted = new_place("postgres").run(text).rows[0][-1]
    assert noted.endswith(f" FOR {text}")


def test_mysql_receives_exactly_what_was_judged(new_place: NewPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    from pymysql.connections import Connection

    sent: list[Any] = []
    send = Connection._execute_command

    def record(self: Any, command: int, text: Any) -> None:
        sent.append(text.decode() if isinstance(text, bytes) else text)
        send(self, command, text)

    place = new_place("mysql")
    query = validate(_TEXT.format(source=""), Catalog("mysql", ()))
    monkeypatch.setattr(Connection, "_execute_command", record)
    place.connector.run(query, Limits())
    assert query.sql in sent
