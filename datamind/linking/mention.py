"""A mention: which words of a question name which table, column or stored value, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MentionKind = Literal["table", "column", "value"]


@dataclass(frozen=True)
class Mention:
    """Tokens start..end (exclusive) name an element. `id` is a table's or a column's; `values` for stored values."""

    start: int
    end: int
    kind: MentionKind
    id: int
    score: float
    values: tuple[str, ...] = ()
    exact: bool = False
    role_column: int | None = None  # the foreign key whose name was used for its target
    covered: tuple[int, ...] = ()  # the tokens that said it

    @property
    def length(self) -> int:
        return self.end - self.start
