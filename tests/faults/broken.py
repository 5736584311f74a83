"""Builds that lack something: guards, which the fault tests must miss, and what would hide what they look for."""

import engine.commands.restoring as restoring
import engine.delivery.batch as batch
import engine.store.sqlite as sqlite
from engine.delivery.outcomes import gone_silent
from engine.domain.instants import Instant
from engine.store.hot import Tx
from engine.store.outbox import MessageRow, Settlement
from engine.store.restored import Kept
from engine.store.states import Step


def doubt() -> None:
    """What nobody knows of is sent again."""

    def again(row: MessageRow, now: Instant) -> Settlement:
        return gone_silent(row, now)._replace(step=Step.POSTPONE, next_at=now)

    batch.gone_silent = again  # type: ignore[attr-defined]


def holding() -> None:
    """A copy that is put back sends what it was about to send."""

    def nothing(tx: Tx, now: Instant) -> Kept:
        return Kept(0)

    restoring.keep_back = nothing  # type: ignore[attr-defined]


def pages() -> None:
    """It keeps hardly any pages of the file, which fill up for a long time: what grows beside them is seen."""
    sqlite.PAGES_KEPT = 1_000
