"""The gateway to one org's rows: table names and plain values go in, plain dicts come out.

Every read and write carries the org by itself, so a service cannot forget it: the id of another org's row is as unknown as
one that never was, and a row cannot point at another org's row. `House.everything()` hands out a Store without an org.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, and_, delete, false, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from datamind.errors import InvalidInput, NotFound, StoreError
from datamind.store.tables import HOUSE_WIDE, metadata

if TYPE_CHECKING:
    from datamind.store.house import House

Row = dict[str, Any]
LARGEST_INTEGER = 2**31 - 1

NOUNS: Mapping[str, str] = {
    "connections": "connection",
    "chats": "chat",
    "messages": "question",
    "sessions": "session",
    "catalogs": "catalog",
    "files": "file",
    "exports": "file",
    "dashboards": "dashboard",
    "widgets": "widget",
    "saved_queries": "saved query",
    "query_runs": "run",
    "memberships": "person",
    "jobs": "job",
    "policies": "rule",
    "invitations": "invitation",
    "alerts": "alert",
    "reports": "report",
    "report_runs": "run of a report",
    "report_files": "file",
    "alert_events": "event",
    "channels": "channel",
}


@dataclass(frozen=True)
class Comparison:
    """A condition on one column other than equality. Made by `above`, `below` and `one_of`."""

    operator: str
    value: Any


def above(value: Any) -> Comparison:
    return Comparison(">", value)


def below(value: Any) -> Comparison:
    return Comparison("<", value)


def one_of(values: Sequence[Any]) -> Comparison:
    return Comparison("in", tuple(values))


class Store:
    """Rows of one org. Every method raises StoreUnavailable when the store does not answer."""

    def __init__(self, house: House, org_id: int | None):
        self._house = house
        self.org_id = org_id

    def add(self, table: str, **values: Any) -> int:
        """Keep a new row; its id. Raises InvalidInput when one like it is there already, NotFound for a foreign reference."""
        target = self._table(table)
        if self.org_id is not None:
            values["org_id"] = self.org_id
        with self._house.transaction() as connection:
            self._check_references(target, values)
            try:
                with connection.begin_nested():
                    return int(connection.execute(insert(target).values(values)).inserted_primary_key[0])  # type: ignore[index]
            except IntegrityError as error:
                raise InvalidInput(
                    f"There is a {_noun(table)} like this already: choose another name.", "name"
                ) from error

    def get(self, table: str, row_id: int) -> Row:
        """The row of that id. Raises NotFound, for a row of another org too."""
        rows = self.find(table, id=row_id)
        if not rows:
            raise NotFound(_noun(table))
        return rows[0]

    def find(
        self,
        table: str,
        *,
        columns: Sequence[str] | None = None,
        order: str | None = None,
        limit: int | None = None,
        lock: bool = False,
        **where: Any,
    ) -> list[Row]:
        """All rows where each named column equals its value (or compares as `above`, `below`, `one_of` say).

        `order` is a column, with a minus in front for the last first; `columns` leaves out the others. With `lock`, inside
        a transaction, nobody else changes these rows until it ends.
        """
        target = self._table(table)
        query = select(*([target.c[name] for name in columns] if columns else [target])).where(
            self._where(target, where)
        )
        if order:
            column = target.c[order.lstrip("-")]
            query = query.order_by(column.desc() if order.startswith("-") else column, target.c.id)
        if limit is not None:
            query = query.limit(limit)
        if lock:
            query = query.with_for_update()  # SQLite's transactions hold the whole store anyway
        with self._house.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def first(self, table: str, *, order: str | None = None, lock: bool = False, **where: Any) -> Row | None:
        """The first such row, or None."""
        rows = self.find(table, order=order, limit=1, lock=lock, **where)
        return rows[0] if rows else None

    def count(self, table: str, **where: Any) -> int:
        target = self._table(table)
        with self._house.reading() as connection:
            return int(
                connection.execute(
                    select(func.count()).select_from(target).where(self._where(target, where))
                ).scalar_one()
            )

    def change(self, table: str, row_id: int, **values: Any) -> None:
        """Set values of one row. Raises NotFound, InvalidInput as `add`."""
        if not self.change_where(table, {"id": row_id}, **values):
            raise NotFound(_noun(table))

    def change_where(self, table: str, where: Mapping[str, Any], **values: Any) -> int:
        """Set values of all rows that (still) look like `where`, in one statement; how many there were.

        This is the compare-and-set: of several processes that try at once, the rows change for one.
        """
        if "org_id" in values or "id" in values:
            raise StoreError("A row stays in its org and keeps its id.")
        target = self._table(table)
        with self._house.transaction() as connection:
            self._check_references(target, values)
            try:
                with connection.begin_nested():
                    return connection.execute(update(target).where(self._where(target, where)).values(values)).rowcount
            except IntegrityError as error:
                raise InvalidInput(
                    f"There is a {_noun(table)} like this already: choose another name.", "name"
                ) from error

    def remove(self, table: str, row_id: int) -> None:
        """Raises NotFound."""
        if not self.remove_where(table, id=row_id):
            raise NotFound(_noun(table))

    def remove_where(self, table: str, **where: Any) -> int:
        """Remove all such rows; how many there were."""
        if not where:
            raise StoreError("Nothing says which rows to remove.")
        target = self._table(table)
        with self._house.transaction() as connection:
            return connection.execute(delete(target).where(self._where(target, where))).rowcount

    def chain_key(self) -> bytes:
        """The key under which this org's audit entries are chained."""
        if self.org_id is None:
            raise StoreError("Audit entries belong to an org.")
        return self._house.chain_key(self.org_id)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written inside is kept whole or not at all."""
        with self._house.transaction():
            yield

    def _table(self, name: str) -> Table:
        if self.org_id is not None and name in HOUSE_WIDE:
            raise StoreError(f"{name} belongs to no org: it is reached through the house.")
        return metadata.tables[name]

    def _where(self, table: Table, where: Mapping[str, Any]) -> ColumnElement[bool]:
        conditions = [_condition(table.c[name], value) for name, value in where.items()]
        if self.org_id is not None:
            conditions.append(table.c.org_id == self.org_id)
        return and_(true(), *conditions)

    def _check_references(self, table: Table, values: Mapping[str, Any]) -> None:
        """A row may point only at rows of its own org."""
        if self.org_id is None:
            return
        for name, value in values.items():
            for key in table.c[name].foreign_keys:
                target = key.column.table
                if value is not None and target.name not in HOUSE_WIDE and not self.count(target.name, id=value):
                    raise NotFound(_noun(target.name))


def _condition(column: Any, value: Any) -> ColumnElement[bool]:
    if isinstance(value, Comparison):
        if value.operator == ">":
            return column > value.value
        if value.operator == "<":
            return column < value.value
        return column.in_(value.value)
    if type(value) is int and abs(value) > LARGEST_INTEGER:
        return false()  # no id is that large; the drivers would stumble over it
    return column.is_(None) if value is None else column == value


def _noun(table: str) -> str:
    return NOUNS.get(table, table.rstrip("s"))
