"""Facts are equal under any order of arrival and any number of repetitions; acts are never doubled.

The short form plays a few random programs; `make reference` plays many more.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest

from engine.domain import effects as e
from engine.domain.events import Event
from engine.domain.instants import MINUTE, SECOND
from engine.domain.subjects import Facts
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.lab.world import World
from engine.rules.facts import refold
from engine.store import outbox, subjects
from engine.work.batch import work_until_idle
from tests.engine.work.test_batch_sizes import real_world
from tests.reference.programs import Case, case_of
from tests.reference.side_by_side import event_of, play, program_of, story_of
from tests.reference.standing import LEAD

PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "800")) // 20
PARTS = max(1, PLAYED // 250)
FIRST = 50_000
"""Other cases than those the naive reader reads."""


def cases(part: int) -> list[tuple[Case, Random]]:
    """Those of one part, each with dice of its own."""
    return [(case_of(FIRST + number), Random(number)) for number in range(part, PLAYED, PARTS)]


def events_of(case: Case) -> list[Event]:
    return [event_of(number, heard) for number, heard in enumerate(case.heard)]


def thrice(events: Sequence[Event], dice: Random) -> list[Event]:
    """Each event three times: the first keeps its place, the others come at some time after it."""
    found = [(number, event) for number, event in enumerate(events)]
    found += [(dice.randint(number, len(events)), event) for number, event in enumerate(events) for _ in range(2)]
    return [event for _, event in sorted(found, key=lambda one: one[0])]


# ── facts ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", range(PARTS))
def test_facts_are_equal_in_whatever_order_and_however_often_history_arrives(part: int) -> None:
    for case, dice in cases(part):
        apart = [replace(one, at=one.at + number * SECOND, live=False) for number, one in enumerate(case.heard)]
        events = [event_of(number, one) for number, one in enumerate(apart)]
        shuffled = thrice(dice.sample(events, len(events)), dice)

        assert known(case, in_this_order(events, case)) == known(case, in_this_order(shuffled, case)), case.text


def in_this_order(events: Sequence[Event], case: Case) -> list[Event]:
    """They are received one after the other at the end of the story."""
    return [msgspec.structs.replace(event, received=case.until + number * MINUTE) for number, event in enumerate(events)]


def known(case: Case, events: Sequence[Event]) -> tuple[Any, ...]:
    """The facts, and what every condition makes of them at one moment. When the newest was received is no fact."""
    world = play(case, events)
    world.run_until(case.until + 100 * MINUTE)
    sight, lead = world.sight(LEAD), world.leads.get(LEAD)
    facts = msgspec.to_builtins(lead.facts if lead else Facts())
    facts.pop("last", None)
    conditions = {**world.program.segments, **world.program.personas, **world.program.checklists}
    return (
        facts,
        {name: sight.points(name) for name in world.program.scores},
        {name: sight.level(name) for name in world.program.scores},
        {name: condition.holds(sight) for name, condition in conditions.items() if "scenario" not in repr(condition)},
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_facts_that_grew_event_by_event_are_those_of_the_whole_ledger_in_any_order(part: int) -> None:
    """Acts that touched facts stand in the ledger too, and are replayed as recorded."""
    for case, dice in cases(part):
        world = play(case, events_of(case))
        ledger = thrice(world.ledgers.get(LEAD, []), dice)
        dice.shuffle(ledger)
        lead = world.leads.get(LEAD)

        assert refold(world.program, ledger) == (lead.facts if lead else Facts()), case.text


# ── acts ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", range(PARTS))
def test_what_comes_three_times_is_done_once(part: int) -> None:
    for case, dice in cases(part):
        once, again = play(case, events_of(case)), play(case, thrice(events_of(case), dice))

        assert story_of(once) == story_of(again), case.text
        assert [] == [key for key, times in Counter(acts(again)).items() if times > 1], case.text


def acts(world: World) -> list[str]:
    """What each act is known by outside."""
    return [name for _, effect in world.effects(LEAD) if (name := _name(effect))]


def _name(effect: e.AnyEffect) -> str:
    match effect:
        case e.MailDecided(key=key):
            return f"mail {key}"
        case e.HandoffRaised(id=id_) | e.TaskOpened(id=id_):
            return f"{type(effect).__name__} {id_}"
        case e.Notified(id=id_):
            return f"notice {id_}"
        case e.Recorded(event=event):
            return f"{event.source} {event.id}"
        case e.RunMoved(state="entered", run=run):
            return f"run {run}"
    return ""


@pytest.mark.parametrize("part", range(PARTS))
def test_the_same_holds_behind_the_door_and_in_the_database(part: int) -> None:
    for case, dice in cases(part)[:: max(1, 10 // PARTS)]:
        assert stored(case, events_of(case)) == stored(case, thrice(events_of(case), dice)), case.text


def stored(case: Case, events: Sequence[Event]) -> tuple[Any, ...]:
    """What the database holds in the end: the lead, and the keys of all that is to leave."""
    with TemporaryDirectory() as folder:
        made = real_world(Path(folder), program_of(case))
        made.clock.moment = case.start
        for event in events:
            made.clock.moment = max(made.clock.moment, event.received)
            incoming = Incoming(source=event.source, id=event.id, type=event.type, lead=LEAD, at=event.at, props=event.props)
            put(made.store, [msgspec.structs.replace(incoming, live=event.live)])
            work_until_idle(made.work)
        made.clock.moment = case.until
        work_until_idle(made.work)
        with made.store.read() as tx:
            lead = subjects.lead(tx, LEAD)
            rows = [(row.kind, row.key) for row in outbox.of_lead(tx, LEAD)]
        made.store.close()
    assert len(rows) == len(set(rows))
    return lead, rows
