"""From the outbox to the channel: at most once, at the right time, to nobody who does not want it."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel, MemoryConnection
from engine.channels.results import CommitAnswer, InDoubt, Refused, TryLater
from engine.delivery.batch import Deliverer
from engine.domain.errors import Problem
from engine.domain.instants import DAY, HOUR, MINUTE
from engine.doors.inbox import Incoming, put
from engine.store import control, ledger, outbox, people
from engine.store.database import make_engine
from engine.store.writer import Priority, Writer
from engine.work.batch import work_until_idle
from tests.engine.delivery.post import deliverer, greet, pass_time, post, rows
from tests.engine.work.toy import World


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    one = post(tmp_path)
    yield one
    one.store.close()


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel()


@pytest.fixture
def mailer(made: World, channel: MemoryChannel) -> Iterator[Deliverer]:
    one = deliverer(made, channel)
    yield one
    one.close()


def heard(made: World, lead: str = "A") -> list[str]:
    with made.store.read() as tx:
        return [event.type for _, event in ledger.of_subject(tx, lead) if event.source == "delivery"]


def states(made: World, kind: str = "mail") -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in rows(made, kind)]


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


def test_a_mail_that_comes_too_late_goes_back_to_the_fold(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    made.clock.moment += DAY
    mailer.deliver()

    assert [("returned", "too-late")] == states(made)
    work_until_idle(made.work)
    assert [("queued", "")] == states(made)
    made.clock.moment += HOUR
    mailer.deliver()
    assert 1 == len(channel.delivered)


def test_an_unsubscription_stops_a_mail_that_is_on_its_way(made: World, channel: MemoryChannel) -> None:
    """The door's word comes between the offer and the last look."""
    mailer = deliverer(made, Interrupted(made, "unsubscribed"))
    greet(made)
    mailer.deliver()
    mailer.close()

    assert ([("skipped", "suppressed:unsubscribed")], ["mail.failed"]) == (states(made), heard(made))


def test_an_unsubscription_from_another_topic_stops_nothing(made: World, channel: MemoryChannel) -> None:
    mailer = deliverer(made, Interrupted(made, "unsubscribed", topic="events"))
    greet(made)
    mailer.deliver()
    mailer.close()

    assert [("sent", "")] == states(made)


def test_the_kill_switch_stops_a_mail_that_is_on_its_way(made: World) -> None:
    mailer = deliverer(made, Interrupted(made, "stop"))
    greet(made)
    mailer.deliver()

    assert [("frozen", "stopped")] == states(made)
    made.store.write(Priority.WORK, control.resume)
    pass_time(made, MINUTE)
    mailer.deliver()
    mailer.close()
    assert [("sent", "")] == states(made)


class Interrupted(MemoryChannel):
    """Something happens while a mail is offered."""

    def __init__(self, made: World, what: str, **props: str) -> None:
        super().__init__()
        self.made, self.what, self.props = made, what, props

    def open(self) -> "InterruptedLine":  # type: ignore[override]
        return InterruptedLine(self)


class InterruptedLine:
    is_open = True

    def __init__(self, channel: Interrupted) -> None:
        self.channel = channel
        self.line = MemoryChannel.open(channel)

    def offer(self, parcel):  # type: ignore[no-untyped-def]
        store, what = self.channel.made.store, self.channel.what
        if what == "stop":
            self.channel.what = ""
            store.write(Priority.WORK, control.stop)
        elif what:
            put(store, [Incoming(source="w", id="1", type=what, lead="A", props=self.channel.props)])
        return self.line.offer(parcel)

    def commit(self):  # type: ignore[no-untyped-def]
        return self.line.commit()

    def abandon(self) -> None:
        self.line.abandon()
        self.is_open = False

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


def test_a_mail_in_doubt_is_held_and_never_sent_again(made: World) -> None:
    channel = MemoryChannel({"a@x.example": InDoubt(Problem("silence"))})
    mailer = deliverer(made, channel)
    greet(made)
    for _ in range(3):
        mailer.deliver()
        pass_time(made, HOUR)
    mailer.close()

    assert ([("doubtful", "silence")], ["mail.doubtful"], 1) == (states(made), heard(made), len(channel.delivered))


def test_doubt_ends_when_the_reader_opens_the_mail(made: World) -> None:
    mailer = deliverer(made, MemoryChannel({"a@x.example": InDoubt(Problem("silence"))}))
    greet(made)
    mailer.deliver()
    mailer.close()
    message = rows(made)[0].id
    put(made.store, [Incoming(source="web", id="o", type="mail.opened", lead="A", props={"message": message})])

    assert [("sent", "evidence:mail.opened")] == states(made)


def test_an_answer_that_could_not_be_written_down_still_counts(made: World) -> None:
    """Another process locks the database just when the server has taken the mail."""
    channel = Locking(made)
    mailer = deliverer(made, channel)
    greet(made)
    made.store._writer.close()
    made.store._writer = Writer(make_engine(made.store.url, "BEGIN IMMEDIATE", busy_seconds=0.05), "x", made.store._ring)
    mailer.deliver()
    assert [("fenced", "")] == states(made)

    channel.unlock()
    mailer.deliver()
    mailer.close()
    assert ([("sent", "")], ["mail.sent"], 1) == (states(made), heard(made), len(channel.delivered))


class Locking(MemoryChannel):
    """Holds the database once it has taken a mail."""

    def __init__(self, made: World) -> None:
        super().__init__()
        self.rival = make_engine(made.store.url, "BEGIN IMMEDIATE").connect()

    def open(self) -> "LockingLine":
        return LockingLine(self)

    def unlock(self) -> None:
        self.rival.rollback()
        self.rival.close()


class LockingLine(MemoryConnection):
    channel: Locking

    def commit(self) -> CommitAnswer:
        self.channel.rival.begin()
        return MemoryConnection.commit(self)


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


def test_in_shadow_nothing_is_claimed(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    made.store.write(Priority.WORK, control.go_into_shadow)

    assert (0, []) == (mailer.deliver().claimed, channel.delivered)


def test_a_stopped_run_takes_its_waiting_mails_along(made: World, mailer: Deliverer) -> None:
    greet(made)
    move = "UPDATE runs SET state = 'goal'"
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(move).rowcount)
    mailer.deliver()

    assert [("skipped", "run-stopped")] == states(made)


def test_a_run_that_stops_by_its_own_word_has_sent_its_mail_first(made: World, mailer: Deliverer) -> None:
    greet(made)
    move = "UPDATE runs SET state = 'stopped'"
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(move).rowcount)
    mailer.deliver()

    assert [("sent", "")] == states(made)


def test_what_was_fenced_when_the_engine_died_is_in_doubt(made: World, mailer: Deliverer) -> None:
    greet(made)
    now = made.store.clock.now()
    claimed = made.store.write(Priority.WORK, lambda tx: outbox.claim(tx, "dead", now, now + HOUR, 9))
    frozen = ("a@x.example", "news", "marketing", "{}", "d", claimed[0].id, "dead")
    made.store.write(Priority.WORK, lambda tx: outbox.freeze(tx, [frozen]))
    assert made.store.write(Priority.FENCE, lambda tx: outbox.fence(tx, claimed[0].id, "dead", now))

    assert 1 == mailer.recover()
    assert ([("doubtful", "no-answer")], ["mail.doubtful"]) == (states(made), heard(made))
