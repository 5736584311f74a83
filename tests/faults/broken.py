"""Builds that have lost a guard: what the fault tests must be able to tell from the real one."""

import engine.commands.restoring as restoring
import engine.delivery.batch as batch
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
