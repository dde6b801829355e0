"""What somebody may be about to type: names and values of a connection, as they may see them, and their own earlier questions."""

from __future__ import annotations

from dataclasses import dataclass

from datamind import saved
from datamind.access import Permission
from datamind.belongings import find_owner
from datamind.engine import Scope
from datamind.services.use_case import use_case
from datamind.store import one_of
from datamind.types import Catalog, ColumnRole

MOST_WORDS, MOST_VALUES_A_COLUMN, MOST_QUESTIONS = 800, 30, 40
LONGEST_VALUE = 40


@dataclass(frozen=True)
class Vocabulary:
    """`words` in the order in which they should be offered; `questions` the newest first."""

    words: tuple[str, ...]
    questions: tuple[str, ...]


@use_case(Permission.ASK, look=True)
def list_words(scope: Scope, connection_id: int) -> Vocabulary:
    """Raises NotFound, ConnectorError when the connection was never read."""
    row = saved.find_connection(scope, connection_id)
    words = dict.fromkeys(_words(saved.load_catalog(scope, row)))
    mine = scope.store.find(
        "chats", columns=("id",), account_id=find_owner(scope), connection_id=connection_id, deleted_at=None
    )
    asked = scope.store.find(
        "messages",
        columns=("question",),
        chat_id=one_of([chat["id"] for chat in mine]),
        order="-id",
        limit=2 * MOST_QUESTIONS,
    )
    questions = dict.fromkeys(message["question"] for message in asked)
    return Vocabulary(tuple(words)[:MOST_WORDS], tuple(questions)[:MOST_QUESTIONS])


def _words(catalog: Catalog) -> list[str]:
    metrics = [metric.name for metric in catalog.meaning.metrics] + [term.name for term in catalog.meaning.terms]
    tables = [table.name.replace("_", " ") for table in catalog.tables]
    columns = [
        column.name.replace("_", " ")
        for table in catalog.tables
        for column in table.columns
        if column.role not in (ColumnRole.ID, ColumnRole.PERSONAL)
    ]
    values = [
        value
        for table in catalog.tables
        for column in table.columns
        if column.profile and column.role != ColumnRole.PERSONAL
        for value in column.profile.values[:MOST_VALUES_A_COLUMN]
        if len(value) <= LONGEST_VALUE
    ]
    return [*metrics, *tables, *columns, *values]
