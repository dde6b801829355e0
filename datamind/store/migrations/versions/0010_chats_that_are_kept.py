"""Chats are pinned, shared inside the org and deleted with a way back; questions keep their SQL and the rules under which they were
answered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for name in ("pinned_at", "shared_at", "deleted_at"):
        op.add_column("chats", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("chats", sa.Column("shared_by", sa.String(length=100), nullable=True))
    op.add_column("messages", sa.Column("sql", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("policy_key", sa.String(length=16), nullable=True))
