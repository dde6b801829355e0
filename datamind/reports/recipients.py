"""Who gets a report, and as whom each of them sees it: people as themselves, channels and addresses as one chosen person.

In: a report (a row of the store). Out: `Recipient`s, and for a scope the key of what it sees: equal for two people only where
the same rules, rights and filters bind both, so that one file serves both.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from datamind.binding import may_use, policy_key
from datamind.boards.keeping import find_board, load_board
from datamind.channels.email import read_addresses
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.sessions import find_emails, name_people
from datamind.store import one_of
from datamind.store.session import Row


@dataclass(frozen=True)
class Recipient:
    """`sees_as` is the account whose rules bind what is sent; `whom` names the recipient for people."""

    whom: str
    sees_as: int
    account_id: int | None = None
    channel_id: int | None = None
    address: str = ""


def find_recipients(scope: Scope, row: Row) -> tuple[Recipient, ...]:
    """People who have not unsubscribed, channels that are still there, addresses that are still allowed."""
    names = name_people(scope.engine, scope.actor.org_id)
    emails = find_emails(scope.engine, scope.actor.org_id)
    found = [
        Recipient(names[each], each, account_id=each, address=emails.get(each, ""))
        for each in row["people"]
        if each not in row["unsubscribed"] and each in names
    ]
    for channel in scope.store.find("channels", id=one_of(row["channels"]), order="name"):
        found.append(Recipient(f"Channel {channel['name']}", row["seen_as"], channel_id=channel["id"]))
    found += [Recipient(each, row["seen_as"], address=each) for each in row["addresses"]]
    return tuple(found)


def read_outsiders(scope: Scope, text: str) -> tuple[list[str], list[int]]:
    """Addresses of allowed domains, and the people whose own addresses were among those typed. Raises InvalidInput."""
    if not text.strip():
        return [], []
    emails = find_emails(scope.engine, scope.actor.org_id)
    known = {email.casefold(): account_id for account_id, email in emails.items()}
    typed = read_addresses(text)
    people = [known[each.casefold()] for each in typed if each.casefold() in known]
    others = [each for each in typed if each.casefold() not in known]
    for each in others:
        if not is_allowed(scope, each):
            allowed = ", ".join(scope.settings.report_domains)
            raise InvalidInput(
                f"{each[:80]} is nobody of your organisation{f', and of none of {allowed}' if allowed else ''}. "
                "An admin can allow its domain (DATAMIND_REPORT_DOMAINS).",
                "addresses",
            )
    return others, people


def is_allowed(scope: Scope, address: str) -> bool:
    """Whether an address is of a domain that reports may go to."""
    domain = address.rpartition("@")[2].casefold()
    return domain in {each.casefold().lstrip("@") for each in scope.settings.report_domains}


def find_key(scope: Scope, row: Row) -> str:
    """What the scope's actor sees of a report, in a word. Raises NotFound, Forbidden where they may not see it at all."""
    seen: list[tuple[object, ...]] = []
    for connection_id in sorted(_connection_ids(scope, row)):
        connection = scope.store.first("connections", id=connection_id)
        seen.append((connection_id, connection and (policy_key(scope, connection), may_use(scope.actor, connection))))
    has_filters = row["dashboard_id"] is not None and bool(_board(scope, row)["filters"])
    attributes = sorted(scope.actor.attributes.items()) if has_filters else []
    return hashlib.sha256(repr((seen, attributes)).encode()).hexdigest()[:32]


def may_read(scope: Scope, row: Row) -> bool:
    """Whether the actor may use any of the connections that it reads."""
    found = (scope.store.first("connections", id=each) for each in _connection_ids(scope, row))
    return any(may_use(scope.actor, connection) for connection in found if connection)


def _connection_ids(scope: Scope, row: Row) -> set[int]:
    if row["dashboard_id"] is None:
        return {item["connection_id"] for item in row["items"]}
    return {
        each.connection_id for each in load_board(scope, _board(scope, row)).widgets if each.connection_id is not None
    }


def _board(scope: Scope, row: Row) -> Row:
    return find_board(scope, row["dashboard_id"])
