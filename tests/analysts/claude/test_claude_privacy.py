"""What each privacy level lets out, read off the real request bodies."""

from __future__ import annotations

import json

import pytest
from anthropic_server import AnthropicServer, reply
from claude_shop import KEY, PRICES, TODAY, shop

from datamind.analysts.claude import ClaudeAnalyst, ClaudeOptions, Desk
from datamind.errors import AnalystUnavailable
from datamind.linking import link
from datamind.privacy import allows, reads_personal
from datamind.sql.guard import validate
from datamind.types import PRIVACY_LEVELS, Fact, Privacy, Question, Rejection, SqlDraft, Turn

DRAFT = {
    "action": "answer", "reading": "r", "sql": "SELECT o.id FROM orders AS o", "title": "t", "assumptions": [], "chart": "",
    "question": "", "options": [], "tables": [], "missing": "",
}  # fmt: skip
STORED, SHOWN, PERSONAL, CELL = "Germany", "Shown Label", "Ada Byron", "cell from a row"
HISTORY = (
    Turn("customers", "SELECT c.name FROM customers AS c", (PERSONAL,)),
    Turn("countries", "SELECT c.country FROM customers AS c", (SHOWN,)),
)


def sent_at(level: Privacy) -> str:
    """All that goes over the wire for a repaired question and its words."""
    with AnthropicServer([reply(DRAFT), reply({"sentences": []})]) as server:
        options = ClaudeOptions(api_key=KEY, base_url=server.url, prices=PRICES)
        analyst = ClaudeAnalyst(options).at(Desk(privacy=level))
        context = link(Question("orders from germany", TODAY, HISTORY), shop())
        broken = Rejection(SqlDraft("SELECT 1", "r", "claude"), f'invalid input for a number: "{CELL}"')
        analyst.draft(context, (broken,))
        analyst.words(Question("q", TODAY), (Fact("f1", "total", 5, "5,123", "sum"),))
        analyst.close()
        return json.dumps(server.bodies)


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("schema", {"orders"}),
        ("values", {"orders", STORED, CELL}),
        ("results", {"orders", STORED, CELL, SHOWN, "5,123"}),
    ],
)
def test_each_level_tells_what_it_says_and_no_more(level: Privacy, told: set[str]) -> None:
    sent = sent_at(level)
    assert {word for word in ("orders", STORED, CELL, SHOWN, PERSONAL, "5,123") if word in sent} == told


def test_off_sends_nothing() -> None:
    with AnthropicServer([reply(DRAFT)]) as server:
        analyst = ClaudeAnalyst(ClaudeOptions(api_key=KEY, base_url=server.url)).at(Desk(privacy="off"))
        with pytest.raises(AnalystUnavailable, match="no model"):
            analyst.draft(link(Question("orders", TODAY), shop()))
        assert analyst.words(Question("q", TODAY), (Fact("f1", "total", 5, "5", "sum"),)) is None
        assert server.bodies == []


def test_personal_columns_are_found_in_what_a_query_reads() -> None:
    catalog = shop()
    assert reads_personal(validate("SELECT c.name FROM customers AS c", catalog), catalog)
    assert reads_personal(validate("SELECT * FROM customers", catalog), catalog)
    assert not reads_personal(validate("SELECT c.country, COUNT(*) FROM customers AS c GROUP BY 1", catalog), catalog)


def test_levels_hold_the_ones_before() -> None:
    assert [[allows(level, needed) for needed in PRIVACY_LEVELS] for level in ("schema", "results")] == [
        [True, True, False, False],
        [True, True, True, True],
    ]
