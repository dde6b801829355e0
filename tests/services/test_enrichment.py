"""Proposals for descriptions: by Claude from profiles, with the cost before; by names without a key; accepted or dismissed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer, Step, fault, reply
from houses import add_org, connect_shop, join, open_engine

from datamind.engine import Engine, Scope
from datamind.errors import AnalystUnavailable, InvalidInput
from datamind.services import catalogs, connections, enrichment, glossary, usage

KEY = "sk-ant-canary-0123456789"


def propose(body: dict) -> Step:
    """A model that describes what it is told, and things that it is not, and slips in what must not come through."""
    said = [
        {
            "subject": "orders",
            "text": "One row for each order.",
            "synonyms": ["Purchase", "sale", "see http://evil.example"],
        },
        {"subject": "ORDERS.amount", "text": "What was paid.", "synonyms": []},
        {"subject": "customers", "text": "See ![x](http://evil.example/x.png)", "synonyms": []},
        {"subject": "customers.city", "text": "Where the customer lives.", "synonyms": "not a list"},
        {"subject": "salaries", "text": "Not here.", "synonyms": []},
        "not an object",
    ]
    return reply({"proposals": said, "terms": [{"name": "Regular", "definition": "A customer with two orders."}]})


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer([propose]) as server:
        yield server


@pytest.fixture
def engine(tmp_path: Path, server: AnthropicServer) -> Iterator[Engine]:
    engine = open_engine(tmp_path, anthropic_api_key=KEY, anthropic_base_url=server.url)
    yield engine
    engine.close()


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def subjects(scope: Scope, shop: connections.Connection) -> dict[str, enrichment.Proposal]:
    return {each.subject.removeprefix("main."): each for each in enrichment.list_proposals(scope, shop.id)}


def test_the_cost_is_told_before_and_nothing_is_sent_for_it(
    ada: Scope, shop: connections.Connection, server: AnthropicServer
) -> None:
    outlook = enrichment.get_outlook(ada, shop.id)
    assert (outlook.tables, outlook.tables_left, outlook.calls, outlook.by_model) == (2, 2, 1, True)
    assert outlook.tokens > 100
    assert outlook.cost_usd > 0
    assert server.bodies == []


def test_what_is_proposed_is_clean_and_about_what_is_there(
    ada: Scope, shop: connections.Connection, server: AnthropicServer
) -> None:
    assert enrichment.propose_next(ada, shop.id).tables_left == 0
    found = subjects(ada, shop)
    assert list(found) == ["customers.city", "orders", "orders.amount", "term:Regular"]
    assert found["orders"].synonyms == ("purchase", "sale")
    assert all(proposal.origin == "ai" for proposal in found.values())
    sent = json.dumps(server.bodies)
    assert "Basel" in sent  # a stored value of the profile
    assert "30.25" not in sent  # a cell of a row
    [line] = usage.list_calls(ada)
    assert (line.purpose, line.prompt_version) == ("describe", "enrich-1")
    enrichment.propose_next(ada, shop.id)
    assert len(server.bodies) == 1  # what was looked at is not looked at again


def test_schema_only_sends_no_values(ada: Scope, shop: connections.Connection, server: AnthropicServer) -> None:
    connections.set_privacy(ada, shop.id, "schema")
    enrichment.propose_next(ada, shop.id)
    assert "Basel" not in json.dumps(server.bodies)


def test_accepted_ones_are_in_the_catalog_and_dismissed_ones_are_gone(ada: Scope, shop: connections.Connection) -> None:
    enrichment.propose_next(ada, shop.id)
    by_name = {each.name: each for each in catalogs.get_catalog(ada, shop.id).tables}
    orders = by_name["orders"].full_name
    enrichment.accept_proposal(ada, shop.id, orders, "One row an order, as edited.", ("purchase",))
    enrichment.accept_proposal(ada, shop.id, "term:Regular", "Two orders at least.")
    enrichment.dismiss_proposal(ada, shop.id, f"{orders}.amount")
    catalog = catalogs.get_catalog(ada, shop.id)
    described = next(table for table in catalog.tables if table.name == "orders")
    assert (described.description, described.synonyms) == ("One row an order, as edited.", ("purchase",))
    assert [(term.name, term.definition) for term in catalog.meaning.terms] == [("Regular", "Two orders at least.")]
    assert list(subjects(ada, shop)) == ["customers.city"]
    with pytest.raises(InvalidInput):
        enrichment.dismiss_proposal(ada, shop.id, orders)
    with pytest.raises(InvalidInput):
        enrichment.accept_proposal(ada, shop.id, "salaries", "x")


def test_a_fault_loses_nothing_and_the_work_goes_on(
    ada: Scope, shop: connections.Connection, server: AnthropicServer
) -> None:
    server._script[:] = [fault(401, "authentication_error"), propose]
    with pytest.raises(AnalystUnavailable):
        enrichment.propose_next(ada, shop.id)
    assert enrichment.get_outlook(ada, shop.id).tables_left == 2
    assert enrichment.propose_next(ada, shop.id).tables_left == 0


def test_without_a_model_names_and_profiles_speak(
    ada: Scope, shop: connections.Connection, server: AnthropicServer
) -> None:
    connections.set_privacy(ada, shop.id, "off")
    assert not enrichment.get_outlook(ada, shop.id).by_model
    enrichment.propose_next(ada, shop.id)
    found = subjects(ada, shop)
    assert found["orders"].text.startswith("One row for each of the orders, with links to customers")
    assert found["orders.customer_id"].text == "Leads to customers."
    assert {proposal.origin for proposal in found.values()} == {"names"}
    assert server.bodies == []


def test_what_is_described_is_not_proposed_again(ada: Scope, shop: connections.Connection) -> None:
    table = next(each for each in catalogs.get_catalog(ada, shop.id).tables if each.name == "orders")
    glossary.describe_table(ada, shop.id, table.full_name, glossary.Description("Mine."))
    enrichment.propose_next(ada, shop.id)
    assert list(subjects(ada, shop)) == ["customers.city", "orders.amount", "term:Regular"]
