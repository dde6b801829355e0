"""CREATE statements become a catalog: names, types, keys, views, functions."""

from __future__ import annotations

import pytest
from shop import shop_catalog

from datamind.errors import InvalidInput
from datamind.sql.ddl import read_ddl
from datamind.types import DIALECTS, ColumnType, Dialect


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_shop_is_read(dialect: Dialect) -> None:
    catalog = shop_catalog(dialect)
    line = catalog.find("sale_line")
    assert line is not None
    assert line.primary_key == ("sale_id", "line_no")
    assert [(key.columns, key.ref_table, key.ref_columns) for key in line.foreign_keys] == [
        (("sale_id",), "sale", ("id",)),
        (("item_id",), "item", ("id",)),
    ]
    view = catalog.find("sale_totals")
    assert view is not None
    assert (view.kind, [column.name for column in view.columns]) == ("view", ["id", "client_id", "total"])
    year = catalog.find("Year Plan")
    assert year is not None
    assert [column.name for column in year.columns] == ["Quarter", "Größe", "Net ($)"]
    assert catalog.find("vault_keys") is None


def test_types_keys_and_references() -> None:
    catalog = read_ddl(
        "CREATE TABLE a (id serial PRIMARY KEY, n numeric(8,2) NOT NULL, d date, t timestamptz, j jsonb, b boolean, "
        "u text UNIQUE);\n"
        "INSERT INTO a VALUES (1, ';', 'CREATE TABLE no (x int)');\n"
        "CREATE TABLE s.b (id int REFERENCES a(id), x int, CONSTRAINT k UNIQUE (id, x));",
        "postgres",
    )
    a, b = catalog.tables
    assert [column.type for column in a.columns[1:]] == [
        ColumnType.NUMBER,
        ColumnType.DATE,
        ColumnType.DATETIME,
        ColumnType.JSON,
        ColumnType.BOOLEAN,
        ColumnType.TEXT,
    ]
    assert (a.primary_key, a.unique, a.columns[1].nullable) == (("id",), (("u",),), False)
    assert (b.schema, b.unique, b.foreign_keys[0].ref_table) == ("s", (("id", "x"),), "a")


def test_functions_have_their_volatility() -> None:
    catalog = shop_catalog("postgres")
    assert {f.name: f.volatility for f in catalog.functions} == {"wipe_sales": "volatile", "net": "immutable"}


def test_a_schema_that_cannot_be_read_is_told() -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_ddl("CREATE TABLE x (a int", "postgres")
