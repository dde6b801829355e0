"""Connections: tried before they are kept, never shown with their secrets, gone with all that hangs on them."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import Any
from urllib.parse import quote

import pytest
from databases import Values, connect_postgres, execute, new_database
from houses import add_org, connect_shop, join, write_shop_file
from services.conftest import TwoOrgs
from services.use_cases import USE_CASES, arguments_for, ids_of

from datamind import saved
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import ConnectFailed, Forbidden, InvalidInput, NotFound, VaultError
from datamind.services import catalogs, chats, connections, queries
from datamind.vault import Vault


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


def add_shop(scope: Scope, name: str = "Shop", **named: Any) -> connections.Connection:
    path = write_shop_file(scope.engine)
    return connections.add_connection(scope, name, "sqlite", {"path": str(path)}, accept_writable=True, **named)


def test_a_connection_is_there_with_what_it_holds(ada: Scope) -> None:
    shop = add_shop(ada)
    assert (shop.name, shop.kind, shop.dialect, shop.table_count, shop.error) == ("Shop", "sqlite", "sqlite", 2, None)
    assert connections.list_connections(ada) == (shop,)
    assert connections.get_connection(ada, shop.id) == shop


def test_they_are_listed_by_name_and_names_are_taken_once(ada: Scope) -> None:
    for name in ("b", "a"):
        add_shop(ada, name)
    assert [each.name for each in connections.list_connections(ada)] == ["a", "b"]
    with pytest.raises(InvalidInput, match="'a'"):
        add_shop(ada, "  a ")
    assert len(connections.list_connections(ada)) == 2


@pytest.mark.parametrize("name", ["", "  ", "x" * (connections.LONGEST_NAME + 1), "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_used_is_refused(ada: Scope, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_shop(ada, name)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("sqlite", {"path": "/etc/passwd"}),
        ("sqlite", {"path": ""}),
        ("oracle", {"host": "127.0.0.1"}),
        ("files", {"path": "/tmp/x.duckdb"}),
        ("postgres", {"host": "127.0.0.1", "port": "1", "database": "d", "user": "u", "password": "canary"}),
    ],
)
def test_what_cannot_be_opened_is_not_kept(ada: Scope, kind: str, values: dict[str, str]) -> None:
    with pytest.raises((InvalidInput, ConnectFailed)) as refused:
        connections.add_connection(ada, "New", kind, values)
    assert "canary" not in str(refused.value)
    assert connections.list_connections(ada) == ()


def test_the_houses_own_store_is_no_connection(ada: Scope) -> None:
    """Whoever could ask it would read every organisation."""
    with pytest.raises((InvalidInput, ConnectFailed)):
        connections.add_connection(ada, "Store", "sqlite", {"path": str(ada.settings.home / "store.sqlite")}, True)


def test_testing_keeps_nothing(ada: Scope) -> None:
    path = write_shop_file(ada.engine)
    assert connections.test_connection(ada, "sqlite", {"path": str(path)}).server
    assert connections.list_connections(ada) == ()


def test_the_kinds_to_add_are_those_that_people_type(ada: Scope) -> None:
    kinds = connections.list_kinds(ada)
    assert {"postgres", "mysql", "sqlite"} <= set(kinds)
    assert saved.UPLOADED not in kinds
    assert any(field.secret for field in kinds["postgres"].fields)


def test_an_edited_connection_is_asked_anew(ada: Scope) -> None:
    shop = connect_shop(ada)
    other = write_shop_file(ada.engine, "smaller.sqlite")
    with sqlite3.connect(other) as raw:
        raw.execute("DELETE FROM orders WHERE id > 1")
    raw.close()
    count = "SELECT count(*) FROM orders"
    assert queries.run_sql(ada, shop.id, count).rows == ((4,),)
    edited = connections.edit_connection(ada, shop.id, "Smaller", {"path": str(other)}, accept_writable=True)
    assert (edited.id, edited.name) == (shop.id, "Smaller")
    assert queries.run_sql(ada, shop.id, count).rows == ((1,),)


def test_an_edit_that_fails_changes_nothing(ada: Scope) -> None:
    shop = connect_shop(ada)
    before = ada.store.get("connections", shop.id)
    with pytest.raises((InvalidInput, ConnectFailed)):
        connections.edit_connection(ada, shop.id, "New name", {"path": "/nowhere"}, accept_writable=True)
    assert ada.store.get("connections", shop.id) == before
    assert queries.run_sql(ada, shop.id, "SELECT count(*) FROM orders").rows == ((4,),)


def test_deleting_takes_the_chats_along_and_leaves_the_database(ada: Scope) -> None:
    shop, other = connect_shop(ada), connect_shop(ada, "Other")
    for connection in (shop, other):
        chats.start_chat(ada, connection.id)
    connections.delete_connection(ada, shop.id)
    assert [chat.connection_id for chat in chats.list_chats(ada)] == [other.id]
    assert ada.store.count("catalogs", connection_id=shop.id) == 0
    assert (ada.settings.home / "databases" / "shop.sqlite").exists()
    with pytest.raises(NotFound):
        connections.get_connection(ada, shop.id)


# ── who may use it ───────────────────────────────────────────────────────────────────────────────────────────────────────

WITH_CONNECTION = [name for name, function in USE_CASES.items() if "connection_id" in ids_of(function)]


@pytest.mark.parametrize("name", WITH_CONNECTION)
def test_a_connection_kept_for_admins_is_closed_to_others_on_every_path(two_orgs: TwoOrgs, name: str) -> None:
    connections.keep_for(two_orgs.ada, two_orgs.ids["connection_id"], Role.ADMIN)
    for role in (Role.VIEWER, Role.ANALYST):
        scope = Scope(two_orgs.ada.engine, dataclasses.replace(two_orgs.ada.actor, role=role))
        with pytest.raises(Forbidden):
            USE_CASES[name](scope, **arguments_for(USE_CASES[name], two_orgs.ids))
        assert connections.list_connections(scope) == ()
        with pytest.raises(Forbidden):
            chats.ask_question(scope, two_orgs.ids["chat_id"], "how many orders are there")
    assert connections.list_connections(two_orgs.ada)


def test_nobody_locks_themselves_out(ada: Scope) -> None:
    shop = connect_shop(ada)
    bob = join(ada.engine, ada.actor.org_id, "Bob", Role.ANALYST)
    with pytest.raises(InvalidInput, match="lose this connection"):
        connections.keep_for(bob, shop.id, Role.ADMIN)
    with pytest.raises(InvalidInput, match="no role"):
        connections.keep_for(ada, shop.id, "boss")  # type: ignore[arg-type]
    assert connections.keep_for(bob, shop.id, Role.ANALYST).least_role is Role.ANALYST


def test_a_connection_read_in_the_background_is_there_at_once(ada: Scope) -> None:
    path = write_shop_file(ada.engine)
    shop = connections.add_connection(ada, "Shop", "sqlite", {"path": str(path)}, True, in_background=True)
    refresh = catalogs.find_refresh(ada, shop.id)
    assert refresh is None or refresh.wait(30)
    assert catalogs.get_catalog(ada, shop.id).find("customers").column("city").profile is not None


# ── a server's password ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def typed(postgres: Values) -> Values:
    """What somebody types for a login that can only read."""
    values = new_database(connect_postgres, postgres)
    reader, password = f"reader_{values['database']}", "canary-pa%ss w'o\"rd 2"
    quoted = password.replace("'", "''")
    execute(
        connect_postgres,
        values,
        "CREATE TABLE orders (id int PRIMARY KEY, amount numeric)",
        "INSERT INTO orders VALUES (1, 10), (2, 20)",
        f"CREATE ROLE {reader} LOGIN PASSWORD '{quoted}'",
        f"GRANT SELECT ON orders TO {reader}",
        "REVOKE CREATE, TEMPORARY ON DATABASE " + values["database"] + " FROM PUBLIC",
    )
    return {**values, "port": str(values["port"]), "user": reader, "password": password, "tls": "disable"}


def _everywhere(scope: Scope, *shown: object) -> str:
    store = scope.engine.house.everything()
    rows = [store.find(table) for table in ("connections", "catalogs", "audit")]
    return f"{shown!r}{rows!r}"


def test_a_password_goes_in_and_never_comes_out(ada: Scope, typed: Values) -> None:
    shop = connections.add_connection(ada, "Server", "postgres", typed)
    assert shop.values["user"] == typed["user"]
    assert not shop.can_write
    with pytest.raises((InvalidInput, ConnectFailed)) as refused:
        connections.edit_connection(ada, shop.id, "Server", {**typed, "database": "nothere"})
    shown = _everywhere(ada, shop, connections.list_connections(ada), str(refused.value))
    assert "canary" not in shown
    assert queries.run_sql(ada, shop.id, "SELECT sum(amount) FROM orders").rows[0][0] == 30


def test_a_password_left_empty_stays(ada: Scope, typed: Values) -> None:
    shop = connections.add_connection(ada, "Server", "postgres", typed)
    connections.edit_connection(ada, shop.id, "Renamed", {**typed, "password": ""})
    assert queries.run_sql(ada, shop.id, "SELECT count(*) FROM orders").rows == ((2,),)
    assert connections.test_connection(ada, "postgres", {**typed, "password": ""}, shop.id).server


@pytest.mark.parametrize("change", [{"host": "127.0.0.2"}, {"port": "1"}, {"user": "owner"}])
def test_a_kept_password_is_never_sent_elsewhere(ada: Scope, typed: Values, change: dict[str, str]) -> None:
    """Else whoever may edit could have it sent to a server of their own."""
    shop = connections.add_connection(ada, "Server", "postgres", typed)
    elsewhere = {**typed, **change, "password": ""}
    for attempt in (
        lambda: connections.edit_connection(ada, shop.id, "Server", elsewhere),
        lambda: connections.test_connection(ada, "postgres", elsewhere, shop.id),
    ):
        with pytest.raises(InvalidInput, match="type its password again"):
            attempt()


def test_a_login_that_can_write_is_kept_only_when_somebody_says_so(ada: Scope, postgres: Values) -> None:
    owner = {**new_database(connect_postgres, postgres), "tls": "disable"}
    owner["port"] = str(owner["port"])
    with pytest.raises(InvalidInput, match="can write") as refused:
        connections.add_connection(ada, "Server", "postgres", owner)
    assert refused.value.field == "accept_writable"
    assert connections.add_connection(ada, "Server", "postgres", owner, accept_writable=True).can_write


def test_a_password_that_no_key_opens_is_asked_for_again(ada: Scope, typed: Values) -> None:
    shop = connections.add_connection(ada, "Server", "postgres", typed)
    ada.engine.vault = Vault(("h0qmKlUq3dV7Q3nq4r8bW0XcJ2v1s9T5u6y7z8A9B0c=",))
    with pytest.raises(VaultError, match="'Server'"):
        connections.edit_connection(ada, shop.id, "Server", {**typed, "password": ""})
    assert connections.edit_connection(ada, shop.id, "Server", typed).error is None


def test_a_pasted_address_brings_its_own_password(ada: Scope, typed: Values) -> None:
    def url(password: str) -> str:
        return f"postgresql://{typed['user']}:{quote(password)}@127.0.0.1:{typed['port']}/{typed['database']}?sslmode=disable"

    shop = connections.add_connection(ada, "Server", "postgres", {"url": url(typed["password"])})
    assert "canary" not in _everywhere(ada, shop)
    connections.edit_connection(ada, shop.id, "Again", {"url": url(typed["password"])})
    with pytest.raises(ConnectFailed):
        connections.edit_connection(ada, shop.id, "Wrong", {"url": url("wrong")})
    assert queries.run_sql(ada, shop.id, "SELECT count(*) FROM orders").rows == ((2,),)
    with pytest.raises(InvalidInput, match="type its password again"):
        connections.edit_connection(ada, shop.id, "Elsewhere", {"url": url("").replace("127.0.0.1", "127.0.0.2")})
    with pytest.raises(ConnectFailed):  # it may go elsewhere: it has a password of its own
        connections.edit_connection(ada, shop.id, "Elsewhere", {"url": url("own").replace("127.0.0.1", "127.0.0.2")})
