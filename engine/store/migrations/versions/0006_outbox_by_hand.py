"""Holds that people lay on messages, what each attempt was told, the pace of domains, and why sending stopped by itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBERS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table("holds", _key("scope"), _key("name"), _text("because"), _text("by"), _moment("at"), sqlite_with_rowid=False)
    op.create_table(
        "attempts",
        sa.Column("seq", NUMBERS, primary_key=True),
        _text("message"),
        _count("number"),
        _moment("at"),
        _text("step"),
        _text("reason"),
        _text("answer"),
        sa.Index("attempts_message", "message"),
    )
    op.create_table(
        "paces", _key("name"), _moment("next_free"), _moment("promised"), _text("day"), _count("taken"), sqlite_with_rowid=False
    )
    for name in ("tries", "claims"):
        op.add_column("messages", _count(name))
    op.add_column("control", _text("stopped_because"))
    for name in ("stopped_at", "watched_from"):
        op.add_column("control", _moment(name))
    _index("messages_fenced", "messages", "fenced_at > 0", "fenced_at")
    _index("events_turned_away", "events", "type IN ('mail.bounced', 'mail.complained')", "received")


def _index(name: str, table: str, condition: str, column: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, primary_key=True, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False, server_default="")


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")
