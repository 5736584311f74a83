"""What was handed out, and how often somebody really fetched it."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import bindparam, select

from engine.store.hot import Hot, Tx
from engine.store.schema import receipts

_TAKEN = Hot(select(receipts.c.id).where(receipts.c.source == bindparam("of")), "of")
SOURCE, TOLD = "asset", "/told"
"""As `engine.doors.forms` writes them: `TOKEN/NAME` once for each link, and `…/told` for the event beside it."""


def fetched(tx: Tx) -> Mapping[str, int]:
    """By the asset's name: links that were used."""
    return Counter(row.id.partition("/")[2] for row in _TAKEN.all(tx, SOURCE) if not row.id.endswith(TOLD))
