"""From what somebody typed to a connector: clean values, pasted URLs, files told by their first bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest

from datamind.connectors import KINDS, NetworkPolicy, clean_values, open_connector, open_file
from datamind.errors import ConnectFailed, InvalidInput

DEFAULTS = {"port": 5432, "tls": "prefer", "pool_size": 4}


def test_a_pasted_url_is_taken_apart() -> None:
    url = "postgresql://ann:p%40ss%2Fw%3Ard@db.example:6543/my%20db?sslmode=verify-full"
    assert clean_values("postgres", {"host": url}) == {
        **{
            "host": "db.example",
            "port": 6543,
            "database": "my db",
            "user": "ann",
            "password": "p@ss/w:rd",
            "tls": "verify",
        },
        "pool_size": 4,
    }


def test_a_url_fills_what_it_does_not_say_from_the_other_fields() -> None:
    typed = {"host": "postgres://db.example/shop", "user": "ann", "password": "pw", "tls": "require", "port": 5432}
    values = clean_values("postgres", typed)
    assert (values["user"], values["password"], values["tls"], values["database"]) == ("ann", "pw", "require", "shop")


def test_every_scheme_and_an_address_of_six_bytes_more() -> None:
    assert clean_values("mysql", {"host": "mariadb+pymysql://u:p@[::1]:3307/d"})["host"] == "::1"
    assert clean_values("postgres", {"host": "postgres://u:p@h/d"}) == {
        **DEFAULTS,
        **{"host": "h", "database": "d", "user": "u", "password": "p"},
    }
    assert clean_values("sqlite", {"path": "sqlite:////data/a%20b.db"}) == {"path": "/data/a b.db"}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@h/d?options=-c%20statement_timeout%3D0",
        "postgresql://u:p@h/d?hostaddr=169.254.169.254",
        "postgresql://u:p@h/d?service=prod",
        "postgresql://u:p@h/d?passfile=/etc/passwd",
        "postgresql://u:p@h/d?sslrootcert=/etc/passwd",
        "postgresql://u:p@h/d?sslmode=sometimes",
        "postgresql://u:p@h:port/d",
        "mysql://u:p@h/d",
        "http://h/d",
    ],
)
def test_a_url_with_anything_else_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_values("postgres", {"host": url})
    assert "p@h" not in str(caught.value)


@pytest.mark.parametrize("typed", [{"options": "-c x=y"}, {"hostaddr": "1.2.3.4"}, {"local_infile": True}])
def test_no_field_that_is_not_declared(typed: dict[str, object]) -> None:
    full = {"host": "h", "database": "d", "user": "u", "password": "p", **typed}
    for kind in ("postgres", "mysql"):
        with pytest.raises(InvalidInput):
            clean_values(kind, full)


def test_unknown_kinds_are_told() -> None:
    with pytest.raises(InvalidInput, match="postgres, mysql, sqlite, files"):
        clean_values("oracle", {})


def test_every_kind_declares_itself() -> None:
    for name, kind in KINDS.items():
        assert kind.kind == name
        assert kind.label
        assert kind.fields


def test_a_missing_upload_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConnectFailed, match="Upload it again"):
        open_connector("files", {"path": str(tmp_path / "gone.duckdb")}, NetworkPolicy())


def test_files_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "any.name") as made:
        made.execute("CREATE TABLE a (x)")
    made.close()
    duckdb.connect(str(tmp_path / "other.name")).execute("CREATE TABLE b (x INT)").close()
    for name, dialect, table in (("any.name", "sqlite", "a"), ("other.name", "duckdb", "b")):
        connector = open_file(tmp_path / name)
        try:
            assert connector.dialect == dialect
            assert [found.name for found in connector.catalog().tables] == [table]
        finally:
            connector.close()


@pytest.mark.parametrize(
    ("name", "content"), [("a.sqlite", b""), ("a.csv", b"a,b\n1,2\n"), ("a.duckdb", b"\x89PNG....DUK")]
)
def test_other_files_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidInput, match="neither a SQLite nor a DuckDB file"):
        open_file(tmp_path / name)
    with pytest.raises(InvalidInput, match="There is no file"):
        open_file(tmp_path / "none")


@pytest.mark.parametrize(("name", "start"), [("a.sqlite", b"SQLite format 3\0"), ("a.duckdb", b"\0" * 8 + b"DUCK")])
def test_a_damaged_file_is_told(tmp_path: Path, name: str, start: bytes) -> None:
    (tmp_path / name).write_bytes(start + b"rubbish" * 5000)
    connector = open_file(tmp_path / name)
    try:
        with pytest.raises(ConnectFailed) as caught:
            connector.catalog()
    finally:
        connector.close()
    assert caught.value.step == "database"
