"""What is taken away: a document of parts goes in, a format writes it into a file.

A part is an answer, a widget or the outcome of a query: its title, words, rows, picture, SQL and receipt. To add a format: a
file in this room with a `FORMAT`, a line in `FORMATS` (in `__init__.py`), and the contract test covers it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from datamind.errors import InvalidInput
from datamind.forms import Field
from datamind.types import ChartSpec, ResultSet

Progress = Callable[[float, str], None]
Write = Callable[["Document", BinaryIO, Mapping[str, Any], Progress], None]


@dataclass(frozen=True)
class Part:
    """`words` are sentences, `receipt` (name, value) lines; a part that could not be run has `error` and no rows."""

    title: str
    result: ResultSet
    chart: ChartSpec | None = None
    words: tuple[str, ...] = ()
    sql: str = ""
    receipt: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Document:
    """`about` is what was asked or filtered, in a line; `made_at` is in UTC."""

    title: str
    parts: tuple[Part, ...]
    made_at: datetime
    made_by: str = ""
    about: str = ""

    @property
    def n_rows(self) -> int:
        return sum(len(part.result.rows) for part in self.parts)


@dataclass(frozen=True)
class Format:
    """`most_rows` of a part are written (None: all) and the rest told; `single` formats hold one part only."""

    title: str
    suffix: str
    mime: str
    write: Write
    most_rows: int | None = None
    single: bool = False
    fields: tuple[Field, ...] = ()
    help: str = ""


def ignore_progress(share: float, words: str) -> None:
    """For those who do not wait."""


def check_single(document: Document, title: str) -> Part:
    """The only part of a document. Raises InvalidInput where there are several."""
    if len(document.parts) != 1:
        raise InvalidInput(f"{title} holds one table: export one widget, or choose Excel, PDF or HTML for all of them.")
    return document.parts[0]


def tell_rest(part: Part, most: int | None) -> tuple[str, ...]:
    """What a file leaves out of a part's rows, in sentences."""
    notes = []
    n_rows = len(part.result.rows)
    if most is not None and n_rows > most:
        notes.append(f"The first {most:,} of {n_rows:,} rows are shown here; Excel and CSV hold all of them.")
    if part.result.truncated:
        notes.append(f"The query was cut at {n_rows:,} rows: there are more in the database.")
    return tuple(notes)
