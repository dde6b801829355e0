"""Totals that a join repeats are told; totals that it does not repeat are left in peace."""

from __future__ import annotations

import re

import pytest
from engines import Shop
from shop import shop_catalog

from datamind.sql.guard import validate
from datamind.types import DIALECTS, Dialect

REPEATED = [
    "SELECT sum(s.fee) AS total FROM sale s JOIN sale_line l ON l.sale_id = s.id",
    "SELECT sum(fee) AS total FROM sale LEFT JOIN sale_line ON sale_line.sale_id = sale.id",
    "SELECT avg(s.fee) AS total FROM sale s, sale_line l WHERE l.sale_id = s.id",
    "SELECT count(s.id) AS total FROM sale s JOIN sale_line l ON s.id = l.sale_id",
]
MORE_REPEATED = [
    "SELECT c.tier, sum(s.fee), sum(l.qty) FROM client c JOIN sale s ON s.client_id = c.id JOIN sale_line l ON l.sale_id = s.id GROUP BY 1",
    "SELECT c.id, sum(s.fee) FROM client c JOIN sale s ON s.client_id = c.id JOIN visit v ON v.client_id = c.id GROUP BY 1",
    "SELECT * FROM (SELECT sum(i.price) AS p FROM item i JOIN sale_line l ON l.item_id = i.id WHERE l.qty > 1) t",
]
NOT_REPEATED = [
    "SELECT sum(l.qty * l.price) FROM sale s JOIN sale_line l ON l.sale_id = s.id",
    "SELECT c.tier, sum(s.fee) FROM client c JOIN sale s ON s.client_id = c.id GROUP BY 1",
    "SELECT count(*) FROM sale s JOIN sale_line l ON l.sale_id = s.id",
    "SELECT count(DISTINCT s.id) FROM sale s JOIN sale_line l ON l.sale_id = s.id",
    "SELECT max(s.fee), min(s.fee) FROM sale s JOIN sale_line l ON l.sale_id = s.id",
    "SELECT sum(s.fee) FROM sale s WHERE EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id)",
    "SELECT c.id FROM client c WHERE (SELECT sum(s.fee) FROM sale s JOIN item i ON i.id = s.id WHERE s.client_id = c.id) > 10",
    "SELECT sum(s.fee) FROM sale s JOIN (SELECT sale_id, sum(qty) AS n FROM sale_line GROUP BY sale_id) l ON l.sale_id = s.id",
    "SELECT sum(a.pay) FROM staff a JOIN staff b ON a.boss_id = b.id",
    "SELECT sum(fee) FROM sale",
]


@pytest.mark.parametrize("sql", REPEATED + MORE_REPEATED)
def test_a_repeated_total_is_told(sql: str) -> None:
    (warning, *_) = validate(sql, shop_catalog("postgres")).warnings
    assert re.search(r"Each row of \w+ appears once per row of \w+", warning)


@pytest.mark.parametrize("sql", NOT_REPEATED)
def test_an_honest_total_is_left_in_peace(sql: str) -> None:
    assert validate(sql, shop_catalog("postgres")).warnings == ()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("sql", REPEATED)
def test_the_query_offered_counts_each_row_once(sql: str, dialect: Dialect, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    (warning,) = validate(sql, shop_catalog(dialect)).warnings
    offered = warning.partition("Instead: ")[2]
    expression = re.match(r"SELECT (\w+)\(", sql)
    assert expression is not None
    keep = "" if "LEFT" in sql else " WHERE id IN (SELECT sale_id FROM sale_line)"
    column = "id" if expression[1] == "count" else "fee"
    assert shop.run(offered)[1] == shop.run(f"SELECT {expression[1]}({column}) AS total FROM sale{keep}")[1]
    assert validate(offered, shop_catalog(dialect)).warnings == ()
