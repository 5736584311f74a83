"""Who works, so that the claims of the dead can be told, and what was told to those who run it, once for all workers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table("workers", sa.Column("place", WORDS, primary_key=True, nullable=False), sqlite_with_rowid=False)
    op.create_table(
        "alerts",
        sa.Column("code", WORDS, primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
