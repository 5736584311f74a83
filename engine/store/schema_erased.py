"""The tables of those who were erased. A part of `schema.py`."""

from sqlalchemy import Column, Index, Table

from engine.store.columns import instant, metadata, said
from engine.store.words import WORDS

erasures = Table(
    "erasures",
    metadata,
    # The name by dice that the lead has from then on; "" for the row that says by which key the digests are made.
    Column("name", WORDS, primary_key=True),
    instant("asked_at"),
    # 0 until everything is gone.
    instant("done_at"),
    said("who"),
    # Of the row of the key: its digest.
    said("key"),
    sqlite_with_rowid=False,
)

erasure_keys = Table(
    "erasure_keys",
    metadata,
    # Of a key or an address: whoever shows it is refused.
    Column("digest", WORDS, primary_key=True),
    said("name"),
    Index("erasure_keys_name", "name"),
    sqlite_with_rowid=False,
)
