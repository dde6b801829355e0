"""What the patterns found in a question, before it is bound to tables: slots with their roles, in the order of the words."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamind.analysts.offline.frame import Aggregate, Grain, Operator
from datamind.analysts.offline.tagging import Slot, Tagged


@dataclass(frozen=True)
class Asked:
    """A number that is asked for: an aggregate of a slot, a count of a slot, or (slot None) of an unnamed amount."""

    aggregate: Aggregate | None
    slot: int | None
    distinct: bool = False
    word: str = ""
    at: int = 0


@dataclass(frozen=True)
class Span:
    """The time between two events, each by the words said of it."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    aggregate: Aggregate
    unit: str


@dataclass(frozen=True)
class Grouped:
    slot: int | None
    grain: Grain | None = None
    explicit: bool = True  # "each", "per", "by"; else only "in" or "of"


@dataclass(frozen=True)
class Test:
    """A comparison: the column's slot or the quality ("old"), and what it is compared with."""

    slot: int | None
    operator: Operator
    number: float | None = None
    other: int | None = None  # a slot: quoted text, period, column or stored value
    quality: str | None = None
    aggregate: Aggregate | None = None  # compared with the average, …
    high: float | None = None  # between
    how: str = ""  # "contains", "starts", "ends", "null", "not null"
    at: int = 0
    negated: bool = False
    within: int | None = None  # the stored value that the rows compared with have


@dataclass(frozen=True)
class Counted:
    """How many linked rows: of a table's slot, or of the event last named (slot None)."""

    slot: int | None
    operator: Operator
    number: float
    at: int = 0


@dataclass(frozen=True)
class Absent:
    """No linked row of the slot's table; the tests and values between `at` and `until` belong to that row."""

    slot: int
    at: int
    until: int


@dataclass(frozen=True)
class Most:
    """The first or last by something: the count of a slot's rows, a column, a quality."""

    kind: str  # "count", "column", "quality", "common"
    slot: int | None
    descending: bool
    word: str = ""
    aggregate: Aggregate | None = None
    of: int | None = None  # the slot that the superlative stands before
    at: int = 0
    select: bool = False  # "what is the highest C": the number itself may be meant


@dataclass(frozen=True)
class Ordered:
    slot: int | None
    descending: bool
    count: bool = False
    aggregate: Aggregate | None = None
    quality: str | None = None


@dataclass
class Draft:
    """Filled by the patterns in `reading.py`, bound in `binding.py`."""

    tagged: Tagged
    text: str = ""
    asked: list[Asked] = field(default_factory=list)
    groups: list[Grouped] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    most: list[Most] = field(default_factory=list)
    ordered: list[Ordered] = field(default_factory=list)
    limit: int | None = None
    distinct: bool = False
    both: bool = False
    either: bool = False
    share: bool = False
    change: str | None = None  # "difference" or "percent"
    running: bool = False
    window: int | None = None
    direction: bool | None = None  # descending, when only a direction was said
    per_group: bool = False
    whole_rows: bool = False  # all columns of what is asked about
    by_frequency: bool | None = None  # in order of how often each comes, descending or not
    ranks_all: bool = False  # "what are the most common reasons": all, in order
    span: Span | None = None
    negated_slots: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)  # slots taken by a pattern
    which: bool = False  # asks which / who
    how_much: bool = False
    divide: float = 1.0
    unit: str = ""
    left_over: list[str] = field(default_factory=list)  # content words that nothing explains
    self_join: bool = False
    count_rows: bool = False  # "how many are there?" of what was listed
    where: bool = False

    def slot(self, number: int) -> Slot:
        return self.tagged.slots[number]
