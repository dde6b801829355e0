"""The parameters of the text in the editor: a kind, a value and so a widget for each `{{ name }}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st

from datamind.engine import Scope
from datamind.services import queries
from datamind.types import Parameter
from pages.parts.lab_state import ASKED, PARAMETERS
from pages.parts.plain import plain

KINDS = {"text": "Text", "number": "Number", "date": "Date", "list": "List"}


def take_parameters(parameters: Sequence[Parameter], values: Mapping[str, Any] | None = None) -> None:
    """Remember kinds and defaults, or the values of a run, for the text that is being opened."""
    given = values or {}
    kept = {each.name: vars(each) | {"default": given.get(each.name, each.default)} for each in parameters}
    kept |= {
        name: {"name": name, "kind": "text", "default": value} for name, value in given.items() if name not in kept
    }
    st.session_state[PARAMETERS] = kept
    for key in [each for each in st.session_state if str(each).startswith("lab_parameter_")]:
        del st.session_state[key]


def show_parameters(scope: Scope, text: str) -> tuple[tuple[Parameter, ...], dict[str, Any]]:
    """A widget for each; the parameters with what is filled in as their defaults, and the values."""
    names = queries.list_parameters(scope, text)
    st.session_state[ASKED] = ()
    if not names:
        return (), {}
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault(PARAMETERS, {})
    parameters, values = [], {}
    with st.container(key="lab_parameters"), st.grid(3, min_column_width=240, gap="small"):
        for name in names:
            known = kept.get(name, {"kind": _guess(name), "default": ""})
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                kind = st.selectbox(
                    "Kind",
                    list(KINDS),
                    index=list(KINDS).index(known["kind"]),
                    format_func=KINDS.__getitem__,
                    key=f"lab_parameter_kind_{name}",
                    width=104,
                )
                value = _ask(name, kind, known["default"])
            values[name] = value
            parameters.append(Parameter(name, kind, _write(value), str(known.get("label", ""))))
    st.session_state[ASKED] = tuple(parameters)
    return tuple(parameters), values


def _ask(name: str, kind: str, default: Any) -> Any:
    label, key = plain(name), f"lab_parameter_{kind}_{name}"
    if kind == "date":
        day = None
        with suppress(ValueError):
            day = date.fromisoformat(str(default))
        return st.date_input(label, day, key=key, min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
    if kind == "list":
        items = [str(each) for each in default] if isinstance(default, list) else _split(str(default))
        return st.multiselect(label, items, items, accept_new_options=True, key=key, placeholder="Type, then Enter")
    placeholder = "A number" if kind == "number" else "A value"
    return st.text_input(label, str(default), key=key, placeholder=placeholder, max_chars=2_000)


def _guess(name: str) -> str:
    """A kind to begin with: `from_date` is a date, `cities` stays a text until somebody says otherwise."""
    words = name.lower().split("_")
    if {"date", "day", "since", "until"} & set(words):
        return "date"
    return "number" if {"least", "most", "min", "max", "limit", "n"} & set(words) else "text"


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _write(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)
