"""The tables behind the queue of pairs: who is compared with whom, without reading everybody again. A part of `schema.py`."""

from sqlalchemy import Column, Index, Integer, Table

from engine.store.columns import INSTANT, counted, metadata, said
from engine.store.words import WORDS

# Leads that have changed since they were compared. taken: 1 once their blocks and counts stand below; version: of that change.
unseen = Table(
    "unseen",
    metadata,
    Column("lead", WORDS, primary_key=True),
    counted("version"),
    counted("taken"),
    Index("unseen_taken", "taken", "lead"),
    sqlite_with_rowid=False,
)

# What is compared of a lead, as JSON. counts: the keys of `census` it was counted under.
portraits = Table(
    "portraits",
    metadata,
    Column("lead", WORDS, primary_key=True),
    said("told", "[]"),
    said("counts", "[]"),
    sqlite_with_rowid=False,
)

# What leads share, as a number made of it; within a block they stand by name.
blocks = Table(
    "blocks",
    metadata,
    Column("key", INSTANT, primary_key=True, autoincrement=False),
    Column("name", WORDS, primary_key=True),
    Column("lead", WORDS, primary_key=True),
    Index("blocks_lead", "lead"),
    sqlite_with_rowid=False,
)

# How many leads share a value. key: a number made of what it is and of the value.
census = Table(
    "census",
    metadata,
    Column("key", INSTANT, primary_key=True, autoincrement=False),
    counted("count"),
    sqlite_with_rowid=False,
)

# One row, which whoever writes into the tables above has locked. how: by which rules the leads are taken down; where it has changed,
# everybody is marked as unseen, page by page. marking: 1 while that goes on, behind the id `last`. leads: how many are in the census.
looks = Table(
    "looks",
    metadata,
    Column("id", Integer, primary_key=True),
    said("how"),
    counted("marking", 1),
    said("last"),
    counted("leads"),
)
