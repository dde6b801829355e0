"""Small houses for tests: an engine on a store of its own, people in its orgs, a SQLite file that can be asked.

In: a temporary folder. Out: the real `Engine`, `Scope` and rows, nothing faked; only the password hashes are made cheap.
"""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.passwords import hash_password
from datamind.services import connections
from datamind.sessions import add_person
from datamind.settings import Settings
from datamind.store import House

PASSWORD = "four plain words together"

SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), ordered_on DATE NOT NULL, amount REAL NOT NULL
);
INSERT INTO customers VALUES (1, 'Ada', 'Bern'), (2, 'Bo', 'Basel'), (3, 'Cy', 'Bern');
INSERT INTO orders VALUES
  (1, 1, '2026-01-05', 10.5), (2, 1, '2026-01-20', 20.0), (3, 2, '2026-02-03', 30.25), (4, 3, '2026-02-28', 5.0);
"""


def make_settings(home: Path, **variables: object) -> Settings:
    """Settings of an embedded house in `home`; `row_limit=5` sets DATAMIND_ROW_LIMIT."""
    given = {f"DATAMIND_{name.upper()}": str(value) for name, value in variables.items()}
    return Settings.from_env({"DATAMIND_HOME": str(home), **given})


def open_engine(home: Path, **variables: object) -> Engine:
    """The engine of the house in `home`: made at the first call, the same store again after a restart."""
    return Engine.from_settings(make_settings(home, **variables))


def add_org(engine: Engine, name: str) -> int:
    return engine.house.everything().add("orgs", name=name, created_at=datetime.now(UTC))


def join(engine: Engine, org_id: int, name: str, role: Role = Role.ADMIN, password: str | None = None) -> Scope:
    """A new person of an org, at work."""
    everything = engine.house.everything()
    account_id = add_person(engine.house.of(org_id), everything, name, role)
    if password is not None:
        everything.change("accounts", account_id, password_hash=hash_password(password))
    return Scope(engine, Actor(org_id, account_id, name, role))


def write_shop_file(engine: Engine, name: str = "shop.sqlite") -> Path:
    """Four orders of three customers, where SQLite files may be connected."""
    path = engine.settings.home / "databases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(SHOP)
    connection.close()
    return path


def connect_shop(scope: Scope, name: str = "Shop") -> connections.Connection:
    """The shop's file as a saved connection of the scope's org."""
    path = write_shop_file(scope.engine, f"{name.lower()}.sqlite")
    return connections.add_connection(scope, name, "sqlite", {"path": str(path)}, accept_writable=True)


def read_all(engine: Engine, org_id: int) -> Mapping[str, list[dict[str, Any]]]:
    """Every row of an org, table by table: to see that nothing has changed. The audit log may grow."""
    from datamind.store.tables import HOUSE_WIDE, metadata

    store = engine.house.of(org_id)
    return {
        name: store.find(name, order="id")
        for name in metadata.tables
        if name not in HOUSE_WIDE | {"audit", "audit_heads"}
    }


def open_engine_at(store_url: str, home: Path, **variables: object) -> Engine:
    """The engine of a house whose store is elsewhere, with keys that all its processes share; the store is made if need be."""
    keys = {
        "secret_keys": base64.urlsafe_b64encode(b"k" * 32).decode(),
        "cookie_key": "0123456789abcdefghijklmnopqrstuvwxyz",
    }
    settings = make_settings(home, store_url=store_url, **keys, **variables)
    house = House(store_url)
    house.migrate()
    house.close()
    return Engine.from_settings(settings)
