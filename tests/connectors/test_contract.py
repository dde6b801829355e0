"""What every kind of database must do, over the registry, against the real engines."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest

from connectors.conftest import SERVERS, SLOW, WEIRD_COLUMNS, WEIRD_TABLE, Place, quoted
from datamind.cancellation import Cancellation
from datamind.connectors import KINDS
from datamind.errors import ConnectorError, QueryCancelled, QueryFailed, QueryTimedOut
from datamind.types import Catalog, ColumnRole, ColumnType, ForeignKey, Table


def find(catalog: Catalog, name: str) -> Table:
    table = catalog.find(name)
    assert table is not None, name
    return table


# ── catalog ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_catalog_holds_tables_columns_and_keys(place: Place) -> None:
    catalog = place.connector.catalog()
    assert catalog.dialect == KINDS[place.kind].dialect
    customers, orders = find(catalog, "customers"), find(catalog, "orders")
    assert [column.name for column in customers.columns] == ["id", "name", "country", "email", "code", "is_active"]
    assert customers.primary_key == ("id",)
    assert ("code",) in customers.unique
    assert customers.column("name").nullable is False
    assert customers.column("country").nullable is True
    (key,) = orders.foreign_keys
    assert key == ForeignKey(("customer_id",), "customers", ("id",), customers.schema, "declared")
    types = {column.name: column.type for column in orders.columns}
    assert types == {
        "order_id": ColumnType.INTEGER,
        "customer_id": ColumnType.INTEGER,
        "amount": ColumnType.NUMBER,
        "placed_at": ColumnType.DATETIME,
    }
    assert find(catalog, "big_orders").kind == "view"
    assert find(catalog, "empty_table").primary_key == ()
    assert len(find(catalog, "wide").columns) == 200
    assert all(column.profile is None for table in catalog.tables for column in table.columns)


def test_catalog_holds_comments(place: Place) -> None:
    if place.kind == "sqlite":
        pytest.skip("SQLite has no comments")
    customers = find(place.connector.catalog(), "customers")
    assert customers.description == "Who buys"
    assert customers.column("country").description == "Two letters"


def test_any_name_works(place: Place) -> None:
    table = find(place.connector.catalog(), WEIRD_TABLE)
    assert tuple(column.name for column in table.columns) == WEIRD_COLUMNS
    names = ", ".join(quoted(place.kind, name) for name in WEIRD_COLUMNS)
    result = place.run(f"SELECT {names} FROM {quoted(place.kind, WEIRD_TABLE)}")
    assert tuple(column.name for column in result.columns) == WEIRD_COLUMNS
    assert result.rows == (("a", "b", "c", "d", "Ω"),)


def test_the_same_structure_has_the_same_fingerprint(place: Place) -> None:
    assert place.connector.fingerprint() == place.connector.fingerprint()
    assert place.connector.catalog().revision == place.connector.catalog().revision


@pytest.mark.parametrize(
    "statement", ["ALTER TABLE t ADD COLUMN b INTEGER", "DROP TABLE t", "CREATE VIEW v AS SELECT a FROM t"]
)
def test_a_change_changes_the_fingerprint(kind: str, new_place, statement: str) -> None:
    if kind == "files":
        pytest.skip("an upload's file never changes")
    place = new_place(kind, "CREATE TABLE t (a INTEGER)", "CREATE TABLE other (a INTEGER)")
    before, catalog = place.connector.fingerprint(), place.connector.catalog()
    place.change(statement)
    assert place.connector.fingerprint() != before
    assert place.connector.catalog().revision != catalog.revision


def test_an_empty_database_has_an_empty_catalog(kind: str, new_place) -> None:
    place = new_place(kind)
    assert place.connector.catalog().tables == ()
    assert place.connector.profile(place.connector.catalog()).tables == ()


# ── profile ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def profiled(place: Place) -> Catalog:
    return place.connector.profile(place.connector.catalog())


def test_profile_counts_and_lists_values(profiled: Catalog) -> None:
    customers = find(profiled, "customers")
    country = customers.column("country").profile
    assert (country.rows, country.distinct, country.nulls) == (60, 3, 0)
    assert set(country.values) == {"DE", "FR", "US"}
    assert dict(country.common) == {"DE": 20, "FR": 20, "US": 20}
    assert (country.minimum, country.maximum, country.sampled) == ("DE", "US", False)
    amount = find(profiled, "orders").column("amount").profile
    assert (float(amount.minimum), float(amount.maximum)) == (1.25, 625.0)
    moment = find(profiled, "orders").column("placed_at").profile
    assert moment.minimum.isoformat() == "2024-01-01T09:00:00"
    wide = find(profiled, "wide").column("c5").profile
    assert (wide.rows, wide.distinct, wide.nulls) == (3, 0, 3)
    assert find(profiled, "empty_table").column("name").profile.rows == 0
    assert find(profiled, "numbers").row_estimate == 20_000


def test_profile_judges_roles(profiled: Catalog) -> None:
    roles = {column.name: column.role for column in find(profiled, "customers").columns}
    assert roles == {
        "id": ColumnRole.ID,
        "name": ColumnRole.LABEL,
        "country": ColumnRole.CATEGORY,
        "email": ColumnRole.PERSONAL,
        "code": ColumnRole.CATEGORY,
        "is_active": ColumnRole.FLAG,
    }
    roles = {column.name: column.role for column in find(profiled, "orders").columns}
    assert (roles["customer_id"], roles["amount"], roles["placed_at"]) == (
        ColumnRole.ID,
        ColumnRole.MEASURE,
        ColumnRole.TIME,
    )


def test_personal_values_are_not_kept(profiled: Catalog) -> None:
    email = find(profiled, "customers").column("email").profile
    assert email.distinct == 60
    assert (email.values, email.common, email.minimum, email.maximum) == ((), (), None, None)


def test_an_undeclared_key_is_proven(profiled: Catalog) -> None:
    lines, orders = find(profiled, "order_lines"), find(profiled, "orders")
    assert lines.foreign_keys == (ForeignKey(("order_id",), "orders", ("order_id",), orders.schema, "proven"),)
    assert [key.origin for key in orders.foreign_keys] == ["declared"]


def test_one_value_outside_disproves_a_key(kind: str, new_place) -> None:
    place = new_place(
        kind,
        "CREATE TABLE parents (parent_key INTEGER PRIMARY KEY)",
        "CREATE TABLE children (child_id INTEGER PRIMARY KEY, parent_key INTEGER)",
        "INSERT INTO parents VALUES (1), (2), (4)",
        "INSERT INTO children VALUES (1, 1), (2, 2), (3, 3)",
    )
    assert find(place.connector.profile(place.connector.catalog()), "children").foreign_keys == ()


def test_profile_tells_its_progress_and_can_be_cancelled(place: Place) -> None:
    catalog, told = place.connector.catalog(), []
    place.connector.profile(catalog, lambda share, words: told.append((share, words)))
    shares = [share for share, _words in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0

    cancellation = Cancellation()
    with pytest.raises(QueryCancelled):
        place.connector.profile(catalog, lambda share, words: cancellation.cancel(), cancellation)
    assert place.run("SELECT 1 AS one").rows == ((1,),)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_come_as_they_are(place: Place) -> None:
    result = place.run("SELECT id, name, country FROM customers WHERE id <= 2 ORDER BY id")
    assert result.rows == ((1, "C1", "FR"), (2, "C2", "US"))
    assert [column.type for column in result.columns] == [ColumnType.INTEGER, ColumnType.TEXT, ColumnType.TEXT]
    assert result.truncated is False
    assert result.as_of.tzinfo is not None


@pytest.mark.parametrize(
    ("rows", "got", "truncated"), [(100, 100, True), (19_999, 19_999, True), (20_000, 20_000, False)]
)
def test_truncation_by_rows_is_known(place: Place, rows: int, got: int, truncated: bool) -> None:
    result = place.run("SELECT n FROM numbers ORDER BY n", rows=rows)
    assert (len(result.rows), result.truncated) == (got, truncated)
    assert result.rows[-1] == (got,)
    assert place.run("SELECT count(*) FROM numbers").rows == ((20_000,),)


def test_truncation_by_size(place: Place) -> None:
    result = place.run("SELECT n, padding FROM numbers", size_bytes=50_000)
    assert 300 < len(result.rows) < 500
    assert result.truncated


def test_no_rows(place: Place) -> None:
    result = place.run("SELECT id, name FROM empty_table")
    assert (result.rows, result.truncated, len(result.columns)) == ((), False, 2)


def test_column_names_are_unique_and_never_empty(place: Place) -> None:
    empty = quoted(place.kind, " ") if place.kind != "mysql" else "''"
    result = place.run(
        f"SELECT c.id, o.customer_id AS id, 1 AS id_2, 2 AS ID, 3 AS {empty} FROM customers c, orders o LIMIT 1"
    )
    names = [column.name for column in result.columns]
    assert len({name.lower() for name in names}) == 5
    assert names[0] == "id"
    assert names[2] == "id_2"
    assert names[4] == "column_5"


def test_the_text_reaches_the_database_unchanged(place: Place) -> None:
    text = "100 % of :1, %s, %(a)s, {x}, ? and $1; -- not a comment"
    assert place.run(f"SELECT '{text}' AS t, 7 % 4 AS m WHERE 'a' LIKE '%a%'").rows == ((text, 3),)


@pytest.mark.parametrize(
    "sql", ["SELECT 1", "(SELECT 1)", "WITH a AS (SELECT 1 AS x) SELECT x FROM a", "VALUES (1)", "-- why\nSELECT 1"]
)
def test_every_kind_of_question_runs(place: Place, sql: str) -> None:
    if place.kind == "sqlite" and sql.startswith("("):
        pytest.skip("SQLite knows no statement in parentheses")
    assert place.run(sql).rows == ((1,),)


def test_show_describe_and_explain_run(place: Place) -> None:
    looks = {
        "postgres": ("SHOW server_version", "EXPLAIN SELECT * FROM orders"),
        "mysql": ("SHOW TABLES", "DESCRIBE orders", "EXPLAIN SELECT * FROM orders"),
        "sqlite": ("EXPLAIN QUERY PLAN SELECT * FROM orders",),
        "files": ("SHOW TABLES", "DESCRIBE orders", "EXPLAIN SELECT * FROM orders", "SUMMARIZE orders"),
    }
    for sql in looks[place.kind]:
        assert place.run(sql).rows, sql


def test_a_mistake_is_told_in_words(place: Place) -> None:
    with pytest.raises(QueryFailed, match="nope"):
        place.run("SELECT nope FROM orders")
    assert place.run("SELECT 1 AS one").rows == ((1,),)


# ── endings ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

RUNNING = {
    "postgres": "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'DataMind' AND state = 'active' "
    "AND query LIKE 'FETCH%'",  # the query itself is the cursor's
    "mysql": "SELECT count(*) FROM information_schema.processlist "
    "WHERE info LIKE '%seq_1_to_100000000 a%' AND id <> connection_id()",
}


def wait_until(place: Place, expected: int) -> None:
    """Until the server runs that many of the slow queries."""
    if place.kind not in SERVERS:
        return
    for _attempt in range(200):
        if place.change(RUNNING[place.kind])[0][0] == expected:
            return
        time.sleep(0.05)
    raise AssertionError(f"the server does not run {expected} slow queries")


def test_a_slow_query_is_ended_in_the_server(place: Place) -> None:
    with pytest.raises(QueryTimedOut, match=r"took longer than 0\.3 seconds"):
        place.run(SLOW[place.kind], timeout_s=0.3)
    wait_until(place, 0)
    assert place.run("SELECT 1 AS one").rows == ((1,),)


def test_cancel_ends_the_query_in_the_server(place: Place) -> None:
    cancellation, errors = Cancellation(), []

    def ask() -> None:
        try:
            place.run(SLOW[place.kind], cancellation, timeout_s=60)
        except ConnectorError as error:
            errors.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    wait_until(place, 1)
    if place.kind not in SERVERS:
        time.sleep(0.2)
    cancellation.cancel()
    asking.join(20)
    assert not asking.is_alive()
    assert isinstance(errors[0], QueryCancelled)
    wait_until(place, 0)
    assert place.run("SELECT 1 AS one").rows == ((1,),)


def test_what_is_cancelled_before_never_starts(place: Place) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelled):
        place.run("SELECT 1 AS one", cancellation)


def test_a_heavy_query_holds_up_nobody(place: Place) -> None:
    cancellation = Cancellation()

    def ask() -> None:
        with pytest.raises(QueryCancelled):
            place.run(SLOW[place.kind], cancellation, timeout_s=60)

    heavy = threading.Thread(target=ask)
    heavy.start()
    wait_until(place, 1)
    assert place.run("SELECT count(*) FROM orders", timeout_s=30).rows == ((500,),)
    assert heavy.is_alive()
    cancellation.cancel()
    heavy.join(20)
    assert not heavy.is_alive()


# ── no writes: the session alone, without the guard ──────────────────────────────────────────────────────────────────────

WRITES = (
    "INSERT INTO orders (order_id) VALUES (9999)",
    "UPDATE orders SET amount = 0",
    "DELETE FROM orders",
    "DROP TABLE orders",
    "CREATE TABLE stolen (a INTEGER)",
    "ALTER TABLE orders ADD COLUMN stolen INTEGER",
    "SELECT 1; DELETE FROM orders",
    "SELECT 1; COMMIT; DELETE FROM orders",
    "SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM orders; COMMIT",
    "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
    "SET TRANSACTION READ WRITE",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET SESSION TRANSACTION READ WRITE",
    "EXPLAIN ANALYZE DELETE FROM orders",
    "/*!50000 DELETE FROM orders */",
    "COPY orders TO '/tmp/stolen'",
    "ATTACH 'stolen.db' AS stolen",
    "PRAGMA query_only = off",
    "PRAGMA user_version = 7",
    "VACUUM",
    "SELECT * INTO stolen FROM orders",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "EXPLAIN SELECT 1; DELETE FROM orders",
    "CALL stolen()",
    "DO $$ BEGIN DELETE FROM orders; END $$",
)


@pytest.mark.parametrize("statement", WRITES)
def test_the_session_alone_refuses_to_write(place: Place, statement: str) -> None:
    with pytest.raises(ConnectorError):
        place.run(statement)
    assert place.run("SELECT count(*), sum(amount) FROM orders").rows == ((500, pytest.approx(Decimal("156562.5"))),)
    assert place.connector.catalog().find("stolen") is None


def test_what_one_query_sets_the_next_does_not_see(place: Place) -> None:
    leave, look, clean = {
        "postgres": ("SELECT set_config('search_path', 'nowhere', false)", "SELECT count(*) FROM orders", 500),
        "mysql": ("SELECT @left := 5", "SELECT @left", None),
        "sqlite": ("SELECT 1", "SELECT 1", 1),
        "files": ("SELECT 1", "SELECT 1", 1),
    }[place.kind]
    place.run(leave)
    assert place.run(look).rows == ((clean,),)


def test_close_may_come_twice(kind: str, new_place) -> None:
    place = new_place(kind)
    assert place.run("SELECT 1 AS one").rows == ((1,),)
    place.connector.close()
    place.connector.close()
    with pytest.raises(ConnectorError):
        place.run("SELECT 1 AS one")
