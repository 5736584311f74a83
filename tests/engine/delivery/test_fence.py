"""The last look before a mail leaves, and what is left to do where nobody knows whether it did."""

import pytest

from engine.channels.memory import MemoryChannel, MemoryConnection
from engine.channels.results import CommitAnswer, InDoubt
from engine.delivery.batch import Deliverer
from engine.domain.errors import Problem
from engine.domain.instants import DAY, HOUR, MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, fences, outbox, people
from engine.store.hot import Tx
from engine.store.sqlite import make_engine
from engine.store.writer import Priority, ThreadWriter
from engine.work.batch import work_until_idle
from tests.databases import alone, in_a_file
from tests.engine.delivery.post import deliverer, greet, heard, pass_time, rows, states
from tests.engine.work.toy import World


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


def test_a_closed_address_is_closed_however_it_is_written(made: World, channel: MemoryChannel) -> None:
    mailer = deliverer(made, channel)
    greet(made, email="Ann@X.EXAMPLE")
    made.store.write(Priority.WORK, lambda tx: people.suppress(tx, [("ann@x.example", people.EVERYTHING, "unsubscribed", 1)]))
    mailer.deliver()

    assert ([("skipped", "suppressed:unsubscribed")], 0) == (states(made), len(channel.delivered))


def test_a_claim_that_is_over_passes_no_fence(made: World) -> None:
    """Nobody else has taken it yet: to the microsecond, and no longer."""
    greet(made)
    row = frozen(made, made.clock.moment + MINUTE)

    lease = made.clock.moment + MINUTE
    assert [False, False, True] == [passes(made, row, at) for at in (lease + 1, lease, lease - 1)]


def test_a_hold_with_an_end_stops_to_the_microsecond(made: World) -> None:
    """Delivery looks at it twice; here only the fence does."""
    greet(made)
    until = made.clock.moment + HOUR
    row = frozen(made, until + HOUR)
    props = {"because": "in talks", "until": until}
    put(made.store, [Incoming(source="cli", id="h", type="lead.held", lead="A", props=props)])
    work_until_idle(made.work)

    assert [False, False, True] == [passes(made, row, at) for at in (until - HOUR, until - 1, until)]


def test_a_hold_of_another_lead_stops_nothing(made: World) -> None:
    for lead in "AB":
        greet(made, lead)
    row = frozen(made, made.clock.moment + HOUR)
    put(made.store, [Incoming(source="cli", id="h", type="lead.held", lead="B", props={"because": "in talks"})])
    work_until_idle(made.work)

    assert passes(made, row, made.clock.moment)


@in_a_file
@pytest.mark.parametrize(("held", "kind", "passed"), [("hold", "mail", False), ("held", "mail", False), ("hold", "notice", True)])
def test_both_ways_to_hold_a_lead_stop_its_mails_and_no_notice_to_colleagues(made: World, held: str, kind: str, passed: bool) -> None:
    """By hand, and by a policy; straight in the document."""
    greet(made)
    row = frozen(made, made.clock.moment + HOUR)
    document = f"""json_set(document, '$.{held}', json('{{"because": "x", "until": 0}}'))"""
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE subjects SET document = {document}").rowcount)
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE messages SET kind = '{kind}'").rowcount)

    assert passed == passes(made, row, made.clock.moment)


@pytest.mark.parametrize(
    ("mode", "stopped", "purpose", "passed"),
    [
        ("live", control.GOES, "marketing", True),
        ("shadow", control.GOES, "marketing", False),
        ("shadow", control.GOES, "transactional", False),
        ("live", control.BY_ITSELF, "marketing", False),
        ("live", control.BY_ITSELF, "transactional", True),
        ("shadow", control.BY_ITSELF, "transactional", False),
    ],
)
def test_the_switch_is_asked_at_the_fence(made: World, mode: str, stopped: int, purpose: str, passed: bool) -> None:
    """Shadow lets nothing through; who stopped by itself keeps only marketing back."""
    greet(made)
    row = frozen(made, made.clock.moment + HOUR)
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE control SET mode = '{mode}', stopped = {int(stopped)}").rowcount)
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE messages SET purpose = '{purpose}'").rowcount)

    assert passed == passes(made, row, made.clock.moment)


def frozen(made: World, lease: int) -> str:
    """A mail of ours, ready to leave until the lease is over."""
    with made.store.read() as tx:
        (row,) = outbox.of_lead(tx, "A")

    def claimed(tx: Tx) -> None:
        outbox.claim(tx, "us", made.clock.moment, lease, 9)
        outbox.freeze(tx, [("a@x.example", "news", "marketing", "{}", "d", row.id, "us")])

    made.store.write(Priority.WORK, claimed)
    return str(row.id)


def passes(made: World, row: str, at: int) -> bool:
    """Whether the fence lets it through at that moment."""
    return made.store.write(Priority.FENCE, lambda tx: fences.fence(tx, row, "us", at))


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


def test_a_hold_stops_a_mail_that_is_decided_already_and_gives_it_back_to_the_fold(made: World, channel: MemoryChannel) -> None:
    greet(made)
    put(made.store, [Incoming(source="cli", id="h", type="lead.held", lead="A", props={"because": "in talks"})])
    work_until_idle(made.work)
    mailer = deliverer(made, channel)
    mailer.deliver()
    mailer.close()

    assert ([("returned", "judgement: in talks")], ["mail.returned"], 0) == (states(made), heard(made), len(channel.delivered))


def test_a_hold_stops_a_mail_that_is_on_its_way(made: World) -> None:
    """The judgement is decided between the offer and the last look."""
    mailer = deliverer(made, Interrupted(made, "lead.held", because="in talks"))
    greet(made)
    mailer.deliver()
    mailer.close()

    assert ([("returned", "judgement: in talks")], ["mail.returned"]) == (states(made), heard(made))


def test_a_hold_that_is_over_stops_nothing(made: World, channel: MemoryChannel) -> None:
    greet(made)
    over = {"because": "in talks", "until": made.clock.moment - 1}
    put(made.store, [Incoming(source="cli", id="h", type="lead.held", lead="A", props=over)])
    work_until_idle(made.work)
    mailer = deliverer(made, channel)
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
            if what == "lead.held":
                work_until_idle(self.channel.made.work)
        return self.line.offer(parcel)

    def commit(self):  # type: ignore[no-untyped-def]
        return self.line.commit()

    def abandon(self) -> None:
        self.line.abandon()
        self.is_open = False

    def close(self) -> None:
        self.line.close()


def test_a_mail_in_doubt_is_held_and_never_sent_again(made: World) -> None:
    channel = MemoryChannel({"a@x.example": InDoubt(Problem("silence"))})
    mailer = deliverer(made, channel)
    greet(made)
    for _ in range(3):
        mailer.deliver()
        pass_time(made, HOUR)
    mailer.close()

    assert ([("doubtful", "silence")], ["mail.doubtful"], 1) == (states(made), heard(made), len(channel.delivered))


@in_a_file
def test_doubt_ends_when_the_reader_opens_the_mail(made: World) -> None:
    mailer = deliverer(made, MemoryChannel({"a@x.example": InDoubt(Problem("silence"))}))
    greet(made)
    mailer.deliver()
    mailer.close()
    message = rows(made)[0].id
    put(made.store, [Incoming(source="web", id="o", type="mail.opened", lead="A", props={"message": message})])

    assert [("sent", "evidence:mail.opened")] == states(made)


@in_a_file
def test_an_answer_that_could_not_be_written_down_still_counts(made: World) -> None:
    """Another process locks the database just when the server has taken the mail."""
    channel = Locking(made)
    mailer = deliverer(made, channel)
    greet(made)
    made.store._writer.close()
    made.store._writer = ThreadWriter(make_engine(made.store.url, "BEGIN IMMEDIATE", busy_seconds=0.05), "x", made.store._ring)
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


@alone
def test_what_was_fenced_when_the_engine_died_is_in_doubt(made: World, mailer: Deliverer) -> None:
    greet(made)
    now = made.store.clock.now()
    claimed = made.store.write(Priority.WORK, lambda tx: outbox.claim(tx, "dead", now, now + HOUR, 9))
    frozen = ("a@x.example", "news", "marketing", "{}", "d", claimed[0].id, "dead")
    made.store.write(Priority.WORK, lambda tx: outbox.freeze(tx, [frozen]))
    assert made.store.write(Priority.FENCE, lambda tx: fences.fence(tx, claimed[0].id, "dead", now))

    assert 1 == mailer.recover()
    assert ([("doubtful", "no-answer")], ["mail.doubtful"]) == (states(made), heard(made))
