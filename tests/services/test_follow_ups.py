"""Every question that is offered can be asked as it stands: answered, with the same measure and other rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from houses import add_org, join

from datamind import sample_shop
from datamind.engine import Engine, Scope
from datamind.services import chats, connections, follow_ups
from datamind.types import Answer


@pytest.fixture(scope="module")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sample") / "shop.sqlite"
    sample_shop.write_shop(file, date.today())
    return file


@pytest.fixture
def ada(engine: Engine, shop_file: Path) -> Scope:
    folder = engine.settings.home / "databases"
    folder.mkdir(exist_ok=True)
    (folder / "shop.sqlite").write_bytes(shop_file.read_bytes())
    ada = join(engine, add_org(engine, "Acme"), "Ada")
    connections.add_connection(ada, "Shop", "sqlite", {"path": str(folder / "shop.sqlite")}, accept_writable=True)
    return ada


def _ask(scope: Scope, chat_id: int, text: str) -> int:
    run = chats.ask_question(scope, chat_id, text, analyst="offline")
    assert run.wait(60)
    return run.message_id


def _answer(scope: Scope, chat_id: int, message_id: int) -> Answer:
    message = next(each for each in chats.list_messages(scope, chat_id) if each.id == message_id)
    assert isinstance(message.outcome, Answer), message
    return message.outcome


@pytest.mark.parametrize("question", ["revenue by month", "revenue by channel", "how many orders are there"])
def test_what_is_offered_can_be_answered(ada: Scope, question: str) -> None:
    chat = chats.start_chat(ada, connections.list_connections(ada)[0].id)
    message_id = _ask(ada, chat.id, question)
    first = _answer(ada, chat.id, message_id)
    offered = follow_ups.suggest_follow_ups(ada, message_id)
    assert len(offered) == len(set(offered)) == 3
    for text in offered:
        other = chats.start_chat(ada, chat.connection_id)
        _ask(ada, other.id, question)
        answer = _answer(ada, other.id, _ask(ada, other.id, text))
        assert answer.result.rows, text
        assert answer.receipt.sql != first.receipt.sql, text


def test_a_name_that_was_pressed_leads_on(ada: Scope) -> None:
    chat = chats.start_chat(ada, connections.list_connections(ada)[0].id)
    message_id = _ask(ada, chat.id, "revenue by country")
    label = str(_answer(ada, chat.id, message_id).result.rows[0][0])
    offered = follow_ups.suggest_drill_downs(ada, message_id, label)
    assert offered[0] == f"only {label}"
    assert f"only {label} by city" in offered
    answer = _answer(ada, chat.id, _ask(ada, chat.id, f"only {label} by city"))
    assert label in answer.receipt.sql
    assert 1 < len(answer.result.rows) < 100


def test_nothing_is_offered_after_a_question_back_and_for_a_name_that_is_not_there(ada: Scope) -> None:
    chat = chats.start_chat(ada, connections.list_connections(ada)[0].id)
    refused = _ask(ada, chat.id, "why is the sky blue")
    assert follow_ups.suggest_follow_ups(ada, refused) == ()
    asked = _ask(ada, chat.id, "revenue by country")
    assert follow_ups.suggest_drill_downs(ada, asked, "Xqzwk") == ()
