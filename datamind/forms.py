"""What a kind (of database, channel, ...) asks of the person who sets one up: a tuple of `Field`, drawn by pages/parts/forms.py.

`read_fields` turns what was typed into clean values; the browser's own limits are never trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from datamind.errors import InvalidInput

FieldType = Literal["text", "integer", "number", "choice", "boolean", "password", "path"]


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `secret` values are encrypted and never shown again; `choices` bind a "choice"."""

    name: str
    label: str
    type: FieldType = "text"
    default: Any = None
    required: bool = True
    secret: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    minimum: int | None = None
    maximum: int | None = None


def read_fields(fields: tuple[Field, ...], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Clean values by field name, defaults filled in. Raises InvalidInput naming the first field that cannot be used."""
    unknown = set(typed) - {field.name for field in fields}
    if unknown:
        raise InvalidInput(f"There is no field called {sorted(unknown)[0]!r} here.", sorted(unknown)[0])
    return {field.name: _read(field, typed.get(field.name)) for field in fields}


def _read(field: Field, value: Any) -> Any:
    if isinstance(value, str) and field.type != "password":
        value = value.strip()
    if value is None or value == "":
        if field.required and field.default is None:
            raise InvalidInput(f"{field.label} is missing: fill it in.", field.name)
        return field.default
    if field.type == "boolean":
        return _read_boolean(field, value)
    if field.type == "integer":
        return _read_integer(field, value)
    if field.type == "number":
        return _read_number(field, value)
    text = str(value)
    if field.type == "choice" and text not in field.choices:
        raise InvalidInput(f"{field.label} must be one of: {', '.join(field.choices)}.", field.name)
    if len(text) > 2000 or any(ord(character) < 32 for character in text):
        raise InvalidInput(f"{field.label} is too long or holds control characters.", field.name)
    return text


def _read_boolean(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    raise InvalidInput(f"{field.label} must be yes or no.", field.name)


def _read_integer(field: Field, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"{field.label} must be a whole number.", field.name) from error
    if (field.minimum is not None and number < field.minimum) or (field.maximum is not None and number > field.maximum):
        raise InvalidInput(f"{field.label} must be between {field.minimum} and {field.maximum}.", field.name)
    return number


def _read_number(field: Field, value: Any) -> float:
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        raise InvalidInput(f"{field.label} must be a number.", field.name) from None
    low, high = field.minimum, field.maximum
    if not isfinite(number) or (low is not None and number < low) or (high is not None and number > high):
        raise InvalidInput(f"{field.label} must be a number{_between(field)}.", field.name)
    return number


def _between(field: Field) -> str:
    if field.maximum is None:
        return "" if field.minimum is None else f" of at least {field.minimum:,}"
    return (
        f" between {field.minimum:,} and {field.maximum:,}"
        if field.minimum is not None
        else f" up to {field.maximum:,}"
    )
