"""Enrichment: what a connection's tables and columns may mean, proposed by Claude or by their names; people accept or edit.

A few tables a call; what was proposed is kept, so that the work goes on where it was left, after a reload or a fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from datamind import ledger, saved
from datamind.access import Permission
from datamind.analysts.claude import ClaudeAnalyst, Desk
from datamind.analysts.naming import propose_plainly
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.meanings import Description, keep_meaning, read_descriptions
from datamind.services.use_case import note, use_case
from datamind.store.session import Row
from datamind.types import PRIVACY_LEVELS, Catalog, Meaning, Proposal, Table, Term

__all__ = [
    "Outlook", "Proposal", "accept_proposal", "dismiss_proposal", "get_outlook", "list_proposals", "propose_next",
]  # fmt: skip

TERM = "term:"


@dataclass(frozen=True)
class Outlook:
    """What is still to do: tables not yet looked at, in so many calls, for about so much. `by_model`: Claude proposes."""

    tables: int
    tables_left: int
    calls: int
    tokens: int
    cost_usd: float
    by_model: bool


@use_case(Permission.EDIT_CATALOG, look=True)
def get_outlook(scope: Scope, connection_id: int) -> Outlook:
    """Raises NotFound, ConnectorError."""
    row = saved.find_connection(scope, connection_id)
    catalog = saved.load_catalog(scope, row)
    left = _left(scope, row, catalog)
    claude = _claude(scope, row)
    if claude is None:
        return Outlook(len(catalog.tables), len(left), 0, 0, 0.0, by_model=False)
    calls, tokens, cost_usd = claude.estimate_descriptions(left, catalog)
    return Outlook(len(catalog.tables), len(left), calls, tokens, cost_usd, by_model=True)


@use_case(Permission.EDIT_CATALOG)
def propose_next(scope: Scope, connection_id: int) -> Outlook:
    """Have the next few tables described; without a model, all that are left, from their names and profiles.

    Raises: NotFound, ConnectorError, AnalystError; what was proposed before stays.
    """
    row = saved.find_connection(scope, connection_id)
    catalog = saved.load_catalog(scope, row)
    left = _left(scope, row, catalog)
    claude = _claude(scope, row)
    if claude is None:
        tables: tuple[Table, ...] = left
        proposals = tuple(proposal for table in left for proposal in propose_plainly(table))
    else:
        ledger.check_budget(scope)
        tables, proposals = claude.describe_next(left, catalog)
    _keep(scope, row, tables, proposals)
    note(tables=len(tables), proposals=len(proposals), by_model=claude is not None)
    return get_outlook(scope, connection_id)


@use_case(Permission.EDIT_CATALOG, look=True)
def list_proposals(scope: Scope, connection_id: int) -> tuple[Proposal, ...]:
    """Those that nobody has decided on, in the order of the catalog; terms last. Raises NotFound."""
    row = saved.find_connection(scope, connection_id)
    catalog = saved.load_catalog(scope, row)
    order = {name: at for at, name in enumerate(_subjects(catalog))}
    rows = scope.store.find("proposals", connection_id=row["id"], state="open", order="id")
    rows = [each for each in rows if each["text"] and (each["subject"] in order or each["subject"].startswith(TERM))]
    rows.sort(key=lambda each: order.get(each["subject"], len(order)))
    return tuple(Proposal(each["subject"], each["text"], tuple(each["synonyms"]), each["origin"]) for each in rows)


@use_case(Permission.EDIT_CATALOG)
def accept_proposal(scope: Scope, connection_id: int, subject: str, text: str, synonyms: tuple[str, ...] = ()) -> None:
    """Keep it, as it was proposed or edited. Raises NotFound, InvalidInput."""
    row = saved.find_connection(scope, connection_id)
    text = " ".join(text.split())[:2_000]
    if not text:
        raise InvalidInput("Write a description, or dismiss the proposal.", "text")
    _decide(scope, row, subject, "accepted")
    if subject.startswith(TERM):
        keep_meaning(scope, row, Meaning(terms=(Term(subject.removeprefix(TERM), text, synonyms),)))
        return
    said = read_descriptions(scope, connection_id).get(subject, Description())
    kept = Description(text, tuple(dict.fromkeys((*said.synonyms, *synonyms))), said.personal)
    keep_meaning(scope, row, Meaning(), {subject: kept})


@use_case(Permission.EDIT_CATALOG)
def dismiss_proposal(scope: Scope, connection_id: int, subject: str) -> None:
    """It is not proposed again. Raises NotFound, InvalidInput."""
    _decide(scope, saved.find_connection(scope, connection_id), subject, "dismissed")


def _decide(scope: Scope, row: Row, subject: str, state: str) -> None:
    note(proposal=subject[:120])
    where = {"connection_id": row["id"], "subject": subject, "state": "open"}
    if not scope.store.change_where("proposals", where, state=state):
        raise InvalidInput("This is not proposed any more: look at the list again.", "subject")


def _claude(scope: Scope, row: Row) -> ClaudeAnalyst | None:
    """At work for the actor on this connection; None where no model may be told of it, or there is no key."""
    privacy = row["privacy"] or PRIVACY_LEVELS[-1]
    if privacy == "off" or scope.engine.default_analyst != "claude":
        return None
    analyst = scope.engine.analyst("claude")
    if not isinstance(analyst, ClaudeAnalyst):
        return None
    person = f"{scope.actor.org_id}:{scope.actor.user_id}"
    return analyst.at(Desk(person, privacy, ledger.keep_calls(scope, None, row["id"])))


def _left(scope: Scope, row: Row, catalog: Catalog) -> tuple[Table, ...]:
    """Tables that nothing was proposed for and that lack a description, their own or a column's."""
    done = {each["subject"] for each in scope.store.find("proposals", columns=("subject",), connection_id=row["id"])}
    lacking = [
        table for table in catalog.tables if not table.description or not all(c.description for c in table.columns)
    ]
    return tuple(table for table in lacking if table.full_name not in done)


def _subjects(catalog: Catalog) -> list[str]:
    return [
        name
        for table in catalog.tables
        for name in (table.full_name, *(f"{table.full_name}.{column.name}" for column in table.columns))
    ]


def _keep(scope: Scope, row: Row, tables: tuple[Table, ...], proposals: tuple[Proposal, ...]) -> None:
    """Each proposal once, none for what is described; a table about which nothing was said is marked as looked at."""
    store, now = scope.store, datetime.now(UTC)
    described = {table.full_name for table in tables if table.description}
    described |= {f"{table.full_name}.{c.name}" for table in tables for c in table.columns if c.description}
    found = {proposal.subject: proposal for proposal in proposals if proposal.subject not in described}
    for table in tables:
        found.setdefault(table.full_name, Proposal(table.full_name, "", (), "names"))
    with store.transaction():
        known = {each["subject"] for each in store.find("proposals", columns=("subject",), connection_id=row["id"])}
        for subject, proposal in found.items():
            if subject not in known:
                values = {"text": proposal.text, "synonyms": list(proposal.synonyms), "origin": proposal.origin}
                store.add("proposals", connection_id=row["id"], subject=subject, state="open", created_at=now, **values)
