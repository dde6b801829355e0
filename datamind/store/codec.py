"""The values of `types.py` as JSON text and back, exactly: what is read equals what was written, in value and in type.

In JSON's own terms stand texts, whole numbers, finite floats, true, false, null, objects and, for tuples, arrays. Everything
else is an object that names its type under "$". To add a type of cell: a line in `_CELLS`; values of `types.py` need none.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from datamind import types
from datamind.errors import StoreError

TAG = "$"

# the type, how it is written, how it is read; looked up by the exact type
_CELLS: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "decimal": (Decimal, str, Decimal),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "interval": (timedelta, lambda v: [v.days, v.seconds, v.microseconds], lambda v: timedelta(*v)),
    "bytes": (bytes, lambda v: base64.b64encode(v).decode(), base64.b64decode),
    "uuid": (UUID, str, UUID),
}
_WRITERS = {kind: (name, write) for name, (kind, write, _) in _CELLS.items()}
# A ValidatedQuery is made by the guard alone, so it is never read from the store.
_VALUES: dict[str, type] = {
    name: kind
    for name, kind in vars(types).items()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not types.ValidatedQuery
}
_ENUMS: dict[str, type[Enum]] = {
    name: kind for name, kind in vars(types).items() if isinstance(kind, type) and issubclass(kind, Enum)
}


def encode(value: Any) -> str:
    """The value as JSON text. Values of types that nobody has told us about are kept as their text."""
    return json.dumps(_pack(value), allow_nan=False, separators=(",", ":"))


def decode(text: str) -> Any:
    """The value that `encode` wrote. Raises StoreError for a text that it cannot have written."""
    try:
        return _unpack(json.loads(text))
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise StoreError(
            "Something kept in DataMind's store cannot be read by this version. Ask the question again."
        ) from error


def _pack(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (str, int, bool):
        return value
    if kind is float:
        return value if math.isfinite(value) else {TAG: "float", "v": repr(value)}
    if kind is tuple:
        return [_pack(part) for part in value]
    if kind in _WRITERS:
        name, write = _WRITERS[kind]
        return {TAG: name, "v": write(value)}
    if isinstance(value, Enum):
        return {TAG: kind.__name__, "v": value.value}
    if kind.__name__ in _VALUES and dataclasses.is_dataclass(value):
        return _pack_value(value)
    return _pack_other(value)


def _pack_value(value: Any) -> dict[str, Any]:
    packed: dict[str, Any] = {TAG: type(value).__name__}
    kind: Any = type(value)
    for name, default, is_enum in _fields_of(kind):
        part = getattr(value, name)
        if part is default or (type(part) is type(default) and repr(part) == repr(default)):
            continue
        packed[name] = part.value if is_enum and part is not None else _pack(part)
    return packed


def _pack_other(value: Any) -> Any:
    if isinstance(value, (bytearray, memoryview)):
        return _pack(bytes(value))
    if isinstance(value, list):
        return {TAG: "list", "v": [_pack(part) for part in value]}
    if isinstance(value, (set, frozenset)):
        return {TAG: "set", "v": sorted((_pack(part) for part in value), key=json.dumps)}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value) and TAG not in value:
            return {key: _pack(part) for key, part in value.items()}
        return {TAG: "dict", "v": [[_pack(key), _pack(part)] for key, part in value.items()]}
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return _pack(kind(value))
    return str(value)


def _unpack(packed: Any) -> Any:
    if isinstance(packed, list):
        return tuple([_unpack(part) for part in packed])
    if not isinstance(packed, dict):
        return packed
    tag = packed.get(TAG)
    if tag is None:
        return {key: _unpack(part) for key, part in packed.items()}
    if tag in _CELLS:
        return _CELLS[tag][2](packed["v"])
    if tag in _VALUES:
        return _unpack_value(_VALUES[tag], packed)
    if tag in _ENUMS:
        return _ENUMS[tag](packed["v"])
    return _unpack_other(tag, packed["v"])


def _unpack_value(kind: type, packed: dict[str, Any]) -> Any:
    parts: dict[str, Any] = {}
    for name, _, is_enum in _fields_of(kind):
        if name in packed:
            part = packed[name]
            parts[name] = is_enum(part) if is_enum and part is not None else _unpack(part)
    return kind(**parts)


def _unpack_other(tag: str, packed: Any) -> Any:
    if tag == "float":
        return float(packed)
    if tag == "list":
        return [_unpack(part) for part in packed]
    if tag == "set":
        return frozenset(_unpack(part) for part in packed)
    if tag == "dict":
        return {_unpack(key): _unpack(part) for key, part in packed}
    raise ValueError(tag)


@cache
def _fields_of(kind: type) -> tuple[tuple[str, Any, type[Enum] | None], ...]:
    """(name, default, enum) of each field; fields without a default have one that equals nothing."""
    found = []
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        annotation = str(field.type).removesuffix(" | None")
        default = field.default if field.default is not dataclasses.MISSING else object()
        found.append((field.name, default, _ENUMS.get(annotation)))
    return tuple(found)
