"""What a connector is: DataMind's hands at one database, always read-only.

To add a kind: a file in this room, a line in `KINDS` (in `__init__.py`), and the contract suite covers it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from datamind.cancellation import Cancellation
from datamind.forms import Field
from datamind.types import Catalog, Dialect, Limits, ResultSet, ValidatedQuery

PROFILE_BUDGET_S = 180.0
Progress = Callable[[float, str], None]
"""Called with the share done (0..1) and a few words on what is being done."""


@dataclass(frozen=True)
class ConnectionReport:
    """What a test found. `warnings` are sentences; `can_write` when the login could change data.

    `read_only_sql` are the statements that make a login that cannot, ready to copy (empty where there is no such thing).
    """

    server: str
    can_write: bool = False
    warnings: tuple[str, ...] = ()
    read_only_sql: str = ""


class Connector(Protocol):
    """Six operations. Every one raises ConnectFailed when the database cannot be reached, with the step and the remedy."""

    kind: ClassVar[str]
    label: ClassVar[str]
    dialect: ClassVar[Dialect]
    fields: ClassVar[tuple[Field, ...]]

    def test(self) -> ConnectionReport:
        """Reach the database with a fresh connection and look at what the login may do."""
        ...

    def catalog(self) -> Catalog:
        """Tables, columns, keys and comments, by a fixed number of queries; no profiles."""
        ...

    def fingerprint(self) -> str:
        """A short text that changes whenever the structure does; much cheaper than `catalog`."""
        ...

    def profile(
        self,
        catalog: Catalog,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
        budget_s: float = PROFILE_BUDGET_S,
    ) -> Catalog:
        """The same catalog with profiles, roles and proven foreign keys; samples on big tables.

        Bounded: what there is no time for within `budget_s` keeps the profile that it came with, or none.
        """
        ...

    def run(self, query: ValidatedQuery, limits: Limits, cancellation: Cancellation | None = None) -> ResultSet:
        """Run exactly `query.sql` in a read-only session.

        Raises: QueryFailed, QueryTimedOut, QueryCancelled, ResourcesExhausted; ConnectFailed when the connection is lost.
        """
        ...

    def close(self) -> None:
        """Give back every connection and process. May be called twice."""
        ...
