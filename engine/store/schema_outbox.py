"""The tables of the outbox: messages, what holds them, what came of them. A part of `schema.py`."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from engine.store.columns import INSTANT as _Moment
from engine.store.columns import counted as _count
from engine.store.columns import instant as _moment
from engine.store.columns import metadata
from engine.store.columns import partial as _partial
from engine.store.columns import said as _text
from engine.store.words import NUMBERS, WORDS

messages = Table(
    "messages",
    metadata,
    Column("id", WORDS, primary_key=True),
    _text("lead"),
    _text("kind"),
    _text("key"),
    _text("scenario"),
    _text("run"),
    _text("step"),
    _text("template"),
    _text("target"),
    _text("topic"),
    _text("purpose"),
    _text("state"),
    _text("reason"),
    _moment("from_at"),
    _moment("until_at"),
    # When it is looked at again: its opening, a back-off, the end of a lease.
    Column("next_at", _Moment),
    _text("owner"),
    _moment("lease"),
    _count("attempts"),
    _text("entry", "{}"),
    _text("inputs"),
    _text("digest"),
    _moment("fenced_at"),
    _moment("settled_at"),
    _text("answer"),
    _moment("decided_at"),
    _count("number"),
    _text("program"),
    _text("rule"),
    # Answers that asked to come again: how long the next pause is.
    _count("tries"),
    # How often it was claimed since anything came of it: what kills or stalls its courier shows here.
    _count("claims"),
    # Where it is really brought, if that is not its target: the address of a redirect.
    _text("reached"),
    # The lead that brought it, where two became one.
    _text("came"),
    UniqueConstraint("lead", "kind", "key", name="messages_once"),
    _partial("messages_next", "next_at IS NOT NULL", "next_at", "id"),
    _partial("messages_fenced", "fenced_at > 0", "fenced_at"),
    Index("messages_kind", "kind", "state"),
)

links = Table(
    "links",
    metadata,
    Column("id", WORDS, primary_key=True),
    _text("message"),
    _text("lead"),
    # `open` and `unsubscribe` are the engine's own; a named link is the template's.
    _text("kind", "click"),
    _text("name"),
    _text("target"),
    Index("links_message", "message"),
    sqlite_with_rowid=False,
)

holds = Table(
    "holds",
    metadata,
    # `message`, `scenario`, `template`, `lead` or `domain`.
    Column("scope", WORDS, primary_key=True),
    Column("name", WORDS, primary_key=True),
    _text("because"),
    # `person`, or `engine` for a message that gets nowhere.
    _text("by"),
    _moment("at"),
    sqlite_with_rowid=False,
)

attempts = Table(
    "attempts",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    _text("message"),
    _count("number"),
    _moment("at"),
    _text("step"),
    _text("reason"),
    _text("answer"),
    Index("attempts_message", "message"),
)

paces = Table(
    "paces",
    metadata,
    # A receiving domain, or "" for the ladder of warm-up.
    Column("name", WORDS, primary_key=True),
    _moment("next_free"),
    _moment("promised"),
    _text("day"),
    _count("taken"),
    sqlite_with_rowid=False,
)

clicks = Table(
    "clicks",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    # What was asked for says the link: a link of the mail, its picture, or the page to leave by.
    _text("link"),
    _text("message"),
    _text("lead"),
    _moment("at"),
    # Empty until its quiet time is over; then `human`, `again` (the same link just before) or `machine`. Of the page to leave by `looked`.
    _text("verdict"),
    # The class of who asked; a digest of it under the salt of the day; why it is a machine's.
    _text("agent"),
    _text("mark"),
    _text("why"),
    _partial("clicks_waiting", "verdict = ''", "message"),
    Index("clicks_message", "message"),
    Index("clicks_mark", "mark", "at"),
)

salts = Table(
    "salts",
    metadata,
    # Midnight UTC.
    Column("day", _Moment, primary_key=True, autoincrement=False),
    _text("salt"),
    sqlite_with_rowid=False,
)
