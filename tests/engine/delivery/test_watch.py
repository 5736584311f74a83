"""The engine's own stop: too much comes back, and no marketing mail leaves until a person has looked."""

import pytest
from pytest import MonkeyPatch
from sqlalchemy import true

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.delivery.house import StopWhen
from engine.delivery.watch import Watch, verdict
from engine.domain.instants import DAY, HOUR, MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, fences, returns
from engine.store.returns import Returns
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, pass_time, rows, states
from tests.engine.delivery.test_fence import Interrupted, InterruptedLine
from tests.engine.work.toy import World

FEW = StopWhen(mails=2, bounces=50.0, complaints=50.0)


@pytest.mark.parametrize(
    ("found", "because"),
    [
        (Returns(99, 99, 99), ""),
        (Returns(100, 4, 0), ""),
        (Returns(100, 5, 0), "bounces:5/100"),
        (Returns(1_000, 0, 2), ""),
        (Returns(1_000, 0, 3), "complaints:3/1000"),
    ],
)
def test_a_share_that_is_reached_of_enough_mails_is_a_reason(found: Returns, because: str) -> None:
    assert because == verdict(found, StopWhen())


def test_no_percent_is_never_a_reason() -> None:
    assert "" == verdict(Returns(100, 100, 100), StopWhen(bounces=0, complaints=0))


def send(made: World, mailer: Deliverer, *leads: str) -> None:
    for lead in leads:
        greet(made, lead)
    mailer.deliver()


def bounce(made: World, lead: str, kind: str = "mail.bounced", number: int = 1) -> None:
    props = {"message": rows(made, lead=lead)[0].id, "address": "other@x.example"}
    put(made.store, [Incoming(source="box", id=f"{lead}{kind}{number}", type=kind, lead=lead, props=props)])


def test_what_came_back_is_counted_once_a_mail(made: World, mailer: Deliverer) -> None:
    send(made, mailer, "A", "B", "C")
    bounce(made, "A")
    bounce(made, "A", number=2)
    bounce(made, "B", "mail.complained")
    with made.store.read() as tx:
        assert Returns(3, 1, 1) == returns.since(tx, made.clock.moment - DAY)
        assert Returns(0, 0, 0) == returns.since(tx, made.clock.moment + DAY)


def test_the_engine_stops_marketing_mails_and_goes_on_only_by_a_person(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    said: list[str] = []
    watch = Watch(made.store, FEW, said.append)
    send(made, mailer, "A", "B")
    bounce(made, "A")
    pass_time(made, MINUTE)
    assert "bounces:1/2" == watch.look()
    assert ["bounces:1/2"] == said
    greet(made, "C")
    mailer.deliver()
    assert ([("queued", "halted")], 2) == ([(row.state, row.reason) for row in rows(made, lead="C")], len(channel.delivered))

    made.store.write(Priority.INTAKE, lambda tx: control.resume(tx, made.clock.moment))
    pass_time(made, HOUR)
    assert "" == watch.look()
    mailer.deliver()
    assert 3 == len(channel.delivered)


def test_what_no_marketing_is_leaves_all_the_same(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET purpose = 'transactional'").rowcount)
    made.store.write(Priority.INTAKE, lambda tx: control.halt(tx, "bounces:9/9", made.clock.moment))
    mailer.deliver()

    assert [("sent", "")] == states(made)


class HaltedMeanwhile(Interrupted):
    """The engine stops by itself between the offer and the last look."""

    def open(self) -> "HaltedLine":  # type: ignore[override]
        return HaltedLine(self)


class HaltedLine(InterruptedLine):
    def offer(self, parcel):  # type: ignore[no-untyped-def]
        made = self.channel.made
        made.store.write(Priority.INTAKE, lambda tx: control.halt(tx, "bounces:9/9", made.clock.moment))
        return self.line.offer(parcel)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_the_stop_holds_for_a_mail_that_is_on_its_way(is_guarded: bool, made: World, monkeypatch: MonkeyPatch) -> None:
    """Without its line in the fence the mail leaves: this test can tell."""
    if not is_guarded:
        monkeypatch.setattr(fences, "_may_leave", true)
        monkeypatch.setattr(fences, "_FENCE", fences.the_fence())
    greet(made)
    mailer = deliverer(made, HaltedMeanwhile(made, ""))
    mailer.deliver()
    mailer.close()

    assert [("frozen", "stopped") if is_guarded else ("sent", "")] == states(made)
