"""Text of people and data is shown as text. What a browser makes of it is held by the journey; here, the escapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.plain import plain

ALIVE = ("*", "_", "`", "$", "[", "]", "<", ">", "!", "#", "|", "~", ":", "{", "}", "(", ")", "&", "\\")


def read(markdown: str) -> str:
    """What a reader sees: the escapes and the invisible joiners gone."""
    out, at = [], 0
    while at < len(markdown):
        if markdown[at] == "\\" and at + 1 < len(markdown):
            at += 1
        out.append(markdown[at])
        at += 1
    return "".join(out).replace("\u2060", "")


@given(st.text(alphabet=st.characters(exclude_characters="\u2060"), max_size=200))
def test_a_reader_sees_every_character(text: str) -> None:
    assert read(plain(text)) == " ".join(text.split())


@given(st.text(max_size=200))
def test_no_character_with_a_meaning_is_left_alone(text: str) -> None:
    markdown, at = plain(text), 0
    while at < len(markdown):
        if markdown[at] == "\\":
            at += 2
            continue
        assert markdown[at] not in ALIVE
        at += 1


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/x",
        "HTTP://A",
        "www.a.example",
        "me@a.example",
        "mailto:me@a",
        ":material/home:",
        ":red:",
        "a -> b",
        "a <= b",
    ],
)
def test_what_is_looked_for_after_the_escapes_is_taken_apart(text: str) -> None:
    assert "\u2060" in plain(text)


def test_long_text_is_cut_with_a_mark() -> None:
    assert plain("a" * 50, 10) == "a" * 9 + "…"
