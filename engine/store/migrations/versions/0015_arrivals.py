"""Arrivals: what doors have answered for, before anybody has asked who it was."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBERS = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("received", NUMBERS, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("size", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("aside", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("events", WORDS, nullable=False, server_default="[]"),
    )
