"""The composition root: settings go in, one `Engine` comes out that opens everything else when it is first needed.

`Scope(engine, actor)` is what every use case takes: the engine on behalf of somebody. The engine keeps open connectors (one
a saved connection and version of it), the analysts, catalogs read lately, the questions that are being answered and the
connections that are being read.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from datamind.access import Actor
from datamind.cancellation import Cancellation
from datamind.recent import Recent
from datamind.settings import Settings
from datamind.store import House, Store
from datamind.types import Catalog, Limits, Outcome
from datamind.vault import Vault

if TYPE_CHECKING:
    from datamind.analysts.base import Analyst
    from datamind.connectors.base import Connector
    from datamind.connectors.network import NetworkPolicy


@dataclass(frozen=True)
class Scope:
    """The engine on behalf of an actor."""

    engine: Engine
    actor: Actor

    @property
    def store(self) -> Store:
        """The rows of the actor's org."""
        return self.engine.house.of(self.actor.org_id)

    @property
    def settings(self) -> Settings:
        return self.engine.settings


def read_limits(settings: Settings) -> Limits:
    """How much one query may take, as the settings say."""
    return Limits(
        rows=settings.row_limit,
        size_bytes=settings.result_mb * 1024 * 1024,
        timeout_s=settings.query_timeout_s,
        repairs=settings.repairs,
        votes=settings.claude_votes,
    )


class Engine:
    """Thread-safe; one a process."""

    def __init__(self, settings: Settings, house: House):
        self.settings = settings
        self.house = house
        self.vault = Vault(settings.secret_keys, settings.read_secret_keys_again)
        house.seal_with(self.vault.seal, self.vault.open)
        self.process = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[:80]
        self.catalogs: Recent[tuple[object, ...], Catalog] = Recent(32)
        self.outcomes: Recent[tuple[int, int], Outcome] = Recent(64)
        self.overviews: Recent[tuple[int, int, str, str], Any] = Recent(32)
        self.runs: dict[int, Any] = {}
        self.exports: dict[int, Any] = {}
        self.refreshes: dict[int, Any] = {}
        self.fetches: Recent[tuple[int, str], Any] = Recent(256)
        self.turns: dict[int, Any] = {}
        self.queries: dict[int, Any] = {}
        self.query_results: Recent[tuple[int, int, str], Any] = Recent(24)
        self._lock = threading.Lock()
        self._connectors: dict[int, tuple[int, Connector]] = {}
        self._analysts: dict[str, Analyst] = {}

    @classmethod
    def from_settings(cls, settings: Settings) -> Engine:
        """Open the store; an embedded one that is not there yet is made.

        Raises: StoreUnavailable; StoreVersion when the store must be migrated or is newer than this program.
        """
        house = House(settings.store_url)
        if settings.embedded and house.is_empty():
            house.migrate()
        house.check()
        return cls(settings, house)

    @property
    def limits(self) -> Limits:
        """How much one query may take here."""
        return read_limits(self.settings)

    @property
    def network(self) -> NetworkPolicy:
        """Where connections may lead."""
        from datamind.connectors.network import NetworkPolicy

        settings = self.settings
        return NetworkPolicy(settings.allow_private_hosts, settings.denied_hosts, settings.sqlite_folders)

    def connector(self, row: Mapping[str, Any]) -> Connector:
        """The open connector of a saved connection (a row of the store); an edited one is opened anew."""
        with self._lock:
            version, connector = self._connectors.get(row["id"], (None, None))
            if connector is not None and version == row["version"]:
                return connector
            fresh = self.open_connector(row["kind"], self.open_values(row))
            self._connectors[row["id"]] = (row["version"], fresh)
        if connector is not None:
            connector.close()
        return fresh

    def open_connector(self, kind: str, values: Mapping[str, Any]) -> Connector:
        """A connector of its own, for a test; the caller closes it."""
        from datamind.connectors import open_connector

        return open_connector(kind, values, self.network)

    def open_values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """All values of a saved connection, secrets opened. Raises VaultError."""
        return {**row["values"], **json.loads(self.vault.open(row["secrets"]))}

    def drop_connector(self, connection_id: int) -> None:
        """Close what is open to this connection, here; other processes notice by its version."""
        with self._lock:
            _, connector = self._connectors.pop(connection_id, (None, None))
        if connector is not None:
            connector.close()

    def analyst(self, name: str) -> Analyst:
        """The analyst of that name. Raises AnalystUnavailable when it cannot work here (no key)."""
        from datamind.analysts import make_analyst

        with self._lock:
            if name not in self._analysts:
                self._analysts[name] = make_analyst(name, self.settings)
            return self._analysts[name]

    @property
    def default_analyst(self) -> str:
        """Claude where there is a key, else offline."""
        return "claude" if self.settings.anthropic_api_key else "offline"

    def beat(self, kind: str, **detail: Any) -> None:
        """Say that this process is alive, and what kind it is."""
        store, values = self.house.everything(), {"kind": kind, "seen_at": datetime.now(UTC), "detail": detail}
        if not store.change_where("heartbeats", {"process": self.process}, **values):
            store.add("heartbeats", process=self.process, **values)

    def last_heartbeat(self, kind: str) -> datetime | None:
        """When a process of that kind was last alive; None when there never was one."""
        beat = self.house.everything().first("heartbeats", order="-seen_at", kind=kind)
        return beat["seen_at"] if beat else None

    def close(self) -> None:
        """Cancel what runs, give back every connection. May be called twice."""
        for work in [*self.runs.values(), *self.refreshes.values(), *self.exports.values(), *self.queries.values()]:
            cancellation: Cancellation = work.cancellation
            cancellation.cancel()
        for work in [*self.runs.values(), *self.refreshes.values()]:
            work.wait(5.0)
        for work in [*self.exports.values(), *self.queries.values()]:
            work.finished.wait(5.0)
        with self._lock:
            connectors, self._connectors = list(self._connectors.values()), {}
        for _, connector in connectors:
            connector.close()
        self.house.close()
