"""How far an import has come that was stopped in the middle."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", WORDS, primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, server_default="0"),
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in ("rows", "taken", "again", "erased", "new")),
        sqlite_with_rowid=False,
    )
