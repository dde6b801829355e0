"""Usage: what models were asked, what it cost, and what may be spent; for admins, and a word in time for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from datamind import ledger
from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.services.use_case import note, use_case
from datamind.sessions import name_people
from datamind.store import above
from datamind.store.session import Row

__all__ = [
    "CallLine", "Spending", "budget_notice", "get_spending", "list_calls", "read_call", "set_budget",
]  # fmt: skip

MOST_CALLS = 500
_LINE = (
    "id", "at", "account_id", "connection_id", "message_id", "purpose", "model", "prompt_version", "input_tokens",
    "cached_tokens", "output_tokens", "cost_usd", "elapsed_s", "stop", "fault",
)  # fmt: skip


@dataclass(frozen=True)
class CallLine:
    """One request of the ledger. `fresh_tokens` were read anew, `cached_tokens` from the cache."""

    id: int
    at: datetime
    person: str
    connection: str
    purpose: str
    model: str
    prompt_version: str
    fresh_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_usd: float
    elapsed_s: float | None
    outcome: str


@dataclass(frozen=True)
class Spending:
    """What was spent in the last days, and today's budgets. `people` are (account id, name, spent today, budget, own one?)."""

    days: tuple[tuple[date, float], ...]
    today_usd: float
    org_budget_usd: float
    person_budget_usd: float
    people: tuple[tuple[int, str, float, float, bool], ...]
    calls_today: int
    ledger_days: int


@use_case(Permission.ADMINISTER, look=True)
def get_spending(scope: Scope, days: int = 30) -> Spending:
    """What models cost per day and person."""
    start = ledger.midnight() - timedelta(days=max(1, days) - 1)
    rows = scope.store.find("model_calls", columns=("at", "account_id", "cost_usd"), at=above(start))
    by_day: dict[date, float] = {start.date() + timedelta(days=n): 0.0 for n in range(days)}
    today = ledger.midnight().date()
    own: dict[int | None, float] = {}
    for row in rows:
        by_day[row["at"].date()] = by_day.get(row["at"].date(), 0.0) + row["cost_usd"]
        if row["at"].date() == today:
            own[row["account_id"]] = own.get(row["account_id"], 0.0) + row["cost_usd"]
    budgets = ledger.find_budgets(scope)
    people = tuple(
        (
            id_,
            name,
            own.get(id_, 0.0),
            budgets.get(f"account:{id_}", budgets[ledger.PERSON]),
            f"account:{id_}" in budgets,
        )
        for id_, name in sorted(_names(scope).items(), key=lambda item: item[1].lower())
    )
    n_today = sum(row["at"].date() == today for row in rows)
    return Spending(
        tuple(sorted(by_day.items())), by_day[today], budgets[ledger.ORG], budgets[ledger.PERSON], people, n_today,
        scope.settings.ledger_days,
    )  # fmt: skip


@use_case(Permission.ADMINISTER)
def list_calls(scope: Scope, n: int = 200) -> tuple[CallLine, ...]:
    """The newest lines of the ledger, at most 500."""
    rows = scope.store.find("model_calls", columns=_LINE, order="-id", limit=max(1, min(n, MOST_CALLS)))
    names = _names(scope)
    connections = {row["id"]: row["name"] for row in scope.store.find("connections", columns=("id", "name"))}
    return tuple(_line(row, names, connections) for row in rows)


@use_case(Permission.ADMINISTER)
def read_call(scope: Scope, call_id: int) -> tuple[CallLine, Mapping[str, Any] | None]:
    """One line, and exactly what was sent; None when that is no longer kept. Raises NotFound, VaultError."""
    row = scope.store.get("model_calls", call_id)
    connections = {each["id"]: each["name"] for each in scope.store.find("connections", columns=("id", "name"))}
    return _line(row, _names(scope), connections), ledger.read_sent(scope, row)


@use_case(Permission.ADMINISTER)
def set_budget(scope: Scope, whose: str, daily_usd: float | None) -> None:
    """What "org", each "person", or "account:7" may spend in a day; None goes back to the default.

    Raises: InvalidInput, NotFound.
    """
    note(whose=whose[:40], daily_usd=daily_usd)
    if whose not in (ledger.ORG, ledger.PERSON):
        kind, _, number = whose.partition(":")
        if kind != "account" or not number.isdecimal() or int(number) not in _names(scope):
            raise NotFound("person")
    if daily_usd is not None and not 0 <= daily_usd <= 1e6:
        raise InvalidInput("A budget lies between 0 and 1,000,000 US dollars a day.", "daily_usd")
    with scope.store.transaction():
        scope.store.remove_where("budgets", subject=whose)
        if daily_usd is not None:
            scope.store.add("budgets", subject=whose, daily_usd=float(daily_usd), changed_at=datetime.now(UTC))


@use_case(Permission.ASK, look=True)
def budget_notice(scope: Scope) -> str | None:
    """A sentence when 80 % of today's budget, one's own or the org's, is spent; None before."""
    if scope.engine.default_analyst != "claude":
        return None
    for standing in ledger.find_standings(scope):
        whose = "your own budget" if standing.whose == "you" else "the organisation's budget"
        if standing.share >= 1:
            return f"Today's Claude is used up ({whose}); the offline analyst answers until midnight UTC."
        if standing.share >= ledger.NOTICE_AT:
            return f"{standing.share:.0%} of {whose} for Claude is spent today; after that the offline analyst answers."
    return None


def _names(scope: Scope) -> dict[int, str]:
    return name_people(scope.engine, scope.actor.org_id)


def _line(row: Row, names: Mapping[int, str], connections: Mapping[int, str]) -> CallLine:
    person = "system" if row["account_id"] is None else names.get(row["account_id"], "somebody who has left")
    return CallLine(
        id=row["id"],
        at=row["at"],
        person=person,
        connection=connections.get(row["connection_id"], "–"),
        purpose=row["purpose"] or "draft",
        model=row["model"] or "–",
        prompt_version=row["prompt_version"] or "–",
        fresh_tokens=row["input_tokens"],
        cached_tokens=row["cached_tokens"],
        output_tokens=row["output_tokens"],
        cost_usd=row["cost_usd"],
        elapsed_s=row["elapsed_s"],
        outcome=row["fault"] or row["stop"] or "–",
    )
