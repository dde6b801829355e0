"""Chats: a question is asked in the background, kept with its outcome, and reopens as it was, after a restart too."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind.access import Role
from datamind.analysts import ANALYSTS
from datamind.answering import LONGEST_RUN
from datamind.ask import LONGEST_QUESTION
from datamind.cancellation import Cancellation
from datamind.engine import Engine, Scope
from datamind.errors import AnalystUnavailable, InvalidInput, NotFound
from datamind.services import chats
from datamind.types import Answer, Clarification, Refusal, SchemaContext, SqlDraft

ENOUGH_S = 60  # only a hang takes as long
QUESTION = "how many orders are there"


class Waiting:
    """An analyst who thinks until somebody cancels, or until `go` is set; then counts the orders."""

    name = "waiting"

    def __init__(self) -> None:
        self.asked, self.go, self.calls = threading.Event(), threading.Event(), 0

    def draft(
        self, context: SchemaContext, rejections: Any = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        self.calls += 1
        self.asked.set()
        cancellation = cancellation or Cancellation()
        with cancellation.interrupting(self.go.set):
            assert self.go.wait(ENOUGH_S)
        cancellation.check()
        return SqlDraft("SELECT count(*) AS orders FROM orders", "How many orders", analyst=self.name)

    def words(self, *_: Any) -> None:
        return None


class Raising:
    """An analyst who cannot draft."""

    name = "raising"

    def __init__(self, error: Exception):
        self.error, self.calls = error, 0

    def draft(self, *_: Any) -> SqlDraft:
        self.calls += 1
        raise self.error

    def words(self, *_: Any) -> None:
        return None


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def chat(ada: Scope) -> chats.Chat:
    return chats.start_chat(ada, connect_shop(ada).id)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    analyst = Waiting()
    monkeypatch.setitem(ANALYSTS, "waiting", lambda _settings: analyst)
    return analyst


def ask(scope: Scope, chat: chats.Chat, text: str = QUESTION, analyst: str = "offline") -> chats.Message:
    """Ask, wait, and read the message back."""
    run = chats.ask_question(scope, chat.id, text, analyst=analyst)
    assert run.wait(ENOUGH_S)
    return next(each for each in chats.list_messages(scope, chat.id) if each.id == run.message_id)


def restart(scope: Scope) -> Scope:
    """The same person in a new engine on the same store."""
    scope.engine.close()
    return Scope(open_engine(scope.engine.settings.home), scope.actor)


def test_an_answer_holds_the_number_and_its_proof(ada: Scope, chat: chats.Chat) -> None:
    message = ask(ada, chat)
    assert (message.state, message.question, message.analyst, message.error) == ("done", QUESTION, "offline", None)
    assert isinstance(message.outcome, Answer)
    assert message.outcome.result.rows == ((4,),)
    assert "orders" in message.outcome.receipt.sql


def test_a_run_shows_its_stages_and_ends_with_the_outcome(ada: Scope, chat: chats.Chat) -> None:
    run = chats.ask_question(ada, chat.id, QUESTION, analyst="offline")
    assert run.wait(ENOUGH_S)
    assert run.done
    stages = [stage for stage, _ in run.stages]
    assert isinstance(stages[0], SchemaContext)
    assert stages[-1] == chats.list_messages(ada, chat.id)[0].outcome
    moments = [at_s for _, at_s in run.stages]
    assert moments == sorted(moments)
    assert chats.find_run(ada, run.message_id) is None


@pytest.mark.parametrize("text", [QUESTION, "sum of amount by city", "xyzzy plugh", "'; DROP TABLE orders; --", "订单"])
def test_outcomes_reopen_equal_after_a_restart(ada: Scope, chat: chats.Chat, text: str) -> None:
    before = ask(ada, chat, text)
    assert before.outcome is not None
    again = restart(ada)
    try:
        assert chats.list_messages(again, chat.id) == (before,)
        assert chats.list_chats(again) == chats.list_chats(ada)
    finally:
        again.engine.close()


def test_the_first_question_names_the_chat(ada: Scope, chat: chats.Chat) -> None:
    assert chat.title == ""
    ask(ada, chat, "how many\n orders   are there")
    ask(ada, chat, "how many customers are there")
    assert chats.get_chat(ada, chat.id).title == "how many orders are there"
    assert chats.rename_chat(ada, chat.id, "  Orders ").title == "Orders"
    with pytest.raises(InvalidInput):
        chats.rename_chat(ada, chat.id, " \n ")


def test_a_double_click_is_one_question(ada: Scope, chat: chats.Chat, waiting: Waiting) -> None:
    first = chats.ask_question(ada, chat.id, QUESTION, analyst="waiting", key="click")
    assert chats.ask_question(ada, chat.id, QUESTION, analyst="waiting", key="click") is first
    waiting.go.set()
    assert first.wait(ENOUGH_S)
    assert chats.ask_question(ada, chat.id, QUESTION, analyst="waiting", key="click").done
    assert waiting.calls == 1
    assert len(chats.list_messages(ada, chat.id)) == 1
    assert chats.ask_question(ada, chat.id, QUESTION, analyst="waiting", key="another").message_id != first.message_id


def test_eight_clicks_at_once_are_one_question(ada: Scope, chat: chats.Chat, waiting: Waiting) -> None:
    together = threading.Barrier(8)

    def click(_: int) -> chats.Run:
        together.wait(ENOUGH_S)
        return chats.ask_question(ada, chat.id, QUESTION, analyst="waiting", key="click")

    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(click, range(8)))
    assert len({run.message_id for run in runs}) == 1
    assert not any(run.done for run in runs)
    waiting.go.set()
    assert all(run.wait(ENOUGH_S) for run in runs)
    assert waiting.calls == 1
    assert [message.state for message in chats.list_messages(ada, chat.id)] == ["done"]


def test_a_second_click_finds_the_work_that_the_first_is_about_to_begin(
    ada: Scope, chat: chats.Chat, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, begin = threading.Event(), chats.start_run

    def begin_slowly(*given: Any) -> chats.Run:
        kept.set()
        threading.Event().wait(0.3)  # room for the second click to go wrong in
        return begin(*given)

    monkeypatch.setattr(chats, "start_run", begin_slowly)

    def click() -> chats.Run:
        return chats.ask_question(ada, chat.id, QUESTION, analyst="waiting", key="click")

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(click)
        assert kept.wait(ENOUGH_S)
        assert click() is first.result(ENOUGH_S)
    waiting.go.set()
    assert first.result().wait(ENOUGH_S)


def test_cancel_ends_the_work_and_is_remembered(ada: Scope, chat: chats.Chat, waiting: Waiting) -> None:
    run = chats.ask_question(ada, chat.id, QUESTION, analyst="waiting")
    assert waiting.asked.wait(ENOUGH_S)
    assert chats.find_run(ada, run.message_id) is run
    assert [message.state for message in chats.list_messages(ada, chat.id)] == ["running"]
    chats.cancel_question(ada, run.message_id)
    assert run.wait(ENOUGH_S)
    (message,) = chats.list_messages(ada, chat.id)
    assert (message.state, message.outcome) == ("cancelled", None)
    assert message.error
    chats.cancel_question(ada, run.message_id)
    assert chats.list_messages(ada, chat.id) == (message,)


def test_an_answer_that_is_there_stays_when_cancel_comes_late(ada: Scope, chat: chats.Chat) -> None:
    message = ask(ada, chat)
    chats.cancel_question(ada, message.id)
    assert chats.list_messages(ada, chat.id) == (message,)


def test_deleting_a_chat_cancels_what_runs_in_it(ada: Scope, chat: chats.Chat, waiting: Waiting) -> None:
    run = chats.ask_question(ada, chat.id, QUESTION, analyst="waiting")
    assert waiting.asked.wait(ENOUGH_S)
    chats.delete_chat(ada, chat.id)
    assert run.wait(ENOUGH_S)
    assert run.cancellation.cancelled
    assert chats.list_chats(ada) == ()
    with pytest.raises(NotFound):
        chats.list_messages(ada, chat.id)
    with pytest.raises(NotFound):
        chats.list_messages(ada, chat.id)


def test_one_person_does_not_keep_the_whole_house_busy(ada: Scope, chat: chats.Chat, waiting: Waiting) -> None:
    runs = [chats.ask_question(ada, chat.id, QUESTION, analyst="waiting") for _ in range(chats.MOST_AT_ONCE)]
    with pytest.raises(InvalidInput, match="wait for one, or cancel it"):
        chats.ask_question(ada, chat.id, QUESTION, analyst="waiting")
    bob = join(ada.engine, ada.actor.org_id, "Bob", Role.VIEWER)
    theirs = chats.start_chat(bob, chat.connection_id)
    runs.append(chats.ask_question(bob, theirs.id, QUESTION, analyst="waiting"))
    waiting.go.set()
    assert all(run.wait(ENOUGH_S) for run in runs)
    assert len(chats.list_messages(ada, chat.id)) == chats.MOST_AT_ONCE
    assert ask(ada, chat).state == "done"


@pytest.mark.parametrize("text", ["", "  \n", "\0", "a" * (LONGEST_QUESTION + 1)])
def test_a_question_that_is_none_is_not_kept(ada: Scope, chat: chats.Chat, text: str) -> None:
    with pytest.raises(InvalidInput):
        chats.ask_question(ada, chat.id, text)
    assert chats.list_messages(ada, chat.id) == ()


def test_an_unknown_analyst_is_not_asked(ada: Scope, chat: chats.Chat) -> None:
    with pytest.raises(InvalidInput, match="offline"):
        chats.ask_question(ada, chat.id, QUESTION, analyst="oracle")
    assert chats.list_messages(ada, chat.id) == ()


def test_a_database_that_is_gone_fails_in_a_sentence(ada: Scope, chat: chats.Chat) -> None:
    ask(ada, chat)
    ada.engine.drop_connector(chat.connection_id)
    (ada.engine.settings.home / "databases" / "shop.sqlite").unlink()
    message = ask(ada, chat)
    assert (message.state, message.outcome) == ("failed", None)
    assert message.error is not None
    assert "shop.sqlite" in message.error
    assert "Traceback" not in message.error


def test_an_error_of_ours_shows_a_reference_and_nothing_else(
    ada: Scope, chat: chats.Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ANALYSTS, "raising", lambda _settings: Raising(RuntimeError("canary-secret")))
    message = ask(ada, chat, analyst="raising")
    assert message.state == "failed"
    assert message.error is not None
    assert "reference" in message.error
    assert "canary" not in message.error
    assert ask(ada, chat).state == "done"


# ── without Claude ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def with_key(tmp_path: Path) -> Any:
    """Somebody in a house that has a key for Claude."""
    engine = open_engine(tmp_path / "keyed", anthropic_api_key="sk-ant-0123456789abcdef", claude_budget_usd=2)
    scope = join(engine, add_org(engine, "Org"), "Ada")
    yield scope, chats.start_chat(scope, connect_shop(scope).id)
    engine.close()


def _answered_offline(message: chats.Message) -> str:
    assert isinstance(message.outcome, Answer)
    assert message.outcome.result.rows == ((4,),)
    assert message.analyst == "offline"
    return " ".join(message.outcome.assumptions)


def test_a_model_that_cannot_be_reached_is_made_up_for_and_told(
    with_key: tuple[Scope, chats.Chat], monkeypatch: pytest.MonkeyPatch
) -> None:
    claude = Raising(AnalystUnavailable("Claude does not answer."))
    monkeypatch.setitem(ANALYSTS, "claude", lambda _settings: claude)
    told = _answered_offline(ask(*with_key, analyst="claude"))
    assert "Answered without Claude. Claude does not answer." in told
    assert claude.calls == 1


def test_a_budget_that_is_used_up_is_not_overdrawn(
    with_key: tuple[Scope, chats.Chat], monkeypatch: pytest.MonkeyPatch
) -> None:
    claude = Raising(AssertionError("Claude was asked all the same"))
    monkeypatch.setitem(ANALYSTS, "claude", lambda _settings: claude)
    scope, _ = with_key
    spent = {"analyst": "claude", "calls": 1, "input_tokens": 1, "cached_tokens": 0, "output_tokens": 1}
    scope.store.add("model_calls", **spent, cost_usd=2.0, at=datetime.now(UTC))
    assert "budget for Claude is used up" in _answered_offline(ask(*with_key, analyst="claude"))
    assert claude.calls == 0


# ── interrupted ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_ASKER = """
import sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from houses import make_settings
from datamind.access import Actor, Role
from datamind.analysts import ANALYSTS
from datamind.engine import Engine, Scope
from datamind.services import chats

class Forever:
    name = "forever"
    def draft(self, *_):
        print("asked", flush=True)
        threading.Event().wait()

ANALYSTS["forever"] = lambda settings: Forever()
engine = Engine.from_settings(make_settings(Path(sys.argv[2])))
scope = Scope(engine, Actor(int(sys.argv[3]), int(sys.argv[4]), "Ada", Role.ADMIN))
chats.ask_question(scope, int(sys.argv[5]), "how many orders are there", analyst="forever").wait(600)
"""


def test_a_question_whose_process_was_killed_is_interrupted_not_running(ada: Scope, chat: chats.Chat) -> None:
    tests, home = Path(__file__).parent.parent, ada.engine.settings.home
    words = [str(tests), str(home), str(ada.actor.org_id), str(ada.actor.user_id), str(chat.id)]
    asker = subprocess.Popen([sys.executable, "-c", _ASKER, *words], cwd=tests.parent, stdout=subprocess.PIPE)
    try:
        assert asker.stdout is not None
        assert asker.stdout.readline() == b"asked\n"
        assert [message.state for message in chats.list_messages(ada, chat.id)] == ["running"]
    finally:
        asker.kill()
        asker.communicate()
    (message,) = chats.list_messages(ada, chat.id)
    assert (message.state, message.outcome, message.question) == ("interrupted", None, QUESTION)
    assert ada.store.get("messages", message.id)["state"] == "interrupted"
    assert ask(ada, chat).state == "done"


def _keep_running(scope: Scope, chat: chats.Chat, process: str, asked_at: datetime) -> None:
    scope.store.add(
        "messages", chat_id=chat.id, question="?", key="k", state="running", process=process, asked_at=asked_at
    )


@pytest.mark.parametrize(
    ("age", "state"), [(timedelta(0), "running"), (LONGEST_RUN + timedelta(minutes=1), "interrupted")]
)
def test_another_machines_work_is_believed_for_a_while(
    ada: Scope, chat: chats.Chat, age: timedelta, state: str
) -> None:
    _keep_running(ada, chat, "another-machine:1:abcd", datetime.now(UTC) - age)
    assert [message.state for message in chats.list_messages(ada, chat.id)] == [state]


def test_a_finished_run_is_not_overwritten_by_a_late_one(ada: Scope, chat: chats.Chat, waiting: Waiting) -> None:
    """What the store says first, stays: here the message is told interrupted while its thread still works."""
    run = chats.ask_question(ada, chat.id, QUESTION, analyst="waiting")
    assert waiting.asked.wait(ENOUGH_S)
    ada.store.change("messages", run.message_id, state="interrupted")
    waiting.go.set()
    assert run.wait(ENOUGH_S)
    assert [message.state for message in chats.list_messages(ada, chat.id)] == ["interrupted"]
