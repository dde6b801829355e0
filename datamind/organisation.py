"""What an organisation has settled for everybody in it: the second factor, how long things are kept, how the app looks.

In: the org's rows. Out: a frozen `Organisation`; one that never settled anything has the defaults here.
To add a setting: a field, a column of the same name in `org_settings`, and its check in services/organisation.py.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from datamind.store import Store


@dataclass(frozen=True)
class Organisation:
    """Days of 0 mean: kept. `logo` is a PNG in base64; "" means DataMind's own name, colour and logo."""

    second_factor: bool = False
    chats_days: int = 0
    runs_days: int = 90
    audit_days: int = 0
    brand: str = ""
    accent: str = ""
    logo: str = ""


SETTINGS = tuple(each.name for each in fields(Organisation))


def read_organisation(store: Store) -> Organisation:
    """What the store's org has settled."""
    row = store.first("org_settings", order="id")
    return Organisation(**{name: row[name] for name in SETTINGS}) if row else Organisation()
