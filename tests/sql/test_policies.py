"""Rules are written in at every place, hold on real engines, and never let a query learn what they hide."""

from __future__ import annotations

import pytest
from engines import Shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shop import read_cases, shop_catalog

from datamind.errors import QueryRefused
from datamind.sql.guard import validate
from datamind.sql.policies import bind_policies, narrow
from datamind.types import DIALECTS, ColumnPolicy, Dialect, Policy, RowPolicy

OPEN = tuple(RowPolicy(f"all of {view}", view, "1 = 1") for view in ("sale_totals",))
ROWS: tuple[Policy, ...] = (RowPolicy("own clients", "client", "tier = {user.tier}"), *OPEN)
HIDDEN: tuple[Policy, ...] = (ColumnPolicy("no e-mail", "client", "email"), *OPEN)
MASKED: tuple[Policy, ...] = (ColumnPolicy("pay is masked", "staff", "pay", "masked"), *OPEN)


def bound(dialect: Dialect, **attributes: str) -> tuple[Policy, ...]:
    return bind_policies(ROWS, attributes, dialect)


NAMES_OF_BASIC = [
    "SELECT full_name FROM client",
    "SELECT c.full_name FROM client c",
    "SELECT full_name FROM (SELECT * FROM client) t",
    "WITH client AS (SELECT * FROM client) SELECT full_name FROM client",
    "WITH a AS (SELECT * FROM client), b AS (SELECT * FROM a) SELECT full_name FROM b",
    "SELECT full_name FROM client UNION SELECT full_name FROM client",
    "SELECT a.full_name FROM client a JOIN client b ON a.id = b.id",
    "SELECT full_name FROM client c WHERE EXISTS (SELECT 1 FROM client d WHERE d.id = c.id)",
    "SELECT full_name FROM client WHERE id IN (SELECT id FROM client)",
    "SELECT (SELECT c.full_name FROM client c WHERE c.id = s.client_id) AS full_name FROM sale s WHERE s.client_id IS NOT NULL",
    "SELECT client.full_name FROM client LEFT JOIN city ON city.id = client.city_id",
    "SELECT full_name FROM city, client WHERE city.id = client.city_id",
    "SELECT max(full_name) FROM client GROUP BY id HAVING max(full_name) IS NOT NULL",
    "SELECT full_name, row_number() OVER (ORDER BY id) FROM client",
]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rows_outside_the_rule_are_never_returned(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    catalog = shop_catalog(dialect)
    for sql in NAMES_OF_BASIC:
        if dialect == "sqlite" and sql.startswith("WITH client AS"):
            continue  # SQLite itself takes it for a circular reference
        query = validate(sql, catalog, policies=bound(dialect, tier="basic"))
        assert query.policies == ("own clients",), sql
        seen = str(shop.run(query.sql)[1])
        assert "Bo Carlson" in seen, sql
        assert "Ana Berg" not in seen, sql


@pytest.mark.parametrize("dialect", DIALECTS)
def test_totals_are_those_of_the_visible_rows(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    query = validate("SELECT count(*) AS n FROM client", shop_catalog(dialect), policies=bound(dialect, tier="gold"))
    assert "1" in str(shop.run(query.sql)[1])
    assert "3" not in str(shop.run(query.sql)[1])


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("value", ["x' OR '1'='1", "\\' OR 1=1 -- ", "a\\", 'b" OR 1=1', "{user.tier}"])
def test_an_attribute_cannot_break_out_of_its_quotes(
    dialect: Dialect, value: str, request: pytest.FixtureRequest
) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    try:
        query = validate("SELECT full_name FROM client", shop_catalog(dialect), policies=bound(dialect, tier=value))
    except QueryRefused:
        return
    assert "Ana" not in str(shop.run(query.sql)[1])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_missing_attribute_refuses_the_table_and_only_it(dialect: Dialect) -> None:
    with pytest.raises(QueryRefused, match="needs your tier"):
        validate("SELECT full_name FROM client", shop_catalog(dialect), policies=bound(dialect))
    validate("SELECT id FROM sale", shop_catalog(dialect), policies=bound(dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT email FROM client",
        "SELECT c.email FROM client c",
        "SELECT id FROM client WHERE email LIKE 'a%'",
        "SELECT count(*) FROM client GROUP BY email",
        "SELECT id FROM client ORDER BY email",
        "SELECT a.id FROM client a JOIN client b ON a.email = b.email",
        "SELECT (SELECT email FROM client LIMIT 1)",
        "WITH x AS (SELECT email AS e FROM client) SELECT e FROM x",
        "SELECT id FROM sale s WHERE EXISTS (SELECT 1 FROM client WHERE email = s.note)",
        "SELECT x.id FROM (SELECT id, email FROM client) x",
        "SELECT max(EMAIL) FROM client",
        "SELECT * FROM client NATURAL JOIN sale",
        "SELECT * FROM client a JOIN client b USING (email)",
    ],
)
def test_a_hidden_column_cannot_be_named(sql: str, dialect: Dialect) -> None:
    with pytest.raises(QueryRefused):
        validate(sql, shop_catalog(dialect), policies=HIDDEN)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_star_leaves_hidden_columns_out_and_keeps_the_others_as_they_are(
    dialect: Dialect, request: pytest.FixtureRequest
) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    for sql in ("SELECT * FROM client", "SELECT c.* FROM client c", "SELECT * FROM (SELECT * FROM client) x"):
        names, rows = shop.run(validate(sql, shop_catalog(dialect), policies=HIDDEN).sql)
        assert names == ["id", "full_name", "city_id", "tier", "joined_on", "birth"]
        assert "@" not in str(rows)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_masked_column_shows_nothing_and_cannot_be_used(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    names, rows = shop.run(validate("SELECT name, pay FROM staff", shop_catalog(dialect), policies=MASKED).sql)
    assert names == ["name", "pay"]
    assert "900" not in str(rows)
    for sql in (
        "SELECT name FROM staff WHERE pay > 400",
        "SELECT name FROM staff ORDER BY pay",
        "SELECT pay, count(*) FROM staff GROUP BY pay",
        "SELECT avg(pay) FROM staff",
        "SELECT a.name FROM staff a JOIN staff b ON a.pay > b.pay",
        "SELECT pay + 1 FROM staff",
        "SELECT CASE WHEN pay > 5 THEN 1 END FROM staff",
        "SELECT rank() OVER (ORDER BY pay) FROM staff",
        "SELECT DISTINCT pay FROM staff",
    ):
        with pytest.raises(QueryRefused, match="masked"):
            validate(sql, shop_catalog(dialect), policies=MASKED)
    roundabout = "SELECT name FROM (SELECT name, pay AS p FROM staff) x WHERE p > 400"
    assert "Ida" not in str(shop.run(validate(roundabout, shop_catalog(dialect), policies=MASKED).sql)[1])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_views_without_a_rule_of_their_own_are_closed(dialect: Dialect) -> None:
    rule = (ColumnPolicy("no fee", "sale", "fee"),)
    with pytest.raises(QueryRefused, match="view"):
        validate("SELECT * FROM sale_totals", shop_catalog(dialect), policies=rule)
    opened = (*rule, RowPolicy("open", "sale_totals", "1 = 1"))
    assert validate("SELECT * FROM sale_totals", shop_catalog(dialect), policies=opened).policies == ("open",)


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "SELECT * FROM client TABLESAMPLE SYSTEM (10)"),
        ("postgres", "SELECT * FROM client AS c(a, b)"),
        ("postgres", "TABLE client"),
        ("mysql", "SELECT * FROM client USE INDEX (PRIMARY)"),
        ("mysql", "DESCRIBE client"),
        ("mysql", "SHOW CREATE TABLE client"),
        ("sqlite", "SELECT * FROM client NOT INDEXED"),
        ("sqlite", "SELECT 1 IN client"),
        ("duckdb", "SUMMARIZE client"),
        ("duckdb", "DESCRIBE client"),
    ],
)
def test_what_cannot_be_rewritten_faithfully_is_refused(dialect: Dialect, sql: str) -> None:
    with pytest.raises(QueryRefused):
        validate(sql, shop_catalog(dialect), policies=HIDDEN)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_rule_that_hides_nothing_changes_no_answer(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    """Same rows, same column names: over every good line, with a row rule that always holds on every table."""
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    catalog = shop_catalog(dialect)
    rules = tuple(RowPolicy(table.name, table.name, "1 = 1") for table in catalog.tables)
    rewritten = 0
    for line in read_cases("good", dialect):
        if any(
            word in line.sql.lower()
            for word in ("random", "rand(", "now", "today", "current", "explain", "sample", "age(", "uuid")
        ):
            continue
        try:
            query = validate(line.sql, catalog, policies=rules)
        except QueryRefused:
            continue
        if not query.policies or "store." in line.sql or "`store`" in line.sql:
            continue
        if dialect == "postgres" and "GROUP BY i.id" in line.sql:
            continue  # grouping by the key alone needs the stored table: the server says so, in words
        plain, ruled = shop.run(validate(line.sql, catalog).sql), shop.run(query.sql)
        without_subqueries = [name for name in plain[0] if "SELECT" not in name]  # DuckDB writes them into the name
        assert [name for name in ruled[0] if "SELECT" not in name] == without_subqueries, query.sql
        assert sorted(map(repr, ruled[1])) == sorted(map(repr, plain[1])), query.sql
        rewritten += 1
    assert rewritten > 50


def test_the_catalog_is_narrowed_like_the_rows() -> None:
    catalog = shop_catalog("postgres")
    seen = narrow(catalog, (*HIDDEN, *MASKED, ColumnPolicy("no visits", "visit", "*")))
    assert seen.find("visit") is None
    assert seen.find("client").column("email") is None  # type: ignore[union-attr]
    assert seen.find("staff").column("pay").description == "masked for you"  # type: ignore[union-attr]
    assert narrow(catalog, ()) is catalog
    assert narrow(catalog, (ColumnPolicy("x", "sale", "id"),)).find("sale").primary_key == ()  # type: ignore[union-attr]


def test_a_whole_table_can_be_hidden() -> None:
    with pytest.raises(QueryRefused, match="There is no table visit"):
        validate("SELECT count(*) FROM visit", shop_catalog("postgres"), policies=(ColumnPolicy("v", "visit", "*"),))


@pytest.mark.parametrize(
    "condition", ["1 = 1) OR (1 = 1", "tier = 'a'; DELETE FROM x", "tier = -- x", "", "tier = 'a' ORDER BY 1"]
)
def test_a_rule_that_is_no_condition_refuses(condition: str) -> None:
    with pytest.raises(QueryRefused):
        validate("SELECT id FROM client", shop_catalog("postgres"), policies=(RowPolicy("r", "client", condition),))


_WHERE = st.sampled_from(
    ("", "WHERE c.id > 1", "WHERE c.tier <> 'gold' OR c.id = 1", "WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id)")
)  # fmt: skip
_FROM = st.sampled_from(
    (
        "client c",
        "client AS c LEFT JOIN sale s ON s.client_id = c.id",
        "sale s JOIN client c ON c.id = s.client_id",
        "city t, client c",
        "(SELECT * FROM client) c",
        "(SELECT id, tier FROM client UNION ALL SELECT id, tier FROM client) c",
        "client c JOIN client d ON d.tier = c.tier",
    )
)
_AROUND = st.sampled_from(
    (
        "{query}",
        "SELECT * FROM ({query}) x",
        "WITH w AS ({query}) SELECT * FROM w",
        "{query} UNION SELECT id, tier FROM client",
        "SELECT * FROM ({query}) x WHERE id IN (SELECT id FROM client)",
    )
)


@given(
    _FROM, _WHERE, st.lists(_AROUND, max_size=2), st.sampled_from(("gold", "basic", "none")), st.sampled_from(DIALECTS)
)
@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_query_returns_a_row_outside_the_rule(
    request: pytest.FixtureRequest, source: str, where: str, around: list[str], tier: str, dialect: Dialect
) -> None:
    """The same rows as those of the whole result that the rule lets through: each of them carries its tier."""
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    sql = f"SELECT c.id AS id, c.tier AS tier FROM {source} {where}"
    for form in around:
        sql = form.format(query=sql)
    catalog = shop_catalog(dialect)
    whole = shop.run(validate(sql, catalog).sql)[1]
    seen = shop.run(validate(sql, catalog, policies=bound(dialect, tier=tier)).sql)[1]
    assert sorted(map(tuple, seen)) == sorted(tuple(row) for row in whole if row[1] == tier)
