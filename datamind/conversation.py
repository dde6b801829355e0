"""History for a model, within a budget: what was asked and answered last, never the chat's own text.

In: the turns of a chat, oldest first, and how to read a query (a neighbour's skill, handed in by whoever may know both).
Out: a short text. The last query, its parts, its first labels and the last two questions are always there; older
questions come as one line each while there is room.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from datamind.types import Turn

ReadQuery = Callable[[str], Sequence[tuple[str, str]]]
"""The labelled parts of a query: (("tables", "orders"), ("by", "month"), …)."""

CHARACTERS_PER_TOKEN = 3.3
SQL_TOKENS, PART_TOKENS, QUESTION_TOKENS, LABEL_TOKENS = 190, 35, 40, 30


def estimate_tokens(text: str) -> int:
    """Tokens that `text` is worth, rounded up; on the safe side for SQL and names."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def frame(turns: Sequence[Turn], budget_tokens: int = 500, read: ReadQuery | None = None) -> str:
    """What a follow-up may refer to, in at most `budget_tokens`; empty without turns."""
    if not turns:
        return ""
    last = turns[-1]
    lines = [f"Last question: {clip(last.question, QUESTION_TOKENS)}"]
    if len(turns) > 1:
        lines.append(f"Question before: {clip(turns[-2].question, QUESTION_TOKENS)}")
    lines.append(f"SQL of the last answer: {clip(last.sql, SQL_TOKENS)}")
    optional = [f"{label}: {clip(text, PART_TOKENS)}" for label, text in (read(last.sql) if read else ())]
    if last.shown:
        labels = ", ".join(f"{at}. {clip(label, 10)}" for at, label in enumerate(last.shown[:5], start=1))
        optional.insert(0, f"Its first rows: {clip(labels, LABEL_TOKENS * 2)}")
    optional += [f"Earlier: {clip(turn.question, QUESTION_TOKENS // 2)}" for turn in reversed(turns[:-2])]
    for line in optional:
        if estimate_tokens("\n".join([*lines, line])) > budget_tokens:
            break
        lines.append(line)
    return clip_lines(lines, budget_tokens)


def clip(text: str, tokens: int) -> str:
    """One line of at most `tokens`, its end marked where something was cut."""
    plain = re.sub(r"\s+", " ", text).strip()
    most = int(tokens * CHARACTERS_PER_TOKEN)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def clip_lines(lines: Sequence[str], budget_tokens: int) -> str:
    """The lines joined, cut at the end when even they are more than the budget."""
    text = "\n".join(lines)
    most = int(budget_tokens * CHARACTERS_PER_TOKEN)
    return text if len(text) <= most else text[: most - 1] + "…"
