"""Backups come back whole, on SQLite and Postgres, while others write; keys are rotated under a running house."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import Values, connect_postgres, new_database
from houses import add_org, connect_shop, join, make_settings, open_engine

from datamind.__main__ import main
from datamind.audit import check_chain, write_entry
from datamind.engine import Engine, Scope
from datamind.errors import VaultError
from datamind.keys import make_keys
from datamind.store import House
from datamind.store.tables import metadata, sealed_columns
from datamind.vault import Vault

Said = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATAMIND_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def ada(home: Path) -> Iterator[Scope]:
    """A house with a person, a shop and an upload on the disk."""
    engine = open_engine(home)
    scope = join(engine, add_org(engine, "Acme"), "Ada")
    connect_shop(scope)
    upload = engine.settings.files_folder / "1" / "sales.duckdb"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"columns")
    yield scope
    engine.close()


def everything(house: House) -> dict[str, list[dict[str, Any]]]:
    return {name: house.everything().find(name, order="id") for name in metadata.tables}


def run(capsys: Said, *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_backup_comes_back_whole_in_another_home(
    ada: Scope, home: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(ada.engine.house)
    assert run(capsys, "backup", str(tmp_path / "kept"))[0] == 0
    monkeypatch.setenv("DATAMIND_HOME", str(tmp_path / "new"))
    (tmp_path / "new").mkdir(mode=0o700)
    (tmp_path / "new" / "keys.env").write_bytes((home / "keys.env").read_bytes())
    (tmp_path / "new" / "keys.env").chmod(0o600)
    assert run(capsys, "restore", str(tmp_path / "kept"))[0] == 0
    engine = Engine.from_settings(make_settings(tmp_path / "new"))
    after = everything(engine.house)
    moved = after["connections"][0]["values"]["path"]
    assert moved == before["connections"][0]["values"]["path"].replace(str(home), str(tmp_path / "new"))
    after["connections"][0]["values"] = before["connections"][0]["values"]
    assert after == before
    assert engine.open_values(after["connections"][0])
    assert check_chain(engine.house.of(1)).holds
    assert (engine.settings.files_folder / "1" / "sales.duckdb").read_bytes() == b"columns"
    engine.close()


def test_a_store_moves_from_sqlite_to_postgres_and_goes_on_there(
    ada: Scope, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch, postgres: Values
) -> None:
    before = everything(ada.engine.house)
    assert run(capsys, "backup", str(tmp_path / "kept"))[0] == 0
    values = new_database(connect_postgres, postgres)
    url = "postgresql://{user}:{password}@{host}:{port}/{database}".format(**values)
    monkeypatch.setenv("DATAMIND_STORE_URL", url)
    (ada.engine.settings.files_folder / "1" / "sales.duckdb").unlink()
    (ada.engine.settings.files_folder / "1").rmdir()
    code, said = run(capsys, "restore", str(tmp_path / "kept"))
    assert code == 0, said
    house = House(url)
    assert everything(house) == before
    assert house.of(1).add("chats", account_id=1, connection_id=1, title="new", created_at=before["orgs"][0]["created_at"], updated_at=before["orgs"][0]["created_at"])  # fmt: skip
    house.close()


def test_a_backup_is_of_one_moment_while_others_write(ada: Scope, tmp_path: Path, capsys: Said) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            write_entry(ada.store, "Ada", "run_sql", "done")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert run(capsys, "backup", str(tmp_path / "kept"))[0] == 0
    finally:
        stop.set()
        writer.join()
    from datamind.store.dumps import read_dump

    house = House(f"sqlite:///{tmp_path / 'other.sqlite'}")
    house.migrate()
    read_dump(house, tmp_path / "kept" / "store.jsonl.gz")
    restored = everything(house)
    head = restored["audit_heads"][0]
    assert len(restored["audit"]) == head["entries"]
    assert restored["audit"][-1]["digest"] == head["digest"]
    house.close()


@pytest.mark.parametrize("damage", ["store", "file", "manifest", "nothing there"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    ada: Scope, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    kept = tmp_path / "kept"
    assert run(capsys, "backup", str(kept))[0] == 0
    if damage == "nothing there":
        kept = tmp_path / "nowhere"
    else:
        name = {"store": "store.jsonl.gz", "file": "files/1/sales.duckdb", "manifest": "manifest.json"}[damage]
        (kept / name).write_bytes(b"{")
    monkeypatch.setenv("DATAMIND_HOME", str(tmp_path / "new"))
    code, said = run(capsys, "restore", str(kept))
    assert code != 0
    assert "Traceback" not in said
    assert not (tmp_path / "new" / "store.sqlite").exists()


def test_a_house_with_something_in_it_is_not_overwritten(ada: Scope, home: Path, tmp_path: Path, capsys: Said) -> None:
    assert run(capsys, "backup", str(tmp_path / "kept"))[0] == 0
    before = everything(ada.engine.house)
    assert run(capsys, "restore", str(tmp_path / "kept"))[0] != 0
    assert run(capsys, "backup", str(tmp_path / "kept"))[0] != 0
    assert everything(ada.engine.house) == before


def test_keys_are_rotated_under_a_running_house(ada: Scope, home: Path, capsys: Said) -> None:
    row = ada.store.find("connections")[0]
    opened, old = ada.engine.open_values(row), ada.engine.settings.secret_keys
    code, said = run(capsys, "rotate-keys")
    assert code == 0
    assert "A new key was made" in said
    fresh = make_settings(home).secret_keys
    assert len(fresh) == 2
    assert fresh[1:] == old
    moved = ada.store.find("connections")[0]
    assert moved["secrets"] != row["secrets"]
    with pytest.raises(VaultError):
        Vault(old).open(moved["secrets"])
    assert ada.engine.open_values(moved) == opened
    assert run(capsys, "rotate-keys", "--drop-old")[0] == 0
    assert make_settings(home).secret_keys == fresh[:1]
    again = open_engine(home)
    assert again.open_values(again.house.of(1).find("connections")[0]) == opened
    assert check_chain(again.house.of(1)).holds
    again.close()


def test_what_no_key_opens_is_named_and_left(ada: Scope, capsys: Said) -> None:
    row = ada.store.find("connections")[0]
    lost = Vault((make_keys()["DATAMIND_SECRET_KEYS"],)).seal("{}")
    ada.store.change("connections", row["id"], secrets=lost)
    code, said = run(capsys, "rotate-keys")
    assert code == 1
    assert f"connections {row['id']}" in said
    assert lost not in said
    assert ada.store.find("connections")[0]["secrets"] == lost


def test_every_text_that_the_vault_seals_is_found(ada: Scope) -> None:
    """A token of the vault anywhere in the store stands in a column that says so."""
    known = set(sealed_columns())
    for table, rows in everything(ada.engine.house).items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, str) and value.startswith("gAAAAA"):
                    assert (table, column) in known
