"""Where DataMind keeps what it knows: SQLite (WAL) or Postgres behind one gateway. In and out go plain dicts.

`House` is the store itself; `House.of(org_id)` is the `Store` of one org, which adds the org to every read and write.
To add a table: in `tables.py`, in a new migration under `migrations/versions/`, and `HEAD` in `versions.py`.
"""

from datamind.store.house import House
from datamind.store.session import Store, above, below, one_of

__all__ = ["House", "Store", "above", "below", "one_of"]
