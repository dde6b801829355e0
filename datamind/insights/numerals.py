"""Numbers as people write them in sentences: a text in, each number with its value, its precision and its place out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
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
NUMBER_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
                "eleven": 11, "twelve": 12}  # fmt: skip
_WORDS = "|".join(NUMBER_WORDS)
COUNTED = re.compile(rf"(?:\b\d[\d,]*|\b(?:{_WORDS}))\s+$", re.IGNORECASE)
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_PART = re.compile(
    r"(?<!first )(?<!second )(?<!other )(?<!last )\b(?:(?P<half>half)|(?P<n>an?|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)s?)"
    r"\s+(?=of\b)",
    re.IGNORECASE,
)
_MULTIPLES = {
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "quadrupled": 4.0,
    "halved": 0.5,
}
_MULTIPLE = re.compile(
    rf"\b(?:(?P<word>(?:twice|double|triple)(?=\s+(?:as|the|that)\b)|doubled|tripled|quadrupled|halved)|(?P<n>{_WORDS})\s+times)\b",
    re.IGNORECASE,
)
_SPELLED = re.compile(rf"\b(?P<n>{_WORDS})(?=\s+rows\b)", re.IGNORECASE)
_RANKS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_RANK = re.compile(
    r"(?<=·)\s+(?:is|was|ranks?|ranked|comes?|came)\s+(?:in\s+)?(?:the\s+)?(?P<rank>second|third|fourth|fifth)\b"
    r"(?!\s+(?:quarter|half|month|year|time|day|week))",
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
    """Every number of a text, in order; those in words where they claim something: "half of", "doubled", "three rows"."""
    return sorted(
        [*(_read(match, text) for match in _NUMERAL.finditer(text)), *_read_words(text)], key=lambda n: n.start
    )


def _read_words(text: str) -> Iterator[Numeral]:
    for match in _PART.finditer(text):
        value = 50.0 if match["half"] else _PARTS[match["part"].lower()] * _count(match["n"])
        yield Numeral(match[0].strip(), value, 2.5, match.start(), match.end(), percent=True)
    for match in _MULTIPLE.finditer(text):
        value = _MULTIPLES[match["word"].lower()] if match["word"] else float(_count(match["n"]))
        rough = bool(_ROUGH.search(text[: match.start()]))
        yield Numeral(match[0], value, value * (0.12 if rough else 0.06), match.start(), match.end(), times=True)
    for match in _SPELLED.finditer(text):
        yield Numeral(match[0], float(_count(match["n"])), 0.0, match.start(), match.end())
    for match in _RANK.finditer(text):
        yield Numeral(
            match["rank"], float(_RANKS[match["rank"].lower()]), 0.0, match.start("rank"), match.end(), ordinal=True
        )


def _count(word: str) -> int:
    return NUMBER_WORDS.get(word.lower(), 1)


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
