"""What must hold after every commit and every word to a server, looked up past the engine: in its tables, and at the servers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from engine.domain.instants import SECOND, Instant, to_datetime
from tests.simulator.disk import Disk

if TYPE_CHECKING:
    from tests.simulator.lines import Taken
    from tests.simulator.process import Process

ENDED = ("sent", "failed", "skipped", "shadow")
_FINAL = frozenset(ENDED)
_ZONE = "Asia/Tokyo"
_CLOSED = "SELECT reason FROM addresses WHERE address = ? AND (topic = '' OR topic = ?) AND (? = 'marketing' OR reason <> 'unsubscribed')"


class Violation(BaseException):
    """A law is broken. No boundary of the engine may catch it."""


class Message(NamedTuple):
    """A row of the outbox."""

    id: str
    lead: str
    kind: str
    key: str
    run: str
    target: str
    topic: str
    purpose: str
    state: str
    reason: str
    from_at: Instant
    until_at: Instant
    owner: str
    lease: Instant
    fenced_at: Instant


_MESSAGES = f"SELECT {', '.join(Message._fields)} FROM messages ORDER BY id"


@dataclass(slots=True)
class Laws:
    """excused: messages of which nobody can know whether they left."""

    disk: Disk
    messages: dict[str, Message] = field(default_factory=dict)
    permits: Counter[str] = field(default_factory=Counter)
    """Fences passed and not yet spent on a last word, by message."""
    claims: dict[str, "Process"] = field(default_factory=dict)
    """Who holds which message."""
    left_already: set[str] = field(default_factory=set)
    excused: set[str] = field(default_factory=set)
    mailed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Mails that left, by lead and day."""
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)
    newest: dict[str, tuple[int, Instant]] = field(default_factory=dict)
    """The number and the moment of each subject's last decision."""
    last_event: int = 0
    last_entry: int = 0

    # ── after a commit ──────────────────────────────────────────────────────────────────

    def look(self, process: "Process", now: Instant) -> None:
        """process: who has committed; now: what the machine's clock shows."""
        self._events()
        self._journal()
        for row in map(Message._make, self.disk.look(_MESSAGES)):
            before = self.messages.get(row.id)
            if row != before:
                self._moved(before, row, process, now)
                self.messages[row.id] = row

    def _events(self) -> None:
        """Each (source, id) of a subject is there once."""
        for seq, *who in self.disk.look("SELECT seq, source, id, subject FROM events WHERE seq > ? ORDER BY seq", self.last_event):
            self.last_event = seq
            if tuple(who) in self.seen:
                raise Violation(f"{who} was taken twice")
            self.seen.add((who[0], who[1], who[2]))

    def _journal(self) -> None:
        """Numbers rise, moments never fall, and an event is decided once."""
        found = self.disk.look("SELECT seq, subject, number, moment, cause FROM journal WHERE seq > ? ORDER BY seq", self.last_entry)
        for seq, subject, number, moment, cause in found:
            self.last_entry = seq
            before = self.newest.get(subject, (0, 0))
            if number <= before[0] or moment < before[1]:
                raise Violation(f"{subject}: {(number, moment)} comes after {before}")
            self.newest[subject] = (number, moment)
            if cause and cause in self.decided:
                raise Violation(f"event {cause} was decided twice")
            self.decided.add(cause)

    def _moved(self, before: Message | None, row: Message, process: "Process", now: Instant) -> None:
        if before is not None and before.state in _FINAL and before.state != row.state:
            raise Violation(f"{row.id} was {before.state} and is {row.state}")
        if row.fenced_at and (before is None or row.fenced_at != before.fenced_at or before.state != "fenced" == row.state):
            self._claimed(before, row, process, now)
            self._fenced(row, now)
        if row.owner and (before is None or row.owner != before.owner):
            self.claims[row.id] = process
        if row.state == "doubtful" and (before is None or before.state != "doubtful"):
            self._doubted(before, row, now)

    def _claimed(self, before: Message | None, row: Message, process: "Process", now: Instant) -> None:
        """Only who holds it may let it out, and only as long as its lease lasts."""
        if before is None or self.claims.get(row.id) is not process:
            raise Violation(f"{row.id} is let out by {process.name}, who does not hold it")
        if before.lease <= now:
            raise Violation(f"{row.id} is let out by {process.name} after its lease")

    def _doubted(self, before: Message | None, row: Message, now: Instant) -> None:
        """Only where its process died, its server fell silent, or its lease is over."""
        is_over = before is not None and 0 < before.lease <= now
        if row.id not in self.excused and not is_over:
            raise Violation(f"{row.id} is in doubt, and nothing happened to it")
        self.excused.add(row.id)

    def _fenced(self, row: Message, now: Instant) -> None:
        """The last look must have seen all of this."""
        self.permits[row.id] += 1
        if row.id in self.left_already and row.kind != "webhook":
            raise Violation(f"{row.id} is let out again")
        if not row.from_at <= row.fenced_at < row.until_at or abs(row.fenced_at - now) > SECOND:
            raise Violation(f"{row.id} is let out at {row.fenced_at}, its time is {row.from_at} to {row.until_at}, now is {now}")
        mode, stopped = self.disk.look("SELECT mode, stopped FROM control")[0]
        if stopped or mode != "live":
            raise Violation(f"{row.id} is let out while all is stopped")
        if row.kind != "mail":
            return
        if found := self.disk.look(_CLOSED, row.target, row.topic, row.purpose):
            raise Violation(f"{row.id} is let out to {row.target}: {found[0][0]}")
        if self.disk.look("SELECT 1 FROM runs WHERE lead = ? AND run = ? AND state IN ('left', 'goal', 'removed')", row.lead, row.run):
            raise Violation(f"{row.id} is let out of a run that ended")
        if self._is_held(row.lead, now):
            raise Violation(f"{row.id} is let out to a lead that is held")

    def _is_held(self, lead: str, now: Instant) -> bool:
        document = self.disk.look("SELECT document FROM subjects WHERE id = ?", lead)
        held: Any = msgspec.json.decode(document[0][0]) if document else {}
        return any(hold and (not hold.get("until") or hold["until"] > now) for hold in (held.get("hold"), held.get("held")))

    def is_closed(self, address: str, topic: str) -> bool:
        """Whether no marketing goes there any more."""
        return bool(self.disk.look(_CLOSED, address, topic, "marketing"))

    # ── at a server ─────────────────────────────────────────────────────────────────────

    def last_word(self, key: str) -> None:
        """The final dot, or the request itself: each needs a fence of its own."""
        if self.permits[key] < 1:
            raise Violation(f"the last word about {key} is said without a fence")
        self.permits[key] -= 1

    def left(self, taken: "Taken", *, is_keyed: bool) -> None:
        """A server has taken something over."""
        row = self.messages[taken.key]
        if taken.key in self.left_already and not is_keyed:
            raise Violation(f"{taken.key} left twice")
        self.left_already.add(taken.key)
        if row.kind == "mail" and row.purpose == "marketing":
            self._capped(row)

    def _capped(self, row: Message) -> None:
        """At most one a day, between nine and six: what the program of this world says."""
        moment = to_datetime(row.fenced_at, _ZONE)
        if not 9 <= moment.hour < 18:
            raise Violation(f"{row.id} left at {moment}")
        day = (row.lead, str(moment.date()))
        self.mailed[day] += 1
        if self.mailed[day] > 1:
            raise Violation(f"{row.lead} got two mails on {day[1]}")

    # ── when a process dies ─────────────────────────────────────────────────────────────

    def died(self, process: "Process") -> None:
        """At most one message of each connection is in doubt now."""
        for line in process.lines:
            fenced = {key for key in line.carried if key in self.messages and self.messages[key].state == "fenced"} - self.excused
            if len(fenced) > 1:
                raise Violation(f"{sorted(fenced)} are in doubt, and were on one connection")
            self.excused |= fenced

    # ── at the end ──────────────────────────────────────────────────────────────────────

    def rest(self, accepted: set[tuple[str, str]], wishes: set[tuple[str, str]]) -> None:
        """Nothing is lost. accepted: what a door has answered for; wishes: (address, topic) of those who left."""
        if lost := accepted - {who[:2] for who in self.seen}:
            raise Violation(f"{sorted(lost)} were answered for and are not there")
        if lost := {wish for wish in wishes if not self.is_closed(*wish)}:
            raise Violation(f"{sorted(lost)} left, and their addresses are open")
        if found := self.disk.look("SELECT seq, subject FROM inbox WHERE aside = 0"):
            raise Violation(f"nobody decides about {found}")
        undecided = "SELECT e.seq, e.type FROM events e JOIN receipts r ON r.source = e.source AND r.id = e.id WHERE NOT EXISTS "
        undecided += "(SELECT 1 FROM journal j WHERE j.cause = e.seq) AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.seq = e.seq)"
        if found := self.disk.look(undecided):
            raise Violation(f"{found} were never decided")
        aside = {subject for (subject,) in self.disk.look("SELECT subject FROM stumbles WHERE aside = 1")}
        stuck = {name for (name,) in self.disk.look("SELECT name FROM holds WHERE scope = 'message'")}
        for row in self.messages.values():
            # Until an operator takes it up: nobody judges the mails of a lead that is set aside, nor sends one that got nowhere too often.
            if row.state not in ("held", "returned", "frozen") or (row.lead not in aside and row.id not in stuck):
                self._ended(row)

    def _ended(self, row: Message) -> None:
        if row.state not in _FINAL and row.state != "doubtful":
            raise Violation(f"{row.id} is {row.state} for ever: {row.reason}")
        if row.state in ("failed", "skipped", "doubtful") and not row.reason:
            raise Violation(f"{row.id} is {row.state} without a reason")
        if row.state == "sent" and row.id not in self.left_already and not row.reason.startswith("evidence"):
            raise Violation(f"{row.id} is called sent and never left")
        if row.kind != "webhook" and row.id in self.left_already and row.state not in ("sent", "doubtful"):
            raise Violation(f"{row.id} left and is called {row.state}")
