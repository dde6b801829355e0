"""Parquet, JSON and JSON Lines, by DuckDB's own readers.

Comes in: a path and a free table name. Goes out: the table and its `ImportedTable`. Nested values are stored as JSON text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datamind.connectors.importing.description import describe_table, general_type, quote_name
from datamind.connectors.importing.report import ImportedTable
from datamind.errors import FileRefused
from datamind.types import ColumnType


def import_document(con: Any, path: Path, kind: str, table: str, source: str, sheet: str | None) -> ImportedTable:
    """Read the whole file as `table`. Raises: FileRefused when it is no table of records."""
    import duckdb

    reader = (
        "read_parquet(?)" if kind == "parquet" else "read_json_auto(?, maximum_object_size=67108864, sample_size=-1)"
    )
    parameters = [str(path)]
    try:
        described = [(row[0], row[1]) for row in con.execute(f"DESCRIBE SELECT * FROM {reader}", parameters).fetchall()]
        assumed: list[str] = []
        if (
            kind == "json"
            and len(described) == 1
            and described[0][1].upper().startswith("STRUCT")
            and described[0][1].endswith("[]")
        ):
            name = quote_name(described[0][0])
            reader = f"(SELECT unnest(entry) FROM (SELECT unnest({name}) AS entry FROM {reader}))"
            assumed.append(f"The records are the list under “{described[0][0]}”.")
            described = [
                (row[0], row[1]) for row in con.execute(f"DESCRIBE SELECT * FROM {reader}", parameters).fetchall()
            ]
        columns = [_select(name, native) for name, native in described]
        con.execute(f"CREATE TABLE {quote_name(table)} AS SELECT {', '.join(columns)} FROM {reader}", parameters)
    except duckdb.OutOfMemoryException as error:
        raise FileRefused(
            f"{source} needs more memory than an import may use. Split it, then add the parts."
        ) from error
    except duckdb.Error as error:
        label = "Parquet" if kind == "parquet" else "JSON"
        raise FileRefused(f"{source} cannot be read as {label} records; it may be damaged or cut short.") from error
    nested = [name for name, native in described if general_type(native) is ColumnType.JSON]
    if nested:
        assumed.append(f"Nested values are stored as JSON text: {', '.join(nested[:5])}.")
    return describe_table(con, table, source, sheet, assumed=tuple(assumed))


def _select(name: str, native: str) -> str:
    quoted = quote_name(name)
    if general_type(native) is ColumnType.JSON:
        return (
            f"to_json({quoted})::VARCHAR AS {quoted}" if native.upper() != "JSON" else f"{quoted}::VARCHAR AS {quoted}"
        )
    return quoted
