"""PostgreSQL's types: what each column holds, and how a value that psycopg2 would bend is kept as it is."""

from __future__ import annotations

from typing import Any

from datamind.types import ColumnType

_BY_OID = {
    **dict.fromkeys((20, 21, 23, 26), ColumnType.INTEGER),
    **dict.fromkeys((700, 701, 1700), ColumnType.NUMBER),
    **dict.fromkeys((18, 19, 25, 1042, 1043, 2950, 869, 650, 829, 774, 790, 1560, 1562, 142), ColumnType.TEXT),
    **dict.fromkeys((1114, 1184), ColumnType.DATETIME),
    **dict.fromkeys((1083, 1266), ColumnType.TIME),
    **dict.fromkeys((114, 3802), ColumnType.JSON),
    16: ColumnType.BOOLEAN,
    1082: ColumnType.DATE,
    17: ColumnType.BINARY,
    1186: ColumnType.OTHER,
}
_RANGES = (3904, 3906, 3908, 3910, 3912, 3926)
_JSON = (114, 3802)


def type_of(oid: int) -> ColumnType | None:
    """The type behind an OID; None for one that only the values tell (enumerations, arrays, extensions)."""
    return _BY_OID.get(oid)


_NAMES = {
    **dict.fromkeys(("smallint", "integer", "bigint", "oid"), ColumnType.INTEGER),
    **dict.fromkeys(("numeric", "real", "double precision"), ColumnType.NUMBER),
    **dict.fromkeys(("json", "jsonb"), ColumnType.JSON),
    "boolean": ColumnType.BOOLEAN,
    "date": ColumnType.DATE,
    "bytea": ColumnType.BINARY,
}


def type_of_name(native: str, category: str) -> ColumnType:
    """The type of a column from its SQL name and pg_type.typcategory."""
    base = native.split("(", maxsplit=1)[0].strip()
    if base in _NAMES:
        return _NAMES[base]
    if base.startswith("timestamp"):
        return ColumnType.DATETIME
    if base.startswith("time"):
        return ColumnType.TIME
    if category in ("S", "E", "I", "V") or base in (
        "uuid",
        "money",
        "xml",
        "bit",
    ):  # strings, enumerations, addresses, bits
        return ColumnType.TEXT
    return ColumnType.OTHER


def register_types(connection: Any) -> None:
    """Make this connection hand out JSON and ranges as their text, bytes as bytes, and odd moments as their text."""
    from psycopg2.extensions import (
        DATE,
        INTERVAL,
        PYDATE,
        PYDATETIME,
        PYDATETIMETZ,
        PYINTERVAL,
        PYTIME,
        new_type,
        register_type,
    )

    def as_text(value: str | None, _cursor: Any) -> str | None:
        return value

    def as_bytes(value: str | None, _cursor: Any) -> bytes | None:
        return None if value is None else bytes.fromhex(value[2:])

    def moment(parse: Any) -> Any:
        def cast(value: str | None, cursor: Any) -> Any:
            """What Python has no value for (infinity, BC, year 10000, 24:00) stays text."""
            if value is None or value.endswith(("infinity", "BC")) or value.startswith("24:"):
                return value
            try:
                return parse(value, cursor)
            except (ValueError, OverflowError):
                return value

        return cast

    def interval(value: str | None, cursor: Any) -> Any:
        """A month has no length in days, so only an interval without months is a timedelta."""
        return value if value is None or "mon" in value or "year" in value else PYINTERVAL(value, cursor)

    casts = [
        new_type((*_JSON, *_RANGES), "TEXT_AS_IT_IS", as_text),
        new_type((17,), "BYTES", as_bytes),
        new_type(DATE.values, "DATE", moment(PYDATE)),
        new_type((1114,), "TIMESTAMP", moment(PYDATETIME)),
        new_type((1184,), "TIMESTAMPTZ", moment(PYDATETIMETZ)),
        new_type((1083, 1266), "TIME", moment(PYTIME)),
        new_type(INTERVAL.values, "INTERVAL", interval),
    ]
    for cast in casts:
        register_type(cast, connection)
