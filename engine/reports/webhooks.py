"""What scenarios told other systems, and what came of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select, true

from engine.store.hot import Tx
from engine.store.outbox import WEBHOOK
from engine.store.schema import messages

_ENDS = {"sent": "done", "failed": "failed", "shadow": "shadow"}


@dataclass(frozen=True, slots=True)
class WebhookTally:
    """One webhook. waiting: not answered yet; shadow: decided while nothing left. reasons: of those that wait or failed, how many each."""

    name: str
    called: int
    done: int
    waiting: int
    failed: int
    shadow: int
    reasons: tuple[tuple[str, int], ...]


def webhook_tallies(tx: Tx, scenario: str = "") -> tuple[WebhookTally, ...]:
    """By webhook, the busiest first; of all scenarios unless one is named."""
    columns = (messages.c.target, messages.c.state, messages.c.reason)
    of = messages.c.scenario == scenario if scenario else true()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for target, state, reason, count in tx.execute(
        select(*columns, func.count()).where(messages.c.kind == WEBHOOK, of).group_by(*columns)
    ):
        end = _ENDS.get(state, "waiting")
        counts[target][end] += count
        if reason and end in ("waiting", "failed"):
            reasons[target][reason] += count
    tallies = [_tally(name, found, reasons[name]) for name, found in counts.items()]
    return tuple(sorted(tallies, key=lambda one: (-one.called, one.name)))


def _tally(name: str, found: Counter[str], reasons: Counter[str]) -> WebhookTally:
    return WebhookTally(
        name=name,
        called=found.total(),
        done=found["done"],
        waiting=found["waiting"],
        failed=found["failed"],
        shadow=found["shadow"],
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
    )
