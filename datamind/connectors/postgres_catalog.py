"""The structure of a PostgreSQL database, by four queries over pg_catalog, whatever its size.

Only what the login may read is there; partitions are folded into their parent.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from datamind.connectors.postgres_types import type_of_name
from datamind.connectors.server import Ask
from datamind.types import Catalog, Column, ForeignKey, Function, Table

_OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

# A size stands in for the number of rows where the server has not counted yet (reltuples is -1, or 0 for all it knows).
_TABLES = f"""
SELECT c.oid, n.nspname, c.relname, c.relkind::text, obj_description(c.oid, 'pg_class'),
  CASE WHEN c.relkind = 'v' THEN NULL
       WHEN c.relkind = 'p' THEN (SELECT coalesce(sum(greatest(p.reltuples, 0)), 0) FROM pg_partition_tree(c.oid) t
                                  JOIN pg_class p ON p.oid = t.relid WHERE t.isleaf)
       WHEN c.reltuples > 0 THEN c.reltuples
       ELSE pg_relation_size(c.oid) / 100 END::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND {_OURS}
  AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
ORDER BY n.nspname, c.relname"""

_COLUMNS = f"""
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), format_type(b.oid, NULL), b.typcategory::text,
  a.attnotnull, d.description
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND {_OURS}
  AND (has_table_privilege(c.oid, 'SELECT') OR has_column_privilege(c.oid, a.attnum, 'SELECT'))
ORDER BY a.attrelid, a.attnum"""

_KEYS = f"""
SELECT i.indrelid, CASE WHEN i.indisprimary THEN 'p' ELSE 'u' END, i.indkey::int2[], NULL::oid, NULL::int2[]
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = i.indnatts
  AND NOT c.relispartition AND {_OURS}
UNION ALL
SELECT k.conrelid, 'f', k.conkey, k.confrelid, k.confkey
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 AND NOT c.relispartition AND {_OURS}"""

_FUNCTIONS = f"""
SELECT DISTINCT n.nspname, p.proname, p.provolatile::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind <> 'p' AND {_OURS} AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1, 2, 3"""

_WHERE = "SELECT current_schema()"

# Every change of a catalog row gives it a new xmin; sums of hashes need no order, and text is dear.
FINGERPRINT = f"""
SELECT md5(concat_ws('/', (
  SELECT concat(count(*), '.', sum(hashint8((c.oid::bigint << 32) + c.xmin::text::bigint)),
    '.', sum(hashint8((a.attrelid::bigint << 32) + a.xmin::text::bigint + a.attnum::bigint * 4294967291)))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND a.attnum > 0 AND {_OURS}
), (
  SELECT concat(count(*), '.', sum(hashint8((i.indexrelid::bigint << 32) + i.xmin::text::bigint)))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE i.indisunique AND {_OURS}
), (
  SELECT concat(count(*), '.', sum(hashint8((k.oid::bigint << 32) + k.xmin::text::bigint)))
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype = 'f' AND {_OURS}
), (
  SELECT concat(count(*), '.', sum(hashint8((p.oid::bigint << 32) + p.xmin::text::bigint)))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS}
), (
  SELECT concat(count(*), '.', sum(hashint8((d.objoid::bigint << 32) + d.xmin::text::bigint)))
  FROM pg_description d JOIN pg_class c ON c.oid = d.objoid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE d.classoid = 'pg_class'::regclass AND {_OURS}
), current_user))"""


def read_catalog(ask: Ask) -> Catalog:
    """Tables by schema and name; every table carries its schema."""
    columns: dict[int, dict[int, Column]] = defaultdict(dict)
    seen: dict[tuple[Any, ...], Column] = {}  # tables have many columns alike, and equal values can be one
    for row in ask(_COLUMNS):
        traits = row[2:]
        column = seen.get(traits)
        if column is None:
            name, native, base, category, not_null, comment = traits
            column = seen[traits] = Column(name, type_of_name(base, category), native, not not_null, comment or "")
        columns[row[0]][row[1]] = column
    tables = {row[0]: row[1:] for row in ask(_TABLES)}
    keys: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for oid, kind, numbers, parent, parent_numbers in ask(_KEYS):
        names = _names(columns[oid], numbers)
        if kind != "f":
            keys[oid, kind].append(names)
        elif parent in tables:
            schema, table = tables[parent][:2]
            keys[oid, kind].append(ForeignKey(names, table, _names(columns[parent], parent_numbers), schema))
    catalog_tables = []
    for oid, (schema, name, kind, comment, estimate) in tables.items():
        catalog_tables.append(
            Table(
                name=name,
                columns=tuple(columns[oid].values()),
                schema=schema,
                kind="view" if kind == "v" else "table",
                primary_key=next(iter(keys[oid, "p"]), ()),
                unique=tuple(key for key in keys[oid, "u"] if key),
                foreign_keys=tuple(key for key in keys[oid, "f"] if key.columns and key.ref_columns),
                description=comment or "",
                row_estimate=estimate,
            )
        )
    functions = tuple(Function(name, _VOLATILITY[kind], schema) for schema, name, kind in ask(_FUNCTIONS))
    return Catalog("postgres", tuple(catalog_tables), ask(_WHERE)[0][0], functions)


_VOLATILITY: dict[str, Any] = {"i": "immutable", "s": "stable", "v": "volatile"}


def _names(columns: dict[int, Column], numbers: list[int]) -> tuple[str, ...]:
    """The names of a key's columns; none when the login may not see them all."""
    return tuple(columns[number].name for number in numbers) if all(number in columns for number in numbers) else ()
