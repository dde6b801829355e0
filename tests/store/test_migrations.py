"""Migrations make exactly the tables that the program uses, whole or not at all, and never touch a newer store."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from datamind.errors import StoreUnavailable, StoreVersion
from datamind.store import House, versions
from datamind.store.tables import HOUSE_WIDE, metadata


def test_the_migrated_store_has_exactly_the_tables_of_the_program(house: House) -> None:
    with house.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        for name, table in metadata.tables.items():
            uniques = {tuple(unique["column_names"]) for unique in found.get_unique_constraints(name)}
            declared = {
                tuple(c.name for c in constraint.columns)
                for constraint in table.constraints
                if type(constraint).__name__ == "UniqueConstraint"
            }
            assert uniques == declared, name
            for key in found.get_foreign_keys(name):
                column = table.c[key["constrained_columns"][0]]
                assert key["options"].get("ondelete") == next(iter(column.foreign_keys)).ondelete, (name, column.name)


def test_every_table_belongs_to_an_org_save_a_short_list() -> None:
    assert {"orgs", "accounts", "recovery_codes", "login_attempts", "heartbeats"} == HOUSE_WIDE
    for name, table in metadata.tables.items():
        if name in HOUSE_WIDE:
            assert "org_id" not in table.c
        else:
            assert not table.c.org_id.nullable, name
            assert {key.column.table.name for key in table.c.org_id.foreign_keys} == {"orgs"}, name


def test_migrating_twice_does_nothing(empty_house: House) -> None:
    assert empty_house.is_empty()
    assert "made" in empty_house.migrate()
    assert "already" in empty_house.migrate()
    empty_house.check()


def test_many_processes_may_migrate_at_once(store_url: str) -> None:
    said: list[str] = []

    def migrate() -> None:
        house = House(store_url)
        said.append(house.migrate())
        house.close()

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("made" in words for words in said) == [False, False, False, True]


def test_a_migration_that_fails_leaves_nothing_behind(empty_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = versions._upgrade

    def upgrade_and_fail(connection: object) -> None:
        upgrade(connection)  # type: ignore[arg-type]
        raise RuntimeError("the power went out")

    monkeypatch.setattr(versions, "_upgrade", upgrade_and_fail)
    with pytest.raises(RuntimeError):
        empty_house.migrate()
    with empty_house.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    assert "made" in empty_house.migrate()


def test_a_newer_store_is_refused_and_left_alone(house: House) -> None:
    with house.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (house.migrate, house.check):
        with pytest.raises(StoreVersion, match="newer"):
            attempt()


def test_a_store_that_is_not_prepared_says_what_to_do(empty_house: House) -> None:
    with pytest.raises(StoreVersion, match="python -m datamind migrate"):
        empty_house.check()


def test_a_store_that_does_not_answer_is_told_without_its_password() -> None:
    house = House("postgresql://u:canary-pw@127.0.0.1:1/x")
    with pytest.raises(StoreUnavailable) as away:
        house.check()
    assert "canary" not in str(away.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        House(f"sqlite:///{tmp_path}/missing/store.sqlite").check()
