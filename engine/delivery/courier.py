"""One message on one line: offer, fence, the last word, and what came of it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from engine.channels.results import Channel, Connection, OfferAnswer, Offered, Parcel, Refused, Telephone, TryLater
from engine.channels.returning import return_path
from engine.delivery.freeze import Frozen
from engine.delivery.house import Delivery
from engine.delivery.inputs import MailInputs
from engine.delivery.outcomes import Answer, closes_address, is_worth_a_note, news_of, of_redirect, refused_by_fence, settle
from engine.domain.errors import NurtureError
from engine.store import control, fences, inbox, outbox, outbox_by_hand, people
from engine.store.database import Store
from engine.store.failures import PASSING
from engine.store.hot import Tx, forbidding, one_by_one
from engine.store.outbox import MessageRow, Settlement
from engine.store.states import Step
from engine.store.writer import Priority


class Answered(NamedTuple):
    """What came of a message, on its way to the disk. closes: it closes an address."""

    written: Future[bool]
    job: Callable[[Tx], bool]
    closes: bool

    @property
    def is_on_disk(self) -> bool:
        return self.written.done() and self.written.exception() is None


@dataclass(slots=True)
class Courier:
    """Used by one thread. owner: the name its claim was made under; down: why a channel cannot be reached just now.

    fenced: the message whose last word is being said. hurrying: nothing passes the fence any more. Both change under the lock.
    """

    delivery: Delivery
    owner: str
    lines: dict[str, Connection] = field(default_factory=dict)
    down: dict[str, TryLater] = field(default_factory=dict)
    settling: list[Answered] = field(default_factory=list)
    unsettled: list[Callable[[Tx], bool]] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    failure: NurtureError | None = None
    fenced: MessageRow | None = None
    hurrying: bool = False
    _lock: Lock = field(default_factory=Lock)

    def begin(self, owner: str) -> None:
        """A new batch: what could not be reached before is tried again."""
        self.owner, self.failure = owner, None
        self.steps = Counter()
        self.down.clear()

    def carry(self, frozen: Frozen) -> str:
        """Brings one message as far as it goes; the last step it took, "" if it was another's."""
        offered = self._offered(frozen)
        if not isinstance(offered, Offered):
            return self._settle(frozen.row, _judged(frozen, offered), is_fenced=False)
        line = self.lines[frozen.way.channel.name]
        with self._lock:
            if self.hurrying:
                line.abandon()
                return self._give_back(frozen.row)
            self.fenced = frozen.row
        fenced = self._fence(frozen.row, line)
        if isinstance(fenced, str):
            line.abandon()
            self.fenced = None
            return fenced
        step = self._settle(fenced, _judged(frozen, line.commit()), is_fenced=True)
        self.fenced = None
        return step

    def hurry(self) -> None:
        """From another thread: what has not been said is not said any more, and a server that is slow to listen is left."""
        with self._lock:
            self.hurrying = True
            if self.fenced is None:
                for line in list(self.lines.values()):
                    if isinstance(line, Telephone):
                        line.hang_up()

    def _offered(self, frozen: Frozen) -> OfferAnswer:
        """A line that was open and has ended meanwhile is no fault of the message: it is offered once more, on a new one."""
        channel, parcel = frozen.way.channel, self._parcel(frozen)
        is_old = channel.name in self.lines
        line = self._line(channel)
        if isinstance(line, TryLater):
            return line
        answer = line.offer(parcel)
        if isinstance(answer, TryLater) and is_old and not line.is_open and not self.hurrying:
            line = self._line(channel)
            return line if isinstance(line, TryLater) else line.offer(parcel)
        return answer

    def _give_back(self, row: MessageRow) -> str:
        store, owner = self.delivery.store, self.owner
        one = Settlement(row.id, Step.WAIT, store.clock.now(), row.reason, next_at=row.from_at)
        store.write(Priority.FENCE, lambda tx: write_down(tx, one, None, owner))
        return one.step

    def settle_again(self) -> None:
        """What was answered while the database could not be written: the answer still counts."""
        while self.unsettled:
            self.delivery.store.write(Priority.SETTLE, self.unsettled[-1])
            self.unsettled.pop()

    def finish(self) -> None:
        """Waits until every answer is on disk; those the database refused for now are kept for `settle_again`."""
        for one in self.settling:
            try:
                one.written.result()
            except NurtureError as error:
                if error.problem.code not in PASSING:
                    raise
                self.unsettled.append(one.job)
        self.settling.clear()

    def close(self) -> None:
        """Ends every line politely."""
        for line in self.lines.values():
            line.close()
        self.lines.clear()

    def _settle(self, row: MessageRow, answer: Answer, *, is_fenced: bool) -> str:
        """Hands the answer to the writer and goes on: the next message need not wait for it."""
        store, owner = self.delivery.store, self.owner
        one = settle(row, answer, store.clock.now(), store.dice.token(), is_fenced=is_fenced)

        def job(tx: Tx) -> bool:
            return write_down(tx, one, answer, owner)

        self.settling.append(Answered(store.submit(Priority.SETTLE, job), job, _closes(answer)))
        return one.step

    def _fence(self, row: MessageRow, line: Connection) -> MessageRow | str:
        """A database that cannot be asked is a no: without the last word nothing is delivered.

        What was answered before goes to disk no later than this, however the writer orders it and whatever it could not write: so
        at most one message of a line is in doubt.
        """
        store = self.delivery.store
        self.settling = [one for one in self.settling if not one.is_on_disk]
        before = tuple(self.settling)

        def job(tx: Tx) -> MessageRow | str:
            if any(one.closes for one in before):
                forbidding(tx)
            fenced = fence(tx, store, row, self.owner)
            for one in before:
                one.job(tx)
            return fenced

        try:
            fenced = store.write(Priority.FENCE, job)
            # A word that is on disk is not said again: by then the message may be on its way anew, by another.
            self.settling = [one._replace(job=_said) for one in before]
            return fenced
        except NurtureError:
            line.abandon()
            raise

    def _line(self, channel: Channel) -> Connection | TryLater:
        """The open line, or a new one; a channel that could not be reached is not tried again by this courier."""
        line = self.lines.get(channel.name)
        if line is not None and line.is_open:
            return line
        if channel.name in self.down:
            return self.down[channel.name]
        opened = channel.open()
        if isinstance(opened, TryLater):
            self.down[channel.name] = opened
            return opened
        self.lines[channel.name] = opened
        return opened

    def _parcel(self, frozen: Frozen) -> Parcel:
        inputs = frozen.inputs
        is_mail = isinstance(inputs, MailInputs)
        returns = self.delivery.return_path
        sender = inputs.sender_address if isinstance(inputs, MailInputs) else ""
        return Parcel(
            key=frozen.row.id,
            sender=return_path(returns, frozen.row.id) if sender and returns else sender,
            recipient=frozen.way.recipient,
            data=frozen.data,
            at=0 if is_mail else self.delivery.store.clock.now(),
        )


def _said(_: Tx) -> bool:
    return False


def _closes(answer: Answer | None) -> bool:
    return isinstance(answer, Refused) and answer.permanent


def _judged(frozen: Frozen, answer: Answer) -> Answer:
    return of_redirect(answer) if frozen.reached else answer


def fence(tx: Tx, store: Store, row: MessageRow, owner: str) -> MessageRow | str:
    """The row as it stands behind the fence; or the step a refusal led to, which is written down at once."""
    now = store.now(tx)
    if fences.fence(tx, row.id, owner, now):
        return outbox.message(tx, row.id)
    one = refused_by_fence(row, fences.why_not(tx, row.id, owner, now), now)
    if one is None:
        return ""
    write_down(tx, one, None, owner)
    return one.step


def write_down(tx: Tx, one: Settlement, answer: Answer | None, owner: str) -> bool:
    """Takes the step, tells the lead, closes an address that is no good; nothing if the law does not allow the step."""
    # In the order in which everybody locks: fences, receipts, then the message.
    if _closes(answer):
        forbidding(tx)
    one_by_one(tx)
    if not outbox.settle(tx, one, owner):
        return False
    received = control.stamp(tx, one.moment)
    row: MessageRow = outbox.message(tx, one.id)
    if is_worth_a_note(one, answer):
        outbox_by_hand.note(tx, row, one)
    if closes_address(row, answer):
        people.suppress(tx, [(row.target, people.EVERYTHING, "bounced", received)])
    inbox.post(tx, news_of(row, one, answer, received))
    return True
