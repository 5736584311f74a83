"""One courier and its line: what is tried again, what is broken off, and what is said when the engine ends."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event

from engine.channels.memory import MemoryChannel, MemoryConnection
from engine.channels.results import CommitAnswer, OfferAnswer, Parcel, Refused, TryLater
from engine.delivery.batch import Deliverer
from engine.delivery.courier import Answered, Courier, write_down
from engine.delivery.freeze import Frozen
from engine.delivery.house import Delivery
from engine.delivery.inputs import WebhookInputs
from engine.delivery.ways import Way
from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import HOUR
from engine.store import people
from engine.store.database import open_store
from engine.store.outbox import Settlement
from engine.store.states import Step
from engine.store.writer import Priority
from tests import databases
from tests.engine.delivery.post import SENDER, deliverer, greet, pass_time, rows, states
from tests.engine.work.toy import World

BUSY = TryLater(Problem("smtp-not-now"))
DOWN = TryLater(Problem("smtp-down"))


@dataclass(slots=True)
class Scripted(MemoryChannel):
    """down: how often it cannot be reached; ends: numbers of offers, from 0 on, at which the line is gone; log: all that happens."""

    down: int = 0
    ends: tuple[int, ...] = ()
    log: list[str] = field(default_factory=list)
    ending: TryLater | Refused = BUSY
    offering: Callable[[], None] = lambda: None
    committing: Callable[[], None] = lambda: None

    def open(self) -> "ScriptedLine":
        self.log.append("open")
        if self.down:
            self.down -= 1
            return DOWN  # type: ignore[return-value]
        return ScriptedLine(self)


@dataclass(slots=True)
class ScriptedLine(MemoryConnection):
    channel: Scripted

    def offer(self, parcel: Parcel) -> OfferAnswer:
        number = self.channel.log.count("offer")
        self.channel.log.append("offer")
        self.channel.offering()
        if number in self.channel.ends:
            self.is_open = False
            return self.channel.ending
        return MemoryConnection.offer(self, parcel)

    def commit(self) -> CommitAnswer:
        self.channel.committing()
        return MemoryConnection.commit(self)

    def abandon(self) -> None:
        self.channel.log.append("abandon")
        MemoryConnection.abandon(self)

    def close(self) -> None:
        self.channel.log.append("close")
        self.is_open = False

    def hang_up(self) -> None:
        self.channel.log.append("hang up")


@pytest.fixture
def channel() -> Scripted:
    return Scripted()


@pytest.fixture
def mailer(made: World, channel: Scripted) -> Iterator[Deliverer]:
    """With one courier."""
    one = deliverer(made, channel, couriers=1)
    yield one
    one.close()


def all_states(made: World, leads: str = "AB") -> list[tuple[str, str]]:
    return [(row.state, row.reason) for lead in leads for row in rows(made, lead=lead)]


def test_what_cannot_be_reached_is_tried_once_a_batch_and_anew_in_the_next(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.down = 1
    greet(made)
    greet(made, "B")
    mailer.deliver()
    assert (["open"], [("frozen", "smtp-down")] * 2) == (channel.log, all_states(made))

    pass_time(made, HOUR)
    mailer.deliver()
    assert [("sent", "")] * 2 == all_states(made)


def test_a_line_that_has_ended_meanwhile_costs_its_mail_nothing(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.ends = (1,)
    greet(made)
    greet(made, "B")
    mailer.deliver()

    assert ["open", "offer", "offer", "open", "offer"] == channel.log
    assert [("sent", "")] * 2 == all_states(made)


def test_a_refusal_is_one_though_the_line_ends_with_it(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.ends, channel.ending = (1,), Refused(Problem("mail-refused"), permanent=False)
    greet(made, "B")
    mailer.deliver()
    greet(made)
    mailer.deliver()

    assert (2, [("failed", "mail-refused")]) == (channel.log.count("offer"), states(made))


def test_where_no_new_line_can_be_had_the_mail_waits_for_that(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.ends = (1,)
    channel.committing = lambda: setattr(channel, "down", 1)
    greet(made)
    greet(made, "B")
    mailer.deliver()

    assert {("sent", ""), ("frozen", "smtp-down")} == set(all_states(made))


def test_a_line_that_ends_at_its_first_mail_is_that_mails_own_trouble(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.ends = (0,)
    greet(made)
    mailer.deliver()

    assert (["open", "offer"], [("frozen", "smtp-not-now")]) == (channel.log, states(made))


def test_a_server_that_says_not_now_is_not_asked_twice(made: World, mailer: Deliverer, channel: Scripted) -> None:
    """Its line stays open, and takes the next one."""
    channel.answers = {"a@x.example": BUSY}
    greet(made, "B")
    made.clock.moment -= HOUR
    greet(made)
    mailer.deliver()

    assert (1, 2) == (channel.log.count("open"), channel.log.count("offer"))


def test_what_the_fence_refuses_is_broken_off_and_the_next_mail_gets_a_line_of_its_own(
    made: World, mailer: Deliverer, channel: Scripted
) -> None:
    greet(made)
    made.store.write(Priority.WORK, lambda tx: people.suppress(tx, [("a@x.example", "", "bounced", 1)]))
    mailer.deliver()
    greet(made, "B")
    mailer.deliver()

    assert ["open", "offer", "abandon", "open", "offer"] == channel.log
    assert [("skipped", "suppressed:bounced"), ("sent", "")] == all_states(made)


def test_where_the_fence_cannot_be_asked_the_line_is_broken_off(
    made: World, mailer: Deliverer, channel: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> str:
        raise NurtureError("database-unreachable", database="x")

    monkeypatch.setattr("engine.delivery.courier.fence", away)
    greet(made)
    with pytest.raises(NurtureError):
        mailer.deliver()

    assert (["open", "offer", "abandon"], []) == (channel.log, channel.delivered)


def courier_of(mailer: Deliverer) -> Courier:
    return next(iter(mailer._couriers))


def test_told_to_hurry_before_the_last_word_nothing_is_said_and_the_mail_is_free(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.offering = lambda: courier_of(mailer).hurry()
    greet(made)
    report = mailer.deliver()

    [row] = rows(made)
    assert ([], ["open", "offer", "hang up", "abandon"]) == (channel.delivered, channel.log)
    assert ("frozen", "", "", row.from_at, {"wait": 1}) == (row.state, row.reason, row.owner, row.next_at, report.steps)


def test_told_to_hurry_an_ended_line_is_not_replaced(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.ends = (1,)
    greet(made)
    mailer.deliver()
    greet(made, "B")
    channel.offering = lambda: courier_of(mailer).hurry()
    mailer.deliver()

    assert 1 == channel.log.count("open")


def test_told_to_hurry_after_the_last_word_the_answer_is_waited_for(made: World, mailer: Deliverer, channel: Scripted) -> None:
    channel.committing = lambda: courier_of(mailer).hurry()
    greet(made)
    mailer.deliver()

    assert (["open", "offer"], [("sent", "")]) == (channel.log, states(made))


@pytest.mark.parametrize("refused", [False, True], ids=["sent", "refused by the fence"])
def test_once_a_mail_is_done_with_nothing_is_on_its_last_word(made: World, mailer: Deliverer, channel: Scripted, *, refused: bool) -> None:
    greet(made)
    if refused:
        made.store.write(Priority.WORK, lambda tx: people.suppress(tx, [("a@x.example", "", "bounced", 1)]))
    mailer.deliver()

    assert courier_of(mailer).fenced is None


def test_each_line_is_closed_once(made: World, mailer: Deliverer, channel: Scripted) -> None:
    greet(made)
    mailer.deliver()
    mailer.close()
    mailer.close()

    assert ["open", "offer", "close"] == channel.log


def failed(code: str) -> Future[bool]:
    one: Future[bool] = Future()
    one.set_exception(NurtureError(code, database="x"))
    return one


def test_an_answer_the_database_refuses_for_now_is_kept_and_any_other_trouble_is_raised(made: World, mailer: Deliverer) -> None:
    courier, written = courier_of(mailer), list[object]()

    def write(tx: object) -> bool:
        written.append(tx)
        return True

    courier.settling = [Answered(failed("database-locked"), write, closes=False)]
    courier.finish()
    assert ([], 1) == (courier.settling, len(courier.unsettled))

    courier.settle_again()
    assert ([], 1) == (courier.unsettled, len(written))
    courier.settling = [Answered(failed("database-damaged"), lambda _: True, closes=False)]
    with pytest.raises(NurtureError):
        courier.finish()
    courier.settling.clear()


@pytest.mark.parametrize(("refused", "ended"), [((), ("sent", "")), (("a@x.example",), ("failed", "address-refused"))])
def test_what_was_answered_is_on_disk_no_later_than_the_next_last_look(
    refused: tuple[str, ...], ended: tuple[str, str], made: World, mailer: Deliverer, channel: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer cannot write it, as on a full disk, or has not come to it: killed then, one message of the line is in doubt."""
    submit, seen = made.store.submit, list[list[tuple[str, str]]]()

    def without_answers(priority: Priority, job: Callable[[Any], Any]) -> "Future[Any]":
        return failed("database-full") if priority == Priority.SETTLE else submit(priority, job)

    monkeypatch.setattr(made.store, "submit", without_answers)
    channel.answers = dict.fromkeys(refused, Refused(Problem("address-refused"), permanent=True))
    channel.committing = lambda: seen.append(all_states(made))
    greet(made)
    made.clock.moment += 1
    greet(made, "B")
    mailer.deliver()
    monkeypatch.undo()

    assert [ended, ("fenced", "")] == seen[-1]
    again, _ = courier_of(mailer).unsettled
    assert again(None) is False, "what is on disk is not said again, whoever has the message by then"  # type: ignore[arg-type]
    mailer.deliver()
    assert [ended, ("sent", "")] == all_states(made)


def test_an_answer_that_cannot_be_written_again_is_kept_on(made: World, mailer: Deliverer) -> None:
    def broken(_: object) -> bool:
        raise NurtureError("database-locked", database="x")

    courier = courier_of(mailer)
    courier.unsettled = [broken]
    with pytest.raises(NurtureError):
        courier.settle_again()
    left = len(courier.unsettled)
    courier.unsettled.clear()

    assert 1 == left


def test_a_webhook_has_its_moment_and_no_return_path(made: World, channel: Scripted) -> None:
    courier = Courier(Delivery(store=made.store, sender=SENDER, mail=channel, return_path="bounces@kumo.example"), "me")
    row: Any = SimpleNamespace(id="w1")
    parcel = courier._parcel(Frozen(row, WebhookInputs(url="", payload={}), b"{}", "crm", Way(channel, "https://crm.example")))

    assert Parcel("w1", "", "https://crm.example", b"{}", made.clock.moment) == parcel


def test_a_mail_is_signed_for_no_moment_of_its_attempt(made: World, mailer: Deliverer, channel: Scripted) -> None:
    greet(made)
    mailer.deliver()

    assert [0] == [one.at for one in channel.delivered]


def test_a_new_batch_counts_anew(made: World, mailer: Deliverer) -> None:
    greet(made)
    mailer.deliver()
    greet(made, "B")

    assert {"accept": 1} == mailer.deliver().steps


@pytest.mark.parametrize(
    ("answer", "order"),
    [
        (Refused(Problem("address-refused"), permanent=True), ["fences", "receipts"]),
        (Refused(Problem("mail-refused"), permanent=False), ["receipts"]),
        (BUSY, ["receipts"]),
    ],
)
def test_everybody_locks_in_the_same_order(answer: Refused | TryLater, order: list[str]) -> None:
    """Fences, receipts, then the message: so no two wait for each other. On PostgreSQL; a file has one writer."""
    store = open_store(databases.fresh_on_postgresql())
    said: list[str] = []

    def hear(_: object, __: object, statement: str, *___: object) -> None:
        said.extend(name for name, words in (("fences", "pg_advisory_xact_lock("), ("receipts", "FROM control FOR")) if words in statement)

    event.listen(store._writers, "before_cursor_execute", hear)
    store.write(Priority.SETTLE, lambda tx: write_down(tx, Settlement("nobody", Step.WAIT, 1), answer, "me"))
    store.close()

    assert order == said


def test_what_another_worker_has_taken_meanwhile_is_broken_off_and_left_to_it(made: World, mailer: Deliverer, channel: Scripted) -> None:
    """Between the offer and the last look."""

    def take() -> None:
        made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET owner = 'another'").rowcount)

    channel.offering = take
    greet(made)
    report = mailer.deliver()

    [row] = rows(made)
    assert (["open", "offer", "abandon"], [], {"": 1}) == (channel.log, channel.delivered, report.steps)
    assert ("frozen", "another", "") == (row.state, row.owner, row.reason)


def test_whoever_writes_a_step_down_hears_whether_it_was_taken(made: World) -> None:
    greet(made)
    one = Settlement(rows(made)[0].id, Step.CANCEL, made.clock.moment, "suppressed")

    assert [True, False] == [made.store.write(Priority.SETTLE, lambda tx: write_down(tx, one, None, "")) for _ in range(2)]


def test_each_answer_that_was_no_yes_is_kept_and_a_yes_needs_no_note(made: World, mailer: Deliverer, channel: Scripted) -> None:
    """For `outbox why`: what came of every attempt."""
    channel.answers = {"a@x.example": TryLater(Problem("smtp-not-now", {"said": "421 busy"}))}
    greet(made)
    mailer.deliver()
    channel.answers = {}
    pass_time(made, HOUR)
    mailer.deliver()

    with made.store.read() as tx:
        kept = tx.exec_driver_sql("SELECT number, step, reason, answer FROM attempts").fetchall()
    assert ([(1, "wait", "smtp-not-now", "421 busy")], [("sent", "")]) == ([tuple(one) for one in kept], states(made))
