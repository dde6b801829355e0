"""What a session looks at before it sends a text: its first word, and that it is one statement.

The guard has long said yes; this is the session's own lock, for drivers that would take several statements in one text.
"""

from __future__ import annotations

import re

from datamind.errors import QueryFailed

ROWS = frozenset({"select", "with", "values", "table"})
LOOKS = frozenset({"show", "explain", "describe", "desc"})

_BEFORE = re.compile(r"(?:[\s(]+|--[^\r\n]*(?:[\r\n]|$)|/\*(?![!M]).*?\*/)*", re.DOTALL)
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_TOKEN = re.compile(
    r"""[eE]'(?:[^'\\]|\\.|'')*'   # a string with escapes
    | '(?:[^']|'')*'               # a string
    | "(?:[^"]|"")*"               # a quoted name
    | --[^\r\n]*                   # a comment to the end of the line
    | [^\W\d][\w$]*                # a word
    | [^'"\-/$;\w]+ | [\d]+ | -(?!-) | /(?!\*) | \$(?=\d)
    | (?P<end>;)""",
    re.VERBOSE | re.DOTALL,
)
_DOLLAR = re.compile(r"\$(?:[^\W\d]\w*)?\$")


def first_word(sql: str) -> str:
    """The word that says what kind of statement this is, in lower case; empty when there is none."""
    start = _BEFORE.match(sql)
    word = _FIRST_WORD.match(sql, start.end() if start else 0)
    return word[0].lower() if word else ""


def check_reads(sql: str) -> str:
    """The first word of a statement that gives rows. Raises QueryFailed for any other."""
    word = first_word(sql)
    if word not in ROWS | LOOKS:
        raise QueryFailed("This statement does more than read, which is not possible here. Ask a question instead.")
    return word


def check_single_postgres(sql: str) -> None:
    """Raises QueryFailed when a second statement follows, or where that cannot be told (an open quote)."""
    if ";" not in sql.rstrip("; \t\r\n"):
        return
    position, ended = 0, False
    while position < len(sql):
        if sql.startswith("/*", position):
            position = _skip_comment(sql, position)
            continue
        if dollar := _DOLLAR.match(sql, position):
            closing = sql.find(dollar[0], dollar.end())
            token_end = closing + len(dollar[0]) if closing >= 0 else -1
        else:
            token = _TOKEN.match(sql, position)
            token_end = token.end() if token else -1
            if token and token.lastgroup == "end":
                ended, position = True, token_end
                continue
        text = sql[position:token_end] if token_end > 0 else ""
        if token_end < 0 or (ended and text.strip() and not text.startswith("--")):
            raise QueryFailed("Only one statement can be run at a time.")
        position = token_end


def _skip_comment(sql: str, position: int) -> int:
    """Behind a comment, which may hold others."""
    depth = 0
    for mark in re.finditer(r"/\*|\*/", sql[position:]):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return position + mark.end()
    raise QueryFailed("A comment is not closed: write */ at its end.")
