"""The SQL editor: highlighting, completion from the catalog, the place of a refusal marked, Ctrl+Enter runs.

CodeMirror, shipped whole (HOW.md) and served by `serve_codemirror`, in a component of Streamlit's own second kind: the ready-made
editor components live in frames, which the app's headers forbid. Comes in: the text to begin with, with a stamp that changes when
another is to replace what is written; what can be completed; where an error is. Goes out: what is written, and what to
run when somebody wants it run (what is selected, else all of it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response

HERE = Path(__file__).parent
_HTML = """<div class="frame"><div class="editor"></div><div class="bar">
<button type="button" class="run"><span>Run</span><span class="keys"></span></button>
<span class="hint">Ctrl Space completes · select a part to run it alone · {{ name }} asks for a value</span></div></div>"""
SNIPPETS = (
    {"label": "top", "detail": "the largest groups", "text": "SELECT ${column}, count(*) AS n\nFROM ${table}\nGROUP BY ${column}\nORDER BY n DESC\nLIMIT 10"},
    {"label": "share", "detail": "each group's share", "text": "SELECT ${column}, 100.0 * count(*) / sum(count(*)) OVER () AS share\nFROM ${table}\nGROUP BY ${column}"},
    {"label": "running", "detail": "a running total", "text": "SELECT ${day}, sum(${amount}) OVER (ORDER BY ${day}) AS so_far\nFROM ${table}"},
    {"label": "latest", "detail": "the newest row of each", "text": "SELECT * FROM (\n  SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY ${day} DESC) AS place\n  FROM ${table}\n) ranked\nWHERE place = 1"},
    {"label": "without", "detail": "rows that have no partner", "text": "SELECT *\nFROM ${table} a\nWHERE NOT EXISTS (SELECT 1 FROM ${other} b WHERE b.${key} = a.${id})"},
)  # fmt: skip
_editor = st.components.v2.component(
    "datamind_editor", html=_HTML, css=(HERE / "editor.css").read_text(), js=(HERE / "editor.js").read_text()
)


@dataclass(frozen=True)
class Mark:
    """What is wrong with `text`, and where."""

    text: str
    start: int
    end: int
    message: str
    hint: str = ""


def show_editor(
    text: str, stamp: int, about: str, words: Mapping[str, Any], mark: Mark | None, busy: bool
) -> tuple[str, str | None]:
    """What is written now, and what somebody has just asked to run. `about` changes with the words."""
    shown = None if mark is None else {"text": mark.text, "from": mark.start, "to": mark.end, "message": mark.message}
    data: dict[str, Any] = {"text": text, "about": about, "mark": shown, "busy": busy}
    data["words"] = {**words, "snippets": SNIPPETS}
    answer = _editor(
        data=data,
        key=f"editor_{stamp}",
        default={"text": text},
        on_text_change=lambda: None,
        on_run_change=lambda: None,
    )
    run = answer.run
    return str(answer.text if answer.text is not None else text), str(run["sql"]) if run else None


async def serve_codemirror(request: Request) -> Response:
    """The library, for the editor alone; it holds nothing of anybody's."""
    return FileResponse(
        HERE / "codemirror.js", media_type="text/javascript", headers={"cache-control": "public, max-age=86400"}
    )
