"""How an answer was read: its parts and what each can become, its steps in words, and a second opinion on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from datamind import running, saved, second_opinion
from datamind.access import Permission
from datamind.answering import Run, history
from datamind.belongings import find_own_message
from datamind.engine import Scope
from datamind.errors import ConnectorError, InvalidInput, QueryRefused
from datamind.outcomes import load_outcome
from datamind.second_opinion import Opinion
from datamind.services import chats
from datamind.services.use_case import note, use_case
from datamind.sql.editing import Change, Part, read_parts
from datamind.sql.layout import lay_out
from datamind.sql.telling import Step, tell
from datamind.store.session import Row
from datamind.types import Answer, Question, SqlDraft

__all__ = ["Change", "Opinion", "Part", "Step", "Written", "ask_second", "change_part", "list_parts", "list_steps"]


@dataclass(frozen=True)
class Written:
    """An answer's SQL over many lines: as it ran, and as it was written before rules were put in."""

    ran: str
    drafted: str
    connection_id: int


@use_case(Permission.ASK, look=True)
def list_parts(scope: Scope, message_id: int) -> tuple[Part, ...]:
    """The parts of an answer of your own, with the changes that the door lets through. Raises NotFound, InvalidInput."""
    answer, row = _find(scope, message_id)
    return _parts(scope, row, answer)


@use_case(Permission.ASK)
def change_part(scope: Scope, message_id: int, part: int, change: int, key: str | None = None) -> Run:
    """Ask again in the same chat with one part changed: `part` and `change` count as in `list_parts`, from 0.

    Raises: NotFound, InvalidInput; whatever goes wrong later is the new message's `error`.
    """
    answer, row = _find(scope, message_id)
    parts = _parts(scope, row, answer)
    if not (0 <= part < len(parts) and 0 <= change < len(parts[part].changes)):
        raise InvalidInput("That part cannot be changed any more: ask the question again.", "change")
    chosen, before = parts[part].changes[change], parts[part].text
    note(part=parts[part].kind)
    reading = f"As the answer before, with one part changed: {before} → {chosen.label}."
    draft = SqlDraft(chosen.sql, reading, answer.receipt.analyst, assumptions=answer.assumptions)
    chat_id = scope.store.get("messages", message_id)["chat_id"]
    return chats.ask_question(scope, chat_id, chosen.label[:1].upper() + chosen.label[1:], key=key, draft=draft)


@use_case(Permission.ASK, look=True)
def list_steps(scope: Scope, message_id: int) -> tuple[Step, ...]:
    """What the query of an answer does, in words, step by step. Raises NotFound, InvalidInput."""
    answer, _ = _find(scope, message_id)
    return tell(answer.receipt.drafted or answer.receipt.sql, answer.receipt.dialect)


@use_case(Permission.ASK, look=True)
def read_written(scope: Scope, message_id: int) -> Written:
    """The SQL of an answer for reading, and for going on with. Raises NotFound, InvalidInput."""
    answer, row = _find(scope, message_id)
    receipt = answer.receipt
    return Written(
        lay_out(receipt.sql, receipt.dialect), lay_out(receipt.drafted or receipt.sql, receipt.dialect), row["id"]
    )


@use_case(Permission.ASK)
def ask_second(scope: Scope, message_id: int) -> Opinion:
    """What the offline analyst makes of the same question. Raises NotFound, InvalidInput, QueryCancelled."""
    answer, row = _find(scope, message_id)
    message = scope.store.get("messages", message_id)
    question = Question(answer.question, date.today(), history(scope, message["chat_id"], message_id))
    opinion = second_opinion.form_opinion(scope, row, question, answer.result)
    note(verdict=opinion.verdict)
    return opinion


def _find(scope: Scope, message_id: int) -> tuple[Answer, Row]:
    """An answer of the actor's own and the connection that it is about."""
    message = find_own_message(scope, message_id)
    outcome = load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("There is no answer here yet.", "message")
    chat = scope.store.get("chats", message["chat_id"])
    return outcome, saved.find_connection(scope, chat["connection_id"])


def _parts(scope: Scope, row: Row, answer: Answer) -> tuple[Part, ...]:
    parts = read_parts(answer.receipt.drafted or answer.receipt.sql, saved.load_catalog(scope, row))
    return tuple(Part(part.kind, part.text, tuple(c for c in part.changes if _passes(scope, row, c))) for part in parts)


def _passes(scope: Scope, row: Row, change: Change) -> bool:
    try:
        running.check(scope, row, change.sql)
    except (QueryRefused, ConnectorError):
        return False
    return True
