"""What a sentence speaks of: the number columns of its result and the rows that it names; and the words that make claims.

In: made by `verifying` from a result and a sentence. Out: the values that a claim is held against (see `bearing`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_PAIRS = 400
HIGH = r"highest|largest|maximum|max|most|peak(?:ed)?|top|best|biggest|greatest|leads?|leading"
LOW = r"lowest|smallest|minimum|min|least|fewest|bottom|worst|weakest"
CHANGE = (
    r"change[ds]?|rose|risen|rise|fell|fallen|fall|grew|grown|growth|increas\w+|decreas\w+|declin\w+|dropp?\w*|"
    r"(?<!make )(?<!makes )(?<!made )up|down|gain\w*|jump\w*"
)
SHARE = r"share|make up|makes up|made up|account\w*|of (?:the|all) (?:total|\w+)|of total|represent\w*|contribut\w+|comprise\w*"


@dataclass(frozen=True)
class Subject:
    """What a sentence speaks of: the result's number columns, and per mentioned name, in order, the rows it names."""

    columns: tuple[tuple[float | None, ...], ...]
    n_rows: int
    distinct: tuple[int, ...]
    named: tuple[tuple[int, ...], ...]
    spots: tuple[int, ...] = ()
    percents: tuple[bool, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()

    def rows_told(self, before: str) -> list[int]:
        """The rows that a number is about: the one name since the number before it, else all names of the sentence."""
        since = max((match.end() for match in re.finditer(r"\d[\d.,]*", before)), default=0)
        close = [rows for rows, spot in zip(self.named, self.spots, strict=True) if since <= spot < len(before)]
        chosen = close if len(close) == 1 else self.named
        return sorted({row for rows in chosen for row in rows})

    def rows_of(self, before: str) -> list[int]:
        """As `rows_told`, for sentences that name first and count then; where numbers come first ("62 % are new"), all names."""
        first = re.search(r"\d", before)
        number_first = first is not None and bool(self.spots) and first.start() < self.spots[0]
        if number_first:
            return sorted({row for rows in self.named for row in rows})
        return self.rows_told(before)

    def present(self) -> list[list[float]]:
        """The values of each column without nulls; where rows share a name, also each column's sums a name."""
        columns = [[value for value in column if value is not None] for column in self.columns]
        for column in self.columns if self.groups else ():
            columns.append(
                [math.fsum(value for row in rows if (value := column[row]) is not None) for rows in self.groups]
            )
        return columns

    def values_of(self, rows: Iterable[int]) -> list[float]:
        chosen = list(rows)
        found = [value for column in self.columns for row in chosen if (value := column[row]) is not None]
        if 1 < len(chosen) < self.n_rows:
            for column in self.columns:
                values = [value for row in chosen if (value := column[row]) is not None]
                found += [math.fsum(values), math.fsum(values) / len(values)] if values else []
        return found


def last_word(pattern: str, before: str) -> int:
    """Where the last of these words stands before the number, −1 when there is none."""
    found = [match.start() for match in re.finditer(rf"\b(?:{pattern})\b", before, re.IGNORECASE)]
    return found[-1] if found else -1


def pairs_of(subject: Subject, one: Sequence[int], two: Sequence[int]) -> list[tuple[float, float]]:
    """(a value of the first rows, a value of the second), column by column."""
    pairs = []
    for column in subject.columns:
        for a in one[:20]:
            for b in two[:20]:
                first, second = column[a], column[b]
                if first is not None and second is not None and a != b:
                    pairs.append((first, second))
    return pairs


def neighbours(values: Sequence[float]) -> list[tuple[float, float]]:
    """Each value with the next."""
    return list(pairwise(values))[:MOST_PAIRS]
