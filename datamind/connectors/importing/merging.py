"""A new version of uploaded tables: an old file and a new one become a third; neither of the two is touched.

Comes in: a connection to the new file, the paths of both others, which new table stands for which old one. Goes out: nothing;
the tables stand in the new file. Appended rows find their columns by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamind.connectors.importing.description import quote_name
from datamind.connectors.importing.naming import name_table


def merge_tables(con: Any, base: str, addition: str, onto: Mapping[str, str], append: bool) -> None:
    """Every table of both, those of `onto` together."""
    for name, path in (("base", base), ("addition", addition)):
        con.execute(f"ATTACH '{path.replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
    old, new = _tables(con, "base"), _tables(con, "addition")
    for table in old:
        if table not in onto.values():
            con.execute(f"CREATE TABLE {quote_name(table)} AS FROM base.{quote_name(table)}")
    taken = set(old)
    for table in new:
        rows = f"SELECT * FROM addition.{quote_name(table)}"
        target = onto.get(table)
        if target is None:
            target = name_table(table, taken)
        elif append:
            rows = f"SELECT * FROM base.{quote_name(target)} UNION ALL BY NAME {rows}"
        taken.add(target)
        con.execute(f"CREATE TABLE {quote_name(target)} AS {rows}")
    con.execute("DETACH base")
    con.execute("DETACH addition")


def _tables(con: Any, database: str) -> list[str]:
    rows = con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY table_oid", [database])
    return [name for (name,) in rows.fetchall()]
