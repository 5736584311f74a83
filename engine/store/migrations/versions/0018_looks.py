"""Who is compared with whom is kept, so that nobody waits for a look at everybody. The daemon marks all leads as unseen, not this."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "unseen",
        sa.Column("lead", WORDS, primary_key=True, nullable=False),
        _count("version"),
        _count("taken"),
        sqlite_with_rowid=False,
    )
    op.create_index("unseen_taken", "unseen", ["taken", "lead"])
    op.create_table(
        "portraits",
        sa.Column("lead", WORDS, primary_key=True, nullable=False),
        *(sa.Column(name, WORDS, nullable=False, server_default="[]") for name in ("told", "counts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocks",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False, nullable=False),
        *(sa.Column(name, WORDS, primary_key=True, nullable=False) for name in ("name", "lead")),
        sqlite_with_rowid=False,
    )
    op.create_index("blocks_lead", "blocks", ["lead"])
    op.create_table(
        "census",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False, nullable=False),
        _count("count"),
        sqlite_with_rowid=False,
    )
    looks = op.create_table(
        "looks",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, WORDS, nullable=False, server_default="") for name in ("how", "last")),
        _count("marking", 1),
        _count("leads"),
    )
    op.bulk_insert(looks, [{"id": 1}])
    op.create_index("reviews_other", "reviews", ["other"])
    is_open = sa.text("state = 'open'")
    op.create_index("reviews_open", "reviews", ["score"], sqlite_where=is_open, postgresql_where=is_open)


def _count(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=str(default))
