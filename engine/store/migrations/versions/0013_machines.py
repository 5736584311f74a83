"""Who followed a link or loaded a picture: the class of it, a digest that says nothing once its salt is gone, and why it was a machine."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("agent", "mark", "why"):
        op.add_column("clicks", sa.Column(name, WORDS, nullable=False, server_default=""))
    op.create_index("clicks_message", "clicks", ["message"])
    op.create_index("clicks_mark", "clicks", ["mark", "at"])
    op.create_table(
        "salts",
        sa.Column("day", sa.BigInteger(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("salt", WORDS, nullable=False, server_default=""),
        sqlite_with_rowid=False,
    )
