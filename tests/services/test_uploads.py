"""Uploads: files become a connection that can be asked; what cannot be read leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from houses import add_org, join

from datamind.engine import Engine, Scope
from datamind.errors import DataMindError, FileRefused, InvalidInput
from datamind.services import chats, connections, queries, uploads
from datamind.types import Answer

pytestmark = pytest.mark.slow

SALES = "city,amount\nBern,10\nBasel,20\nBern,30\n"


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


def upload(scope: Scope, folder: Path, content: str | bytes, name: str = "Sales", filename: str = "sales.csv"):  # type: ignore[no-untyped-def]
    """As the page does it: the file lies under a name of its own."""
    path = folder / f"upload{filename[filename.rfind('.') :] if '.' in filename else ''}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return uploads.upload_files(scope, name, ((filename, path),))


def files_of(scope: Scope) -> list[Path]:
    return sorted(scope.settings.files_folder.rglob("*.*"))


def test_a_csv_can_be_asked(ada: Scope, tmp_path: Path) -> None:
    sales, report = upload(ada, tmp_path, SALES)
    assert (sales.name, sales.kind, sales.dialect, sales.error, sales.can_write) == (
        *("Sales", "files", "duckdb", None),
        False,
    )
    (table,) = report.tables
    assert (table.source, table.n_rows) == ("sales.csv", 3)
    total = queries.run_sql(ada, sales.id, f"SELECT sum(amount) FROM {table.name}")
    assert total.rows[0][0] == 60
    chat = chats.start_chat(ada, sales.id)
    assert chats.ask_question(ada, chat.id, "sum of amount by city", analyst="offline").wait(60)
    (message,) = chats.list_messages(ada, chat.id)
    assert isinstance(message.outcome, Answer)
    assert {(row[0], int(row[1])) for row in message.outcome.result.rows} == {("Bern", 40), ("Basel", 20)}


def test_where_a_file_lies_is_not_shown(ada: Scope, tmp_path: Path) -> None:
    sales, _ = upload(ada, tmp_path, SALES)
    assert sales.values == {}
    assert str(tmp_path) not in repr(connections.list_connections(ada))
    (kept,) = files_of(ada)
    assert kept.parent.name == str(ada.actor.org_id)
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_the_same_name_again_gets_a_number(ada: Scope, tmp_path: Path) -> None:
    names = [upload(ada, tmp_path, SALES)[0].name for _ in range(3)]
    assert names == ["Sales", "Sales 2", "Sales 3"]
    assert upload(ada, tmp_path, SALES, name=" \n ")[0].name == "Upload"
    assert len(upload(ada, tmp_path, SALES, name="x" * 500)[0].name) <= connections.LONGEST_NAME


def test_a_name_with_a_path_in_it_leads_nowhere(ada: Scope, tmp_path: Path) -> None:
    _, report = upload(ada, tmp_path, SALES, filename="../../..\\secret/sales.csv")
    assert [table.source for table in report.tables] == ["sales.csv"]
    assert [row["name"] for row in ada.store.find("files")] == ["sales.csv"]


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"),
        ("program.xlsx", b"\x7fELF\x02\x01\x01"),
        ("broken.parquet", b"PAR1 no parquet"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence_and_leaves_nothing(
    ada: Scope, tmp_path: Path, filename: str, content: bytes
) -> None:
    with pytest.raises(FileRefused) as refused:
        upload(ada, tmp_path, content, filename=filename)
    assert filename in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
    assert connections.list_connections(ada) == ()
    assert files_of(ada) == []
    assert upload(ada, tmp_path, SALES)[0].error is None


def test_too_much_at_once_is_refused_before_it_is_read(ada: Scope, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate((ada.settings.upload_mb + 1) * 1024 * 1024)
    with pytest.raises(InvalidInput, match="is the most at once"):
        uploads.upload_files(ada, "Big", (("big.csv", path),))
    with pytest.raises(InvalidInput, match="at least one"):
        uploads.upload_files(ada, "None", ())
    with pytest.raises(InvalidInput, match="too many"):
        uploads.upload_files(ada, "Many", (("a.csv", path),) * (uploads.MOST_FILES + 1))
    assert files_of(ada) == []


def test_deleting_the_connection_deletes_the_file(ada: Scope, tmp_path: Path) -> None:
    kept, _ = upload(ada, tmp_path, SALES)
    gone, _ = upload(ada, tmp_path, SALES)
    connections.delete_connection(ada, gone.id)
    assert len(files_of(ada)) == 1
    assert queries.run_sql(ada, kept.id, f"SELECT count(*) FROM {_table(ada, kept.id)}").rows == ((3,),)
    assert ada.store.count("files") == 1


def test_an_uploaded_connection_is_not_edited_into_another_file(ada: Scope, tmp_path: Path) -> None:
    sales, _ = upload(ada, tmp_path, SALES)
    with pytest.raises(InvalidInput):
        connections.edit_connection(ada, sales.id, "Sales", {"path": "/etc/passwd"}, accept_writable=True)


@pytest.mark.parametrize("reading", ["read_csv('/etc/passwd')", "'/etc/passwd'", "glob('/*')"])
def test_sql_on_an_upload_reads_no_other_file(ada: Scope, tmp_path: Path, reading: str) -> None:
    sales, _ = upload(ada, tmp_path, SALES)
    with pytest.raises(DataMindError) as refused:
        queries.run_sql(ada, sales.id, f"SELECT * FROM {reading}")
    assert "root:" not in str(refused.value)


def _table(scope: Scope, connection_id: int) -> str:
    from datamind.services.catalogs import get_catalog

    return get_catalog(scope, connection_id).tables[0].name
