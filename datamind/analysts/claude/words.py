"""Words about a result from facts alone: facts go in, sentences with `{f3}` references come out.

The model never sees a row and no digit that it types gets out of here; the insights room fills the references and has the
last word on directions and causes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from datamind.analysts.claude.options import ClaudeOptions
from datamind.analysts.claude.prompts import words_rules
from datamind.analysts.claude.replies import WORDS_SCHEMA, read_objects
from datamind.analysts.claude.schema_text import plain
from datamind.types import Fact, Question

MOST_FACTS, MOST_SENTENCES, LONGEST_SENTENCE = 25, 3, 400
REPLY_TOKENS = 1_500


def write_words_body(question: Question, facts: Sequence[Fact], options: ClaudeOptions) -> dict[str, Any]:
    """The arguments of the Messages API that ask for sentences about `facts`."""
    lines = [f"{fact.id} | {plain(fact.label, 120)} | {plain(fact.text, 60)}" for fact in facts[:MOST_FACTS]]
    listed = "\n".join(["<data>", "reference | what it is | its text", *lines, "</data>"])
    asked = f"{listed}\n<question>\n{plain(question.text, 500)}\n</question>"
    return {
        "model": options.small_model,
        "max_tokens": REPLY_TOKENS,
        "system": [{"type": "text", "text": words_rules()}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": asked}]}],
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": WORDS_SCHEMA}},
    }


def read_sentences(text: str, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Up to 3 sentences that reference known facts and hold no digit of their own; empty when there are none."""
    known = {fact.id for fact in facts[:MOST_FACTS]}
    for said in read_objects(text):
        sentences = said.get("sentences")
        if isinstance(sentences, list):
            return tuple(sentence for item in sentences if (sentence := _keep(item, known)))[:MOST_SENTENCES]
    return ()


def _keep(item: Any, known: set[str]) -> str:
    if not isinstance(item, str) or len(item) > LONGEST_SENTENCE:
        return ""
    sentence = " ".join(item.split())
    references = set(re.findall(r"\{([^{}]*)\}", sentence))
    outside = re.sub(r"\{[^{}]*\}", "", sentence)
    if not references or not references <= known or any(c.isdigit() or c in "{}<>[]" for c in outside):
        return ""
    return sentence
