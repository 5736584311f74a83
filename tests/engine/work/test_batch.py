"""A batch is one transaction, and its size changes nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, history, inbox, ledger, outbox, stumbles, subjects
from engine.store.hot import Tx
from engine.store.writer import Priority
from engine.work.batch import catch_up, work_batch, work_on, work_until_idle
from engine.work.gather import PER_SUBJECT
from tests.databases import in_a_file
from tests.engine.work.toy import START, WAIT, World, program, world


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.store.close()


def ping(number: int, lead: str = "A", at: Instant = 0, kind: str = "ping") -> Incoming:
    return Incoming(source="test", id=f"{kind}{number}{lead}", type=kind, lead=lead, at=at)


def mails(world: World, lead: str = "A") -> list[tuple[str, str]]:
    with world.store.read() as tx:
        return [(row.key, row.state) for row in outbox.of_lead(tx, lead) if row.kind == "mail"]


def test_an_event_and_the_passing_of_time_become_a_mail(toy: World) -> None:
    put(toy.store, [ping(1)])
    first = work_batch(toy.work)
    toy.clock.moment += WAIT
    second = work_batch(toy.work)

    assert [(1, 0), (0, 1)] == [(first.events, first.wakes), (second.events, second.wakes)]
    assert [("drip//1/hello/1", "queued")] == mails(toy)


def test_at_the_moment_of_an_event_no_wake_up_comes_before_it(toy: World) -> None:
    put(toy.store, [ping(1)])
    work_batch(toy.work)
    toy.clock.moment += WAIT
    put(toy.store, [ping(2)])
    work_until_idle(toy.work)

    assert (["ping", "ping"], 1) == (whats(toy), len(mails(toy)))


def test_a_wake_up_before_an_event_comes_before_it_however_late_both_are_taken(toy: World) -> None:
    put(toy.store, [ping(1)])
    toy.clock.moment += WAIT + MINUTE
    put(toy.store, [ping(2)])
    toy.clock.moment += MINUTE
    work_until_idle(toy.work)

    assert ["ping", "wake", "ping"] == whats(toy)


def test_a_wake_up_happens_when_it_was_due_unless_it_comes_too_late(toy: World) -> None:
    put(toy.store, [ping(1), ping(1, "B")])
    work_batch(toy.work)
    toy.clock.moment += WAIT + 10 * MINUTE
    work_on(toy.work, ["A"])
    toy.clock.moment += 10 * MINUTE
    work_on(toy.work, ["B"])

    assert [START + WAIT, START + WAIT + 20 * MINUTE] == [moments(toy, lead)[-1] for lead in ("A", "B")]


def test_a_late_event_folds_the_ledger_anew_without_those_still_waiting(toy: World) -> None:
    toy.clock.moment += DAY
    put(toy.store, [ping(1, at=START + HOUR), ping(2, at=START), ping(3, at=START + 2 * HOUR)])
    work_batch(toy.work, limit=2)

    with toy.store.read() as tx:
        lead = subjects.lead(tx, "A")
    assert lead is not None
    assert [START, START + HOUR] == lead.facts.counters["ping"]


def test_what_is_decided_leaves_the_inbox_and_stays_in_the_ledger(toy: World) -> None:
    put(toy.store, [ping(1)])
    work_batch(toy.work)

    with toy.store.read() as tx:
        assert (0, ["ping", "score.given"]) == (inbox.depth(tx), [event.type for _, event in ledger.of_subject(tx, "A")])


def test_a_batch_that_fails_writes_nothing(toy: World) -> None:
    put(toy.store, [ping(1), ping(1, "B", kind="bomb")])
    with pytest.raises(ValueError, match="bomb1B"):
        work_batch(toy.work)

    with toy.store.read() as tx:
        assert (2, 0) == (inbox.depth(tx), subjects.count(tx))


def test_the_others_go_on_when_one_fails_and_the_fifth_failure_sets_it_aside(toy: World) -> None:
    put(toy.store, [ping(1, "B", kind="bomb"), ping(2, "B"), ping(1)])
    with pytest.raises(ValueError, match="bomb1B"):
        work_batch(toy.work)
    assert ["B", "A"] == toy.work.at_hand
    work_on(toy.work, ["A"])
    tries = [toy.store.write(Priority.WORK, lambda tx: stumbles.count(tx, "B", "bang", START, "toy")) for _ in range(5)]

    with toy.store.read() as tx:
        left = (inbox.depth(tx), [(one.subject, one.times, one.causes, one.aside) for one in stumbles.known(tx)])
    assert [False, False, False, False, True] == tries
    assert (0, [("B", 5, "[1,2]", True)]) == left


@in_a_file
def test_what_was_set_aside_is_taken_back_in_its_old_order(toy: World) -> None:
    put(toy.store, [ping(1), ping(2)])
    for _ in range(5):
        toy.store.write(Priority.WORK, lambda tx: stumbles.count(tx, "A", "bang", START, "toy"))
    assert 0 == work_until_idle(toy.work).events
    assert toy.store.write(Priority.WORK, lambda tx: stumbles.take_back(tx, "A"))
    work_until_idle(toy.work)

    with toy.store.read() as tx:
        assert ["ping1A", "ping2A"] == [event.id for _, event in ledger.of_subject(tx, "A") if event.source == "test"]
        assert [] == stumbles.known(tx)
    assert ["ping", "ping"] == whats(toy)


@in_a_file
def test_a_full_disk_stops_the_work_and_loses_nothing(toy: World) -> None:
    put(toy.store, [ping(number, f"L{number}") for number in range(300)])
    limit_pages(toy, 1)
    with pytest.raises(NurtureError) as error:
        work_until_idle(toy.work)
    assert "database-full" == error.value.problem.code

    limit_pages(toy, 1_000_000)
    work_until_idle(toy.work)
    with toy.store.read() as tx:
        assert (0, 300) == (inbox.depth(tx), subjects.count(tx))


def limit_pages(toy: World, pages: int) -> None:
    """As if the disk had room for so many pages, or for those that are there."""
    toy.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar())


def test_a_flood_on_one_lead_keeps_no_other_waiting(toy: World) -> None:
    put(toy.store, [ping(number, "flood") for number in range(3 * PER_SUBJECT)] + [ping(1)])
    report = work_batch(toy.work, limit=PER_SUBJECT + 1)

    assert (PER_SUBJECT + 1, 2, True) == (report.events, report.subjects, report.more)
    assert 2 * PER_SUBJECT == work_until_idle(toy.work).events


def test_in_shadow_everything_is_decided_and_nothing_may_leave(toy: World) -> None:
    toy.store.write(Priority.WORK, control.go_into_shadow)
    put(toy.store, [ping(number) for number in range(3)])
    work_until_idle(toy.work)
    toy.clock.moment += WAIT + SECOND
    work_until_idle(toy.work)

    with toy.store.read() as tx:
        assert {("mail", "shadow", 3), ("handoff", "shadow", 1)} == set(outbox.counts(tx))
        assert None is outbox.next_at(tx)


def test_a_deployment_reaches_those_to_whom_nothing_happens(toy: World) -> None:
    put(toy.store, [ping(1), ping(1, "B")])
    work_until_idle(toy.work)
    toy.work.programs.add(program("new"))
    toy.store.write(Priority.WORK, lambda tx: control.switch(tx, "new"))
    reports = [catch_up(toy.work, limit=1) for _ in range(3)]

    assert [1, 1, 0] == [report.subjects for report in reports]
    with toy.store.read() as tx:
        assert {"new"} == {held.subject.program for held in subjects.read(tx, ["A", "B"]).values()}


def test_a_document_that_moved_since_is_folded_anew(toy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer comes between the fold and the commit, once."""
    put(toy.store, [ping(1)])
    work_until_idle(toy.work)
    put(toy.store, [ping(2)])
    write, rivals = subjects.write, [1]

    def write_after_a_rival(tx: Tx, rows: Sequence[Any]) -> None:
        if rivals:
            rivals.pop()
            held = subjects.read(tx, ["A"])["A"]
            write(tx, [(held.subject, held.version, held.due)])
            tx.commit()
            raise subjects.Moved
        write(tx, rows)

    monkeypatch.setattr("engine.store.subjects.write", write_after_a_rival)
    report = work_batch(toy.work)

    assert (1, ["ping", "ping"]) == (report.events, whats(toy))


Happening = tuple[int, int, int, str]
"""(pause before it in seconds, lead, how long ago it happened in minutes, kind)."""

happenings = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.integers(0, 3),
        st.sampled_from([0, 0, 0, 5, 90]),
        st.sampled_from(["ping", "pang", "note"]),
    ),
    max_size=30,
)


@settings(max_examples=6)
@given(happenings, st.randoms(use_true_random=False))
def test_the_size_of_a_batch_and_pauses_change_no_decision(story: list[Happening], chance: Random) -> None:
    """Worked off at once after each event, in batches of 1, 7, 500 and 2,000, and with pauses below `late after`."""
    expected = told(story, 500, pauses=None)

    assert [expected] * 4 == [told(story, limit, pauses=chance) for limit in (1, 7, 500, 2000)]


def told(story: list[Happening], limit: int, pauses: Random | None) -> list[object]:
    """Everything that was decided about every lead."""
    with TemporaryDirectory() as folder:
        made = world(Path(folder))
        rested = 0
        for number, (pause, lead, ago, kind) in enumerate(story):
            # Time is worked off in steps below `late after`, as a heartbeat would.
            rested = pass_time(made, pause * SECOND, limit, rested, pauses)
            at = made.clock.moment - ago * MINUTE
            put(made.store, [Incoming(source="test", id=str(number), type=kind, lead=f"L{lead}", at=at)])
            if pauses is None or pauses.random() < 0.5:
                work_until_idle(made.work, limit)
        pass_time(made, 2 * WAIT, limit, rested, pauses)
        work_until_idle(made.work, limit)
        found = everything(made)
        made.store.close()
    return found


def pass_time(made: World, pause: Instant, limit: int, rested: Instant, pauses: Random | None) -> Instant:
    """Lets the clock run; whoever rests works at the latest after fourteen minutes. How long it has rested by then."""
    end = made.clock.moment + pause
    while made.clock.moment < end:
        step = min(end - made.clock.moment, 14 * MINUTE - rested)
        made.clock.moment += step
        rested += step
        if rested >= 14 * MINUTE or pauses is None or pauses.random() < 0.3:
            work_until_idle(made.work, limit)
            rested = 0
    return rested


def everything(made: World) -> list[object]:
    with made.store.read() as tx:
        leads = [f"L{number}" for number in range(4)]
        documents = [subjects.lead(tx, lead) for lead in leads]
        journal = [[(row.number, row.moment, row.due, row.trace) for row in history.journal_of(tx, lead)] for lead in leads]
        messages = [[(row.kind, row.key, row.from_at) for row in outbox.of_lead(tx, lead)] for lead in leads]
        return [documents, journal, messages]


def whats(toy: World, lead: str = "A") -> list[str]:
    with toy.store.read() as tx:
        return [row.trace.split('"')[3] for row in history.journal_of(tx, lead)]


def moments(toy: World, lead: str) -> list[Instant]:
    with toy.store.read() as tx:
        return [row.moment for row in history.journal_of(tx, lead)]
