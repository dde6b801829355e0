"""Every good line is accepted as it stands and runs on its engine; every attack is refused in a sentence."""

from __future__ import annotations

import pytest
from engines import Shop
from shop import Line, read_cases, shop_catalog

from datamind.errors import QueryRefused
from datamind.sql.guard import validate
from datamind.types import DIALECTS, Dialect

GOOD = [line for dialect in DIALECTS for line in read_cases("good", dialect)]
ATTACKS = [line for dialect in DIALECTS for line in read_cases("attacks", dialect)]
CATALOGS = {dialect: shop_catalog(dialect) for dialect in DIALECTS}


def test_there_are_enough_cases() -> None:
    assert len(ATTACKS) >= 400
    assert len(GOOD) >= 300


@pytest.mark.parametrize("line", GOOD, ids=lambda line: line.name)
def test_good_line_is_accepted_and_runs_as_it_is_written(line: Line) -> None:
    query = validate(line.sql, CATALOGS[line.dialect])
    assert line.sql.strip().startswith(query.sql)
    assert query.policies == ()


@pytest.mark.parametrize("line", ATTACKS, ids=lambda line: line.name)
def test_attack_is_refused_in_a_sentence(line: Line) -> None:
    with pytest.raises(QueryRefused) as refusal:
        validate(line.sql, CATALOGS[line.dialect])
    sentence = str(refusal.value)
    assert len(sentence.split()) > 3
    assert sentence.endswith((".", "!", "?", "…")) or " = " in sentence or "instead" in sentence
    assert "Traceback" not in sentence


def _only_a_catalog_tells(line: Line) -> bool:
    """Whether nothing but the catalog says that what this line reads is not theirs."""
    marks = ("vault_keys", "other_", "s.wipe_sales", "frame")
    return line.kind == "secrets" or any(mark in line.sql.lower() for mark in marks)


@pytest.mark.parametrize(
    "line", [line for line in ATTACKS if not _only_a_catalog_tells(line)], ids=lambda line: line.name
)
def test_attack_is_refused_without_a_catalog_too(line: Line) -> None:
    catalog = type(CATALOGS[line.dialect])(line.dialect, ())
    with pytest.raises(QueryRefused):
        validate(line.sql, catalog, any_table=True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_accepted_lines_run_on_the_real_engine(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(f"{dialect}_store")
    failed = []
    for line in read_cases("good", dialect):
        sql = validate(line.sql, CATALOGS[dialect]).sql.replace("store.", f"{shop.values.get('database')}.")
        sql = sql.replace("`store`", f"`{shop.values.get('database')}`")
        try:
            shop.run(sql)
        except Exception as error:  # noqa: BLE001 - each driver has its own errors, and all of them fail the test
            failed.append(f"{line.name}: {line.sql}\n    {error}")
    assert not failed, "\n".join(failed)
