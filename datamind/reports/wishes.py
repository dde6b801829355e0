"""A wish for a report, checked: what it holds, when, and to whom; out come the columns of the store, or a sentence.

Channels and addresses are no person, so somebody must stand for what they see: whoever saves the report, since anybody else's
rules might show more than the one who saves it may see. Only an admin, who may look as anybody, can choose another.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from datamind import running, saved
from datamind.access import Permission
from datamind.belongings import find_owner
from datamind.boards.keeping import find_board
from datamind.engine import Scope
from datamind.errors import DataMindError, Forbidden, InvalidInput, NotFound
from datamind.reports.recipients import read_outsiders
from datamind.reports.values import FORMATS, Wish
from datamind.sessions import name_people
from datamind.watch.timetable import next_due

LONGEST_NAME, MOST_ITEMS, MOST_PEOPLE = 200, 20, 200
TIMES = ("daily", "weekdays", "weekly", "monthly")
CHOICES = ("daily 08:00", "weekdays 08:00", "weekly monday 08:00", "monthly 1 08:00")


def read_wish(scope: Scope, wish: Wish) -> dict[str, Any]:
    """The columns of a report, the next due time among them. Raises InvalidInput, NotFound, Forbidden, QueryRefused."""
    name = " ".join(wish.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InvalidInput(f"Give it a name of up to {LONGEST_NAME} characters.", "name")
    if wish.format not in FORMATS:
        raise InvalidInput(f"Choose one of: {', '.join(FORMATS)}.", "format")
    if wish.every.split(" ")[0].lower() not in TIMES:
        raise InvalidInput(f"Write when as {', '.join(CHOICES)}.", "every")
    due_at = next_due(wish.every, wish.zone, datetime.now(UTC))
    _check_content(scope, wish)
    outsiders, known = read_outsiders(scope, wish.addresses)
    people = sorted({*wish.people, *known})
    for channel_id in wish.channels:
        scope.store.get("channels", channel_id)
    _check_people(scope, wish, people)
    if not people and not outsiders and not wish.channels:
        raise InvalidInput("Say who gets it: people, a channel or an address.", "people")
    return {
        "name": name,
        "dashboard_id": wish.dashboard_id,
        "items": [asdict(item) for item in wish.items] if wish.dashboard_id is None else [],
        "shared": wish.shared,
        "format": wish.format,
        "every": " ".join(wish.every.lower().split()),
        "zone": wish.zone,
        "people": people,
        "addresses": outsiders,
        "channels": sorted(set(wish.channels)),
        "seen_as": _choose_seer(scope, wish),
        "due_at": due_at,
        "updated_at": datetime.now(UTC),
        "updated_by": scope.actor.name,
    }


def _check_content(scope: Scope, wish: Wish) -> None:
    if wish.dashboard_id is not None:
        find_board(scope, wish.dashboard_id)
        return
    if not 0 < len(wish.items) <= MOST_ITEMS:
        raise InvalidInput(f"Choose a dashboard, or give 1 to {MOST_ITEMS} queries.", "items")
    for item in wish.items:
        if not item.title.strip():
            raise InvalidInput("Give each query a title.", "items")
        running.check(scope, saved.find_connection(scope, item.connection_id), item.sql)


def _check_people(scope: Scope, wish: Wish, people: list[int]) -> None:
    """Each is of the organisation, and may see the dashboard."""
    names = name_people(scope.engine, scope.actor.org_id)
    if len(people) > MOST_PEOPLE:
        raise InvalidInput(f"A report goes to at most {MOST_PEOPLE} people.", "people")
    for account_id in people:
        try:
            acting = running.act_as(scope, account_id)
        except NotFound:
            raise InvalidInput("Somebody named is not, or no longer, of this organisation.", "people") from None
        try:
            if wish.dashboard_id is not None:
                find_board(acting, wish.dashboard_id)
        except DataMindError:
            raise InvalidInput(
                f"{names.get(account_id, 'Somebody')} may not see this dashboard: share it first.", "people"
            ) from None


def _choose_seer(scope: Scope, wish: Wish) -> int:
    me = find_owner(scope)
    if wish.seen_as in (None, me):
        return me
    if not scope.actor.may(Permission.ADMINISTER):
        raise Forbidden("Channels and addresses get what you see; only an admin may choose somebody else.")
    running.act_as(scope, wish.seen_as or 0)
    return wish.seen_as or me
