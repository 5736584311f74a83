"""The partitions that workers lock; which events wait for subjects that are no leads, and who waits for an answer."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

PARTS = 256
WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
OTHERS = ("account:%", "team:%", "experiment:%")
ASKS = ("desk.asked", "entry.asked", "experiment.asked")


def upgrade() -> None:
    parts = op.create_table("parts", sa.Column("part", sa.Integer(), primary_key=True, autoincrement=False))
    op.bulk_insert(parts, [{"part": number} for number in range(PARTS)])
    op.add_column("inbox", sa.Column("other", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("asker", WORDS, nullable=False, server_default=""))
    _fill()
    _index("inbox_others", "inbox", "aside = 0 AND other = 1", "seq")
    _index("inbox_asking", "inbox", "aside = 0 AND asker <> ''", "asker")
    _index("subjects_others", "subjects", "due IS NOT NULL AND kind <> 'lead' AND kind <> 'merged'", "due", "id")
    if op.get_context().dialect.name == "postgresql":
        _index("inbox_part", "inbox", "aside = 0", "part", "seq")
        _index("inbox_part_letters", "inbox", "aside = 0 AND letter = 1", "part", "seq")
        _index("subjects_part", "subjects", "due IS NOT NULL", "part", "due", "id")


def _index(name: str, table: str, condition: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _fill() -> None:
    """What waits already; where only the statements are asked for, there is nothing."""
    if op.get_context().as_sql:
        return
    inbox = sa.table("inbox", *(sa.column(name) for name in ("seq", "subject", "other", "asker")))
    events = sa.table("events", *(sa.column(name) for name in ("seq", "type", "props")))
    op.execute(inbox.update().where(sa.or_(*(inbox.c.subject.like(one) for one in OTHERS))).values(other=1))
    asked = sa.select(inbox.c.seq, events.c.props).join(events, events.c.seq == inbox.c.seq).where(events.c.type.in_(ASKS))
    for seq, props in op.get_bind().execute(asked).fetchall():
        op.execute(inbox.update().where(inbox.c.seq == seq).values(asker=json.loads(props).get("lead", "")))
