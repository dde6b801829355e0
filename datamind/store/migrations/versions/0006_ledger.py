"""The ledger: who asked a model what, as it was sent; budgets; how much of a connection a model may be told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("model_calls") as table:
        table.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("connection_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("purpose", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("prompt_version", sa.String(length=80), nullable=True))
        table.add_column(sa.Column("elapsed_s", sa.Float(), nullable=True))
        table.add_column(sa.Column("stop", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("fault", sa.Text(), nullable=True))
        table.add_column(sa.Column("sent", sa.Text(), nullable=True))
        table.create_foreign_key("fk_model_calls_account_id", "accounts", ["account_id"], ["id"], ondelete="SET NULL")
        table.create_foreign_key(
            "fk_model_calls_connection_id", "connections", ["connection_id"], ["id"], ondelete="SET NULL"
        )
    op.add_column("connections", sa.Column("privacy", sa.String(length=10), nullable=True))
    op.create_table(
        "budgets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("daily_usd", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_budgets_org_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_budgets"),
        sa.UniqueConstraint("org_id", "subject", name="uq_budgets_org_id_subject"),
        sqlite_autoincrement=True,
    )
