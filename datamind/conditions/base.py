"""What conditions share: what was observed, the verdict, and what a kind is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from datamind.formats import write_number
from datamind.forms import Field
from datamind.periods import Grain, period_end, write_period

State = Literal["fires", "quiet", "unjudged"]
Needs = Literal["value", "rows", "labels"]


@dataclass(frozen=True)
class Point:
    """A value of a period (its start) or of a moment, in the alert's own time; None where there is none."""

    moment: datetime
    value: float | None


@dataclass(frozen=True)
class Observed:
    """What a query gave: `points` in the order of time, of one `grain` or (None) of the moments they were looked at.

    `labels` are (moment or None, text) of a column whose new values matter, `known` those seen before (None: nothing yet).
    `now` is the alert's own time.
    """

    points: tuple[Point, ...]
    now: datetime
    grain: Grain | None = None
    labels: tuple[tuple[datetime | None, str], ...] = ()
    known: frozenset[str] | None = None
    truncated: bool = False

    @property
    def complete(self) -> tuple[Point, ...]:
        """Without the period that is still running, and without what lies ahead."""
        if self.grain is None:
            return self.points
        grain = self.grain
        return tuple(point for point in self.points if period_end(point.moment, grain) <= self.now)

    def write_moment(self, moment: datetime) -> str:
        return write_period(moment, self.grain or "minute")


@dataclass(frozen=True)
class Verdict:
    """`sentence` says why, with the numbers; `low` and `high` bound what was to be expected, where there is such a thing."""

    state: State
    sentence: str
    moment: datetime | None = None
    value: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Kind:
    """`write(values, what)` reads the condition back; `judge_each` gives a verdict of each moment, the latest last."""

    title: str
    fields: tuple[Field, ...]
    write: Callable[[Mapping[str, Any], str], str]
    judge_each: Callable[[Mapping[str, Any], Observed], list[Verdict]]
    needs: Needs = "value"


def unjudged(reason: str, moment: datetime | None = None, value: float | None = None) -> Verdict:
    """Never taken for "fine"."""
    return Verdict("unjudged", f"could not be judged: {reason}", moment, value)


def number(value: float) -> str:
    """As people write it, with no more decimals than mean something."""
    size = abs(value)
    return write_number(int(value) if value == int(value) else value, 0 if size >= 1000 else 1 if size >= 100 else 2)
