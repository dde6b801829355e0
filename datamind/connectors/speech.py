"""How each dialect says the few things that profiling asks; a new dialect is one more `Speech`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from datamind.types import Dialect, Table


@dataclass(frozen=True)
class Speech:
    """`quote` a name; `sample` a table so that about n rows are read; `compared` a text so that it sorts and groups by its bytes.

    `as_number` makes a boolean something that has a minimum; `beginning` cuts a text.
    """

    quote: Callable[[str], str]
    sample: Callable[[str, Table, int], str]
    compared: Callable[[str], str]
    as_number: Callable[[str], str] = str
    beginning: Callable[[str, int], str] = lambda text, length: f"substr({text}, 1, {length})"
    whole_up_to_rows: int = 200_000
    has_text_order: bool = True


def quote_double(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quote_backtick(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def name_table(speech: Speech, table: Table) -> str:
    return ".".join(speech.quote(part) for part in (table.schema, table.name) if part)


def _sample_blocks(name: str, table: Table, rows: int) -> str:
    """Postgres reads a share of the blocks; the seed makes every query about one table see the same rows."""
    if table.kind == "view" or not table.row_estimate:
        return f"(SELECT * FROM {name} LIMIT {rows})"
    percent = min(100.0, 100.0 * rows / table.row_estimate)
    return f"(SELECT * FROM {name} TABLESAMPLE SYSTEM ({percent:.6f}) REPEATABLE (1))"


def _sample_reservoir(name: str, table: Table, rows: int) -> str:
    return f"(SELECT * FROM {name} USING SAMPLE reservoir({rows} ROWS) REPEATABLE (1))"


def _sample_ends(quote: Callable[[str], str]) -> Callable[[str, Table, int], str]:
    """Half from the beginning and half from the end of the primary key, which the index gives without reading the rest."""

    def sample(name: str, table: Table, rows: int) -> str:
        if not table.primary_key:
            return f"(SELECT * FROM {name} LIMIT {rows})"
        half = rows // 2
        first = ", ".join(quote(column) for column in table.primary_key)
        last = ", ".join(f"{quote(column)} DESC" for column in table.primary_key)
        ends = (f"SELECT * FROM (SELECT * FROM {name} ORDER BY {order} LIMIT {half}) e" for order in (first, last))
        return f"({' UNION ALL '.join(ends)})"

    return sample


SPEECHES: dict[Dialect, Speech] = {
    "postgres": Speech(
        quote_double,
        _sample_blocks,
        compared=lambda text: f'{text}::text COLLATE "C"',
        as_number=lambda boolean: f"{boolean}::int",
    ),
    "mysql": Speech(
        quote_backtick,
        _sample_ends(quote_backtick),
        compared=lambda text: f"CAST({text} AS CHAR) COLLATE utf8mb4_bin",
    ),
    "sqlite": Speech(quote_double, _sample_ends(quote_double), compared=str, whole_up_to_rows=1_000_000),
    "duckdb": Speech(
        quote_double, _sample_reservoir, compared=lambda text: f"{text}::varchar", whole_up_to_rows=5_000_000
    ),
}
