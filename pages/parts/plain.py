"""Text of people and of their data, shown as text: nothing in it becomes a link, a picture, a colour, an icon or a formula.

In: any text. Out: Markdown that Streamlit draws as exactly these characters. Every page writes what it did not write
itself through `plain`, or with st.text, st.code and st.dataframe, which know no Markdown.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!#$&()*+\-.:<=>\[\\\]^_`{|}~])")
# Some of Streamlit's Markdown is looked for after the escapes are gone: addresses, icons, emoji names, arrows. An invisible
# word joiner, which no browser shows or breaks at, keeps their parts apart.
_JOINER = "\u2060"
_LATE = (
    (re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)"), rf"\1{_JOINER}\2"),
    (re.compile(r"(?i)\b(www)(\.)"), rf"\1{_JOINER}\2"),
    (re.compile(r"(@)(?=[\w-])"), rf"\1{_JOINER}"),
    (re.compile(r"(:)(?=[\w+/-]+:)"), rf"\1{_JOINER}"),
    (re.compile(r"(<-|-|<|>|~)(?=[->=])"), rf"\1{_JOINER}"),
)
_SPACES = re.compile(r"\s+")


def plain(text: object, longest: int = 2_000) -> str:
    """`text` on one line as Markdown that shows exactly it, cut with an ellipsis after `longest` characters."""
    line = _SPACES.sub(" ", str(text)).strip()
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    for pattern, apart in _LATE:
        line = pattern.sub(apart, line)
    return _PUNCTUATION.sub(r"\\\1", line)
