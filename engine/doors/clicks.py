"""A click counts after its quiet time: by then it is clear whether a person followed a link, or a scanner all of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from engine.domain.events import Kind
from engine.domain.instants import SECOND
from engine.doors.inbox import Incoming, put_within
from engine.doors.mail_links import SOURCE, open_of
from engine.store import clicks
from engine.store.clicks import Click
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.writer import Priority

QUIET = 10 * SECOND
"""A click counts when its mail has been left alone for so long."""
SCANNED = ((2, 1 * SECOND), (3, 5 * SECOND))
"""So many different links of one mail within so long: no person does that. Gateways open all links of a mail at once."""

Verdict = Literal["human", "machine"]


def settle_clicks(store: Store) -> int:
    """Judges the clicks whose quiet time is over; how many were a person's. A crash in between changes nothing."""
    with store.read() as tx:
        if not _ripe(tx, store):
            return 0
    return store.write(Priority.WORK, lambda tx: _settle(tx, store))


def _ripe(tx: Tx, store: Store) -> list[list[Click]]:
    now = store.clock.now()
    return [burst for burst in bursts(clicks.waiting(tx)) if now - burst[-1].at >= QUIET]


def _settle(tx: Tx, store: Store) -> int:
    judged = [(burst, verdict_of(burst)) for burst in _ripe(tx, store)]
    counted = [click for burst, verdict in judged if verdict == "human" for click in burst]
    clicks.judge(tx, [(click.seq, verdict) for burst, verdict in judged for click in burst])
    put_within(tx, store, [event for click in counted for event in _events(click)])
    return len(counted)


def bursts(waiting: Sequence[Click]) -> Iterator[list[Click]]:
    """Clicks on one mail with less than the quiet time between them."""
    for _, group in groupby(waiting, key=lambda click: click.message):
        burst: list[Click] = []
        for click in group:
            if burst and click.at - burst[-1].at >= QUIET:
                yield burst
                burst = []
            burst.append(click)
        yield burst


def verdict_of(burst: Sequence[Click]) -> Verdict:
    """Who made these clicks; each is on another link of the same mail."""
    for count, span in SCANNED:
        for first, last in zip(burst, burst[count - 1 :], strict=False):
            if last.at - first.at < span:
                return "machine"
    return "human"


def _events(click: Click) -> Iterator[Incoming]:
    """A click implies an open, which comes first."""
    props = {"template": click.template, "scenario": click.scenario, "key": click.key}
    yield open_of(click.message, click.lead, props, click.at)
    props |= {"link": click.name, "url": click.target, "message": click.message}
    yield Incoming(source=SOURCE, id=f"click/{click.seq}", type=Kind.MAIL_CLICKED, lead=click.lead, at=click.at, props=props)
