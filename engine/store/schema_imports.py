"""The table of imports that are not at their end. A part of `schema.py`. Nothing of anybody: counts, under a digest of the file."""

from sqlalchemy import Column, Table

from engine.store.columns import counted, instant, metadata
from engine.store.words import WORDS

imports = Table(
    "imports",
    metadata,
    Column("id", WORDS, primary_key=True),
    instant("at"),
    counted("rows"),
    counted("taken"),
    counted("again"),
    counted("erased"),
    counted("new"),
    sqlite_with_rowid=False,
)
