"""What people allowed and took back: who, when, where, by which words. What the events so far say is written into it."""

import json
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBERS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTS = {"consented": "given", "unsubscribed": "withdrawn", "consent.asked": "asked", "mail.complained": "withdrawn"}
AT_ONCE = 1_000


def upgrade() -> None:
    table = op.create_table(
        "consents",
        sa.Column("seq", NUMBERS, primary_key=True, nullable=False),
        sa.Column("lead", WORDS, nullable=False),
        *map(_text, ("address", "act", "topic")),
        _number("at"),
        _number("received"),
        *map(_text, ("place", "text", "version", "digest", "who", "source", "event")),
    )
    op.create_index("consents_lead", "consents", ["lead", "seq"])
    op.create_index("consents_at", "consents", ["act", "at"])
    if not context.is_offline_mode():
        _from_events(table)


def _from_events(table: Any) -> None:
    bind = op.get_bind()
    last = 0
    query = sa.text(
        "SELECT seq, source, id, type, subject, at, received, props FROM events WHERE seq > :last"
        " AND type IN ('consented', 'unsubscribed', 'consent.asked', 'mail.complained') ORDER BY seq LIMIT :count"
    )
    while rows := bind.execute(query, {"last": last, "count": AT_ONCE}).mappings().all():
        bind.execute(sa.insert(table), [_row(row) for row in rows])
        last = rows[-1]["seq"]


def _row(row: Any) -> dict[str, Any]:
    props = json.loads(row["props"] or "{}")
    words = str(props.get("text") or props.get("because") or "")
    return {
        "lead": row["subject"],
        "address": str(props.get("address") or ""),
        "act": ACTS[row["type"]],
        "topic": str(props.get("topic") or ""),
        "at": row["at"],
        "received": row["received"],
        "place": "scenario" if row["source"] == "engine" else row["source"],
        "text": words,
        "version": "",
        "digest": sha256(words.encode()).hexdigest() if words else "",
        "who": "",
        "source": row["source"],
        "event": row["id"],
    }


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, WORDS, nullable=False, server_default="")


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
