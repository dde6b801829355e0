"""Drafts: files are read, read again, kept as a connection or as a new version of one; nothing is left of what is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from houses import add_org, join

from datamind.engine import Engine, Scope
from datamind.errors import DataMindError, FileRefused, InvalidInput, NotFound
from datamind.services import catalogs, connections, queries, uploads
from datamind.services.connections import Connection

pytestmark = pytest.mark.slow


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


def draft_of(scope: Scope, *files: tuple[str, str]) -> str:
    draft = uploads.start_draft(scope)
    for name, content in files:
        part = uploads.receive_file(scope, draft, name, len(content))
        part.write_text(content)
        part.rename(part.with_suffix(""))
    return draft


def keep(scope: Scope, *files: tuple[str, str]) -> Connection:
    draft = draft_of(scope, *files)
    uploads.read_draft(scope, draft)
    return uploads.keep_draft(scope, draft, "Sales")


def update(scope: Scope, connection: Connection, *files: tuple[str, str], append: bool = False) -> Connection:
    draft = draft_of(scope, *files)
    uploads.read_draft(scope, draft)
    return uploads.update_from_draft(scope, connection.id, draft, append)


def rows(scope: Scope, connection: Connection, sql: str) -> list[tuple[object, ...]]:
    return list(queries.run_sql(scope, connection.id, sql).rows)


def stored(scope: Scope) -> list[str]:
    return sorted(path.suffix for path in scope.settings.files_folder.rglob("*") if path.is_file())


def test_a_draft_is_read_again_with_other_choices_and_kept(ada: Scope) -> None:
    draft = draft_of(ada, ("../../sales.csv", "day,zip\n01/02/2024,8001\n03/04/2024,3012\n"))
    read = uploads.read_draft(ada, draft)
    assert read.names == ("sales.csv",)
    (table,) = read.report.tables
    assert (table.first_rows[0][0], table.recognised.delimiter, table.recognised.header_rows) == (
        "2024-02-01",
        ",",
        (1,),
    )
    again = uploads.read_draft(ada, draft, {"sales.csv": {"date_order": "mdy", "types": {"zip": "text"}}})
    assert again.report.tables[0].first_rows[0] == ("2024-01-02", "8001")
    assert uploads.get_draft(ada, draft) == again
    kept = uploads.keep_draft(ada, draft, "Sales")
    assert rows(ada, kept, "SELECT zip FROM sales ORDER BY zip") == [("3012",), ("8001",)]
    assert stored(ada) == [".duckdb"]
    with pytest.raises(InvalidInput, match="no longer here"):
        uploads.get_draft(ada, draft)


def test_several_files_are_one_connection_and_can_be_joined(ada: Scope) -> None:
    kept = keep(ada, ("shops.csv", "id,city\n1,Bern\n2,Genf\n"), ("sales.csv", "shop,amount\n1,10\n1,5\n2,7\n"))
    found = rows(ada, kept, "SELECT city, sum(amount) FROM sales JOIN shops ON shop = id GROUP BY city ORDER BY city")
    assert [(city, int(total)) for city, total in found] == [("Bern", 15), ("Genf", 7)]


def test_a_new_version_takes_the_place_of_the_old_under_its_name(ada: Scope) -> None:
    kept = keep(ada, ("sales.csv", "city,amount\nBern,1\n"), ("shops.csv", "id,place\n1,x\n"))
    draft = draft_of(ada, ("sales_march.csv", "city,amount,vat\nBern,2\nGenf,3,1\n"))
    uploads.read_draft(ada, draft)
    (change,) = uploads.compare_draft(ada, kept.id, draft)
    assert (change.table, change.onto, change.added, change.missing, change.retyped) == (
        *("sales_march", "sales"),
        *(("vat",), (), ()),
    )
    assert "vat is new" in change.in_words()
    same = uploads.update_from_draft(ada, kept.id, draft)
    assert (same.id, same.name, same.error) == (kept.id, "Sales", None)
    assert rows(ada, kept, "SELECT sum(amount) FROM sales")[0][0] == 5
    assert {table.name for table in catalogs.get_catalog(ada, kept.id).tables} == {"sales", "shops"}
    assert stored(ada) == [".duckdb"]


def test_rows_are_added_where_the_types_agree(ada: Scope) -> None:
    kept = keep(ada, ("sales.csv", "city,amount\nBern,1\n"))
    update(ada, kept, ("sales.csv", "amount,city\n2.5,Genf\n"), append=True)
    assert rows(ada, kept, "SELECT city, amount FROM sales ORDER BY amount") == [("Bern", 1.0), ("Genf", 2.5)]
    with pytest.raises(InvalidInput, match="amount was number and is now text"):
        update(ada, kept, ("sales.csv", "city,amount\nRome,many\n"), append=True)
    assert len(rows(ada, kept, "SELECT * FROM sales")) == 2


def test_a_file_with_other_columns_becomes_a_table_beside(ada: Scope) -> None:
    kept = keep(ada, ("sales.csv", "city,amount\nBern,1\n"))
    update(ada, kept, ("people.csv", "name,born\nAda,1815\n"))
    assert {table.name for table in catalogs.get_catalog(ada, kept.id).tables} == {"sales", "people"}


def test_a_database_takes_no_files(ada: Scope, tmp_path: Path) -> None:
    from houses import connect_shop

    shop = connect_shop(ada)
    with pytest.raises(InvalidInput, match="is a database"):
        update(ada, shop, ("sales.csv", "a,b\n1,2\n"))
    with pytest.raises(NotFound):
        update(ada, Connection(**{**vars(shop), "id": 987_654}), ("sales.csv", "a,b\n1,2\n"))


def test_a_draft_belongs_to_one_person_and_goes_when_dropped(engine: Engine, ada: Scope) -> None:
    draft = draft_of(ada, ("a.csv", "a,b\n1,2\n"))
    bob = join(engine, ada.actor.org_id, "Bob")
    for reader in (bob, join(engine, add_org(engine, "Elsewhere"), "Eve")):
        with pytest.raises(InvalidInput, match="no longer here"):
            uploads.read_draft(reader, draft)
    for made_up in ("../..", "", "0" * 32):
        with pytest.raises(InvalidInput, match="no longer here"):
            uploads.get_draft(ada, made_up)
    uploads.drop_draft(ada, draft)
    assert stored(ada) == []


def test_a_draft_that_cannot_be_read_says_so_and_can_be_dropped(ada: Scope) -> None:
    draft = draft_of(ada, ("empty.csv", " "))
    with pytest.raises(FileRefused, match="empty"):
        uploads.read_draft(ada, draft)
    with pytest.raises(DataMindError):
        uploads.keep_draft(ada, draft, "Empty")
    uploads.drop_draft(ada, draft)


def test_an_org_has_room_for_so_much_and_no_more(ada: Scope) -> None:
    kept = keep(ada, ("sales.csv", "city,amount\nBern,1\n"))
    space = uploads.get_space(ada)
    assert 0 < space.used_bytes < space.quota_bytes
    draft = uploads.start_draft(ada)
    object.__setattr__(ada.settings, "upload_quota_mb", 1)
    with pytest.raises(InvalidInput, match="room for"):
        uploads.receive_file(ada, draft, "big.csv", 2 * 1024 * 1024)
    connections.delete_connection(ada, kept.id)
    uploads.drop_draft(ada, draft)
    assert uploads.get_space(ada).used_bytes == 0
