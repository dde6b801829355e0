"""SQL that a person wrote passes the one door, in every role that may run it, and is entered without its text."""

from __future__ import annotations

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind.cancellation import Cancellation
from datamind.engine import Engine, Scope
from datamind.errors import QueryCancelled, QueryFailed, QueryRefused
from datamind.services import connections, queries


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def test_rows_come_as_the_database_gave_them(ada: Scope, shop: connections.Connection) -> None:
    result = queries.run_sql(ada, shop.id, "SELECT name, city FROM customers ORDER BY id LIMIT 2;")
    assert [column.name for column in result.columns] == ["name", "city"]
    assert result.rows == (("Ada", "Bern"), ("Bo", "Basel"))
    assert not result.truncated


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM orders",
        "SELECT 1; DELETE FROM orders",
        "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
        "ATTACH 'x.sqlite' AS x",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM nothere",
        "SELECT load_extension('x')",
        "",
    ],
)
def test_what_does_not_only_read_is_refused_and_entered(ada: Scope, shop: connections.Connection, sql: str) -> None:
    with pytest.raises(QueryRefused):
        queries.run_sql(ada, shop.id, sql)
    entry = ada.store.first("audit", order="-id")
    assert entry is not None
    assert (entry["action"], entry["outcome"], entry["object"]) == ("run_sql", "refused", f"connection_id={shop.id}")
    assert queries.run_sql(ada, shop.id, "SELECT count(*) FROM orders").rows == ((4,),)


def test_the_row_limit_of_the_settings_holds(ada: Scope, shop: connections.Connection) -> None:
    limited = Scope(open_engine(ada.settings.home, row_limit=3), ada.actor)
    result = queries.run_sql(limited, shop.id, "SELECT id FROM orders ORDER BY id")
    assert (result.rows, result.truncated) == (((1,), (2,), (3,)), True)
    limited.engine.close()


def test_one_that_is_cancelled_before_it_begins_never_runs(ada: Scope, shop: connections.Connection) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelled):
        queries.run_sql(ada, shop.id, "SELECT count(*) FROM orders", cancellation)


def test_an_error_of_the_database_is_a_sentence_and_is_entered(ada: Scope, shop: connections.Connection) -> None:
    with pytest.raises((QueryFailed, QueryRefused)) as failed:
        queries.run_sql(ada, shop.id, "SELECT abs(-9223372036854775808) FROM orders")
    assert str(failed.value)
    entry = ada.store.first("audit", order="-id")
    assert entry is not None
    assert entry["outcome"] in ("failed", "refused")
    assert "9223372036854775808" not in repr(entry)


def test_what_a_join_repeats_is_told_before_it_runs(ada: Scope, shop: connections.Connection) -> None:
    sql = "SELECT count(c.id) AS n FROM customers c JOIN orders o ON o.customer_id = c.id"
    told = queries.check_sql(ada, shop.id, sql)
    assert "Each row of customers appears once per row of orders, 1.3 times on average" in told.warnings[0]
    assert queries.run_sql(ada, shop.id, sql).rows == ((4,),)
    assert told.instead is not None
    assert queries.run_sql(ada, shop.id, told.instead).rows == ((3,),)
