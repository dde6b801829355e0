"""What SQLite files and uploads have in common: a file that worker processes read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from datamind.cancellation import Cancellation
from datamind.connectors.base import PROFILE_BUDGET_S, ConnectionReport, Progress
from datamind.connectors.profiling import profile_catalog
from datamind.connectors.workers import Workers
from datamind.types import Catalog, Dialect, Limits, ResultSet, ValidatedQuery

_CATALOG_TIMEOUT_S = 60.0


class EmbeddedConnector:
    """A Connector over one file; the engine is named as its dialect. Workers start with the first question."""

    dialect: ClassVar[Dialect]

    def __init__(self, path: Path):
        self._workers = Workers(self.dialect, path)

    def test(self) -> ConnectionReport:
        self._call("catalog")
        return ConnectionReport(server=self._call("version"))

    def catalog(self) -> Catalog:
        catalog: Catalog = self._call("catalog")
        return catalog

    def fingerprint(self) -> str:
        return str(self._call("fingerprint"))

    def profile(
        self,
        catalog: Catalog,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
        budget_s: float = PROFILE_BUDGET_S,
    ) -> Catalog:
        return profile_catalog(catalog, self._run, progress, cancellation, budget_s)

    def run(self, query: ValidatedQuery, limits: Limits, cancellation: Cancellation | None = None) -> ResultSet:
        return self._run(query.sql, limits, cancellation)

    def close(self) -> None:
        self._workers.close()

    def _run(self, sql: str, limits: Limits, cancellation: Cancellation | None) -> ResultSet:
        arguments = (sql, limits.rows, limits.size_bytes, limits.timeout_s)
        result: ResultSet = self._workers.call("run", *arguments, timeout_s=limits.timeout_s, cancellation=cancellation)
        return result

    def _call(self, operation: str) -> Any:
        return self._workers.call(operation, timeout_s=_CATALOG_TIMEOUT_S)
