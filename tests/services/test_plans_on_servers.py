"""Plans and join counts through the door, on each kind of database."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import Values, connect_mysql, connect_postgres, execute, new_database
from houses import add_org, connect_shop, join

from datamind.engine import Engine, Scope
from datamind.errors import QueryRefused
from datamind.services import connections, queries, uploads
from datamind.types import Parameter

SQL = "SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.name <> {{ name }}"
NAME = (Parameter("name", "text", "x"),)
SHOP = (
    "CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40))",
    "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer)",
    "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bo'), (3, 'Cy')",
    "INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2), (4, 3)",
)


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


def check(ada: Scope, connection_id: int) -> None:
    steps = queries.explain_sql(ada, connection_id, SQL, NAME)
    told = "\n".join(step.text for step in steps).lower()
    assert len(steps) >= 2
    assert "{" not in told
    counts = queries.count_joins(ada, connection_id, SQL, NAME)
    assert [(each.rows, each.factor) for each in counts] == [(3, None), (4, 4 / 3)]
    with pytest.raises(QueryRefused):
        queries.explain_sql(ada, connection_id, "DELETE FROM orders")
    with pytest.raises(QueryRefused):
        queries.explain_sql(ada, connection_id, "ANALYZE SELECT 1")


def test_on_sqlite(ada: Scope) -> None:
    check(ada, connect_shop(ada).id)


def test_on_an_uploaded_file(ada: Scope, tmp_path: Path) -> None:
    customers, orders = tmp_path / "customers.csv", tmp_path / "orders.csv"
    customers.write_text("id,name\n1,Ada\n2,Bo\n3,Cy\n")
    orders.write_text("id,customer_id\n1,1\n2,1\n3,2\n4,3\n")
    check(ada, uploads.upload_files(ada, "Files", (("customers.csv", customers), ("orders.csv", orders)))[0].id)


def test_on_postgres(ada: Scope, postgres: Values) -> None:
    values = new_database(connect_postgres, postgres)
    execute(connect_postgres, values, *SHOP)
    check(ada, connections.add_connection(ada, "Company", "postgres", values, accept_writable=True).id)


def test_on_mariadb(ada: Scope, mariadb: Values) -> None:
    values = new_database(connect_mysql, mariadb)
    execute(connect_mysql, values, *SHOP)
    check(ada, connections.add_connection(ada, "Company", "mysql", values, accept_writable=True).id)
