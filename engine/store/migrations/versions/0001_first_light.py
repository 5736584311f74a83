"""The first tables.

A migration stands for itself: what the code knows of its tables today may be another thing tomorrow.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# Sorted by code points in every database; SQLite counts only an `INTEGER` by itself.
WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBERS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for make in TABLES:
        make()
    op.execute("INSERT INTO control (id) VALUES (1)")


def _key(name: str, kind: sa.types.TypeEngine[Any] = WORDS) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, nullable=False)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False, server_default=default)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _count(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def _maybe(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger())


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _addresses() -> None:
    op.create_table(
        "addresses",
        _key("address"),
        _key("topic"),
        _text("reason"),
        _moment("at"),
        sqlite_with_rowid=False,
    )


def _clicks() -> None:
    op.create_table(
        "clicks",
        _key("seq", NUMBERS),
        *_texts("link", "message", "lead"),
        _moment("at"),
        _text("verdict"),
    )
    _partial("clicks_waiting", "clicks", ["message"], "verdict = ''")


def _control() -> None:
    op.create_table(
        "control",
        _key("id", sa.Integer()),
        _text("mode", "shadow"),
        _count("stopped"),
        *_texts("redirect", "program"),
        _count("format", 1),
        _moment("stamp"),
    )


def _events() -> None:
    op.create_table(
        "events",
        _key("seq", NUMBERS),
        *_texts("source", "id", "type", "subject"),
        _moment("at"),
        _moment("received"),
        _text("props", "{}"),
        _count("live", 1),
    )
    op.create_index("events_subject", "events", ["subject", "at"])


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        _key("lead"),
        _key("id"),
        *_texts("team", "scenario", "run", "step", "because"),
        _text("reasons", "[]"),
        _moment("accept_by"),
        *_texts("state", "reason"),
        _moment("raised_at"),
        _moment("closed_at"),
        *_texts("program", "rule"),
        sqlite_with_rowid=False,
    )
    op.create_index("handoffs_id", "handoffs", ["id"])
    op.create_index("handoffs_state", "handoffs", ["state", "team"])


def _journal() -> None:
    op.create_table(
        "journal",
        _key("seq", NUMBERS),
        _text("subject"),
        _count("number"),
        _moment("moment"),
        _count("cause"),
        _moment("due"),
        _text("program"),
        _text("trace", "[]"),
        sa.UniqueConstraint("subject", "number", name="journal_once"),
    )


def _keys() -> None:
    op.create_table(
        "keys",
        _key("kind"),
        _key("value"),
        _text("lead"),
        sqlite_with_rowid=False,
    )
    op.create_index("keys_lead", "keys", ["lead"])


def _links() -> None:
    op.create_table(
        "links",
        _key("id"),
        *_texts("message", "lead"),
        _text("kind", "click"),
        *_texts("name", "target"),
        sqlite_with_rowid=False,
    )
    op.create_index("links_message", "links", ["message"])


def _messages() -> None:
    op.create_table(
        "messages",
        _key("id"),
        *_texts("lead", "kind", "key", "scenario", "run", "step", "template", "target", "topic", "purpose", "state", "reason"),
        _moment("from_at"),
        _moment("until_at"),
        _maybe("next_at"),
        _text("owner"),
        _moment("lease"),
        _count("attempts"),
        _text("entry", "{}"),
        *_texts("inputs", "digest"),
        _moment("fenced_at"),
        _moment("settled_at"),
        _text("answer"),
        _moment("decided_at"),
        _count("number"),
        *_texts("program", "rule"),
        sa.UniqueConstraint("lead", "kind", "key", name="messages_once"),
    )
    op.create_index("messages_kind", "messages", ["kind", "state"])
    _partial("messages_next", "messages", ["next_at", "id"], "next_at IS NOT NULL")


def _programs() -> None:
    op.create_table(
        "programs",
        _key("hash"),
        _text("sources", "[]"),
        _text("settings", "{}"),
        _text("templates", "{}"),
        _moment("deployed_at"),
    )


def _receipts() -> None:
    op.create_table(
        "receipts",
        _key("source"),
        _key("id"),
        _text("subject"),
        sqlite_with_rowid=False,
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        _key("one"),
        _key("other"),
        _text("because"),
        _moment("at"),
        _text("state", "open"),
        sqlite_with_rowid=False,
    )


def _run_steps() -> None:
    op.create_table(
        "run_steps",
        _key("seq", NUMBERS),
        *_texts("lead", "run", "scenario", "state", "step", "reason"),
        _moment("moment"),
        _count("number"),
        *_texts("program", "rule"),
    )
    op.create_index("run_steps_run", "run_steps", ["lead", "run"])


def _runs() -> None:
    op.create_table(
        "runs",
        _key("lead"),
        _key("run"),
        *_texts("scenario", "key"),
        _count("number"),
        *_texts("state", "step", "reason"),
        _moment("entered_at"),
        _moment("since"),
        _moment("ended_at"),
        _text("program"),
        sqlite_with_rowid=False,
    )
    op.create_index("runs_scenario", "runs", ["scenario", "state", "step"])


def _score_moves() -> None:
    op.create_table(
        "score_moves",
        _key("seq", NUMBERS),
        *_texts("lead", "score", "before", "after"),
        _count("points"),
        _moment("moment"),
        _count("number"),
        *_texts("program", "rule"),
    )
    op.create_index("score_moves_lead", "score_moves", ["lead", "moment"])


def _stage_moves() -> None:
    op.create_table(
        "stage_moves",
        _key("seq", NUMBERS),
        *_texts("lead", "before", "after"),
        _count("dropped"),
        _moment("moment"),
        _count("number"),
        *_texts("program", "rule"),
    )
    op.create_index("stage_moves_lead", "stage_moves", ["lead", "moment"])


def _stumbles() -> None:
    op.create_table(
        "stumbles",
        _key("subject"),
        _count("times"),
        _text("reason"),
        _moment("at"),
        _count("aside"),
        _maybe("due"),
        _text("document"),
        _text("causes", "[]"),
        _text("program"),
    )


def _subjects() -> None:
    op.create_table(
        "subjects",
        _key("id"),
        _count("part"),
        _text("kind", "lead"),
        _count("format", 1),
        _count("version", 1),
        _text("program"),
        _maybe("due"),
        _text("document"),
    )
    _partial("subjects_due", "subjects", ["due", "id"], "due IS NOT NULL")
    op.create_index("subjects_program", "subjects", ["program"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        _key("lead"),
        _key("id"),
        *_texts("text", "team", "scenario", "run", "step"),
        _moment("due"),
        *_texts("state", "outcome"),
        _moment("opened_at"),
        _moment("closed_at"),
        *_texts("program", "rule"),
        sqlite_with_rowid=False,
    )
    op.create_index("tasks_id", "tasks", ["id"])
    op.create_index("tasks_state", "tasks", ["state", "team"])


def _templates() -> None:
    op.create_table(
        "templates",
        _key("digest"),
        *_texts("name", "source"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("seq", NUMBERS, sa.ForeignKey("events.seq"), primary_key=True, nullable=False),
        _text("subject"),
        _count("part"),
        _count("aside"),
    )
    _partial("inbox_ready", "inbox", ["seq"], "aside = 0")
    op.create_index("inbox_subject", "inbox", ["subject"])


TABLES = (
    _addresses,
    _clicks,
    _control,
    _events,
    _handoffs,
    _journal,
    _keys,
    _links,
    _messages,
    _programs,
    _receipts,
    _reviews,
    _run_steps,
    _runs,
    _score_moves,
    _stage_moves,
    _stumbles,
    _subjects,
    _tasks,
    _templates,
    _inbox,
)
