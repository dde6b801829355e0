"""One number as an answer: a question and a written number in, a full sentence out.

"How many" questions are turned round where that needs no grammar; "what is the …" repeats what was asked for.
"""

from __future__ import annotations

import re

from datamind.insights.titles import asked_noun

_AUXILIARY = r"(?:are|is|was|were|do|does|did|have|has|had|can|could|will|would|should)\b"
_INVERTED = re.compile(
    r"\b(?:do|does|did|have|has|had|can|could|will|would|are|is|was|were) "
    r"(?:we|you|they|i|he|she|it|the|a|an|each|our|people|any|[A-Z]\w+)\b(?! (?:been|not|of))"
)
_HAS_VERB = re.compile(
    rf" (?:{_AUXILIARY}|(?:has|have|had|made|spent|sold|bought|came|left|live|work|cost|earn|receive|get|got|own|use|"
    r"belong|contain|sell|buy|pay|paid|come|took|take|\w{3,}ed)\b)",
    re.IGNORECASE,
)


def tell_number(question: str, text: str, value: float, name: str) -> str:
    """One number as an answer: "There are 59 orders." · "59 customers have never ordered." · "The average price is 4.20." """
    plain = " ".join(question.split()).rstrip("?. !")
    counted = re.match(r"(?:and )?how many (.+)$", plain, re.IGNORECASE)
    if counted and value != 1 and (sentence := _tell_count(counted[1], text)):
        return sentence
    asked = asked_noun(plain)
    if asked:
        past = re.match(r"(and )?what was\b", plain, re.IGNORECASE)
        return f"{capitalise(asked)} {'was' if past else 'is'} {text}."
    return (
        f"{capitalise(name)}: {text}." if len(name) > 1 and name not in ("value", "count") else f"The answer is {text}."
    )


def _tell_count(rest: str, text: str) -> str | None:
    """What follows "how many", as a statement; None where turning the question round would need grammar."""
    rest = re.sub(r"^(?:of )?the ", "", rest, flags=re.IGNORECASE)
    if there := re.match(r"(.+?) (are|were) there\b\s*(.*)$", rest, re.IGNORECASE):
        return f"There {there[2].lower()} {text} {' '.join(filter(None, there.group(1, 3)))}."
    if have := re.match(r"(.+?) do (?:we|you|i) have\b\s*(.*)$", rest, re.IGNORECASE):
        return f"There are {text} {' '.join(filter(None, have.groups()))}."
    if _INVERTED.search(rest) or re.match(_AUXILIARY, rest, re.IGNORECASE) or re.search(r"[.?!;]\s", rest):
        return None
    return f"{text} {rest}." if _HAS_VERB.search(rest) else f"There are {text} {rest}."


def capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
