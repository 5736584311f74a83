"""From the outbox to the channel: at most once, at the right time, to nobody who does not want it."""

from email import message_from_bytes
from email.policy import default

import pytest

from engine.channels.memory import MemoryChannel
from engine.channels.results import InDoubt, Refused, TryLater
from engine.delivery.batch import BROKEN_PAUSE, Deliverer
from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import HOUR, MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, outbox, people
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, heard, pass_time, rows, states
from tests.engine.work.toy import World


def test_a_decided_mail_is_sent_and_the_lead_hears_of_it(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    report = mailer.deliver()

    assert {"accept": 1} == report.steps
    assert [("sent", "")] == states(made)
    assert ["mail.sent"] == heard(made)
    mail = message_from_bytes(channel.delivered[0].data, policy=default)
    assert ("Hello Lead A", "Lead A <a@x.example>") == (mail["Subject"], mail["To"])


def test_every_link_of_a_mail_can_be_followed_and_left_by(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    mailer.deliver()

    mail = message_from_bytes(channel.delivered[0].data, policy=default)
    leaving = mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    text = mail.get_body(("plain",))
    assert text is not None
    clicked = text.get_content().split("https://kumo.example/c/")[1].split()[0].strip(").,]>")
    with made.store.read() as tx:
        found = [outbox.link(tx, leaving), outbox.link(tx, clicked)]
    assert [("unsubscribe", "", ""), ("click", "guide", "https://x.example/guide")] == [one[3:] for one in found if one]


def test_nothing_leaves_twice(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    for _ in range(3):
        mailer.deliver()
        pass_time(made, HOUR)

    assert 1 == len(channel.delivered)


def test_every_attempt_sends_equal_bytes(made: World, channel: MemoryChannel) -> None:
    """The lead changes between the attempts; the mail does not."""
    channel.answers = {"a@x.example": InDoubt(Problem("later"))}
    stubborn = Stubborn()
    mailer = deliverer(made, stubborn)
    greet(made)
    mailer.deliver()
    put(made.store, [Incoming(source="crm", id="2", type="lead.changed", lead="A", props={"name": "Other"})])
    pass_time(made, HOUR)
    mailer.deliver()
    mailer.close()

    assert 2 == len(stubborn.seen)
    assert 1 == len(set(stubborn.seen))


class Stubborn(MemoryChannel):
    """Puts everything off once, after having seen it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[bytes] = []

    def open(self) -> "StubbornLine":  # type: ignore[override]
        return StubbornLine(self)


class StubbornLine:
    is_open = True

    def __init__(self, channel: Stubborn) -> None:
        self.line = MemoryChannel.open(channel)
        self.channel = channel

    def offer(self, parcel):  # type: ignore[no-untyped-def]
        self.channel.seen.append(parcel.data)
        return TryLater(Problem("busy")) if len(self.channel.seen) == 1 else self.line.offer(parcel)

    def commit(self):  # type: ignore[no-untyped-def]
        return self.line.commit()

    def abandon(self) -> None:
        self.line.abandon()

    def close(self) -> None:
        self.line.close()


def test_a_refused_address_is_closed_and_the_lead_hears_of_it(made: World) -> None:
    mailer = deliverer(made, MemoryChannel({"a@x.example": Refused(Problem("no-such-user"), permanent=True)}))
    greet(made)
    mailer.deliver()
    mailer.close()

    assert ([("failed", "no-such-user")], ["mail.failed", "mail.bounced"]) == (states(made), heard(made))
    with made.store.read() as tx:
        assert {"": "bounced"} == people.suppressions(tx, "a@x.example")


def test_one_refused_mail_never_stops_the_others(made: World) -> None:
    mailer = deliverer(made, MemoryChannel({"a@x.example": Refused(Problem("no-such-user"), permanent=True)}))
    greet(made)
    greet(made, "B")
    mailer.deliver()
    mailer.close()

    assert ["failed", "sent"] == [rows(made, lead=lead)[0].state for lead in ("A", "B")]


def test_a_server_that_is_busy_gets_the_mail_later(made: World) -> None:
    channel = MemoryChannel({"a@x.example": TryLater(Problem("busy"), after=90.0)})
    mailer = deliverer(made, channel)
    greet(made)
    mailer.deliver()
    assert [("frozen", "busy")] == states(made)

    channel.answers = {}
    made.clock.moment += MINUTE
    mailer.deliver()
    assert [] == channel.delivered
    made.clock.moment += MINUTE
    mailer.deliver()
    mailer.close()
    assert 1 == len(channel.delivered)


def test_a_lead_without_an_address_gets_nothing_and_the_reason_is_kept(made: World, mailer: Deliverer) -> None:
    put(made.store, [Incoming(source="t", id="1", type="ping", lead="A")])
    pass_time(made, 2 * HOUR)
    pass_time(made, HOUR)
    mailer.deliver()

    assert ([("skipped", "no-address")], ["mail.failed"]) == (states(made), heard(made))


def test_a_missing_value_holds_the_mail_until_it_is_known(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made, name="")
    mailer.deliver()
    assert [("queued", "missing:lead.name")] == states(made)

    put(made.store, [Incoming(source="crm", id="n", type="lead.changed", lead="A", props={"name": "Yamada"})])
    pass_time(made, HOUR)
    mailer.deliver()
    assert ["Hello Yamada"] == [message_from_bytes(one.data, policy=default)["Subject"] for one in channel.delivered]


def test_a_handoff_reaches_sales_with_its_reasons(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made, pings=3)
    mailer.deliver()

    found = next(one for one in channel.delivered if one.recipient == "sales@x.jp")
    mail = message_from_bytes(found.data, policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert all(words in text for words in ("three pings", "heat 3", "nurture handoffs accept h", "ping"))
    assert [("sent", "")] == states(made, "handoff")


def test_staging_sends_everything_to_one_address(made: World, channel: MemoryChannel) -> None:
    mailer = deliverer(made, channel, redirect="staging@x.example")
    greet(made, pings=3)
    mailer.deliver()
    mailer.close()

    assert {"staging@x.example"} == {one.recipient for one in channel.delivered}
    meant = {message_from_bytes(one.data)["X-Nurture-Meant-For"] for one in channel.delivered}
    assert {"a@x.example", "sales@x.jp"} == meant


def test_a_mail_frozen_before_the_redirect_reaches_no_lead(made: World) -> None:
    """Its bytes stay as they are; who gets them is asked at each attempt."""
    first = deliverer(made, MemoryChannel({"a@x.example": TryLater(Problem("smtp-not-now"))}))
    greet(made)
    first.deliver()
    first.close()
    digest = rows(made)[0].digest
    channel = MemoryChannel()
    made.store.write(Priority.WORK, lambda tx: control.redirect(tx, "staging@x.example"))
    pass_time(made, HOUR)
    mailer = deliverer(made, channel)
    mailer.deliver()
    mailer.close()

    assert ({"staging@x.example"}, digest) == ({one.recipient for one in channel.delivered}, rows(made)[0].digest)


def test_a_domain_is_mailed_at_its_pace(made: World, channel: MemoryChannel) -> None:
    mailer = deliverer(made, channel, rates={"x.example": 2})
    greet(made, pings=6)
    mailer.deliver()
    first = len(channel.delivered)
    made.clock.moment += 30_000_000
    mailer.deliver()
    mailer.close()

    mails = [one for one in channel.delivered if one.recipient == "a@x.example"]
    assert (1, 2) == (first, len(mails))


def test_what_the_database_broke_off_leaves_with_the_next_batch(
    made: World, mailer: Deliverer, channel: MemoryChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the fence, and at the end of the claim too: the clock need not go on until the lease is over."""

    def full(*_: object) -> str:
        raise NurtureError("database-full", database="x", detail="")

    greet(made)
    with monkeypatch.context() as broken, pytest.raises(NurtureError):
        broken.setattr("engine.delivery.courier.fence", full)
        broken.setattr("engine.store.outbox.let_go", full)
        mailer.deliver()
    assert ([("frozen", "")], 0) == (states(made), len(channel.delivered))

    mailer.deliver()
    pass_time(made, BROKEN_PAUSE)
    mailer.deliver()
    assert ([("sent", "")], 1) == (states(made), len(channel.delivered))
