"""Running an answer's query again: what it gives now, and what has changed since: data, logic or schema."""

from __future__ import annotations

from dataclasses import dataclass, replace

from datamind import charts, readings, running, saved
from datamind.access import Permission
from datamind.agreement import gives_the_same
from datamind.belongings import find_own_chat, find_own_message
from datamind.binding import policy_key
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.insights import compute_facts, write_insight
from datamind.outcomes import keep_outcome, load_outcome
from datamind.services.use_case import note, use_case
from datamind.store.session import Row
from datamind.types import Answer

MOST_NAMED = 3


@dataclass(frozen=True)
class Rerun:
    """The answer as it is now, and each change in a sentence; none when everything is as it was."""

    answer: Answer
    changes: tuple[str, ...]


@use_case(Permission.ASK)
def run_again(scope: Scope, message_id: int, keep: bool = False) -> Rerun:
    """Run the query of an answer again; with `keep`, its result takes the place of the stored one.

    Raises: NotFound, InvalidInput; QueryRefused, QueryFailed, ConnectorError where it no longer runs.
    """
    chat = find_own_chat(scope, find_own_message(scope, message_id)["chat_id"])
    before = load_outcome(scope, message_id)
    if not isinstance(before, Answer):
        raise InvalidInput("This question has no answer that could be run again.", "message")
    row = saved.find_connection(scope, chat["connection_id"])
    key = policy_key(scope, row)
    ran = running.run(scope, row, before.receipt.drafted or before.receipt.sql)
    catalog = saved.load_catalog(scope, row)
    facts = compute_facts(ran.result)
    fitting = charts.fitting_kinds(ran.result)
    after = replace(
        before,
        result=ran.result,
        insight=write_insight(before.question, ran.result, facts, before.title, ()),
        chart=before.chart if before.chart.kind in fitting else charts.choose_chart(ran.result, before.question),
        receipt=replace(before.receipt, catalog_revision=catalog.revision, policies=ran.query.policies),
    )
    changes = _compare(scope, row, before, after)
    note(changes=len(changes), kept=keep)
    if keep:
        keep_outcome(scope, message_id, after, key)
    return Rerun(after, changes)


def _compare(scope: Scope, row: Row, before: Answer, after: Answer) -> tuple[str, ...]:
    changes = []
    old, new = before.result, after.result
    if before.receipt.policies != after.receipt.policies:
        changes.append("Logic: other rules on the data bind you now.")
    changes += _list_schema_changes(scope, row, before)
    if len(old.rows) != len(new.rows):
        changes.append(f"Data: {len(new.rows):,} rows now, {len(old.rows):,} before.")
    elif not gives_the_same(old, new):
        changed = sum(
            one != other for one, other in zip(sorted(map(repr, old.rows)), sorted(map(repr, new.rows)), strict=True)
        )
        changes.append(f"Data: {changed:,} of {len(new.rows):,} rows hold other values.")
    return tuple(changes)


def _list_schema_changes(scope: Scope, row: Row, before: Answer) -> list[str]:
    """What went or changed in the tables that it reads, since its rows were read."""
    read = [name.lower() for name in before.receipt.tables]
    since = [each.changes for each in readings.read_history(scope, row["id"]) if each.at > before.result.as_of]
    touched = dict.fromkeys(
        name
        for changes in since
        for name in (*changes.dropped, *changes.changed)
        if any(name.lower() == table or name.lower().startswith(f"{table}.") for table in read)
    )
    return [f"Schema: {', '.join(list(touched)[:MOST_NAMED])} changed or went."] if touched else []
