"""Answering a question in the background: a `Run` is the work under way, its stages so far, and its Cancel.

In: a scope and a message that the store holds already. Out: the message's outcome or error, in the store before the run is
done. The one place where an error of any kind is carried from a working thread to those who wait.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from datamind import ledger
from datamind.analysts.base import Analyst
from datamind.analysts.claude import ClaudeAnalyst, Desk
from datamind.analysts.given import Given
from datamind.analysts.verified import VerifiedFirst
from datamind.binding import policy_key
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import AnalystError, DataMindError, QueryCancelled
from datamind.outcomes import load_outcomes
from datamind.store.codec import encode
from datamind.store.session import Row
from datamind.types import (
    PRIVACY_LEVELS,
    Answer,
    Clarification,
    ColumnType,
    Fact,
    Outcome,
    Question,
    Refusal,
    Rejection,
    ResultSet,
    SchemaContext,
    SqlDraft,
    Stage,
    Turn,
    Usage,
)

LONGEST_RUN = timedelta(minutes=15)
TURNS_REMEMBERED = 6
_log = logging.getLogger("datamind.answering")


class Run:
    """A question being answered. Thread-safe; `stages` are (stage, seconds since it was asked)."""

    def __init__(self, message_id: int):
        self.message_id = message_id
        self.cancellation = Cancellation()
        self._started = time.monotonic()
        self._stages: list[tuple[Stage, float]] = []
        self._finished = threading.Event()

    @property
    def stages(self) -> tuple[tuple[Stage, float], ...]:
        return tuple(self._stages)

    @property
    def done(self) -> bool:
        return self._finished.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Whether it is done within that time."""
        return self._finished.wait(timeout_s)

    def reach(self, stage: Stage) -> None:
        self._stages.append((stage, time.monotonic() - self._started))

    def finish(self) -> None:
        self._finished.set()


class WithFallback:
    """An analyst who hands over to another when it cannot work, and says so in the answer's assumptions."""

    def __init__(self, first: Callable[[], Analyst], second: Analyst):
        self._first, self._second = first, second
        self._reason: str | None = None
        self.name = second.name

    def draft(
        self, context: SchemaContext, rejections: tuple[Rejection, ...] = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        if self._reason is None:
            try:
                analyst = self._first()
                self.name = analyst.name
                return analyst.draft(context, rejections, cancellation)
            except AnalystError as error:
                self._reason, self.name = str(error), self._second.name
                rejections = ()
        draft = self._second.draft(context, rejections, cancellation)
        if isinstance(draft, SqlDraft):
            return replace(draft, assumptions=(f"Answered without Claude. {self._reason}", *draft.assumptions))
        if isinstance(draft, Refusal):
            return replace(draft, reason=f"{draft.reason} (Answered without Claude. {self._reason})")
        return draft

    def words(
        self, question: Question, facts: tuple[Fact, ...], cancellation: Cancellation | None = None
    ) -> tuple[tuple[str, ...], Usage] | None:
        analyst = self._second if self._reason else self._first()
        return analyst.words(question, facts, cancellation)


def start_run(scope: Scope, message: Row, connection: Row, analyst: str | None, draft: SqlDraft | None = None) -> Run:
    """Begin answering in a thread of its own, with `draft` where there is one already."""
    run = Run(message["id"])
    scope.engine.runs[run.message_id] = run
    thread = threading.Thread(
        target=_work, args=(scope, run, message, connection, analyst, draft), daemon=True, name="datamind-run"
    )
    thread.start()
    return run


def choose_analyst(scope: Scope, name: str | None, row: Row, message_id: int | None = None) -> Analyst:
    """Who answers a question about a connection (a row of the store): the one asked for, or Claude with the offline analyst
    behind, or offline. Verified questions go before each. Raises AnalystUnavailable.
    """
    engine = scope.engine
    name = name or engine.default_analyst
    if name != "claude":
        return VerifiedFirst(engine.analyst(name))
    desk = Desk(
        person=f"{scope.actor.org_id}:{scope.actor.user_id}",
        privacy=row["privacy"] or PRIVACY_LEVELS[-1],
        record=ledger.keep_calls(scope, message_id, row["id"]),
    )

    def claude() -> Analyst:
        ledger.check_budget(scope)
        analyst = engine.analyst("claude")
        return analyst.at(desk) if isinstance(analyst, ClaudeAnalyst) else analyst

    return VerifiedFirst(WithFallback(claude, engine.analyst("offline")))


def history(scope: Scope, chat_id: int, before_id: int) -> tuple[Turn, ...]:
    """The answered questions of a chat before a message, the oldest first; without those that the actor may see no more."""
    rows = scope.store.find("messages", columns=("id",), chat_id=chat_id, state="done", order="-id")
    turns: list[Turn] = []
    for row in rows:
        if row["id"] < before_id and len(turns) < TURNS_REMEMBERED:
            outcome = load_outcomes(scope, chat_id, (row["id"],)).get(row["id"])
            if isinstance(outcome, Answer):
                turns.append(
                    Turn(outcome.question, outcome.receipt.drafted or outcome.receipt.sql, _labels(outcome.result))
                )
    return tuple(reversed(turns))


def close_interrupted(scope: Scope, row: Row) -> bool:
    """If nobody works on this running message any more, say so in the store; whether that was the case."""
    if row["state"] != "running" or row["id"] in scope.engine.runs or _is_alive(scope, row):
        return False
    changes = {"state": "interrupted", "finished_at": datetime.now(UTC)}
    return bool(scope.store.change_where("messages", {"id": row["id"], "state": "running"}, **changes))


def _is_alive(scope: Scope, row: Row) -> bool:
    if datetime.now(UTC) - row["asked_at"] > LONGEST_RUN:
        return False
    host, pid, _ = [*row["process"].split(":"), "", "", ""][:3]
    if row["process"] == scope.engine.process:
        return datetime.now(UTC) - row["asked_at"] < timedelta(seconds=5)  # between the message and its run
    if host != socket.gethostname() or not pid.isdecimal():
        return True
    if int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _work(scope: Scope, run: Run, message: Row, connection: Row, analyst: str | None, draft: SqlDraft | None) -> None:
    changes: dict[str, object] = {"state": "failed"}
    try:
        # Before the rows are read: rules that change meanwhile make the key stale, never too wide.
        key = policy_key(scope, connection)
        outcome = _answer(scope, run, message, connection, analyst, draft)
        changes = {"state": "done", "outcome": encode(outcome), "analyst": _who(outcome)}
        changes |= {"sql": outcome.receipt.sql if isinstance(outcome, Answer) else None, "policy_key": key}
        scope.engine.outcomes.put((scope.actor.org_id, run.message_id), outcome)
    except QueryCancelled as error:
        changes = {"state": "cancelled", "error": str(error)}
    except DataMindError as error:
        changes = {"state": "failed", "error": str(error)}
    except Exception as error:  # noqa: BLE001 (a thread's end: whatever it is, those who wait must be told)
        reference = secrets.token_hex(4)
        _log.error("question %s failed, reference %s", run.message_id, reference, exc_info=error)
        words = (
            f"Something went wrong on our side. Ask again; if it stays, give your admin this reference: {reference}."
        )
        changes = {"state": "failed", "error": words}
    finally:
        try:
            where = {"id": run.message_id, "state": "running"}
            scope.store.change_where("messages", where, finished_at=datetime.now(UTC), **changes)
            scope.store.change_where("chats", {"id": message["chat_id"]}, updated_at=datetime.now(UTC))
        except DataMindError as error:
            _log.error("the outcome of question %s could not be kept: %s", run.message_id, error)
        finally:
            scope.engine.runs.pop(run.message_id, None)
            run.finish()


def _answer(
    scope: Scope, run: Run, message: Row, connection: Row, analyst: str | None, draft: SqlDraft | None
) -> Outcome:
    from datamind import running

    run.cancellation.check()
    question = Question(message["question"], date.today(), history(scope, message["chat_id"], message["id"]))
    stage: Stage | None = None
    chosen = choose_analyst(scope, analyst, connection, run.message_id)
    if draft is not None:
        chosen = Given(draft, chosen)
    for stage in running.answer(scope, connection, question, chosen, run.cancellation):
        run.reach(stage)
    assert isinstance(stage, (Answer, Clarification, Refusal))  # noqa: S101 (ask's own promise)
    return stage


def _who(outcome: Outcome) -> str:
    return outcome.receipt.analyst if isinstance(outcome, Answer) else outcome.analyst


def _labels(result: ResultSet, most: int = 12) -> tuple[str, ...]:
    """The first labels that were shown: of the first column that holds text."""
    for position, column in enumerate(result.columns):
        if column.type == ColumnType.TEXT:
            return tuple(str(row[position])[:80] for row in result.rows[:most] if row[position] is not None)
    return ()
