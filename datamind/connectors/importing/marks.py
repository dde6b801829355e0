"""What one cell's text could be: a set of marks, before anybody decides what its column is.

Comes in: the text of a cell. Goes out: an int of the flags below ("1,234" reads as a number with decimal dot and with decimal
comma; "03/04/2020" as a date with the day or the month first). A column counts its cells' marks and decides over all of them
(`columns.py`). To add a reading: a flag, a line in `_mark`, and the parser beside its kin in `readings.py`.
"""

from __future__ import annotations

import re

from datamind.connectors.importing.words import BOOLEAN_WORDS, ERRORS, MONTHS, NULL_WORDS

EMPTY = 1
NULL_WORD = 1 << 1
INT = 1 << 2  # digits and a sign, no leading zero
ZERO_LED = 1 << 3  # "007"
LONG = 1 << 4  # more digits than a 64-bit integer holds
DOT = 1 << 5  # a number when the decimal mark is a dot
COMMA = 1 << 6  # a number when the decimal mark is a comma
FRACTION_DOT = 1 << 7
FRACTION_COMMA = 1 << 8
GROUPED = 1 << 9  # holds something that may part thousands
PERCENT = 1 << 10
MONEY = 1 << 11
ACCOUNTING = 1 << 12  # (12.50) or 12.50-
TRUE = 1 << 13
FALSE = 1 << 14
SINGLE_LETTER = 1 << 15  # a boolean of one letter: y, n, t, f
YMD = 1 << 16
DMY = 1 << 17
MDY = 1 << 18
CLOCK = 1 << 19  # a date that carries a time of day
TIME = 1 << 20
COMPACT = 1 << 21  # 20200131
SERIAL = 1 << 22  # could be a spreadsheet's day number
ERROR = 1 << 23  # a spreadsheet's error value
DIGITLESS = 1 << 24  # no digit anywhere: a word or a symbol
LASTING = 1 << 26  # a clock past midnight: 25:30:00 is a length of time
DASHED = 1 << 25  # a date with dots or dashes between all-digit parts, day or month first

DATE = YMD | DMY | MDY
NUMBER = DOT | COMMA
NOTHING = EMPTY | NULL_WORD

SPACES = " \t\r\n\f\v\u00a0\u202f\u2007\u2009\ufeff\u200b"
_CURRENCY = (
    r"(?:US\$|A\$|C\$|R\$|HK\$|NZ\$|[$£€¥₹₽₺₩₪฿]|USD|EUR|GBP|CHF|JPY|CAD|AUD|INR|SEK|NOK|DKK|PLN|CZK|BRL|ZAR"
    r"|Rs\.?|kr\.?|zł|Kč|Fr\.?)"
)
_MINUS = "\u2212\u2013-"  # the hyphen last: these stand in character classes
AFFIXES = re.compile(
    rf"^(?P<open>\()?\s*(?P<sign>[+{_MINUS}])?\s*(?P<money>{_CURRENCY})?\s*(?P<sign2>[+{_MINUS}])?\s*"
    rf"(?P<body>[\d.,][\d.,'’ \u00a0\u202f\u2009]*(?:[eE][+-]?\d{{1,3}})?)\s*(?P<percent>%|‰)?\s*"
    rf"(?P<money2>{_CURRENCY}|,-|,--)?\s*(?P<trail>[{_MINUS}])?(?P<close>\))?\s*(?P<money3>{_CURRENCY})?$"
)
_DOT_BODY = re.compile(
    r"^(?:\d+|\d{1,3}(?P<mark>[, '’\u00a0\u202f\u2009])\d{3}(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})?"
    r"(?P<fraction>\.\d*)?(?P<power>[eE][+-]?\d{1,3})?$"
)
_COMMA_BODY = re.compile(
    r"^(?:\d+|\d{1,3}(?P<mark>[. '’\u00a0\u202f\u2009])\d{3}(?:(?P=mark)\d{3})*)?(?P<fraction>,\d*)?(?P<power>[eE][+-]?\d{1,3})?$"
)
_PLAIN_INT = re.compile(r"^[+-]?(?:0|[1-9]\d{0,17})$")
_DIGITS = re.compile(r"^[+-]?\d+$")
_PLAIN_DOT = re.compile(r"^[+-]?(?:0|[1-9]\d*)?\.\d+$")
_HAS_DIGIT = re.compile(r"\d")

_CLOCK = (
    r"(?:(?:[T ]|,\s?|\s+(?:at|um)\s)\s*(?P<hour>\d{1,2})(?::|h|\.(?=\d\d\b))(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?:\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?(?:\s*Uhr)?)?$"
)
_WEEKDAY = r"^(?:[A-Za-zÀ-ÿ]{2,10}\.?,\s*)?"
YEAR_FIRST = re.compile(r"^(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _CLOCK)
YEAR_LAST = re.compile(
    _WEEKDAY + r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<second_part>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})" + _CLOCK
)
DAY_NAMED = re.compile(
    _WEEKDAY
    + r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ /-]?\s?(?:de )?(?P<month>[A-Za-zÀ-ÿ]{3,10})\.?"
    + r"(?: de )?[ ,/-]{0,2}(?P<year>\d{4}|\d{2})"
    + _CLOCK
)
MONTH_NAMED = re.compile(
    _WEEKDAY + r"(?P<month>[A-Za-zÀ-ÿ]{3,10})\.?[ -](?P<day>\d{1,2})(?:st|nd|rd|th)?,?[ -]{1,2}(?P<year>\d{4})" + _CLOCK
)
YEAR_NAMED = re.compile(r"^(?P<year>\d{4})[ /-](?P<month>[A-Za-zÀ-ÿ]{3,10})[ /-](?P<day>\d{1,2})" + _CLOCK)
COMPACT_DATE = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
TIME_OF_DAY = re.compile(
    r"^(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?$"
)

_LENGTH = re.compile(r"^-?\d{1,4}:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?$")


class Marks(dict[str, int]):
    """text -> marks, remembered; so that a column is read at the speed of a dict."""

    LIMIT = 300_000

    def __missing__(self, text: str) -> int:
        found = mark(text)
        if len(self) < self.LIMIT:
            self[text] = found
        return found


def mark(text: str) -> int:
    """Every reading that this text admits; 0 for plain text with a digit in it."""
    text = text.strip(SPACES)
    if not text:
        return EMPTY
    if _PLAIN_INT.match(text):
        return _mark_integer(text)
    if _PLAIN_DOT.match(text):
        return DOT | FRACTION_DOT | (_maybe_thousands(text) if len(text) < 9 else 0)
    if len(text) > 48:
        return 0 if _HAS_DIGIT.search(text) else DIGITLESS
    low = text.lower()
    if not _HAS_DIGIT.search(text):
        return _mark_word(low)
    if _DIGITS.match(text):
        return _mark_digits(text)
    return _mark_number(text) | _mark_date(text) | _mark_time(text) | (NULL_WORD | ERROR if low in ERRORS else 0)


def _mark_word(low: str) -> int:
    if low in ERRORS:
        return NULL_WORD | ERROR | DIGITLESS
    found = DIGITLESS
    if low in NULL_WORDS:
        found |= NULL_WORD
    if low in BOOLEAN_WORDS:
        found |= (TRUE if BOOLEAN_WORDS[low] else FALSE) | (SINGLE_LETTER if len(low) == 1 else 0)
    return found


def _mark_integer(text: str) -> int:
    found = INT | DOT | COMMA
    if len(text) == 5 and "20000" < text < "60000":
        found |= SERIAL
    if len(text) == 8 and COMPACT_DATE.match(text):
        found |= COMPACT
    return found


def _mark_digits(text: str) -> int:
    """All digits, but led by a zero or very many of them."""
    bare = text.lstrip("+-")
    if bare.startswith("0"):
        return ZERO_LED | DOT | COMMA
    if -(1 << 63) <= int(text[:40]) < 1 << 63 and len(text) <= 20:
        return INT | DOT | COMMA
    return LONG | DOT | COMMA


def _maybe_thousands(text: str) -> int:
    """1.234 is also one thousand two hundred and thirty-four."""
    return COMMA | GROUPED if re.match(r"^[+-]?[1-9]\d{0,2}\.\d{3}$", text) else 0


def _mark_number(text: str) -> int:
    parts = AFFIXES.match(text)
    if not parts or bool(parts["open"]) != bool(parts["close"]):
        return 0
    body = parts["body"].rstrip(SPACES)
    if sum(bool(parts[name]) for name in ("open", "sign", "sign2", "trail")) > 1 or not _HAS_DIGIT.search(body):
        return 0
    if parts["money"] and parts["money2"] and parts["money2"][0] != ",":
        return 0
    found = 0
    dot, comma = _DOT_BODY.match(body), _COMMA_BODY.match(body)
    if dot:
        found |= DOT | (FRACTION_DOT if dot["fraction"] or dot["power"] else 0)
        found |= GROUPED if dot["mark"] or "," in body else 0
    if comma:
        found |= (
            COMMA | (FRACTION_COMMA if comma["fraction"] or comma["power"] else 0) | (GROUPED if comma["mark"] else 0)
        )
    if not found:
        return 0
    if body.isdigit() and not (len(body) > 1 and body[0] == "0"):
        found |= INT
    elif len(body) > 2 and body[0] == "0" and body[1].isdigit() and not (found & (FRACTION_DOT | FRACTION_COMMA)):
        return 0
    if parts["percent"]:
        found |= PERCENT
    if parts["money"] or parts["money2"] or parts["money3"]:
        found |= MONEY
    if parts["open"] or parts["trail"]:
        found |= ACCOUNTING
    return found


def _mark_date(text: str) -> int:
    """The orders in which the parts make a real day."""
    if (found := YEAR_FIRST.match(text)) and _is_day(int(found["month"]), int(found["day"])):
        return YMD | _clock_mark(found)
    if found := YEAR_LAST.match(text):
        first, second = int(found["first"]), int(found["second_part"])
        orders = (DMY if _is_day(second, first) else 0) | (MDY if _is_day(first, second) else 0)
        if found["mark"] != "/" and orders:
            orders |= DASHED
        return orders | _clock_mark(found) if orders else 0
    for pattern in (DAY_NAMED, MONTH_NAMED, YEAR_NAMED):
        if (found := pattern.match(text)) and found["month"].lower() in MONTHS and 1 <= int(found["day"]) <= 31:
            return YMD | DMY | MDY | _clock_mark(found)
    return 0


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _clock_mark(found: re.Match[str]) -> int:
    return CLOCK if found["hour"] else 0


def _mark_time(text: str) -> int:
    found = TIME_OF_DAY.match(text)
    if found and int(found["hour"]) < (13 if found["half"] else 24):
        return TIME
    return LASTING if _LENGTH.match(text) else 0
