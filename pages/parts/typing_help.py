"""Help while typing a question: ↑ brings back the last ones, and a list above the line completes names and earlier questions.

In: the words of the connection and the person's earlier questions. The browser does the rest (`typing_help.js`): no run of the
page for a keystroke.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from datamind.engine import Scope
from datamind.services import vocabulary

_SCRIPT = (Path(__file__).parent / "typing_help.js").read_text(encoding="utf-8")
_help = st.components.v2.component(
    "datamind_typing_help",
    js=_SCRIPT,
    css=(Path(__file__).parent / "typing_help.css").read_text(encoding="utf-8"),
    html="<div></div>",
    isolate_styles=False,
)


def help_typing(scope: Scope, connection_id: int) -> None:
    """For the chat input of this page."""
    known = vocabulary.list_words(scope, connection_id)
    _help(data={"words": list(known.words), "questions": list(known.questions)}, key="typing_help")
