"""The table of what people allowed. A part of `schema.py`."""

from sqlalchemy import Column, Index, Table

from engine.store.columns import instant, metadata, said
from engine.store.words import NUMBERS, WORDS

consents = Table(
    "consents",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    Column("lead", WORDS, nullable=False),
    # Of the lead at that moment.
    said("address"),
    # asked, given, withdrawn, lifted, tracking-on, tracking-off.
    said("act"),
    # "" for everything.
    said("topic"),
    instant("at"),
    instant("received"),
    # form, page, link, mail, import, hand, scenario, api.
    said("place"),
    # The words that were agreed to, which version of them, and their SHA-256.
    said("text"),
    said("version"),
    said("digest"),
    said("who"),
    # The event it follows from.
    said("source"),
    said("event"),
    Index("consents_lead", "lead", "seq"),
    Index("consents_at", "act", "at"),
)
