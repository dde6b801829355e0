"""The first look: contents, charts that were answered from the data, what is odd; each person's own, and at hand the second time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join

from datamind import sample_shop
from datamind.engine import Engine, Scope
from datamind.services import connections, overviews, rules, vocabulary
from datamind.services.chats import ask_question, start_chat


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Acme"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    folder: Path = ada.settings.home / "databases"
    folder.mkdir(exist_ok=True)
    sample_shop.write_shop(folder / "sample.sqlite", date.today())
    return connections.add_connection(
        ada, "Sample", "sqlite", {"path": str(folder / "sample.sqlite")}, accept_writable=True
    )


def test_a_look_at_the_sample_shop(ada: Scope, shop: connections.Connection) -> None:
    heard: list[float] = []
    overview = overviews.look_around(ada, shop.id, heard.append)
    largest = overview.contents[0]
    assert overview.n_tables >= 8
    assert (largest.rows or 0) > 1_000
    assert any(content.since and content.until and content.since < content.until for content in overview.contents)
    assert 1 <= len(overview.answers) <= overviews.MOST_CHARTS
    assert all(len(answer.result.rows) > 1 for answer in overview.answers)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert overviews.look_around(ada, shop.id, heard.append) is overview


def test_rules_that_are_set_make_another_look(ada: Scope) -> None:
    shop = connect_shop(ada)
    before = overviews.look_around(ada, shop.id)
    rules.add_rule(ada, shop.id, "customers", "rows", "city = 'Basel'", ["admin"])
    assert overviews.look_around(ada, shop.id) is not before


def test_words_to_type_are_names_values_and_ones_own_questions(ada: Scope) -> None:
    shop = connect_shop(ada)
    assert ask_question(ada, start_chat(ada, shop.id).id, "How many orders are there?", analyst="offline").wait(60)
    known = vocabulary.list_words(ada, shop.id)
    assert {"orders", "customers", "city", "Basel"} <= set(known.words)
    assert known.questions == ("How many orders are there?",)
    bob = join(ada.engine, ada.actor.org_id, "Bob")
    assert vocabulary.list_words(bob, shop.id).questions == ()
