"""What is said of one value of a series, and how sensitive a detector is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """`low` and `high` bound what was to be expected; all three are None while there is too little history to say.

    `why` names what stood out: "value", "mean" (of some values together), "spread" or "season"; None where nothing did.
    """

    is_anomaly: bool = False
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    why: str | None = None


@dataclass(frozen=True)
class Sensitivity:
    """`per_thousand` is how many false alarms to expect in 1,000 values; `deviations` the distance that means so for one value."""

    title: str
    per_thousand: float
    deviations: float


SENSITIVITIES: Mapping[str, Sensitivity] = {
    "few": Sensitivity("few alarms", 0.3, 4.8),
    "normal": Sensitivity("normal", 1.0, 3.9),
    "many": Sensitivity("many alarms", 3.0, 3.3),
}
LEARNING = Judgement()
