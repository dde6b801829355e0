"""Uploaded files: one immutable DuckDB file per version, made by `importing`, read by worker processes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from datamind.connectors.embedded import EmbeddedConnector
from datamind.connectors.network import NetworkPolicy
from datamind.errors import ConnectFailed
from datamind.forms import Field
from datamind.types import Dialect


class FilesConnector(EmbeddedConnector):
    """The tables of an upload. Raises ConnectFailed (step "address") when the DuckDB file is gone."""

    kind: ClassVar[str] = "files"
    label: ClassVar[str] = "Files (CSV, Excel, Parquet, JSON)"
    dialect: ClassVar[Dialect] = "duckdb"
    fields: ClassVar[tuple[Field, ...]] = (Field("path", "File", "path", help="Made by uploading; not typed by hand."),)

    def __init__(self, values: Mapping[str, Any], network: NetworkPolicy):
        path = Path(values["path"]).resolve()
        if not path.is_file():
            raise ConnectFailed("The uploaded data is gone from the disk. Upload it again.", step="address")
        super().__init__(path)


def looks_like_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"
