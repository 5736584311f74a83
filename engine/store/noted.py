"""What a transaction notes beside its rows: wishes about addresses, for the log that stands apart from the database."""

from collections.abc import Iterable
from typing import NamedTuple

from engine.domain.instants import Instant
from engine.store.hot import Tx

NOTED = "wishes"


class Wish(NamedTuple):
    """topic: "" for everything; reason: why the address is closed, "" where the topic is wanted again."""

    address: str
    topic: str
    reason: str
    at: Instant


def note(tx: Tx, wishes: Iterable[Wish]) -> None:
    """They go to the log when, and before, this transaction is committed."""
    tx.info.setdefault(NOTED, []).extend(wishes)
