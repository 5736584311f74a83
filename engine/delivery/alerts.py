"""Alerts to those who run nurture. They leave by a way of their own: when the outbox is stopped they must leave all the same.

No cause is told more than once an hour, and once more when it is over. What was told stands in the database, so that of several
workers one tells it; what a worker knows of itself alone, that the database is away or copies are old, in a file of its own. A process
that starts again and again tells nothing each time. Nothing of a lead is in an alert.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import structlog

from engine.channels.results import Channel, CommitAnswer, OfferAnswer, Offered, Parcel, Sent, TryLater
from engine.channels.slack import escaped
from engine.delivery.alert_words import HEAD, OVER, WORDS
from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import HOUR, MINUTE, SECOND, Instant, to_datetime
from engine.store import told
from engine.store.database import Store
from engine.store.failures import PASSING
from engine.store.gauges import Gauges, gauges
from engine.store.writer import Priority

AGAIN = HOUR
OWN = ("alert.database", "alert.backup")
"""Causes that each process sees for itself; all others every worker reads in the same database."""

LOOK_EVERY = 30 * SECOND

log = structlog.get_logger("nurture")


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is told. queue, outbox: ages; database: how long it may be away; backup: 0 where nobody copies a file."""

    queue: Instant = 10 * MINUTE
    outbox: Instant = 30 * MINUTE
    database: Instant = 2 * MINUTE
    backup: Instant = 0


@dataclass(frozen=True, slots=True)
class Ways:
    """mails: to whom; rooms: where to post; mail, chat: by which channel."""

    sender: str
    mails: Sequence[str]
    rooms: Mapping[str, str]
    mail: Channel
    chat: Channel | None = None


@dataclass
class Alerter:
    """newest_copy: when the newest copy of the database was made, 0 for none. file: what was told already."""

    store: Store
    ways: Ways
    file: Path
    name: str
    language: str
    limits: Limits = Limits()
    newest_copy: Callable[[], Instant] = lambda: 0
    _looked: Instant = 0
    _away_since: Instant = 0
    _told: dict[str, Instant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self._told = {str(code): int(at) for code, at in json.loads(self.file.read_text("utf-8")).items()}
        except (OSError, ValueError, AttributeError):
            self._told = {}

    def look(self) -> int:
        """Now and then: tells what is new, what has lasted another hour, and what is over; how many texts left."""
        now = self.store.clock.now()
        if now < self._looked + LOOK_EVERY or not (self.ways.mails or self.ways.rooms):
            return 0
        self._looked = now
        try:
            with self.store.read() as tx:
                shared, before = {one.code: one for one in self._of(gauges(tx, now))}, told.standing(tx)
        except NurtureError as error:
            return self._tell_own(self._away(error, now), now, OWN[:1])
        self._away_since = 0
        return self._tell_shared(shared, before, now) + self._tell_own(self._of_copies(now), now, OWN)

    def _away(self, error: NurtureError, now: Instant) -> list[Problem]:
        self._away_since = self._away_since or now
        is_long = now - self._away_since >= self.limits.database or error.problem.code not in PASSING
        return [Problem("alert.database", {"code": error.problem.code, "minutes": _minutes(now - self._away_since)})] if is_long else []

    def _tell_shared(self, found: Mapping[str, Problem], before: Mapping[str, Instant], now: Instant) -> int:
        """Whoever writes the row first tells it. Where nothing can be written, nobody can know what others tell."""
        due = [code for code in found if before.get(code, -AGAIN) <= now - AGAIN]
        over = [code for code in before if code not in found]
        if not due and not over:
            return 0
        try:
            mine = self.store.write(Priority.WORK, lambda tx: (told.take(tx, due, now, now - AGAIN), told.end(tx, over)))
        except NurtureError:
            return self._tell_own(list(found.values()), now, ())
        count = self._tell([found[code] for code in mine[0]], [Problem(code) for code in mine[1]], now)
        if (mine[0] or mine[1]) and not count:
            stood = [told.Told(code, before[code]) for code in (*mine[0], *mine[1]) if code in before]
            self.store.write(Priority.WORK, lambda tx: told.put_back(tx, stood, mine[0], now))
        return count

    def _tell_own(self, problems: Sequence[Problem], now: Instant, judged: Collection[str]) -> int:
        """What this process told stands in its file. judged: causes that are over if they are not among the problems."""
        found = {one.code for one in problems}
        due = [one for one in problems if now >= self._told.get(one.code, -AGAIN) + AGAIN]
        over = [code for code in self._told if code in judged and code not in found]
        count = self._tell(due, [Problem(code) for code in over], now)
        if count:
            kept = {code: at for code, at in self._told.items() if code not in over}
            self._told = kept | {one.code: now for one in due}
            self._keep()
        return count

    def _of(self, seen: Gauges) -> list[Problem]:
        found = []
        if seen.control.stopped or bool(seen.control.halted):
            found.append(Problem("alert.stopped"))
        if seen.aside:
            found.append(Problem("alert.aside", {"count": str(seen.aside)}))
        if doubtful := sum(count for (_, state), count in seen.outbox.items() if state == "doubtful"):
            found.append(Problem("alert.doubtful", {"count": str(doubtful)}))
        if seen.queue_age * SECOND > self.limits.queue:
            found.append(Problem("alert.queue", {"count": str(seen.queue), "minutes": _minutes(int(seen.queue_age * SECOND))}))
        is_sending = seen.control.mode == "live" and not seen.control.stopped
        if is_sending and seen.outbox_age * SECOND > self.limits.outbox:
            found.append(Problem("alert.outbox", {"minutes": _minutes(int(seen.outbox_age * SECOND))}))
        return found

    def _of_copies(self, now: Instant) -> list[Problem]:
        if not self.limits.backup or self.newest_copy() > now - self.limits.backup:
            return []
        return [Problem("alert.backup", {"days": str(self.limits.backup // (24 * HOUR))})]

    def _tell(self, due: Sequence[Problem], over: Sequence[Problem], now: Instant) -> int:
        if not due and not over:
            return 0
        lines = [self._said(one) for one in due] + [self._said_over(one) for one in over]
        subject = _in(HEAD["begun" if due else "over"], self.language).format(name=self.name)
        sent = sum(self._mail(to, subject, lines, now) for to in self.ways.mails)
        return sent + sum(self._post(url, subject, lines, now) for url in self.ways.rooms.values())

    def _said(self, one: Problem) -> str:
        return _in(WORDS[one.code], self.language).format_map(one.values)

    def _said_over(self, one: Problem) -> str:
        return _in(OVER.get(one.code, HEAD["unknown"]), self.language)

    def _mail(self, to: str, subject: str, lines: Sequence[str], now: Instant) -> bool:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.ways.sender, to, subject
        message["Date"] = format_datetime(to_datetime(now))
        message["Auto-Submitted"] = "auto-generated"
        message.set_content("\n".join(f"- {line}" for line in lines) + "\n")
        return self._leave(self.ways.mail, Parcel(f"alert-{now}", self.ways.sender, to, message.as_bytes().replace(b"\n", b"\r\n"), now))

    def _post(self, url: str, subject: str, lines: Sequence[str], now: Instant) -> bool:
        if self.ways.chat is None:
            return False
        text = escaped("\n".join([subject, *(f"• {line}" for line in lines)]))
        return self._leave(self.ways.chat, Parcel(f"alert-{now}", "", url, json.dumps({"text": text}, ensure_ascii=False).encode(), now))

    def _leave(self, channel: Channel, parcel: Parcel) -> bool:
        """What does not leave now is tried again at the next look."""
        line = channel.open()
        if isinstance(line, TryLater):
            log.warning("an alert could not leave", channel=channel.name)
            return False
        try:
            offered = line.offer(parcel)
            answer: OfferAnswer | CommitAnswer = line.commit() if isinstance(offered, Offered) else offered
        finally:
            line.close()
        if not isinstance(answer, Sent):
            log.warning("an alert could not leave", channel=channel.name)
        return isinstance(answer, Sent)

    def _keep(self) -> None:
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file.write_text(json.dumps(self._told), "utf-8")
        except OSError:
            log.warning("what was told could not be kept")


def _minutes(length: Instant) -> str:
    return str(max(1, length // MINUTE))


def _in(both: tuple[str, str], language: str) -> str:
    return both[1] if language == "ja" else both[0]
