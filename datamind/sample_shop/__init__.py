"""A made-up shop with three years of business that ends yesterday, so that nobody needs data of their own to begin.

In: a path and today's date. Out: a SQLite file of eleven tables with declared keys, the same for the same day. It has weekly
and yearly seasons, growth, promotions, a store that was closed for nine days, returns, and a few dirty values. What its words
mean is said in `shop_meaning`, what its tables and columns hold in `DESCRIPTIONS`. Nobody in it exists.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from datamind.sample_shop.business import Shop
from datamind.sample_shop.schema import DESCRIPTIONS, INDEXES, SCHEMA, shop_meaning


def write_shop(path: Path, today: date) -> None:
    """Write the shop as a SQLite file, whole or not at all; what was at `path` is replaced. The last day is yesterday."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name)) as connection:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
            for table, rows in Shop(today).tables():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            connection.executescript(INDEXES)
            connection.commit()
            connection.execute("ANALYZE")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


__all__ = ["DESCRIPTIONS", "shop_meaning", "write_shop"]
