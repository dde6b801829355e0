"""Worker processes: killed ones are replaced, what they hand over is only values, they know none of our secrets."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.conftest import SERIES, Place
from datamind.connectors.workers import _Unpickler
from datamind.errors import ConnectFailed, ConnectorError, ResourcesExhausted

pytestmark = pytest.mark.slow

NewPlace = Callable[..., Place]
EMBEDDED = ("sqlite", "files")


def workers_of(place: Place) -> list[int]:
    """The process ids of our children that are workers with this kind's engine."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            words = (process / "cmdline").read_bytes().split(b"\0")
        except (OSError, IndexError, ValueError):
            continue
        if (
            parent == os.getpid()
            and b"datamind.connectors.worker" in words
            and place.connector.dialect.encode() in words
        ):
            found.append(int(process.name))
    return found


@pytest.mark.parametrize("kind", EMBEDDED)
def test_a_killed_worker_is_replaced(new_place: NewPlace, kind: str) -> None:
    place = new_place(kind, "CREATE TABLE t (a INTEGER)")
    before = set(workers_of(place))
    assert place.run("SELECT count(*) FROM t").rows == ((0,),)
    (worker,) = set(workers_of(place)) - before
    os.kill(worker, signal.SIGKILL)
    assert place.run("SELECT count(*) FROM t").rows == ((0,),)


@pytest.mark.parametrize("kind", EMBEDDED)
def test_close_leaves_no_process(new_place: NewPlace, kind: str) -> None:
    place = new_place(kind, "CREATE TABLE t (a INTEGER)")
    before = set(workers_of(place))
    place.run("SELECT 1")
    assert len(set(workers_of(place)) - before) == 1
    place.connector.close()
    assert set(workers_of(place)) <= before


@pytest.mark.parametrize(
    ("kind", "sql"),
    [
        ("files", "SELECT len(range(3000000000))"),
        ("files", "SELECT length(repeat('x', 4000000000))"),
        ("files", "SELECT length(lpad('x', 2000000000, 'y'))"),
        ("files", "SELECT len(list(i)) FROM range(2000000000) r(i)"),
        ("sqlite", "SELECT length(randomblob(1000000000))"),
        ("sqlite", f"SELECT length(group_concat(hex(zeroblob(1000000)))) FROM {SERIES['sqlite'].format(n=1000)}"),
    ],
)
def test_a_query_that_wants_too_much_memory_is_ended(new_place: NewPlace, kind: str, sql: str) -> None:
    place = new_place(kind, "CREATE TABLE t (a INTEGER)")
    with pytest.raises(ConnectorError) as caught:
        place.run(sql, timeout_s=5)
    assert isinstance(caught.value, ResourcesExhausted) or "longer than" in str(caught.value)
    assert place.run("SELECT count(*) FROM t").rows == ((0,),)


def test_a_printf_that_nothing_can_interrupt_is_killed(new_place: NewPlace) -> None:
    place = new_place("sqlite", "CREATE TABLE t (a INTEGER)")
    with pytest.raises(ConnectorError):
        place.run("SELECT length(printf('%.*c', 1000000000, 'x'))", timeout_s=0.2)
    assert place.run("SELECT count(*) FROM t").rows == ((0,),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '/tmp/stolen.csv'",
        "ATTACH '/tmp/other.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "RESET threads",
        "SELECT * FROM session",  # a variable of the worker
        "CREATE TEMP TABLE x AS SELECT 1",
    ],
)
def test_a_duckdb_file_has_no_door_to_anything_else(new_place: NewPlace, sql: str) -> None:
    with pytest.raises(ConnectorError):
        new_place("files", "CREATE TABLE t (a INTEGER)").run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM pragma_database_list",
        "SELECT load_extension('x')",
        "ATTACH '/tmp/x' AS x",
        "PRAGMA journal_mode = wal",
    ],
)
def test_a_sqlite_file_has_no_door_to_anything_else(new_place: NewPlace, sql: str) -> None:
    with pytest.raises(ConnectorError):
        new_place("sqlite", "CREATE TABLE t (a INTEGER)").run(sql)


def test_a_worker_knows_none_of_our_environment(new_place: NewPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAMIND_SECRET_CANARY", "canary")
    place = new_place("sqlite", "CREATE TABLE t (a INTEGER)")
    before = set(workers_of(place))
    place.run("SELECT 1")
    (worker,) = set(workers_of(place)) - before
    assert b"CANARY" not in Path(f"/proc/{worker}/environ").read_bytes()


def test_only_values_are_taken_from_a_worker() -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (subprocess.getoutput, ("id",))

    with pytest.raises(pickle.UnpicklingError):
        _Unpickler(io.BytesIO(pickle.dumps(("ok", Trap())))).load()


@pytest.mark.parametrize("kind", EMBEDDED)
def test_a_vanished_file_is_told(new_place: NewPlace, kind: str) -> None:
    place = new_place(kind, "CREATE TABLE t (a INTEGER)")
    place.run("SELECT 1")
    Path(place.values["path"]).unlink()
    with pytest.raises(ConnectFailed, match="is gone"):
        place.run("SELECT 1")


def test_a_replaced_sqlite_file_is_read_anew(new_place: NewPlace) -> None:
    old, new = new_place("sqlite", "CREATE TABLE old (a INTEGER)"), new_place("sqlite", "CREATE TABLE new (a INTEGER)")
    old.run("SELECT 1")
    os.replace(new.values["path"], old.values["path"])
    assert [table.name for table in old.connector.catalog().tables] == ["new"]


def test_a_broken_view_costs_only_itself(new_place: NewPlace) -> None:
    place = new_place(
        "sqlite", "CREATE TABLE t (a INTEGER)", "CREATE TABLE u (a INTEGER)", "CREATE VIEW v AS SELECT a FROM u"
    )
    place.change("PRAGMA writable_schema = on", "DELETE FROM sqlite_schema WHERE name = 'u'")
    assert [table.name for table in place.connector.catalog().tables] == ["t"]
