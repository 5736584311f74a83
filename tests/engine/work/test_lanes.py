"""While a backlog is worked off, who does something now is decided about at once, and nobody's own events change their order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.instants import HOUR, SECOND
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import history, inbox, outbox, parts
from engine.store.schema import PARTS
from engine.store.writer import Priority
from engine.work.batch import work_batch, work_until_idle
from engine.work.gather import LANE
from tests.engine.work.house import house
from tests.engine.work.toy import World, world

BACKLOG = 60
LIMIT = 8


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """One worker that takes all partitions at once: with some of them it would see a part of the backlog."""
    monkeypatch.setattr(parts, "AT_ONCE", PARTS)
    one = world(tmp_path)
    put(one.store, [ping(f"L{number}", str(number)) for number in range(BACKLOG)])
    one.clock.moment += SECOND
    yield one
    one.store.close()


def ping(lead: str, id_: str, *, live: bool = True) -> Incoming:
    return Incoming(source="t", id=id_, type="ping", lead=lead, live=live)


def decided(made: World, lead: str) -> list[str]:
    """The receipts that were decided about, in the order of the journal."""
    with made.store.read() as tx:
        return [str(row.moment) for row in history.journal_of(tx, lead)]


def test_news_is_decided_before_the_backlog_is_worked_off(made: World) -> None:
    put(made.store, [ping("now", "now")])
    work_batch(made.work, LIMIT)

    assert 1 == len(decided(made, "now"))
    with made.store.read() as tx:
        assert BACKLOG + 1 - LIMIT - LIMIT // LANE == inbox.depth(tx)


def test_history_that_is_read_in_waits_for_its_turn(made: World) -> None:
    put(made.store, [ping("then", "then", live=False)])
    work_batch(made.work, LIMIT)

    assert [] == decided(made, "then")


def test_a_lead_in_the_backlog_that_does_something_now_is_decided_from_its_first_event_on(made: World) -> None:
    put(made.store, [ping("L59", "now")])
    work_batch(made.work, LIMIT)

    moments = decided(made, "L59")
    assert (2, sorted(moments)) == (len(moments), moments)


def test_the_backlog_is_worked_off_in_the_order_of_the_inbox(made: World) -> None:
    for number in range(3):
        put(made.store, [ping("now", f"now{number}")])
        work_batch(made.work, LIMIT)

    assert [1] * 3 * LIMIT == [len(decided(made, f"L{number}")) for number in range(3 * LIMIT)]
    work_until_idle(made.work, LIMIT)
    with made.store.read() as tx:
        assert 0 == inbox.depth(tx)


TEXT = """
event download
event asked
topic news
scenario 育成 {
  enter on download
  wait 1 hour
  send thanks
}
scenario 返信 {
  enter on asked
  send answer
}
"""


def test_a_mail_that_answers_goes_before_those_that_time_has_brought_about(tmp_path: Path) -> None:
    told = house(tmp_path, TEXT, mails=("thanks", "answer"))
    for lead in "ABC":
        told.lead(lead)
        told.tell("download", lead)
    told.go_on("2026-11-02T18:00")
    told.lead("D")
    told.tell("asked", "D")
    told.go_on()
    rows = told.store.write(Priority.WORK, lambda tx: outbox.claim(tx, "me", told.clock.moment, told.clock.moment + HOUR, 1))

    assert ["answer"] == [row.template for row in rows]
    told.store.close()
