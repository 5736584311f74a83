"""Members in turn in production: the desk is a subject of its own, its letters go through the inbox, and the member is told by mail."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from sqlalchemy import select

from engine.domain.instants import MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import subjects
from engine.store.schema import handoffs, messages
from engine.testing import program_of
from engine.work.batch import work_until_idle
from tests.engine.work.test_batch_sizes import real_world
from tests.engine.work.toy import World

TEXT = """
event asked
team sales {
  members ["a@example.jp", "b@example.jp"] in turn
  accept within 1 day
}
scenario s {
  enter on asked
  handoff to sales because "asked" {
    overdue {
      reassign because "too slow"
    }
  }
}
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = real_world(tmp_path, program_of(TEXT))
    yield made
    made.store.close()


def ask(made: World, *leads: str) -> None:
    put(made.store, [Incoming(source="t", id=lead, type="asked", lead=lead, at=0) for lead in leads])


def in_hands(made: World) -> list[tuple[str, str, str]]:
    """(lead, member, state) of every handoff."""
    with made.store.read() as tx:
        rows = tx.execute(select(handoffs.c.lead, handoffs.c.member, handoffs.c.state).order_by(handoffs.c.lead))
        return [(row.lead, row.member, row.state) for row in rows]


def told(made: World) -> list[str]:
    with made.store.read() as tx:
        return sorted(tx.execute(select(messages.c.target)).scalars())


def test_each_member_gets_one_and_is_told(world: World) -> None:
    ask(world, "A", "B")
    work_until_idle(world.work)

    assert [("A", "a@example.jp", "open"), ("B", "b@example.jp", "open")] == in_hands(world)
    assert ["a@example.jp", "b@example.jp"] == told(world)


def test_the_member_hears_what_the_team_would_have_heard(world: World) -> None:
    ask(world, "A")
    work_until_idle(world.work)
    with world.store.read() as tx:
        (entry,) = tx.execute(select(messages.c.entry)).scalars()
    told = msgspec.json.decode(entry)

    assert ("asked", "a@example.jp", "sales") == (told["because"], told["member"], told["team"])
    assert {"reasons", "due", "label", "choices"} <= set(told)


def test_what_is_overdue_goes_to_the_next_and_is_open_again(world: World) -> None:
    ask(world, "A")
    work_until_idle(world.work)
    for _ in range(25 * 6):
        world.clock.moment += 10 * MINUTE
        work_until_idle(world.work)

    assert [("A", "b@example.jp", "open")] == in_hands(world)
    with world.store.read() as tx:
        lead = subjects.lead(tx, "A")
    assert lead is not None and "b@example.jp" == lead.facts.attributes["owner"].value


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_who_gets_whom_hangs_on_no_batch(limit: int) -> None:
    with TemporaryDirectory() as folder:
        made = real_world(Path(folder), program_of(TEXT))
        ask(made, "A", "B", "C")
        work_until_idle(made.work, limit)
        found = in_hands(made)
        made.store.close()

    assert [("A", "a@example.jp"), ("B", "b@example.jp"), ("C", "a@example.jp")] == [row[:2] for row in found]


def test_a_desk_counts_as_no_lead(world: World) -> None:
    ask(world, "A")
    work_until_idle(world.work)

    with world.store.read() as tx:
        assert 1 == subjects.count(tx)
        assert ["A"] == [lead.id for lead in subjects.page(tx, "", 10)]
