"""One worker or four, on a real PostgreSQL: the same is decided, by leads, teams, accounts and experiments."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.errors import NurtureError
from engine.domain.events import Kind, Props
from engine.domain.instants import MINUTE, NEVER
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.heartbeat import Heartbeat
from engine.rules.program import Program
from engine.store import control, history, inbox, outbox, parts, stumbles, subjects, waiting
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.schema import handoffs, part_of
from engine.store.schema import subjects as table
from engine.store.writer import Priority
from engine.testing import program_of
from engine.work.batch import Work, work_batch
from engine.work.fold import REAL
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests import databases
from tests.engine.delivery.post import SENDER
from tests.engine.work.toy import Cards, Watch, toy_work

STORY = """
event download
event page-view
event asked
team sales {
  members ["a@example.jp", "b@example.jp", "c@example.jp"] in turn
  accept within 1 day
}
account {
  by domain
}
score 関心 {
  on page-view give +20 points
}
scenario 告知 {
  enter on download
  split 件名 evenly testing 80% pick best by open rate after 51 minutes {
    甲 {
      send ko
    }
    乙 {
      send otsu
    }
  }
  wait 42 minutes
  if score 関心 >= 20 {
    send thanks
  }
}
scenario 商談 {
  enter on asked
  handoff to sales because "asked"
}
scenario 会社 {
  enter on asked
  one run per account
  send only-one
}
"""
LEADS = tuple(f"L{number}" for number in range(8))
KINDS = ("download", "page-view", "asked", Kind.MAIL_SENT, Kind.MAIL_OPENED)
KO, OTSU = "告知//1/件名/甲/send ko/1", "告知//1/件名/乙/send otsu/1"

happenings = st.lists(
    st.tuples(st.sampled_from([0, 0, 4, 8, 40]), st.sampled_from(LEADS), st.sampled_from(KINDS)),
    min_size=4,
    max_size=24,
)
Story = list[tuple[int, str, str]]


@settings(max_examples=3)
@given(happenings, st.sampled_from([1, 3, 500]))
def test_four_workers_decide_what_one_decides(story: Story, limit: int) -> None:
    program = program_of(STORY)

    assert told(program, story, 1, 500) == told(program, story, 4, limit)


def test_the_story_of_these_tests_decides_something() -> None:
    """Guards the property: a fold that does nothing would hold it too."""
    came: Story = [(0, lead, kind) for lead in LEADS for kind in ("download", "asked")]
    sent: Story = [(0, lead, Kind.MAIL_SENT) for lead in LEADS for _ in "甲乙"]
    found = told(program_of(STORY), came + sent, 4, 500)

    hands, experiments = found[-2:]
    assert [(lead, f"{name}@example.jp") for lead, name in zip(LEADS, "abcabcab", strict=True)] == hands
    assert isinstance(experiments, list)
    assert {"甲", "乙"} & {one.winner for one in experiments}


@pytest.mark.parametrize("workers", [1, 4])
def test_whoever_asked_first_is_served_first_though_another_worker_is_quicker(workers: int) -> None:
    story: Story = [(0, lead, "asked") for lead in LEADS]
    found = told(program_of(STORY), story, workers, 1)

    assert [(lead, f"{name}@example.jp") for lead, name in zip(LEADS, "abcabcab", strict=True)] == found[-2]


def told(program: Program, story: Story, workers: int, limit: int) -> list[object]:
    """Everything decided: leads with their journals and mails, who got what, and the experiments."""
    with crew(program, workers) as (clock, works):
        for number, lead in enumerate(LEADS):
            props: Props = {"email": f"{lead}@company{number % 3}.example"}
            put(works[0].store, [Incoming(source="i", id=lead, type=Kind.LEAD_CHANGED, lead=lead, at=0, props=props)])
        for number, (minutes, lead, kind) in enumerate(story):
            pass_time(clock, works, minutes, limit)
            props = {"key": KO if number % 2 else OTSU, "template": ""} if "." in kind else {}
            put(works[number % workers].store, [Incoming(source="t", id=str(number), type=kind, lead=lead, at=0, props=props)])
        for _ in range(10):
            pass_time(clock, works, 14, limit)
        return decided(works[0].store)


@contextmanager
def crew(program: Program, workers: int) -> Iterator[tuple[Watch, list[Work]]]:
    """So many workers on one fresh database, each with connections of its own, and the clock they share."""
    url, clock = databases.fresh_on_postgresql(), Watch()
    stores = [open_store(url, clock, Cards(Random(number))) for number in range(workers)]
    programs = Programs(lambda stored: program)
    programs.add(program)
    stores[0].write(Priority.WORK, lambda tx: control.switch(tx, program.hash))
    stores[0].write(Priority.WORK, control.go_live)
    try:
        yield clock, [Work(store, programs, REAL, ALONE) for store in stores]
    finally:
        for store in stores:
            store.close()


def pass_time(clock: Watch, works: list[Work], minutes: int, limit: int) -> None:
    clock.moment += minutes * MINUTE
    work_together(works, limit)


def work_together(works: list[Work], limit: int) -> None:
    """All of them beside each other, until nothing is left that can be decided now."""
    failures: list[BaseException] = []
    threads = [Thread(target=_work, args=(work, limit, failures)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == failures


def _work(work: Work, limit: int, failures: list[BaseException]) -> None:
    try:
        while is_something_left(work) or work_batch(work, limit).subjects:
            work_batch(work, limit)
    except BaseException as error:
        failures.append(error)


def is_something_left(work: Work) -> bool:
    with work.store.read() as tx:
        return inbox.depth(tx) > 0


def decided(store: Store) -> list[object]:
    with store.read() as tx:
        leads: list[object] = [
            [
                subjects.lead(tx, lead),
                [(row.number, row.moment, row.due, row.trace) for row in history.journal_of(tx, lead)],
                [(row.kind, row.key, row.state, row.from_at, row.until_at) for row in outbox.of_lead(tx, lead)],
            ]
            for lead in LEADS
        ]
        hands = [(row.lead, row.member) for row in tx.execute(select(handoffs.c.lead, handoffs.c.member).order_by(handoffs.c.lead))]
        ids = list(tx.execute(select(table.c.id).where(table.c.kind == "experiment").order_by(table.c.id)).scalars())
        return [*leads, hands, [held.subject for held in subjects.read(tx, ids).values()]]


@pytest.mark.parametrize(("is_guarded", "first"), [(True, "a@example.jp"), (False, "b@example.jp")])
def test_nobody_is_answered_before_those_who_asked_earlier(monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool, first: str) -> None:
    """Another worker has the earlier lead in hand. Without the bound the later one would be served first: this test can tell."""
    if not is_guarded:
        monkeypatch.setattr(waiting, "decided_up_to", lambda tx: NEVER)
    with crew(program_of(STORY), 2) as (clock, (one, other)):
        tell_asked(one.store, "L0", "L1")
        assert part_of("L0") not in {part_of("L1"), part_of("team:sales")}
        with one.store.turn(lambda tx, _: parts.await_of(tx, ["L0"])):
            for _ in range(5):
                work_batch(other)
        pass_time(clock, [one, other], 1, 500)
        found = decided(one.store)[-2]

    second = {"a@example.jp": "b@example.jp", "b@example.jp": "a@example.jp"}[first]
    assert [("L0", first), ("L1", second)] == found


def test_two_workers_never_have_the_same_partition() -> None:
    with crew(program_of(STORY), 2) as (_, (one, other)):
        tell_asked(one.store, *LEADS)
        with one.store.turn(everything) as mine, other.store.turn(everything) as theirs:
            assert (sorted({part_of(lead) for lead in LEADS}), ()) == (sorted(mine.parts or ()), theirs.parts)
        with other.store.turn(everything) as later:
            assert sorted(mine.parts or ()) == sorted(later.parts or ())


def test_who_loses_its_turn_writes_nothing_and_another_goes_on() -> None:
    """As if the process had been stopped in mid-batch for longer than the server waits."""
    with crew(program_of(STORY), 2) as (clock, (one, other)):
        tell_asked(one.store, *LEADS)

        def stop(tx: Tx) -> None:
            control.redirect(tx, "nobody@example.jp")
            databases.end_connections(one.store.url)
            work_together([other], 500)
            tx.exec_driver_sql("SELECT 1")

        with pytest.raises(NurtureError) as error, one.store.turn(everything) as turn:
            turn.write(stop)
        pass_time(clock, [one], 1, 500)
        with one.store.read() as tx:
            redirect, depth = control.read(tx).redirect, inbox.depth(tx)

    assert error.value.problem.code in {"turn-lost", "database-unreachable"}
    assert ("", 0) == (redirect, depth)


def test_a_poisoned_lead_delays_nobody_and_is_set_aside() -> None:
    """In the toy fold a bomb raises; whoever has a batch with it tries each of its leads alone."""
    url, clock = databases.fresh_on_postgresql(), Watch()
    stores = [open_store(url, clock, Cards(Random(number))) for number in range(2)]
    stores[0].write(Priority.WORK, lambda tx: control.switch(tx, "toy"))
    kinds = ["bomb" if number == 3 else "ping" for number in range(40)]
    put(stores[0], [Incoming(source="t", id=f"{number}", type=kind, lead=f"L{number}") for number, kind in enumerate(kinds)])
    hearts = [Heartbeat(toy_work(store), Deliverer(Delivery(store=store, sender=SENDER, mail=MemoryChannel()))) for store in stores]
    for heart in hearts * 8:
        heart._decide_all()
    with stores[0].read() as tx:
        depth, aside = inbox.depth(tx), [(one.subject, one.aside) for one in stumbles.known(tx)]
        count = subjects.count(tx)
    for store in stores:
        store.close()

    assert (0, [("L3", True)], 39) == (depth, aside, count)


def test_a_flood_on_one_lead_delays_nobody() -> None:
    with crew(program_of(STORY), 2) as (_, (one, other)):
        put(one.store, [Incoming(source="f", id=f"{number}", type="page-view", lead="flood") for number in range(1_000)])
        tell_asked(one.store, *LEADS)
        for _ in range(4):
            work_batch(one, 500)
            work_batch(other, 500)
        with one.store.read() as tx:
            left = {taken.event.subject for taken in inbox.take(tx, 0, 10_000)}

    assert {"flood"} >= left - {"team:sales", "account:company0.example"}


def everything(tx: Tx, start: int) -> tuple[int, ...]:
    """Whatever partitions one can have."""
    return parts.take(tx, NEVER, start)


def tell_asked(store: Store, *leads: str) -> None:
    put(store, [Incoming(source="t", id=f"asked/{lead}", type="asked", lead=lead) for lead in leads])
