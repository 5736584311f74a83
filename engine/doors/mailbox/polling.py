"""Reads what is new in a mailbox. Each mail is taken once: how far was read is written in the transaction that takes it.

A crash before that commit reads it again, one behind it only marks it on the server later.
"""

import threading
import time
from dataclasses import dataclass, field, replace

import structlog

from engine.domain.errors import NurtureError
from engine.doors.arrivals import write_behind
from engine.doors.mailbox.imap import Account, Folder, Line, folders
from engine.doors.mailbox.taking import Limits, Outcome, about, take_within
from engine.doors.mailbox.verdicts import Verdict, verdict_of
from engine.store import mailbox
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.mailbox import Position
from engine.store.writer import Priority

TOGETHER = 10
"""Mails a transaction takes: some 10 ms of the writer."""
AT_ONCE = 2_000
"""Mails of a folder that one poll reads; the next goes on."""

log = structlog.get_logger("nurture")


@dataclass(frozen=True, slots=True)
class Found:
    """A mail of a folder and what became of it."""

    folder: str
    uid: int
    outcome: Outcome


def poll(store: Store, account: Account, limits: Limits) -> list[Found]:
    """Takes what is new in all folders. Raises NurtureError; what was taken until then stays taken."""
    found: list[Found] = []
    with folders(account) as line:
        for name in account.folders:
            found += _Reading(store, line, name, limits).go_on()
    return found


def look(store: Store, account: Account) -> list[Found]:
    """The same, but nothing is taken or marked."""
    found: list[Found] = []
    with folders(account) as line, store.read() as tx:
        for name in account.folders:
            folder = line.open(name)
            known = mailbox.position(tx, account.name(name))
            first = known.uid if known.validity == folder.validity else 0
            found += [Found(name, uid, foreseen(tx, verdict_of(folder.read(uid)))) for uid in folder.after(first)[:AT_ONCE]]
    return found


def foreseen(tx: Tx, verdict: Verdict) -> Outcome:
    """What a mail is and whom it is about; nothing is done about it."""
    row = about(tx, verdict)
    bare = Outcome(verdict.sort, status=verdict.status, said=verdict.said)
    return bare if row is None else replace(bare, lead=row.lead, message=row.id, template=row.template)


@dataclass(slots=True)
class _Reading:
    """One folder."""

    store: Store
    line: Line
    name: str
    limits: Limits

    def go_on(self) -> list[Found]:
        folder = self.line.open(self.name)
        with self.store.read() as tx:
            at = mailbox.position(tx, self._key)
        known = at if at.validity == folder.validity else Position(folder.validity)
        self._mark(known)
        found: list[Found] = []
        uids = folder.after(known.uid)[:AT_ONCE]
        for start in range(0, len(uids), TOGETHER):
            some = self._take(folder, uids[start : start + TOGETHER], at)
            if some is None:
                return found
            at, outcomes = some
            found += outcomes
            self._mark(at)
        return found

    def _take(self, folder: Folder, uids: list[int], at: Position) -> tuple[Position, list[Found]] | None:
        """None where another process has read on meanwhile."""
        read = [(uid, raw, verdict_of(raw)) for uid in uids if (raw := folder.read(uid))]

        def write(tx: Tx) -> tuple[Position, list[Found]]:
            done = [Found(self.name, uid, take_within(tx, self.store, verdict, raw, self.limits)) for uid, raw, verdict in read]
            ours = tuple(one.uid for one in done if one.outcome.message)
            after = Position(folder.validity, uids[-1], ours)
            if not mailbox.advance(tx, self._key, at, after):
                raise _Overtaken
            return after, done

        try:
            return write_behind(self.store, write)
        except _Overtaken:
            return None

    def _mark(self, at: Position) -> None:
        self.line.mark(at.unmarked)
        if at.unmarked:
            self.store.write(Priority.INTAKE, lambda tx: mailbox.marked(tx, self._key, at))

    @property
    def _key(self) -> str:
        return self.line.account.name(self.name)


class _Overtaken(Exception):
    """Another has read these mails first; what this transaction did about them is undone."""


@dataclass
class Poller:
    """Polls now and then, in a thread of its own: a server that is slow keeps nothing else waiting. every: seconds."""

    store: Store
    account: Account
    limits: Limits
    every: float
    _next: float = 0.0
    _thread: threading.Thread | None = None
    _failure: list[NurtureError] = field(default_factory=list)

    def beat(self) -> None:
        """Begins a poll if it is time. Raises NurtureError for what went wrong with the last one."""
        if self.is_busy:
            return
        if self._failure:
            raise self._failure.pop()
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self.every
            self._thread = threading.Thread(target=self._poll, name="nurture-mailbox", daemon=True)
            self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether a poll is under way."""
        return self._thread is not None and self._thread.is_alive()

    def _poll(self) -> None:
        try:
            found = poll(self.store, self.account, self.limits)
        except NurtureError as error:
            self._failure.append(error)
            return
        if found:
            log.info("mailbox read", mails=len(found), ours=sum(bool(one.outcome.message) for one in found))
