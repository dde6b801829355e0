"""The lexical gate: text goes in, tokens come out, or a refusal where two readers could read the text differently.

It stands in front of the parser and knows only quotes, comments, words and marks of each dialect. What it lets through is
read alike by sqlglot and by the server, so the bytes that were checked can be the bytes that run. To add a dialect: its
quotes in `_QUOTES` and its comment marks in `_scanner`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from datamind.errors import QueryRefused
from datamind.types import Dialect

LONGEST_TEXT_BYTES = 50_000
DEEPEST_NESTING = 60
MOST_TOKENS = 12_000

_NESTED_COMMENTS = ("postgres", "duckdb")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = r"[^\W\d][\w$]*"


class Token(NamedTuple):
    """One piece of code: `kind` is word, name (quoted), text, number or mark; `text` is as written, without name quotes."""

    kind: str
    text: str
    start: int
    end: int


_new = tuple.__new__  # a Token a time: its own constructor takes twice as long


def read_tokens(sql: str, dialect: Dialect) -> list[Token]:
    """The tokens of the text, comments left out. Raises QueryRefused with the position of what is not clear."""
    _check_characters(sql)
    scan = _scanner(dialect).match
    tokens: list[Token] = []
    position, size, depth = 0, len(sql.rstrip(" \t\r\n")), 0
    while position < size:
        match = scan(sql, position)
        if match is None:
            raise _refuse_mark(sql, _skip_space(sql, position))
        kind = match.lastgroup or ""
        text = match[kind]
        position = match.end()
        start = position - len(text)
        if kind == "mark":
            if text == "$" and dialect in ("sqlite", "mysql"):
                raise _refuse_mark(sql, start)
            if text in "()[]{}":
                depth += 1 if text in "([{" else -1
                if depth > DEEPEST_NESTING:
                    raise QueryRefused(
                        f"Brackets are nested more than {DEEPEST_NESTING} deep.", "Take parts out into a WITH.", start
                    )
        elif kind == "comment":
            position = _end_comment(sql, start, position, dialect)
            continue
        elif kind == "name":
            text = _unquote(text)
        elif kind == "escaped":
            kind = "text"
        elif kind == "dollar":
            position = _end_dollar(sql, start, text)
            kind, text = "text", sql[start:position]
        elif kind in ("open", "unicode"):
            _refuse_opening(sql, start)
        tokens.append(_new(Token, (kind, text, start, position)))
    if len(tokens) > MOST_TOKENS:
        raise QueryRefused(f"The query has more than {MOST_TOKENS:,} parts.", "Shorten its lists.")
    _check_words(sql, tokens)
    if depth != 0:
        raise QueryRefused("The brackets do not match.", "Count what is opened and closed.")
    _check_neighbours(tokens, dialect)
    return tokens


_UNFINISHED = """
select from where and or not in on by as join limit order group having union except intersect with set like between is case when
then else natural cross inner left outer over using offset fetch , + - * / < > = . | & ^ || @
"""
_NEED_MORE = frozenset(_UNFINISHED.split()) - {"*"}


def _check_neighbours(tokens: list[Token], dialect: Dialect) -> None:
    """What no server takes though the parser does: a loose end, two commas, a number run into a word."""
    ends = [token for token in tokens if not (token.kind == "mark" and token.text == ";")][-1:]
    for last in ends:
        if last.kind in ("word", "mark") and last.text.lower() in _NEED_MORE:
            raise QueryRefused(f"The query breaks off after {last.text}.", "Finish it or leave that out.", last.start)
    for first, second in pairwise(tokens):
        if first.kind == "mark" and first.text == "," and second.kind in ("mark", "word"):
            word = second.text.lower()
            if word == "," or (dialect != "duckdb" and word in (")", "from", "where", ";")):
                raise QueryRefused("A comma has nothing after it.", "Leave it out.", first.start)
        elif (
            first.kind == "number"
            and first.end == second.start
            and second.kind in ("word", "number")
            and dialect != "mysql"
        ):
            raise QueryRefused(f"The number {first.text} runs into {second.text}.", "Put a space between.", first.start)
        elif second.text == ")" and second.kind == "mark" and first.text == "(" and first.kind == "mark":
            _check_empty(tokens, first, dialect)


def _check_empty(tokens: list[Token], opening: Token, dialect: Dialect) -> None:
    before = next((token for token in reversed(tokens) if token.end <= opening.start), None)
    if dialect != "sqlite" and before is not None and before.kind == "word" and before.text.lower() in ("in", "values"):
        raise QueryRefused(f"{before.text.upper()} has an empty list.", "Put a value in it.", before.start)


def _skip_space(sql: str, position: int) -> int:
    while position < len(sql) - 1 and sql[position] in " \t\r\n":
        position += 1
    return position


def _check_characters(sql: str) -> None:
    if len(sql) > LONGEST_TEXT_BYTES or (not sql.isascii() and len(sql.encode(errors="replace")) > LONGEST_TEXT_BYTES):
        raise QueryRefused(
            f"The query is longer than {LONGEST_TEXT_BYTES // 1000} kB.", "Shorten its lists or split it."
        )
    if found := _CONTROL.search(sql):
        code = ord(found.group())
        raise QueryRefused(
            f"The query holds the control character U+{code:04X} at position {found.start() + 1}.",
            "Use ordinary spaces and line breaks.",
            found.start(),
        )


_QUOTES: dict[str, str] = {
    "postgres": r"""(?P<text>[eE]'(?:[^'\\]|''|\\.)*'|[bBxXnN]?'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")+")""",
    "duckdb": r"""(?P<text>[eE]'(?:[^'\\]|''|\\.)*'|[bBxX]?'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")+")""",
    "mysql": r"""(?P<text>[bBxXnN]?'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*")|(?P<name>`(?:[^`]|``)+`)""",
    "sqlite": r"""(?P<text>[xX]?'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)+`|\[[^\]]+\])""",
}


@lru_cache(maxsize=8)
def _scanner(dialect: Dialect) -> re.Pattern[str]:
    comment = r"--[^\n]*|/\*" if dialect != "mysql" else r"--(?=[ \t\r\n]|\Z)[^\n]*|\#[^\n]*|/\*"
    dollar = r"(?P<dollar>\$(?:[^\W\d]\w*)?\$)|" if dialect in ("postgres", "duckdb") else ""
    unicode = r"(?P<escaped>[uU]&'(?:[^'\\]|''|\\[0-9a-fA-F+\\])*')|" if dialect == "postgres" else ""
    parts = (
        rf"(?P<comment>{comment})",
        rf"{unicode}(?P<unicode>[uU]&['\"])",
        _QUOTES[dialect],
        rf"{dollar}(?P<open>['\"`]|--)",
        r"(?P<number>0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)",
        rf"(?P<word>{_WORD})",
        r"(?P<mark>[()\[\]{},;.]|[-+*/<>=~!@#%^&|`?:$])",
    )
    return re.compile(rf"[ \t\r\n]*(?:{'|'.join(parts)})", re.DOTALL)


def _end_comment(sql: str, start: int, end: int, dialect: Dialect) -> int:
    if sql.startswith("/*", start):
        if sql.startswith(("/*!", "/*M!", "/*m!"), start):
            raise QueryRefused("A comment that starts with /*! is run by the server as code.", "Leave it out.", start)
        if sql.startswith("/*+", start):
            raise QueryRefused("Optimizer hints (/*+ … */) are not allowed here.", "Leave the hint out.", start)
        end = _end_block(sql, start, nested=dialect in _NESTED_COMMENTS)
    comment = sql[start:end]
    if "\r" in comment.replace("\r\n", "").rstrip("\r"):
        raise QueryRefused("A comment holds a bare carriage return, which some readers take as its end.", None, start)
    if not comment.startswith("/*") and comment.endswith("\r") and not sql.startswith("\n", end):
        raise QueryRefused("A comment ends in a bare carriage return.", "Use ordinary line breaks.", start)
    if not comment.isascii() and any(unicodedata.category(c) == "Cf" for c in comment):
        raise QueryRefused("A comment holds an invisible character.", "Leave it out.", start)
    return end


def _end_block(sql: str, start: int, nested: bool) -> int:
    depth, position = 1, start + 2
    while depth:
        closing = sql.find("*/", position)
        if closing < 0:
            raise QueryRefused("A comment is opened with /* and never closed.", None, start)
        opening = sql.find("/*", position)
        if 0 <= opening < closing:
            if not nested:
                raise QueryRefused("A comment holds the start of another comment.", "Leave the inner /* out.", opening)
            depth, position = depth + 1, opening + 2
        else:
            depth, position = depth - 1, closing + 2
    return position


def _end_dollar(sql: str, start: int, mark: str) -> int:
    closing = sql.find(mark, start + len(mark))
    if closing < 0:
        raise QueryRefused(f"The text opened with {mark} is never closed.", None, start)
    return closing + len(mark)


def _refuse_opening(sql: str, start: int) -> None:
    if sql[start] in "uU":
        raise QueryRefused(
            "Texts and names with U& escapes are not allowed.", "Write the characters themselves.", start
        )
    if sql.startswith("--", start):
        raise QueryRefused(
            "In MySQL -- opens a comment only when white space follows.",
            "Put a space after -- or between the signs.",
            start,
        )
    raise QueryRefused(f"A quote ({sql[start]}) at position {start + 1} is never closed.", None, start)


def _refuse_mark(sql: str, position: int) -> QueryRefused:
    character = sql[position]
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return QueryRefused(
        f"The character {character!r} ({name}) at position {position + 1} is not allowed outside quotes.",
        "Use plain spaces, quotes and signs." if not character.isascii() else None,
        position,
    )


def _unquote(text: str) -> str:
    quote = text[0]
    return text[1:-1] if quote == "[" else text[1:-1].replace(quote * 2, quote)


def _check_words(sql: str, tokens: list[Token]) -> None:
    """Refuse letters that case folding turns into ASCII: they would make one name of two."""
    if sql.isascii():
        return
    for token in tokens:
        if token.kind in ("word", "number") and not token.text.isascii():
            for found in _NON_ASCII.finditer(token.text):
                character = found.group()
                folded = (character.upper() + character.lower() + unicodedata.normalize("NFKC", character)).encode()
                if unicodedata.category(character) == "Cf" or any(byte < 128 for byte in folded):
                    raise _refuse_mark(sql, token.start + found.start())
