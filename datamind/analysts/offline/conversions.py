"""What a column is called once its numbers were turned into another unit: "track milliseconds" over 60,000 is "track minutes".

In: a name and what its numbers are divided by. Out: the name with the unit that the numbers are in. To add a unit: its size.
"""

from __future__ import annotations

from datamind.linking.morphology import lemma, split_name

_TIMES = {"millisecond": 1, "second": 1_000, "minute": 60_000, "hour": 3_600_000}
_SHORT = {
    "ms": "millisecond",
    "msec": "millisecond",
    "sec": "second",
    "secs": "second",
    "min": "minute",
    "mins": "minute",
}
_LARGE = {1_000.0: "thousands", 1_000_000.0: "millions"}


def name_converted(name: str, divide: float) -> str:
    """The name as it is where nothing is converted."""
    if divide == 1.0:
        return name
    words = list(split_name(name))
    for place, word in enumerate(words):
        size = _TIMES.get(_SHORT.get(word.lower(), lemma(word.lower())))
        unit = next((unit for unit, other in _TIMES.items() if size and other == size * divide), None)
        if unit is not None:
            return " ".join((*words[:place], f"{unit}s", *words[place + 1 :]))
    if divide == 100.0:
        kept = [word for word in words if word.lower() not in ("cent", "cents")]
        return " ".join((*(kept or words), "in dollars"))
    return f"{' '.join(words)} in {_LARGE[divide]}" if divide in _LARGE else " ".join(words)
