"""SQLite: a file on this machine, read by worker processes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from datamind.connectors.embedded import EmbeddedConnector
from datamind.connectors.network import NetworkPolicy, check_file
from datamind.forms import Field
from datamind.types import Dialect


class SqliteConnector(EmbeddedConnector):
    """A SQLite database; `path` must lie in a folder that the policy allows. Raises ConnectFailed (step "address")."""

    kind: ClassVar[str] = "sqlite"
    label: ClassVar[str] = "SQLite"
    dialect: ClassVar[Dialect] = "sqlite"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("path", "File", "path", help="A .sqlite or .db file in one of the folders that the operator has set."),
    )

    def __init__(self, values: Mapping[str, Any], network: NetworkPolicy):
        super().__init__(check_file(values["path"], network))


def looks_like_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
