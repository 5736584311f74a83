"""A click counts after its quiet time: by then it is clear whether a person followed a link, or a scanner all of them.

What counted and turns out to be a machine's later is withdrawn: facts are as if it had never been, acts stay.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from engine.domain.events import Kind, Props
from engine.domain.instants import HOUR
from engine.doors.arrivals import write_behind
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.doors.machines import MANY_READERS, Observation, Scene, verdict
from engine.doors.mail_links import KINDS, QUIET, SOURCE, open_id, open_of, opens_so_far, withdrawal_of
from engine.store import clicks, inbox
from engine.store.clicks import Click
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.writer import Priority

LOOKS_BACK = HOUR
"""What counted so long ago is looked at again when more is seen of its mail."""


def settle_clicks(store: Store) -> int:
    """Judges the clicks whose quiet time is over; how many were a person's. A crash in between changes nothing."""
    with store.read() as tx:
        if not _ripe(tx, store):
            return 0
    return write_behind(store, lambda tx: _settle(tx, store), Priority.WORK)


def _ripe(tx: Tx, store: Store) -> list[list[Click]]:
    now = store.clock.now()
    return [burst for burst in bursts(clicks.waiting(tx)) if now - burst[-1].at >= QUIET]


def _settle(tx: Tx, store: Store) -> int:
    counted = 0
    for burst in _ripe(tx, store):
        mail = _Mail(tx, store, burst)
        counted += mail.judge()
        mail.look_back()
    return counted


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


class _Mail:
    """One mail and what is to be judged of it."""

    def __init__(self, tx: Tx, store: Store, burst: Sequence[Click]) -> None:
        self.tx, self.store, self.burst = tx, store, burst
        self.id, self.lead = burst[0].message, burst[0].lead
        self.known = list({click.seq: click for click in (*clicks.of_mail(tx, self.id), *burst)}.values())
        self.others = [_observed(click) for click in self.known]
        self.links = clicks.links_of(tx, self.id)

    def judge(self) -> int:
        """The clicks of the burst; how many count. Of those on one link the first does."""
        counted: dict[str, Click] = {}
        for click in self.burst:
            found = verdict(_observed(click), self._scene(click))
            if found.verdict == "machine":
                clicks.judge(self.tx, [(click.seq, "machine", found.why)])
                continue
            clicks.judge(self.tx, [(click.seq, "again" if click.link in counted else "human", "")])
            counted.setdefault(click.link, click)
        number = opens_so_far(self.tx, self.id) if counted else 0
        put_within(self.tx, self.store, [event for click in counted.values() for event in _events(click, number)])
        return len(counted)

    def look_back(self) -> None:
        """What counted before, beside what is known now."""
        judged = {click.seq for click in self.burst}
        since = self.burst[-1].at - LOOKS_BACK
        before = [click for click in self.known if click.verdict in ("human", "again") and click.seq not in judged and click.at > since]
        wrong = [(click, why) for click in before if (why := verdict(_observed(click), self._scene(click)).why)]
        if not wrong:
            return
        clicks.judge(self.tx, [(click.seq, "machine", why) for click, why in wrong])
        said = [_withdrawn(click, Kind.MAIL_CLICKED, f"click/{click.seq}", why) for click, why in wrong if click.of == "click"]
        left = [click for click in clicks.of_mail(self.tx, self.id) if click.verdict in ("human", "again")]
        if not left:
            opened = open_id(self.id, opens_so_far(self.tx, self.id))
            said.append(_withdrawn(wrong[0][0], Kind.MAIL_OPENED, opened, wrong[0][1]))
        # What never counted (the second click on a link) needs no withdrawal.
        there = inbox.receipts_of(self.tx, [(SOURCE, str(one.props["of"])) for one in said])
        put_within(self.tx, self.store, [one for one in said if (SOURCE, str(one.props["of"])) in there])

    def _scene(self, click: Click) -> Scene:
        readers = clicks.readers(self.tx, click.mark, click.at, MANY_READERS[1], self.lead)
        return Scene(self.others, click.left, self.links, readers)


def _observed(click: Click) -> Observation:
    # What was found out beside others is found out anew; what the request showed stays.
    shown = click.why if click.verdict == "machine" else ""
    return Observation(click.link, KINDS[click.of], click.at, click.agent, click.mark, shown)


def _events(click: Click, number: int) -> Iterator[Incoming]:
    """A click implies an open, which comes first."""
    yield open_of(click.message, click.lead, _props(click), click.at, number)
    props = _props(click) | {"link": click.name, "url": click.target, "message": click.message}
    yield Incoming(source=SOURCE, id=f"click/{click.seq}", type=Kind.MAIL_CLICKED, lead=click.lead, at=click.at, props=props)


def _withdrawn(click: Click, kind: Kind, of: str, why: str) -> Incoming:
    props = _props(click) | {"message": click.message, "what": kind.value, "of": of, "because": why}
    return Incoming(source=SOURCE, id=withdrawal_of(of), type=Kind.MAIL_WITHDRAWN, lead=click.lead, props=props)


def _props(click: Click) -> Props:
    return {"template": click.template, "scenario": click.scenario, "key": click.key}
