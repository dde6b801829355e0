"""Who may use a connection; what changed from reading to reading. Readings are sealed from now on: the old ones go, and are read anew."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("connections", sa.Column("least_role", sa.String(length=20), server_default="viewer", nullable=False))
    op.add_column("connections", sa.Column("meaning_version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("descriptions", sa.Column("personal", sa.Boolean(), nullable=True))
    op.execute("DELETE FROM catalogs")
    op.create_table(
        "catalog_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_catalog_changes_connection_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_catalog_changes_org_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_catalog_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_catalog_changes_org_id_connection_id", "catalog_changes", ["org_id", "connection_id"], unique=False
    )
