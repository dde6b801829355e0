"""A schema as compact text: a table a paragraph, a column a line, what joins to what, which values there are.

In: tables as connectors and people describe them. Out: text, the same bytes for the same tables. Names come quoted as the
dialect wants them, so that they can be copied. All of it is other people's text: `plain` takes its line breaks and its
power to close the fence.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from datamind.types import Catalog, Column, ColumnRole, ColumnType, Dialect, Profile, Table

Detail = Literal["full", "lean", "names"]
LISTED_VALUES, SAMPLE_VALUES = 12, 3
SHORT_TYPES = {
    ColumnType.INTEGER: "int",
    ColumnType.NUMBER: "num",
    ColumnType.BOOLEAN: "bool",
    ColumnType.DATETIME: "datetime",
}
_RESERVED_WORDS = """
    all and any as asc between by case cast check column constraint create cross current_date current_time default desc
    distinct else end except exists false fetch for foreign from full grant group having in inner intersect interval into
    is join key left like limit natural not null offset on or order outer over partition primary range rank references
    right row rows select set some table then to true union unique user using values when where window with year"""
RESERVED = frozenset(_RESERVED_WORDS.split())


def plain(text: object, most: int) -> str:
    """One line of at most `most` characters that cannot close or open a fence."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    line = re.sub(r"<(?=\s*/?\s*(?:data|question)\b)", "‹", line, flags=re.IGNORECASE)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def quote_name(name: str, dialect: Dialect) -> str:
    """The name as it is written in SQL: bare where that means the same, else quoted."""
    bare = r"[a-z_][a-z0-9_]*" if dialect == "postgres" else r"[A-Za-z_][A-Za-z0-9_]*"
    if re.fullmatch(bare, name) and name.lower() not in RESERVED:
        return name
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def name_table(table: Table, catalog: Catalog) -> str:
    """The table's name in SQL, without the default schema."""
    name = quote_name(table.name, catalog.dialect)
    if table.schema is None or table.schema == catalog.default_schema:
        return plain(name, 130)
    return plain(f"{quote_name(table.schema, catalog.dialect)}.{name}", 260)


def describe_table(table: Table, catalog: Catalog, detail: Detail = "full") -> str:
    """A head line and a line a column; "lean" leaves out descriptions and most values, "names" the types too."""
    rows = f" ({table.row_estimate:,} rows)" if table.row_estimate is not None and detail != "names" else ""
    what = f": {plain(table.description, 120)}" if table.description and detail == "full" else ""
    head = f"{name_table(table, catalog)}{' view' if table.kind == 'view' else ''}{rows}{what}"
    if detail == "names":
        names = ", ".join(plain(quote_name(column.name, catalog.dialect), 130) for column in table.columns)
        return f"{head}: {names}"
    lines = [f"  {_describe_column(column, table, catalog, detail)}" for column in table.columns]
    lines += [
        f"  {_describe_join(table, at, catalog)}" for at, key in enumerate(table.foreign_keys) if len(key.columns) > 1
    ]
    return "\n".join([head, *lines])


def _describe_column(column: Column, table: Table, catalog: Catalog, detail: Detail) -> str:
    dialect = catalog.dialect
    parts = [plain(quote_name(column.name, dialect), 130), SHORT_TYPES.get(column.type, column.type.value)]
    if column.name in table.primary_key:
        parts.append("key")
    parts += [
        plain(f"-> {quote_name(key.ref_table, dialect)}.{quote_name(key.ref_columns[0], dialect)}", 260)
        for key in table.foreign_keys
        if key.columns == (column.name,) and key.ref_columns
    ]
    values = _describe_values(column, detail)
    if values:
        parts.append(values)
    if detail == "full":
        if column.description:
            parts.append(f"({plain(column.description, 100)})")
        elif column.synonyms:
            parts.append(f"(also: {plain(', '.join(column.synonyms[:4]), 60)})")
    return " ".join(parts)


def _describe_join(table: Table, at: int, catalog: Catalog) -> str:
    key = table.foreign_keys[at]
    ours = ", ".join(quote_name(name, catalog.dialect) for name in key.columns)
    theirs = ", ".join(quote_name(name, catalog.dialect) for name in key.ref_columns)
    return plain(f"({ours}) -> {key.ref_table} ({theirs})", 300)


def _describe_values(column: Column, detail: Detail) -> str:
    profile = column.profile
    if profile is None or column.personal or column.role is ColumnRole.PERSONAL:
        return ""
    if column.type.is_temporal:
        return _describe_span(profile)
    if column.type is not ColumnType.TEXT or column.role in (ColumnRole.ID, ColumnRole.TEXT):
        return ""
    few = 0 < len(profile.values) <= LISTED_VALUES
    if detail == "lean":
        return _list_values(tuple(profile.values[:SAMPLE_VALUES]), more=True) if few else ""
    if few:
        return _list_values(tuple(sorted(profile.values)), more=False)
    return _list_values(tuple(value for value, _ in profile.common[:SAMPLE_VALUES]), more=True)


def _list_values(values: tuple[object, ...], more: bool) -> str:
    texts = ["'" + plain(value, 40).replace("'", "''") + "'" for value in values if value is not None]
    return (", ".join(texts) + (", …" if more else "")) if texts else ""


def _describe_span(profile: Profile) -> str:
    first, last = _day(profile.minimum), _day(profile.maximum)
    return f"{first} to {last}" if first and last else ""


def _day(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return plain(value, 10) if value else ""
