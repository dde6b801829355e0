"""JSON, Parquet, archives."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from connectors.importing.conftest import Read
from datamind.errors import FileRefused

Reader = Callable[..., Read]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"id": 1, "name": "a"}, {"id": 2, "name": None}]),
        '{"id": 1, "name": "a"}\n{"id": 2, "name": null}\n',
        json.dumps({"records": [{"id": 1, "name": "a"}, {"id": 2, "name": None}]}),
    ],
)
def test_json_records_become_rows(read: Reader, content: str) -> None:
    found = read(content, "data.json")
    assert found.names == ["id", "name"]
    assert found.rows == [(1, "a"), (2, None)]


def test_nested_values_become_json_text(read: Reader) -> None:
    found = read('[{"id": 1, "tags": ["x", "y"]}]', "data.json")
    assert found.types == ["integer", "text"]
    assert json.loads(found.rows[0][1]) == ["x", "y"]


def test_broken_json_is_refused(read: Reader) -> None:
    with pytest.raises(FileRefused, match="JSON"):
        read('[{"id": 1,', "data.json")


def test_parquet_keeps_its_types(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    duckdb.sql("select 1::bigint as id, 1.5::decimal(9,2) as price, date '2020-01-01' as day").write_parquet(str(path))
    found = read(path.read_bytes(), "x.parquet")
    assert found.types == ["integer", "number", "date"]
    assert found.tables[0].columns[1].sum == 1.5


def test_archives_are_unpacked_one_table_a_file(read: Reader) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("in/../../one.csv", "a,b\n1,2\n")
        archive.writestr("two.csv", "c;d\n3;4\n")
        archive.writestr("photo.png", b"\x89PNG\r\n\x1a\n00")
    found = read(stream.getvalue(), "all.zip")
    assert [(table.name, table.sheet) for table in found.tables] == [("one", "one.csv"), ("two", "two.csv")]
    assert "picture" in found.told
    assert read(gzip.compress(b"a,b\n1,2\n"), "x.csv.gz").rows == [(1, 2)]


def test_an_archive_that_explodes_is_refused(read: Reader) -> None:
    with pytest.raises(FileRefused, match="far more"):
        read(gzip.compress(b"0" * 120_000_000), "x.csv.gz")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", b"0" * 120_000_000)
    with pytest.raises(FileRefused, match="far more"):
        read(stream.getvalue(), "x.zip")
