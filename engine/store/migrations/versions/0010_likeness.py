"""How much two leads look like one person; and keys as they are written from now on, beside those of before.

Forms of a kanji, titles, further legal forms, telephone numbers with an extension or dialled from abroad: whoever was known by one of
them is known by its new writing too. Where another lead has that one already, the pair waits for a person.
"""

import sqlalchemy as sa
from alembic import context, op

from engine.domain.keys import alike, normalised

revision = "0010"
down_revision = "0009"

PAGE = 1_000

keys = sa.table("keys", sa.column("kind"), sa.column("value"), sa.column("lead"))
reviews = sa.table("reviews", sa.column("one"), sa.column("other"), sa.column("because"), sa.column("at"), sa.column("state"))


def upgrade() -> None:
    op.add_column("reviews", sa.Column("score", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    if context.is_offline_mode():
        # Only the statements are asked for, and nothing is there to be read.
        return
    after = ("", "")
    while True:
        rows = connection.execute(_page(after)).all()
        _write(connection, [(row.kind, row.value, row.lead, _anew(row.kind, row.value)) for row in rows])
        if len(rows) < PAGE:
            return
        after = (rows[-1].kind, rows[-1].value)


def _page(after: tuple[str, str]) -> sa.Select[tuple[str, str, str]]:
    kind, value = after
    further = sa.or_(keys.c.kind > kind, sa.and_(keys.c.kind == kind, keys.c.value > value))
    some = sa.select(keys.c.kind, keys.c.value, keys.c.lead).where(keys.c.kind != "lead", further)
    return some.order_by(keys.c.kind, keys.c.value).limit(PAGE)


def _anew(kind: str, value: str) -> str:
    """A rule's key has the attributes it is made of in its kind, as in `phone+name`."""
    names, parts = kind.split("+"), value.split("\x1f")
    if len(names) < 2 or len(names) != len(parts):
        return normalised(kind, value)
    return "\x1f".join(alike(name, part) for name, part in zip(names, parts, strict=True))


def _write(connection: sa.Connection, rows: list[tuple[str, str, str, str]]) -> None:
    for kind, value, lead, anew in rows:
        if not anew or anew == value:
            continue
        owner = connection.execute(sa.select(keys.c.lead).where(keys.c.kind == kind, keys.c.value == anew)).scalar()
        if owner is None:
            connection.execute(keys.insert().values(kind=kind, value=anew, lead=lead))
        elif owner != lead:
            _ask(connection, min(owner, lead), max(owner, lead), kind)


def _ask(connection: sa.Connection, one: str, other: str, kind: str) -> None:
    is_there = connection.execute(sa.select(reviews.c.one).where(reviews.c.one == one, reviews.c.other == other)).scalar()
    if is_there is None:
        because = kind.replace("+", " and ")
        connection.execute(reviews.insert().values(one=one, other=other, because=because, at=0, state="open"))
