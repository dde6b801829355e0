"""The ledger of what models were asked: who, for what, exactly what was sent, what it cost; and what may be spent in a day.

In: each call as the client made it. Out: a row of the store a call, the request sealed by the vault and dropped after as many
days as the setting says; and whether there is still something to spend. Days are UTC. Below the use cases.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from datamind.analysts.claude import Call
from datamind.engine import Scope
from datamind.errors import AnalystUnavailable
from datamind.store import above, below
from datamind.store.session import Row

ORG, PERSON = "org", "person"
NOTICE_AT = 0.8


@dataclass(frozen=True)
class Standing:
    """What was spent today and what may be, in US dollars; `whose` is "your organisation" or "you"."""

    whose: str
    spent_usd: float
    budget_usd: float

    @property
    def share(self) -> float:
        return self.spent_usd / self.budget_usd if self.budget_usd > 0 else 1.0


def keep_calls(scope: Scope, message_id: int | None, connection_id: int | None) -> Callable[[Call], object]:
    """What keeps the calls that serve one question."""

    def keep(call: Call) -> None:
        usage = call.usage
        scope.store.add(
            "model_calls",
            message_id=message_id,
            connection_id=connection_id,
            account_id=scope.actor.user_id,
            analyst="claude",
            model=str(call.body.get("model", ""))[:80],
            calls=1,
            input_tokens=usage.input_tokens,
            cached_tokens=usage.cached_tokens,
            output_tokens=usage.output_tokens,
            cost_usd=usage.cost_usd,
            at=datetime.now(UTC),
            purpose=call.purpose[:20],
            prompt_version=call.prompt_version[:80],
            elapsed_s=call.elapsed_s,
            stop=(call.stop or "")[:40] or None,
            fault=call.fault,
            sent=_seal(scope, call.body) if scope.settings.ledger_days > 0 else None,
        )

    return keep


def read_sent(scope: Scope, row: Row) -> dict[str, Any] | None:
    """The request as it was sent; None when it was dropped. Raises VaultError."""
    if not row["sent"]:
        return None
    body: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(scope.engine.vault.open(row["sent"]))))
    return body


def drop_sent(scope: Scope) -> int:
    """Drop the requests that are older than the setting says; the figures stay. How many there were."""
    before = datetime.now(UTC) - timedelta(days=scope.settings.ledger_days)
    old = scope.store.find("model_calls", columns=("id", "sent"), at=below(before))
    gone = [row["id"] for row in old if row["sent"] is not None]
    for row_id in gone:
        scope.store.change("model_calls", row_id, sent=None)
    return len(gone)


def find_budgets(scope: Scope) -> dict[str, float]:
    """US dollars a day by subject: "org", "person" (each who has none of their own), "account:7"."""
    settings = scope.settings
    kept = {row["subject"]: row["daily_usd"] for row in scope.store.find("budgets")}
    return {ORG: settings.claude_budget_usd, PERSON: settings.claude_person_budget_usd, **kept}


def find_standings(scope: Scope) -> tuple[Standing, ...]:
    """How the org and the actor stand today."""
    budgets, account_id = find_budgets(scope), scope.actor.user_id
    rows = scope.store.find("model_calls", columns=("cost_usd", "account_id"), at=above(midnight()))
    spent = sum(row["cost_usd"] for row in rows)
    standings = (Standing("your organisation", spent, budgets[ORG]),)
    if account_id is None:
        return standings
    own = sum(row["cost_usd"] for row in rows if row["account_id"] == account_id)
    return (*standings, Standing("you", own, budgets.get(f"account:{account_id}", budgets[PERSON])))


def check_budget(scope: Scope) -> None:
    """Raises AnalystUnavailable when the org or the actor has nothing left to spend today."""
    for standing in find_standings(scope):
        if standing.spent_usd >= standing.budget_usd:
            whose = "Your own budget" if standing.whose == "you" else "The organisation's budget"
            raise AnalystUnavailable(f"{whose} for Claude is used up for today; it starts anew at midnight UTC.")


def midnight() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _seal(scope: Scope, body: Any) -> str:
    packed = zlib.compress(json.dumps(body, ensure_ascii=False, default=str).encode(), 6)
    return scope.engine.vault.seal(base64.b64encode(packed).decode())
