"""Saved queries with their versions, and each person's history of runs in the SQL lab."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "saved_queries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("folder", sa.String(length=80), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_saved_queries_account_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_saved_queries_connection_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_saved_queries_org_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_queries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_queries_org_id_connection_id", "saved_queries", ["org_id", "connection_id"], unique=False)
    op.create_table(
        "saved_query_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("saved_query_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_saved_query_versions_org_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["saved_query_id"], ["saved_queries.id"], name="fk_saved_query_versions_saved_query_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_query_versions"),
        sa.UniqueConstraint(
            "org_id", "saved_query_id", "version", name="uq_saved_query_versions_org_id_saved_query_id_version"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "query_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("saved_query_id", sa.Integer(), nullable=True),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("elapsed_s", sa.Float(), nullable=True),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_query_runs_account_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_query_runs_connection_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_query_runs_org_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["saved_query_id"], ["saved_queries.id"], name="fk_query_runs_saved_query_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_query_runs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_query_runs_org_id_account_id_at", "query_runs", ["org_id", "account_id", "at"], unique=False)
