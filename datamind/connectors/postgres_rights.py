"""What a PostgreSQL login may do beyond reading, and the statements that make one which may only read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamind.connectors.base import ConnectionReport
from datamind.connectors.server import Ask
from datamind.connectors.speech import quote_double

_OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
_RIGHTS = f"""
SELECT current_setting('server_version'), r.rolsuper, r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication,
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {_OURS}
     AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))),
  (SELECT count(*) FROM pg_namespace n WHERE {_OURS} AND has_schema_privilege(n.oid, 'CREATE')),
  has_database_privilege(current_database(), 'CREATE'),
  (SELECT count(*) FROM pg_roles g WHERE g.rolname IN ('pg_write_all_data', 'pg_write_server_files', 'pg_read_server_files',
     'pg_execute_server_program', 'pg_signal_backend') AND pg_has_role(g.oid, 'USAGE')),
  (SELECT array_agg(DISTINCT n.nspname::text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {_OURS}),
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {_OURS}
     AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'))
FROM pg_roles r WHERE r.rolname = current_user"""


def read_rights(ask: Ask, values: Mapping[str, Any]) -> ConnectionReport:
    """A report on the session's login."""
    version, superuser, powers, writable, creatable, creates, groups, schemas, readable = ask(_RIGHTS)[0]
    findings = (
        (superuser, "This login is a superuser: it may do anything on this server."),
        (powers and not superuser, "This login may create roles or databases, or read around row security."),
        (writable, f"This login can change data in {writable} tables."),
        (creatable or creates, "This login can create tables."),
        (groups and not superuser, "This login belongs to a role that reaches beyond tables."),
    )
    warnings = [sentence for found, sentence in findings if found]
    can_write = bool(warnings)
    if can_write:
        warnings.append("DataMind only ever reads; a login that can only read is safer still.")
    if not readable:
        warnings.append("This login can read no table: grant it SELECT on those to be asked about.")
    return ConnectionReport(
        server=f"PostgreSQL {version.split()[0]}",
        can_write=can_write,
        warnings=tuple(warnings),
        read_only_sql=_read_only_sql(values["database"], schemas or ["public"]) if can_write or not readable else "",
    )


def _read_only_sql(database: str, schemas: list[str]) -> str:
    names = ", ".join(quote_double(schema) for schema in sorted(schemas))
    return f"""CREATE ROLE datamind_reader LOGIN PASSWORD 'choose-a-long-password';
ALTER ROLE datamind_reader SET default_transaction_read_only = on;
GRANT CONNECT ON DATABASE {quote_double(database)} TO datamind_reader;
GRANT USAGE ON SCHEMA {names} TO datamind_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA {names} TO datamind_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA {names} GRANT SELECT ON TABLES TO datamind_reader;
"""
