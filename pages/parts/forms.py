"""Draws a tuple of `Field`: whatever a kind asks for, there is one way to ask it.

In: fields and the values known so far (never a secret). Out: what was typed, by field name; `forms.read_fields` judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from datamind.forms import Field
from pages.parts.plain import plain

KEEP = "unchanged, type to replace it"


def draw_fields(
    fields: tuple[Field, ...], values: Mapping[str, Any], key: str, *, editing: bool = False
) -> dict[str, Any]:
    """One widget a field. A secret begins empty; left so while editing, the stored one is kept."""
    return {
        field.name: _draw(field, values.get(field.name, field.default), f"{key}_{field.name}", editing)
        for field in fields
    }


def _draw(field: Field, value: Any, key: str, editing: bool) -> Any:
    label = plain(field.label) + ("" if field.required or field.type == "boolean" else " :gray[(optional)]")
    tip = plain(field.help, 400) or None
    if field.type == "choice":
        position = field.choices.index(value) if value in field.choices else 0
        return st.selectbox(label, field.choices, index=position, key=key, help=tip)
    if field.type == "boolean":
        return st.toggle(label, value=bool(value), key=key, help=tip)
    if field.type == "integer":
        return st.number_input(
            label,
            min_value=field.minimum,
            max_value=field.maximum,
            value=int(value) if value is not None else None,
            step=1,
            format="%d",
            key=key,
            help=tip,
        )
    if field.type == "number":
        number = None if value is None else float(value)
        return st.number_input(label, value=number, step=None, format="%g", key=key, help=tip)
    if field.secret or field.type == "password":
        return st.text_input(
            label,
            type="password",
            key=key,
            help=tip,
            placeholder=KEEP if editing else None,
            autocomplete="new-password",
        )
    return st.text_input(label, value="" if value is None else str(value), key=key, help=tip, autocomplete="off")
