"""What a person does to messages: hold, release, settle, replay."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from pytest import MonkeyPatch
from sqlalchemy import false

from engine.channels.memory import MemoryChannel
from engine.channels.results import InDoubt, Refused
from engine.delivery import by_hand
from engine.delivery.batch import Deliverer
from engine.delivery.freeze import Desk, Frozen, Unfit
from engine.domain.errors import Problem
from engine.domain.instants import DAY, HOUR, MINUTE, SECOND
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.reports import outbox as report
from engine.store import fences, holds, outbox
from engine.store.holds import HoldRow, Scope
from engine.store.outbox import MessageRow
from engine.store.writer import Priority
from engine.work.batch import work_until_idle
from tests.engine.delivery.post import deliverer, greet, heard, pass_time, rows, states
from tests.engine.delivery.test_fence import Interrupted, InterruptedLine
from tests.engine.work.toy import World


def lay(made: World, scope: Scope, name: str, because: str = "wrong price") -> None:
    by_hand.hold(made.store, [HoldRow(scope, name, because, "person", made.clock.moment)])


def name_of(made: World, scope: Scope) -> str:
    row = rows(made)[0]
    names: dict[Scope, str] = {
        Scope.MESSAGE: row.id,
        Scope.SCENARIO: row.scenario,
        Scope.TEMPLATE: row.template,
        Scope.LEAD: "A",
        Scope.DOMAIN: "x.example",
    }
    return names[scope]


@pytest.mark.parametrize("scope", Scope)
def test_what_is_held_stays_and_leaves_once_it_is_released(scope: Scope, made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    name = name_of(made, scope)
    lay(made, scope, name)
    mailer.deliver()
    pass_time(made, MINUTE)
    mailer.deliver()
    assert ("hold: wrong price", 0) == (states(made)[0][1], len(channel.delivered))

    assert 1 == by_hand.release(made.store, [(scope, name)])
    mailer.deliver()
    assert ([("sent", "")], 1) == (states(made), len(channel.delivered))


def test_a_held_mail_whose_time_is_over_is_judged_anew_and_still_held(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    greet(made)
    lay(made, Scope.TEMPLATE, "hello")
    mailer.deliver()
    made.clock.moment += DAY
    mailer.deliver()
    assert [("returned", "too-late")] == states(made)
    work_until_idle(made.work)
    pass_time(made, HOUR)
    mailer.deliver()

    assert (["hold: wrong price"], 0) == ([why for _, why in states(made)], len(channel.delivered))


class HeldMeanwhile(Interrupted):
    """A person holds the domain between the offer and the last look."""

    def open(self) -> "HeldMeanwhileLine":  # type: ignore[override]
        return HeldMeanwhileLine(self)


class HeldMeanwhileLine(InterruptedLine):
    def offer(self, parcel):  # type: ignore[no-untyped-def]
        lay(self.channel.made, Scope.DOMAIN, "x.example")
        return self.line.offer(parcel)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_hold_stops_a_mail_that_is_on_its_way(is_guarded: bool, made: World, monkeypatch: MonkeyPatch) -> None:
    """Without its line in the fence the held mail leaves: this test can tell."""
    if not is_guarded:
        monkeypatch.setattr(fences, "_FENCE", unguarded(monkeypatch))
    greet(made)
    mailer = deliverer(made, HeldMeanwhile(made, ""))
    mailer.deliver()
    mailer.close()

    assert [("frozen", "hold: wrong price") if is_guarded else ("sent", "")] == states(made)


def unguarded(monkeypatch: MonkeyPatch) -> object:
    """The fence of a build that has lost the question for holds."""
    monkeypatch.setattr(holds, "covering", false)
    return fences.the_fence()


def test_the_newest_hold_counts_and_each_says_why(made: World) -> None:
    lay(made, Scope.TEMPLATE, "hello", "first")
    lay(made, Scope.TEMPLATE, "hello", "second")
    with made.store.read() as tx:
        assert ["second"] == [one.because for one in holds.standing(tx)]


# ── in doubt ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def doubtful(made: World) -> World:
    mailer = deliverer(made, MemoryChannel({"a@x.example": InDoubt(Problem("silence"))}))
    greet(made)
    mailer.deliver()
    mailer.close()
    assert [("doubtful", "silence")] == states(made)
    return made


@pytest.mark.parametrize("kind", ["mail.opened", "mail.clicked", "mail.replied", "mail.bounced", "mail.complained"])
def test_doubt_ends_with_whatever_only_a_mail_that_left_can_cause(kind: str, doubtful: World) -> None:
    props = {"message": rows(doubtful)[0].id}
    put(doubtful.store, [Incoming(source="w", id="1", type=kind, lead="A", props=props)])

    assert [("sent", f"evidence:{kind}")] == states(doubtful)


def test_a_person_says_that_it_was_sent_and_may_take_that_back(doubtful: World) -> None:
    row = rows(doubtful)[0]
    assert by_hand.settle(doubtful.store, row, "sent", "it is in the log")
    assert [("sent", "by hand: it is in the log")] == states(doubtful)

    assert by_hand.settle(doubtful.store, rows(doubtful)[0], "doubtful", "")
    assert [("doubtful", "no-answer")] == states(doubtful)


def test_what_a_server_said_nobody_takes_back(made: World, mailer: Deliverer) -> None:
    greet(made)
    mailer.deliver()
    row = rows(made)[0]

    assert not by_hand.can_settle(row, "doubtful")
    assert not by_hand.settle(made.store, row, "doubtful", "")
    assert [("sent", "")] == states(made)


def test_one_that_may_have_left_is_replayed_only_once_it_is_settled_as_lost(doubtful: World, channel: MemoryChannel) -> None:
    row = rows(doubtful)[0]
    assert not by_hand.is_dead(row)
    assert not by_hand.replay(doubtful.store, row, "")
    assert by_hand.settle(doubtful.store, row, "lost", "not in the log")
    assert "mail.failed" == heard(doubtful)[-1]

    assert by_hand.replay(doubtful.store, rows(doubtful)[0], "again")
    assert ("returned", "by hand: again") == states(doubtful)[0]
    assert not by_hand.can_settle(rows(doubtful)[0], "doubtful")


# ── dead letters ────────────────────────────────────────────────────────────────────────


def refuse(made: World, *, permanent: bool) -> None:
    mailer = deliverer(made, MemoryChannel({"a@x.example": Refused(Problem("mail-refused"), permanent=permanent)}))
    greet(made)
    mailer.deliver()
    mailer.close()
    work_until_idle(made.work)
    assert "failed" == states(made)[0][0]


def test_a_refused_mail_is_judged_anew_and_leaves_with_the_same_bytes(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    refuse(made, permanent=False)
    digest = rows(made)[0].digest
    assert by_hand.replay(made.store, rows(made)[0], "server mended")
    assert "returned" == states(made)[0][0]
    work_until_idle(made.work)
    pass_time(made, 2 * HOUR)
    mailer.deliver()

    assert ([("sent", "")], 1) == (states(made), len(channel.delivered))
    assert digest == rows(made)[0].digest


def test_a_replay_never_goes_around_the_fence(made: World, mailer: Deliverer, channel: MemoryChannel) -> None:
    """The address bounced: it stays closed, whoever asks."""
    refuse(made, permanent=True)
    by_hand.replay(made.store, rows(made)[0], "")
    work_until_idle(made.work)
    pass_time(made, 2 * HOUR)
    mailer.deliver()

    assert ([("skipped", "suppressed:bounced")], 0) == (states(made), len(channel.delivered))


def test_what_is_no_dead_letter_is_not_replayed(made: World, mailer: Deliverer) -> None:
    greet(made)
    assert not by_hand.is_dead(rows(made)[0])
    mailer.deliver()
    assert not by_hand.is_dead(rows(made)[0])
    assert not by_hand.replay(made.store, rows(made)[0], "")


# ── messages that get nowhere ───────────────────────────────────────────────────────────


def test_a_message_that_breaks_whoever_carries_it_is_held_and_the_others_go_on(made: World, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "_personal", poisoned(Desk._personal))
    mailer = deliverer(made, MemoryChannel())
    for lead in ("A", "B", "C"):
        greet(made, lead)
    for _ in range(80):
        with suppress(ZeroDivisionError):
            mailer.deliver()
        pass_time(made, 3 * SECOND)
    mailer.close()

    assert ("hold: no-progress", ["sent"], ["sent"]) == (states(made)[0][1], *([row.state for row in rows(made, lead=one)] for one in "BC"))
    with made.store.read() as tx:
        assert [("message", "no-progress", "engine")] == [(one.scope, one.because, one.by) for one in holds.standing(tx)]
        assert "held" == report.find(tx, rows(made)[0].id)[0].standing


def poisoned(write: Callable[[Desk, MessageRow], Frozen | Unfit]) -> Callable[[Desk, MessageRow], Frozen | Unfit]:
    """Writing the mail to A breaks the whole batch."""

    def written(desk: Desk, row: MessageRow) -> Frozen | Unfit:
        if row.lead == "A":
            raise ZeroDivisionError(row.id)
        return write(desk, row)

    return written


def test_a_batch_that_breaks_off_gives_back_what_it_had_claimed(made: World) -> None:
    greet(made)
    now = made.clock.moment
    made.store.write(Priority.WORK, lambda tx: outbox.claim(tx, "me", now, now + HOUR, 9))
    made.store.write(Priority.WORK, lambda tx: outbox.let_go(tx, "me", now + SECOND))

    assert [("", now + SECOND, 1)] == [(row.owner, row.next_at, row.claims) for row in rows(made)]
