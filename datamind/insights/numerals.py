"""Numbers as people write them in sentences: a text in, each number with its value, its precision and its place out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMERAL = re.compile(
    r"(?<![\w.,])(?P<sign>[-+−–]\s?)?(?:[$€£¥₹]\s?)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<unit>\s?%|\s?percent\b|\s?(?:thousand|million|billion|trillion|bn|mn|k|K|M|B|T)\b)?(?P<times>\s?(?:times|x|-fold)\b)?"
    r"(?P<ordinal>st|nd|rd|th)?(?![\w])"
)
_UNITS = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
          "trillion": 1e12, "t": 1e12}  # fmt: skip
_ROUGH = re.compile(
    r"\b(about|around|roughly|approximately|nearly|almost|some|over|more than|just under|close to|up to)\s*$|~\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Numeral:
    """`text` as written (with its sign), its `value` with its unit applied, and the half step of its last digit.

    `rough` numbers ("about 1,200") may be 5 % off.
    """

    text: str
    value: float
    half_step: float
    start: int
    end: int
    percent: bool = False
    times: bool = False
    ordinal: bool = False
    signed: bool = False
    rough: bool = False

    def fits(self, number: float) -> bool:
        """True when the number, rounded as this one is written, is this one; its sign counts only where one is written."""
        if re.match(r"\W*0\d", self.text):
            return False  # nobody writes a number of things as "01"
        target = number if self.signed else abs(number)
        value = self.value if self.signed else abs(self.value)
        if not math.isfinite(target):
            return False
        allowed = max(self.half_step * 1.01, abs(target) * (0.05 if self.rough else 1e-9))
        return abs(target - value) <= allowed


def read_numerals(text: str) -> list[Numeral]:
    """Every number of a text, in order."""
    return [_read(match, text) for match in _NUMERAL.finditer(text)]


def _read(match: re.Match[str], text: str) -> Numeral:
    digits, unit = match["digits"], (match["unit"] or "").strip()
    sign = (match["sign"] or "").strip()
    # "10-12" and "from 5 – 8" are spans: a dash after a digit is no minus.
    before = text[: match.start()].rstrip()
    if sign in ("-", "–", "−") and before[-1:].isdigit():
        sign = ""
    factor = _UNITS.get(unit.lower(), 1.0)
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    value = float(digits.replace(",", "")) * factor * (-1 if sign in ("-", "–", "−") else 1)
    return Numeral(
        text=(sign if sign else "") + digits,
        value=value,
        half_step=0.5 * 10.0**-decimals * factor,
        start=match.start(),
        end=match.end(),
        percent=unit in ("%", "percent"),
        times=bool(match["times"]),
        ordinal=bool(match["ordinal"]),
        signed=bool(sign),
        rough=bool(_ROUGH.search(text[: match.start()])),
    )
