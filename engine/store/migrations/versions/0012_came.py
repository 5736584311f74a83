"""Whose it was before two leads became one: keys, messages, runs, handoffs and tasks know which lead brought them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TABLES = ("keys", "messages", "runs", "handoffs", "tasks")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("came", WORDS, nullable=False, server_default=""))
