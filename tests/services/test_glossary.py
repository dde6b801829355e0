"""The words of a connection: described, defined, checked before they are kept, out as a file and in again."""

from __future__ import annotations

import pytest
import yaml
from houses import add_org, connect_shop, join

from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, NotFound
from datamind.phrasebook import read_phrasebook
from datamind.services import catalogs, connections, glossary, questions, rules
from datamind.services.glossary import Description
from datamind.types import Answer


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def test_words_go_before_what_the_database_says_and_survive_a_reading(ada: Scope, shop: connections.Connection) -> None:
    said = {"city": Description("Where they live", ("town",)), "name": Description(personal=False)}
    glossary.describe_table(ada, shop.id, "customers", Description(" Who\n buys ", ("buyers",)), said)
    for _ in range(2):
        customers = catalogs.get_catalog(ada, shop.id).find("customers")
        assert (customers.description, customers.synonyms) == ("Who buys", ("buyers",))
        city, name = customers.column("city"), customers.column("name")
        assert (city.description, city.synonyms) == ("Where they live", ("town",))
        assert not name.personal
        catalogs.refresh_catalog(ada, shop.id)
    glossary.describe_table(ada, shop.id, "customers", Description(), {"city": Description()})
    assert catalogs.get_catalog(ada, shop.id).find("customers").description == ""
    assert set(glossary.list_descriptions(ada, shop.id)) == {"customers.name"}


def test_what_is_not_there_is_not_described(ada: Scope, shop: connections.Connection) -> None:
    with pytest.raises(NotFound):
        glossary.describe_table(ada, shop.id, "nothere", Description("x"))
    with pytest.raises(InvalidInput, match="no column nothere"):
        glossary.describe_table(ada, shop.id, "orders", None, {"nothere": Description("x")})


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("expression", {"expression": "sum(amont)"}),
        ("expression", {"expression": "sum(amount), count(*)"}),
        ("expression", {"expression": "amount"}),
        ("expression", {"expression": "sum(amount) FROM orders WHERE 1 = 1 --"}),
        ("expression", {"expression": "sum(amount) FROM orders; DROP TABLE orders"}),
        ("expression", {"expression": "(SELECT max(sql) FROM sqlite_master)"}),
        ("expression", {"expression": "sum((SELECT count(*) FROM customers))"}),
        ("expression", {"expression": "load_extension('x')"}),
        ("expression", {"expression": ""}),
        ("table", {"table": "order"}),
        ("date_column", {"date_column": "amount"}),
        ("date_column", {"date_column": "nothere"}),
        ("format", {"number_format": "euros"}),
        ("name", {"name": " "}),
    ],
)
def test_a_metric_is_read_by_the_guard_before_it_is_kept(
    ada: Scope, shop: connections.Connection, field: str, change: dict[str, str]
) -> None:
    fine = {"name": "revenue", "expression": "sum(amount)", "table": "orders", "date_column": "ordered_on"}
    with pytest.raises(InvalidInput) as refused:
        glossary.keep_metric(ada, shop.id, **{**fine, **change})
    assert refused.value.field == field
    assert catalogs.get_catalog(ada, shop.id).meaning.metrics == ()
    kept = glossary.keep_metric(ada, shop.id, **fine)
    assert catalogs.get_catalog(ada, shop.id).meaning.metrics == (kept,)


def test_a_metric_is_what_a_question_gets(ada: Scope, shop: connections.Connection) -> None:
    glossary.keep_metric(ada, shop.id, "net takings", "sum(amount * 0.5)", "orders", "ordered_on")
    outcome = questions.answer_once(ada, shop.id, "net takings", "offline")
    assert isinstance(outcome, Answer)
    assert outcome.result.rows[0][0] == pytest.approx(65.75 / 2)
    glossary.forget_metric(ada, shop.id, "net takings")
    assert catalogs.get_catalog(ada, shop.id).meaning.metrics == ()
    with pytest.raises(InvalidInput, match="net takings"):
        glossary.forget_metric(ada, shop.id, "net takings")


def test_nobody_defines_by_what_a_rule_hides_from_them(ada: Scope, shop: connections.Connection) -> None:
    rules.add_rule(ada, shop.id, "orders", "hidden", "amount", ["analyst"])
    bob = join(ada.engine, ada.actor.org_id, "Bob", Role.ANALYST)
    with pytest.raises(InvalidInput, match="no column amount"):
        glossary.keep_metric(bob, shop.id, "revenue", "sum(amount)", "orders")
    glossary.describe_table(ada, shop.id, "orders", None, {"amount": Description("secret words")})
    glossary.keep_metric(ada, shop.id, "revenue", "sum(amount)", "orders")
    assert "amount" not in glossary.export_glossary(bob, shop.id)
    assert "secret words" in glossary.export_glossary(ada, shop.id)


# ── as a file ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fill(scope: Scope, connection_id: int) -> None:
    said = {"city": Description("Where: they live #1", ("town", "größte Stadt"), True)}
    glossary.describe_table(scope, connection_id, "customers", Description("Who buys"), said)
    glossary.keep_term(scope, connection_id, "active", "has ordered since 2026-02-01", ("current",))
    glossary.keep_metric(scope, connection_id, "revenue", "sum(amount)", "orders", "ordered_on", "EUR", ("sales",))


def test_what_goes_out_comes_in_again_the_same(ada: Scope, shop: connections.Connection) -> None:
    fill(ada, shop.id)
    text = glossary.export_glossary(ada, shop.id)
    other = connect_shop(ada, "Other")
    done = glossary.import_glossary(ada, other.id, text)
    assert (done.descriptions, done.terms, done.metrics, done.unknown) == (2, 1, 1, ())
    assert glossary.export_glossary(ada, other.id) == text
    assert catalogs.get_catalog(ada, other.id) == catalogs.get_catalog(ada, shop.id)
    assert yaml.safe_load(text)["tables"]["customers"]["columns"]["city"]["synonyms"] == ["town", "größte Stadt"]


def test_what_is_not_in_the_catalog_waits_for_it(ada: Scope, shop: connections.Connection) -> None:
    done = glossary.import_glossary(ada, shop.id, "tables:\n  returns:\n    description: What came back\n")
    assert done.unknown == ("returns",)
    assert "What came back" in glossary.export_glossary(ada, shop.id)


def test_a_file_cannot_vouch_for_anybody(ada: Scope, shop: connections.Connection) -> None:
    text = "verified:\n  how many orders:\n    sql: SELECT count(*) FROM orders\n    by: The auditor\n"
    glossary.import_glossary(ada, shop.id, text)
    (vouched,) = catalogs.get_catalog(ada, shop.id).meaning.verified
    assert vouched.verified_by == "Ada"
    with pytest.raises(InvalidInput, match="how many people"):
        glossary.import_glossary(ada, shop.id, "verified:\n  how many people:\n    sql: DELETE FROM orders\n")


@pytest.mark.parametrize(
    "text",
    [
        "just words",
        "- a\n- list",
        "tables: [a, b]",
        "tables:\n  orders: what is it",
        "nonsense: {}",
        "terms:\n  active: {}",
        "terms:\n  active:\n    definition: [1, 2]",
        "metrics:\n  m:\n    expression: sum(amount)\n",
        "metrics:\n  m:\n    expression: sum(nothere)\n    table: orders\n",
        "tables:\n  orders:\n    synonyms: word\n",
        "tables:\n  orders:\n    personal: perhaps\n",
        "verified:\n  q:\n    sql: SELECT 1\n    at: yesterday\n",
        "a: !!python/object/apply:os.system ['true']",
        "a: &x [1]\nb: *x",
        "a: [1",
        "\ttabs: 1",
        "[" * 5000,
        "\x00",
    ],
)
def test_a_file_that_is_none_changes_nothing_and_says_where(
    ada: Scope, shop: connections.Connection, text: str
) -> None:
    fill(ada, shop.id)
    before = glossary.export_glossary(ada, shop.id)
    with pytest.raises(InvalidInput):
        glossary.import_glossary(ada, shop.id, text)
    assert glossary.export_glossary(ada, shop.id) == before


def test_an_empty_file_is_no_error() -> None:
    assert read_phrasebook("").meaning.terms == ()
