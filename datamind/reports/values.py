"""What a report is and what came of it, as frozen values; made from rows of the store by `keeping`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

FORMATS: Mapping[str, str] = {"pdf": "PDF", "excel": "Excel", "html": "In the mail's body"}


@dataclass(frozen=True)
class Item:
    """A query in a report, with the words it was asked in; `chart` is the encoded picture ("" to choose one)."""

    title: str
    connection_id: int
    sql: str
    question: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Report:
    """A board (`dashboard_id`) or `items`, when it is due (`due_at` in UTC), and who gets it.

    `seen_as` is the person as whom channels and addresses see it; people see it each under their own rules. `outcome` and
    `said` are of the last run. Who only receives it is shown no other recipients.
    """

    id: int
    name: str
    owner: str
    may_edit: bool
    receives: bool
    dashboard_id: int | None
    items: tuple[Item, ...]
    shared: bool
    format: str
    every: str
    zone: str
    people: tuple[int, ...]
    addresses: tuple[str, ...]
    channels: tuple[int, ...]
    seen_as: int
    paused: bool
    due_at: datetime
    ran_at: datetime | None = None
    outcome: str = ""
    said: str = ""


@dataclass(frozen=True)
class Delivery:
    """To whom a run went and what came of it: pending, sending, sent, kept (in the app), failed or unknown."""

    whom: str
    state: str
    answer: str
    at: datetime | None


@dataclass(frozen=True)
class SentFile:
    """The very file that was sent; `words` say what had changed. Only for those who got it or see the same."""

    id: int
    name: str
    mime: str
    size_bytes: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """One sending of a report. `files` are those that whoever asks may see, `deliveries` those they may know of."""

    id: int
    due_at: datetime
    state: str
    finished_at: datetime | None
    error: str
    files: tuple[SentFile, ...]
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Preview:
    """What the actor would get now: a page as HTML, and the words on what has changed."""

    page: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What somebody wants a report to be. `addresses` are typed, with commas; `seen_as` None is whoever saves it."""

    name: str
    dashboard_id: int | None = None
    items: tuple[Item, ...] = ()
    shared: bool = False
    format: str = "pdf"
    every: str = "weekly monday 08:00"
    zone: str = "UTC"
    people: tuple[int, ...] = ()
    addresses: str = ""
    channels: tuple[int, ...] = ()
    seen_as: int | None = None
