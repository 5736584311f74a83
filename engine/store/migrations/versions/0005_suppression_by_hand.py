"""Who closed an address by hand and why, what was opened again; soft bounces that are counted; what of a mailbox has been read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBERS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("because", "who"):
        op.add_column("addresses", _text(name))
    op.create_table(
        "suppression_moves",
        sa.Column("seq", NUMBERS, primary_key=True, nullable=False),
        *map(_text, ("address", "topic", "act", "reason", "because", "who")),
        _number("at"),
    )
    op.create_index("suppression_moves_address", "suppression_moves", ["address"])
    op.create_table("bounces", _key("address"), _key("message"), _number("at"), sqlite_with_rowid=False)
    op.create_table("mailbox", _key("name"), _number("validity"), _number("uid"), _text("unmarked", "[]"), sqlite_with_rowid=False)


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, WORDS, primary_key=True, nullable=False)


def _text(name: str, default: str = "") -> "sa.Column[str]":
    return sa.Column(name, WORDS, nullable=False, server_default=default)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
