"""The tables of the store. Every row belongs to one org, except in `HOUSE_WIDE`; the migrations make exactly these.

Times are UTC. Secrets are sealed by the vault or hashed before they come here. Big values (answers, catalogs) are JSON text
made by `codec.py`; small ones are JSON.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and out; SQLite keeps it without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _table(name: str, *parts: Any) -> Table:
    """A table of an org: its own id, its org, then what it holds."""
    org = Column("org_id", Integer, ForeignKey("orgs.id", ondelete="CASCADE"), nullable=False)
    return Table(name, metadata, Column("id", Integer, primary_key=True), org, *parts, sqlite_autoincrement=True)


def _house_table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, Column("id", Integer, primary_key=True), *parts, sqlite_autoincrement=True)


def _sealed(name: str, nullable: bool = False) -> Column[Any]:
    """A text that the vault has sealed; `sealed_columns` finds it when keys are rotated."""
    return Column(name, Text, nullable=nullable, info={"sealed": True})


def _belongs_to(column: str, table: str, nullable: bool = False) -> Column[Any]:
    ondelete = "SET NULL" if nullable else "CASCADE"
    return Column(column, Integer, ForeignKey(f"{table}.id", ondelete=ondelete), nullable=nullable)


# ── the house: who there is, whatever their org ──────────────────────────────────────────────────────────────────────────

orgs = _house_table(
    "orgs",
    Column("name", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    _sealed("chain_key", nullable=True),
)

accounts = _house_table(
    "accounts",
    Column("name", String(100), nullable=False),
    Column("name_key", String(100), nullable=False, unique=True),
    Column("email", String(320)),
    Column("password_hash", String(100)),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    _sealed("totp_secret", nullable=True),
    Column("totp_since", Moment),
    Column("totp_step", Integer, nullable=False, server_default="0"),
)

recovery_codes = _house_table(
    "recovery_codes",
    _belongs_to("account_id", "accounts"),
    Column("code_hash", String(64), nullable=False, unique=True),
)

login_attempts = _house_table(
    "login_attempts",
    Column("subject", String(80), nullable=False, unique=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("blocked_until", Moment),
)

heartbeats = _house_table(
    "heartbeats",
    Column("process", String(80), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("detail", JSON, nullable=False),
)

# ── people in an org ─────────────────────────────────────────────────────────────────────────────────────────────────────

org_settings = _table(
    "org_settings",
    Column("second_factor", Boolean, nullable=False),
    Column("chats_days", Integer, nullable=False),
    Column("runs_days", Integer, nullable=False),
    Column("audit_days", Integer, nullable=False),
    Column("brand", String(40), nullable=False),
    Column("accent", String(7), nullable=False),
    Column("logo", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("org_id"),
)

memberships = _table(
    "memberships",
    _belongs_to("account_id", "accounts"),
    Column("role", String(20), nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("left_at", Moment),
    UniqueConstraint("org_id", "account_id"),
)

invitations = _table(
    "invitations",
    Column("role", String(20), nullable=False),
    Column("email", String(320), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("invited_by", String(100), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

sessions = _table(
    "sessions",
    _belongs_to("account_id", "accounts"),
    Column("sid_hash", String(64), nullable=False, unique=True),
    Column("device", String(200), nullable=False),
    Column("address", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Index(None, "org_id", "account_id"),
)

tickets = _table(
    "tickets",
    _belongs_to("account_id", "accounts"),
    Column("ticket_hash", String(64), nullable=False, unique=True),
    Column("purpose", String(20), nullable=False),
    Column("address", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

# ── data: connections, what they hold, what it means ─────────────────────────────────────────────────────────────────────

connections = _table(
    "connections",
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("dialect", String(20), nullable=False),
    Column("values", JSON, nullable=False),
    _sealed("secrets"),
    Column("version", Integer, nullable=False),
    Column("can_write", Boolean, nullable=False),
    Column("least_role", String(20), nullable=False, server_default="viewer"),
    Column("meaning_version", Integer, nullable=False, server_default="0"),
    Column("table_count", Integer),
    Column("refreshed_at", Moment),
    Column("error", Text),
    Column("privacy", String(10)),
    Column("created_at", Moment, nullable=False),
    Column("result_ttl_s", Integer),
    UniqueConstraint("org_id", "name"),
)

catalogs = _table(
    "catalogs",
    _belongs_to("connection_id", "connections"),
    Column("revision", String(32), nullable=False),
    Column("fingerprint", String(200), nullable=False),
    _sealed("catalog"),
    Column("read_at", Moment, nullable=False),
    Index(None, "org_id", "connection_id"),
)

catalog_changes = _table(
    "catalog_changes",
    _belongs_to("connection_id", "connections"),
    Column("revision", String(32), nullable=False),
    Column("added", JSON, nullable=False),
    Column("dropped", JSON, nullable=False),
    Column("changed", JSON, nullable=False),
    Column("broken", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "org_id", "connection_id"),
)

descriptions = _table(
    "descriptions",
    _belongs_to("connection_id", "connections"),
    Column("subject", String(400), nullable=False),
    Column("text", Text, nullable=False),
    Column("synonyms", JSON, nullable=False),
    Column("personal", Boolean),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("org_id", "connection_id", "subject"),
)

glossary = _table(
    "glossary",
    _belongs_to("connection_id", "connections"),
    Column("kind", String(20), nullable=False),
    Column("name", String(400), nullable=False),
    Column("entry", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("org_id", "connection_id", "kind", "name"),
)

proposals = _table(
    "proposals",
    _belongs_to("connection_id", "connections"),
    Column("subject", String(400), nullable=False),
    Column("text", Text, nullable=False),
    Column("synonyms", JSON, nullable=False),
    Column("origin", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("org_id", "connection_id", "subject"),
)

verifications = _table(
    "verifications",
    _belongs_to("connection_id", "connections"),
    Column("question", String(400), nullable=False),
    Column("print", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("checked_at", Moment, nullable=False),
    UniqueConstraint("org_id", "connection_id", "question"),
)

files = _table(
    "files",
    _belongs_to("connection_id", "connections"),
    Column("name", String(300), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("report", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

policies = _table(
    "policies",
    _belongs_to("connection_id", "connections"),
    Column("name", String(120), nullable=False),
    Column("action", String(20), nullable=False),
    Column("table_name", String(300), nullable=False),
    Column("column_name", String(200)),
    Column("condition", Text),
    Column("roles", JSON, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id", ondelete="CASCADE")),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("org_id", "connection_id", "name"),
)

# ── chats ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

chats = _table(
    "chats",
    _belongs_to("account_id", "accounts"),
    _belongs_to("connection_id", "connections"),
    Column("title", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("pinned_at", Moment),
    Column("shared_at", Moment),
    Column("shared_by", String(100)),
    Column("deleted_at", Moment),
    Index(None, "org_id", "account_id", "updated_at"),
)

messages = _table(
    "messages",
    _belongs_to("chat_id", "chats"),
    Column("question", Text, nullable=False),
    Column("key", String(80), nullable=False),
    Column("state", String(20), nullable=False),
    Column("outcome", Text),
    Column("sql", Text),
    Column("policy_key", String(16)),
    Column("error", Text),
    Column("analyst", String(40)),
    Column("process", String(80), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("org_id", "chat_id", "key"),
)

feedback = _table(
    "feedback",
    _belongs_to("message_id", "messages"),
    _belongs_to("account_id", "accounts"),
    Column("person", String(100), nullable=False),
    Column("good", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("org_id", "message_id", "account_id"),
    Index(None, "org_id", "at"),
)

model_calls = _table(
    "model_calls",
    _belongs_to("message_id", "messages", nullable=True),
    Column("analyst", String(40), nullable=False),
    Column("model", String(80)),
    Column("calls", Integer, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost_usd", Float, nullable=False),
    Column("at", Moment, nullable=False),
    _belongs_to("account_id", "accounts", nullable=True),
    _belongs_to("connection_id", "connections", nullable=True),
    Column("purpose", String(20)),
    Column("prompt_version", String(80)),
    Column("elapsed_s", Float),
    Column("stop", String(40)),
    Column("fault", Text),
    _sealed("sent", nullable=True),
    Index(None, "org_id", "at"),
)

budgets = _table(
    "budgets",
    Column("subject", String(40), nullable=False),
    Column("daily_usd", Float, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("org_id", "subject"),
)

# ── what people keep ─────────────────────────────────────────────────────────────────────────────────────────────────────

dashboards = _table(
    "dashboards",
    _belongs_to("account_id", "accounts", nullable=True),
    Column("owner", String(100), nullable=False),
    Column("name", String(120), nullable=False),
    Column("description", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("refresh_s", Integer),
    Column("version", Integer, nullable=False),
    Column("archived_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(100), nullable=False),
)

widgets = _table(
    "widgets",
    _belongs_to("dashboard_id", "dashboards"),
    _belongs_to("connection_id", "connections", nullable=True),
    Column("saved_query_id", Integer),
    Column("kind", String(20), nullable=False),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("sql", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("chart", Text),
    Column("columns", JSON, nullable=False),
    Column("section", String(80), nullable=False),
    Column("position", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", String(20), nullable=False),
    Column("bindings", JSON, nullable=False),
    Index(None, "org_id", "dashboard_id"),
)

dashboard_versions = _table(
    "dashboard_versions",
    _belongs_to("dashboard_id", "dashboards"),
    Column("version", Integer, nullable=False),
    Column("what", String(200), nullable=False),
    Column("author", String(100), nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("org_id", "dashboard_id", "version"),
)

favourites = _table(
    "favourites",
    _belongs_to("dashboard_id", "dashboards"),
    _belongs_to("account_id", "accounts"),
    UniqueConstraint("org_id", "dashboard_id", "account_id"),
)

results = _table(
    "results",
    _belongs_to("connection_id", "connections"),
    Column("key", String(64), nullable=False),
    Column("result", Text, nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    UniqueConstraint("org_id", "key"),
)

saved_queries = _table(
    "saved_queries",
    _belongs_to("account_id", "accounts", nullable=True),
    _belongs_to("connection_id", "connections"),
    Column("owner", String(100), nullable=False),
    Column("name", String(120), nullable=False),
    Column("description", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("folder", String(80), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("sql", Text, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(100), nullable=False),
    Index(None, "org_id", "connection_id"),
)

saved_query_versions = _table(
    "saved_query_versions",
    _belongs_to("saved_query_id", "saved_queries"),
    Column("version", Integer, nullable=False),
    Column("what", String(200), nullable=False),
    Column("author", String(100), nullable=False),
    Column("sql", Text, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("org_id", "saved_query_id", "version"),
)

query_runs = _table(
    "query_runs",
    _belongs_to("account_id", "accounts"),
    _belongs_to("connection_id", "connections"),
    _belongs_to("saved_query_id", "saved_queries", nullable=True),
    Column("sql", Text, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("values", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("error", Text),
    Column("position", Integer),
    Column("rows", Integer),
    Column("elapsed_s", Float),
    Column("starred", Boolean, nullable=False),
    Column("process", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "org_id", "account_id", "at"),
)

exports = _table(
    "exports",
    _belongs_to("account_id", "accounts"),
    Column("name", String(200), nullable=False),
    Column("format", String(20), nullable=False),
    Column("file", String(80), nullable=False),
    Column("state", String(20), nullable=False),
    Column("share", Float, nullable=False),
    Column("words", String(200), nullable=False),
    Column("error", Text),
    Column("size_bytes", Integer),
    Column("rows", Integer),
    Column("process", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("expires_at", Moment, nullable=False),
    Index(None, "org_id", "account_id"),
)

# ── alerts: what is watched, what was seen, what came of it, who was told ────────────────────────────────────────────────

channels = _table(
    "channels",
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("values", JSON, nullable=False),
    _sealed("secrets"),
    Column("timing", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("org_id", "name"),
)

alerts = _table(
    "alerts",
    _belongs_to("account_id", "accounts"),
    _belongs_to("connection_id", "connections"),
    Column("name", String(200), nullable=False),
    Column("sql", Text, nullable=False),
    Column("time_column", String(300)),
    Column("value_column", String(300)),
    Column("kind", String(20), nullable=False),
    Column("values", JSON, nullable=False),
    Column("every", String(60), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("people", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("snoozed_until", Moment),
    Column("muted_until", Moment),
    Column("due_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("state", String(20), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("judged", String(40)),
    Column("known", JSON),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("created_at", Moment, nullable=False),
    Index(None, "org_id", "due_at"),
)

alert_checks = _table(
    "alert_checks",
    _belongs_to("alert_id", "alerts"),
    Column("at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("value", Float),
    Column("verdict", JSON, nullable=False),
    Index(None, "org_id", "alert_id", "at"),
)

alert_events = _table(
    "alert_events",
    _belongs_to("alert_id", "alerts"),
    Column("opened_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("series", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("acknowledged_by", String(100)),
    Column("acknowledged_at", Moment),
    Column("resolved_at", Moment),
    Column("notes", JSON, nullable=False),
    Index(None, "org_id", "alert_id", "state"),
)

event_reads = _table(
    "event_reads",
    _belongs_to("event_id", "alert_events"),
    _belongs_to("account_id", "accounts"),
    Column("at", Moment, nullable=False),
    UniqueConstraint("org_id", "event_id", "account_id"),
)

deliveries = _table(
    "deliveries",
    _belongs_to("event_id", "alert_events"),
    _belongs_to("channel_id", "channels"),
    Column("news", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("batch", String(80)),
    Column("attempts", Integer, nullable=False),
    Column("finished_at", Moment),
    Column("answer", Text),
    UniqueConstraint("org_id", "event_id", "channel_id", "news"),
    Index(None, "org_id", "state", "due_at"),
)

# ── reports: what is sent, when, to whom, and the very files ─────────────────────────────────────────────────────────────

reports = _table(
    "reports",
    _belongs_to("account_id", "accounts"),
    _belongs_to("seen_as", "accounts"),
    _belongs_to("dashboard_id", "dashboards", nullable=True),
    Column("items", JSON, nullable=False),
    Column("name", String(200), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("format", String(20), nullable=False),
    Column("every", String(60), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("people", JSON, nullable=False),
    Column("unsubscribed", JSON, nullable=False),
    Column("addresses", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(100), nullable=False),
    Index(None, "org_id", "due_at"),
)

report_runs = _table(
    "report_runs",
    _belongs_to("report_id", "reports"),
    Column("due_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("fence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("free_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("error", Text),
    UniqueConstraint("org_id", "report_id", "due_at"),
    Index(None, "org_id", "state", "free_at"),
)

report_files = _table(
    "report_files",
    _belongs_to("run_id", "report_runs"),
    Column("key", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("file", String(80), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("words", JSON, nullable=False),
    Column("facts", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    UniqueConstraint("org_id", "run_id", "key"),
)

report_deliveries = _table(
    "report_deliveries",
    _belongs_to("run_id", "report_runs"),
    _belongs_to("file_id", "report_files", nullable=True),
    _belongs_to("account_id", "accounts", nullable=True),
    _belongs_to("channel_id", "channels", nullable=True),
    Column("whom", String(400), nullable=False),
    Column("address", String(320), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("answer", Text),
    UniqueConstraint("org_id", "run_id", "whom"),
    Index(None, "org_id", "state", "due_at"),
)

# ── work that is due, and the record of what was done ────────────────────────────────────────────────────────────────────

jobs = _table(
    "jobs",
    Column("job", String(60), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("fence", Integer, nullable=False),
    Column("holder", String(80)),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("error", Text),
    UniqueConstraint("org_id", "job", "subject", "due_at"),
    Index(None, "state", "due_at"),
)

audit = _table(
    "audit",
    Column("at", Moment, nullable=False),
    Column("account_id", Integer),
    Column("actor", String(100), nullable=False),
    Column("action", String(80), nullable=False),
    Column("object", String(120), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("digest", String(64)),
    Index(None, "org_id", "at"),
    Index(None, "org_id", "action"),
    Index(None, "org_id", "account_id"),
)

audit_heads = _table(
    "audit_heads",
    Column("entries", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("base_id", Integer, nullable=False),
    Column("base_digest", String(64), nullable=False),
    Column("base_entries", Integer, nullable=False),
    Column("mark", String(64), nullable=False),
    UniqueConstraint("org_id"),
)

HOUSE_WIDE = frozenset({"orgs", "accounts", "recovery_codes", "login_attempts", "heartbeats"})


def sealed_columns() -> tuple[tuple[str, str], ...]:
    """(table, column) of each text that the vault has sealed."""
    return tuple(
        (table.name, column.name) for table in metadata.sorted_tables for column in table.c if column.info.get("sealed")
    )
