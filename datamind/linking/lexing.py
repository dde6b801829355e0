"""A question comes in as text, its tokens go out: words, numbers, quoted text, dates and signs, each with its place.

To add a kind of token: a named group in PATTERN and a branch in `_token`.
"""

# ruff: noqa: SIM905 - word lists read better as text
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from datamind.linking.morphology import lemma, stem

TokenKind = Literal["word", "number", "quoted", "date", "sign"]


@dataclass(frozen=True)
class Token:
    """One token. `lower` is its text in lower case, `value` the number of a number, the text inside of a quotation."""

    text: str
    lower: str
    kind: TokenKind
    start: int
    end: int
    value: float | str | None = None
    percent: bool = False

    @property
    def lemma(self) -> str:
        return lemma(self.lower) if self.kind == "word" else self.lower

    @property
    def stem(self) -> str:
        return stem(self.lower) if self.kind == "word" else self.lower

    @property
    def capital(self) -> bool:
        return self.kind == "word" and self.text[:1].isupper()


PATTERN = re.compile(
    r"""(?P<quoted>“[^”]*”|"[^"]*"|``.+?''|`[^`]*`|‘[^’]*’|(?<![\w'])'(?!s\b)[^'\n]*?(?:'(?=\w)[^'\n]*?)*'(?!\w))
    |(?P<date>\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{4}[-/](?:0[1-9]|1[0-2])\b|\b\d{1,2}:\d{2}(?::\d{2})?\b)
    |(?P<number>(?:[$€£]\s?)?(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?(?:k|m|mn|bn|K|M)\b)?\s?%?(?:(?:st|nd|rd|th)\b)?(?![A-Za-z]{3,}))
    |(?P<word>[^\W\d_][\w’']*(?:\.(?=\w)\w+)*|\d+[A-Za-z]\w*|\d+)
    |(?P<sign>>=|<=|!=|<>|[<>=%/&+*,.;:?!()#-])""",
    re.VERBOSE,
)
_WORD_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "k": 1_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "bn": 1e9,
}
_CONTRACTIONS = {"can't": ("can", "not"), "won't": ("will", "not"), "let's": ("let", "us"), "cannot": ("can", "not")}


def lex(text: str) -> tuple[Token, ...]:
    """The tokens of `text`; number words become numbers ("two thousand"), contractions are taken apart ("didn't")."""
    tokens: list[Token] = []
    for match in PATTERN.finditer(text):
        tokens.extend(_tokens_of(match))
    return tuple(_join_number_words(tokens))


def _tokens_of(match: re.Match[str]) -> list[Token]:
    text, start, end = match.group(), match.start(), match.end()
    if match.lastgroup == "quoted":
        inner = text[2:-2] if text.startswith("``") else text[1:-1]
        return [Token(text, inner.strip().lower(), "quoted", start, end, inner.strip())] if inner.strip() else []
    if match.lastgroup == "date":
        return [Token(text, text, "date", start, end, text)]
    if match.lastgroup == "number":
        return [_number(text, start, end)]
    if match.lastgroup == "sign":
        return [Token(text, text, "sign", start, end)]
    return _words(text, start, end)


def _number(text: str, start: int, end: int) -> Token:
    plain = re.sub(r"(st|nd|rd|th)$", "", text.strip().lstrip("$€£").replace(",", "").strip())
    percent = plain.endswith("%")
    plain = plain.rstrip("% ")
    scale = 1.0
    found = re.search(r"(k|mn|m|bn)$", plain, re.IGNORECASE)
    if found:
        scale = _SCALES[found.group().lower()]
        plain = plain[: found.start()].strip()
    return Token(text.strip(), plain, "number", start, end, float(plain) * scale, percent)


def _words(text: str, start: int, end: int) -> list[Token]:
    plain = text.replace("’", "'")
    lower = plain.lower()
    if lower in _CONTRACTIONS:
        first, second = _CONTRACTIONS[lower]
        return [Token(first, first, "word", start, end), Token(second, second, "word", start, end)]
    if lower.endswith("n't"):
        return [Token(plain[:-3], lower[:-3], "word", start, end - 3), Token("n't", "not", "word", end - 3, end)]
    if lower.endswith(("'s", "s'")) and len(lower) > 2:
        cut = len(plain) - 2 if lower.endswith("'s") else len(plain) - 1
        return [
            Token(plain[:cut], lower[:cut], "word", start, start + cut),
            Token("'s", "'s", "sign", start + cut, end),
        ]
    if "_" in plain.strip("_"):  # a name as it is written in the database
        return [
            Token(part.group(), part.group().lower(), "word", start + part.start(), start + part.end())
            for part in re.finditer(r"[^_]+", plain)
        ]
    if "'" in lower and not lower.startswith("o'") and not lower.endswith("'"):
        head, _, tail = plain.partition("'")
        if tail.lower() in ("re", "ve", "ll", "d", "m"):
            return [Token(head, head.lower(), "word", start, start + len(head))]
    return [Token(plain, lower.strip("'"), "word", start, end)]


def _join_number_words(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.kind == "word" and _starts_number(tokens, position):
            total, last = _read_number_words(tokens, position)
            joined.append(Token(token.text, f"{total:g}", "number", token.start, tokens[last].end, float(total)))
            position = last + 1
        elif (
            token.kind == "number"
            and position + 1 < len(tokens)
            and tokens[position + 1].lower in ("million", "billion", "thousand", "hundred")
        ):
            scale = _SCALES[tokens[position + 1].lower]
            joined.append(
                Token(
                    token.text,
                    token.lower,
                    "number",
                    token.start,
                    tokens[position + 1].end,
                    float(token.value or 0) * scale,
                )
            )
            position += 2
        elif token.kind == "number" and position + 1 < len(tokens) and tokens[position + 1].lower in ("percent", "pct"):
            joined.append(
                Token(token.text, token.lower, "number", token.start, tokens[position + 1].end, token.value, True)
            )
            position += 2
        else:
            joined.append(token)
            position += 1
    return joined


def _starts_number(tokens: list[Token], position: int) -> bool:
    lower = tokens[position].lower
    if lower == "one":  # "no one", "the one that", "one of" are not numbers
        before = tokens[position - 1].lower if position else ""
        after = tokens[position + 1].lower if position + 1 < len(tokens) else ""
        return before not in ("no", "the", "every", "each", "any", "this", "that", "which") and after != "of"
    if lower in _WORD_NUMBERS:
        return True
    return (
        lower == "a"
        and position + 1 < len(tokens)
        and tokens[position + 1].lower in ("hundred", "thousand", "million", "billion", "dozen")
    )


def _read_number_words(tokens: list[Token], position: int) -> tuple[float, int]:
    total, current, last = 0.0, 0.0, position
    while last < len(tokens):
        lower = tokens[last].lower
        if lower == "a" and last == position:
            current = 1
        elif lower == "dozen":
            current = max(current, 1) * 12
        elif lower in _WORD_NUMBERS:
            current += _WORD_NUMBERS[lower]
        elif lower in ("hundred", "thousand", "million", "billion"):
            current = max(current, 1) * _SCALES[lower]
            if lower != "hundred":
                total, current = total + current, 0.0
        else:
            break
        last += 1
        if (
            last < len(tokens)
            and tokens[last].lower == "-"
            and last + 1 < len(tokens)
            and tokens[last + 1].lower in _WORD_NUMBERS
            and current >= 20
        ):
            last += 1
    return total + current, last - 1
