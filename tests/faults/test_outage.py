"""The engine was down for three days, on a clock that is turned by hand: what had come due leaves in order, under caps and windows,
and who does something now is answered at once.

However many leads there are, the backlog takes a hundred and fifty seconds of this clock: a hundred for its mails, fifty to decide.
The short form has two thousand leads; `make faults` a hundred thousand (`NURTURE_TEST_DUE`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag

import pytest

from engine.channels.memory import MemoryChannel, MemoryConnection
from engine.channels.results import CommitAnswer
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.events import Kind
from engine.domain.instants import MILLISECOND, MINUTE, SECOND, Instant, from_iso, to_datetime
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.work import gather, rows
from engine.work.batch import work_batch, work_until_idle
from tests.engine.work.house import SENDER, ZONE, House, house
from tests.faults.figures import count, promise

TEXT = """
event download
event seen
event asked
topic news
policy 送信 {
  at most 1 email per day
  send only between 09:00 and 18:00
  deliver within 5 days else skip
}
scenario 育成 {
  enter on download
  wait 1 day
  send guide
  wait 1 day
  send case
}
scenario 返信 {
  enter on asked
  send answer
}
"""
DUE = count("NURTURE_TEST_DUE", short=2_000, long=100_000)
MAILING, DECIDING = 100 * SECOND, 25 * SECOND
"""What the backlog takes to be mailed, and each of its two halves to be decided: events that came, and moments that passed."""

BACK = "2026-11-05T17:58:30"
"""A minute and a half before the window shuts."""

EVERY = SECOND // 2
"""Between two leads who ask something now."""

WITHIN = 10 * SECOND


@dataclass(slots=True)
class Wire(MemoryChannel):
    """Keeps when each mail left."""

    made: House | None = None
    left: list[tuple[str, Instant]] = field(default_factory=list)

    def open(self) -> "WireConnection":
        return WireConnection(self)


class WireConnection(MemoryConnection):
    def commit(self) -> CommitAnswer:
        answer = super().commit()
        channel = self.channel
        assert isinstance(channel, Wire) and channel.made is not None
        channel.left.append((channel.delivered[-1].recipient, channel.made.clock.moment))
        return answer


@dataclass(slots=True)
class Outage:
    """leads: how many wait. asked: when each new lead has asked."""

    made: House
    leads: int
    wire: Wire = field(default_factory=Wire)
    asked: dict[str, Instant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wire.made = self.made

    def begin(self) -> None:
        """Everybody enters on Monday morning; then nothing decides until Thursday, while the door goes on taking events."""
        tell(self.made, [self._lead(number) for number in range(self.leads)])
        tell(self.made, [self._event("download", number) for number in range(self.leads)])
        work_until_idle(self.made.work, 1_000)
        self.made.clock.moment = from_iso("2026-11-04T09:00", ZONE)
        tell(self.made, [self._event("seen", number) for number in range(self.leads)])
        self.made.clock.moment = from_iso(BACK, ZONE)

    def work_off(self, until: Instant) -> None:
        """Decides and delivers by turns; each costs its time."""
        made, clock = self.made, self.made.clock
        deliverer = Deliverer(Delivery(store=made.store, sender=SENDER, mail=self.wire, crew=one_after_the_other))
        asking = clock.moment
        while clock.moment < until:
            while asking <= clock.moment < from_iso("2026-11-05T17:59:45", ZONE):
                self._ask(asking)
                asking += EVERY
            report = work_batch(made.work, max(self.leads // 100, 8))
            clock.moment += MILLISECOND + (report.events + report.wakes) * DECIDING // self.leads
            delivered = deliverer.deliver(min(max(self.leads // 100, 8), 100))
            clock.moment += delivered.claimed * MAILING // self.leads
            if not report.subjects and not delivered.claimed:
                clock.moment += 5 * MINUTE
        deliverer.close()

    def _ask(self, moment: Instant) -> None:
        lead = f"N{len(self.asked)}"
        self.asked[f"{lead.lower()}@lead.example"] = moment
        said = Incoming(source="t", id=lead, type="asked", lead=lead, keys={"email": f"{lead.lower()}@lead.example"})
        put(self.made.store, [said])

    def _lead(self, number: int) -> Incoming:
        props = {"email": f"l{number}@lead.example", "name": f"Lead {number}"}
        return Incoming(source="crm", id=f"L{number}", type=Kind.LEAD_CHANGED, lead=f"L{number}", props=props)

    def _event(self, kind: str, number: int) -> Incoming:
        return Incoming(source="t", id=f"{kind}/{number}", type=kind, lead=f"L{number}")

    # ── what it came to ─────────────────────────────────────────────────────────────────

    @property
    def waited(self) -> list[Instant]:
        """How long those who asked waited for their answer, the shortest first."""
        return sorted(moment - self.asked[who] for who, moment in self.wire.left if who in self.asked)

    @property
    def outside(self) -> int:
        """Mails that left outside of their window."""
        return sum(not 9 <= to_datetime(moment, ZONE).hour < 18 for _, moment in self.wire.left)

    @property
    def above(self) -> int:
        """Leads and days with more than one mail."""
        days = Counter((who, to_datetime(moment, ZONE).date()) for who, moment in self.wire.left)
        return sum(count > 1 for count in days.values())


def one_after_the_other(jobs: Sequence[Callable[[], None]], _: Flag) -> None:
    """Couriers who share one clock."""
    for job in jobs:
        job()


def tell(made: House, events: list[Incoming]) -> None:
    """Through the door."""
    put(made.store, events)
    made.clock.moment += SECOND


def outage(folder: Path, leads: int, until: str) -> Outage:
    one = Outage(house(folder, TEXT, mails=("guide", "case", "answer")), leads)
    one.begin()
    one.work_off(from_iso(until, ZONE))
    one.made.store.close()
    return one


def test_after_three_days_everything_leaves_in_its_time_and_who_does_something_now_is_answered_at_once(tmp_path: Path) -> None:
    one = outage(tmp_path, DUE, "2026-11-08T18:00")
    mails = Counter(who in one.asked for who, _ in one.wire.left)
    p95 = one.waited[len(one.waited) * 95 // 100]
    promise(
        "after 72 h of outage caps and windows hold, and news keeps a lane of its own",
        **{"due": one.leads, "mails left": mails[False], "caps broken": one.above, "windows broken": one.outside},
        **{"asked meanwhile": len(one.asked), "answered": len(one.waited), "seconds until the answer (p95)": p95 / SECOND},
    )

    assert (0, 0) == (one.above, one.outside)
    assert len(one.asked) == len(one.waited)
    assert 2 * one.leads == mails[False]
    assert p95 < WITHIN


@pytest.mark.parametrize("lane", ["inbox", "outbox"])
def test_without_its_lane_who_does_something_now_waits_for_the_backlog(lane: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test can tell."""
    if lane == "inbox":
        monkeypatch.setattr(gather, "_add_newest", lambda *_: None)
    else:
        monkeypatch.setattr(rows, "HEAD_START", 0)
    one = outage(tmp_path, 1_000, BACK[:10] + "T18:00")

    assert not one.waited or WITHIN < one.waited[-1] or len(one.waited) < len(one.asked)
