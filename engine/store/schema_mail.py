"""The tables of mail that is not wanted or came back."""

from sqlalchemy import Column, Index, Table

from engine.store.columns import INSTANT, instant, metadata, said
from engine.store.words import NUMBERS, WORDS

addresses = Table(
    "addresses",
    metadata,
    Column("address", WORDS, primary_key=True),
    # "" stands for everything.
    Column("topic", WORDS, primary_key=True),
    said("reason"),
    instant("at"),
    # Of those that were closed by hand.
    said("because"),
    said("who"),
    sqlite_with_rowid=False,
)

suppression_moves = Table(
    "suppression_moves",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    said("address"),
    said("topic"),
    said("act"),
    said("reason"),
    said("because"),
    said("who"),
    instant("at"),
    Index("suppression_moves_address", "address"),
)

bounces = Table(
    "bounces",
    metadata,
    Column("address", WORDS, primary_key=True),
    Column("message", WORDS, primary_key=True),
    instant("at"),
    sqlite_with_rowid=False,
)

mailbox = Table(
    "mailbox",
    metadata,
    # user@host/folder: what was read of it, by the server's own numbers.
    Column("name", WORDS, primary_key=True),
    Column("validity", INSTANT, nullable=False, server_default="0"),
    Column("uid", INSTANT, nullable=False, server_default="0"),
    # Numbers of mails that are read and not marked yet.
    said("unmarked", "[]"),
    sqlite_with_rowid=False,
)
