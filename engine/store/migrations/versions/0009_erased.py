"""Who was erased: a name thrown by dice, and digests of what they were known by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("name", WORDS, primary_key=True, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("done_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("who", WORDS, nullable=False, server_default=""),
        sa.Column("key", WORDS, nullable=False, server_default=""),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "erasure_keys",
        sa.Column("digest", WORDS, primary_key=True, nullable=False),
        sa.Column("name", WORDS, nullable=False, server_default=""),
        sqlite_with_rowid=False,
    )
    op.create_index("erasure_keys_name", "erasure_keys", ["name"])
