"""Four workers on one PostgreSQL, killed, stopped, and with clocks that are wrong: nothing is lost, nothing is sent twice."""

from random import Random

from engine.domain.instants import MINUTE
from engine.doors.inbox import put
from tests.faults.crew import COURIERS, Crew, crew_of, leads
from tests.faults.figures import count, promise
from tests.faults.house import rest, until
from tests.faults.sink import Sink

FAULTS = count("NURTURE_TEST_FAULTS", short=40, long=2_000)
WORKERS = 4
READERS = 10
"""New ones after each fault."""

STOPS = (0.2, 0.9, 1.6)
"""Seconds: shorter than lease and time-outs, and longer."""


def suffer(crew: Crew, faults: int, chance: Random) -> int:
    """Faults one after the other while mails are decided and sent; how many of them were kills."""
    kills = 0
    for number in range(faults):
        put(crew.store, leads(number, READERS))
        rest(chance.uniform(0.0, 0.3))
        who = chance.randrange(len(crew.workers))
        if chance.random() < 0.5:
            crew.kill(who)
            crew.hire(ahead=chance.choice((-10, 0, 10)) * MINUTE)
            kills += 1
        else:
            crew.stop(who, chance.choice(STOPS))
    return kills


def test_killed_stopped_and_with_wrong_clocks_nothing_is_lost_and_nothing_sent_twice(sink: Sink) -> None:
    sink.thinking = 0.02
    with crew_of(WORKERS, sink) as crew:
        kills = suffer(crew, FAULTS, Random(FAULTS))
        crew.finish(900.0)
        states, lost, double = crew.states(), crew.lost(), crew.double
    doubtful = [id_ for id_, state in states.items() if state == "doubtful"]

    promise(f"{FAULTS:,} faults of {WORKERS} workers on PostgreSQL", kills=kills, mails=len(states), lost=len(lost), double=len(double),
            in_doubt=len(doubtful), of_them_arrived=sum(id_ in sink.taken for id_ in doubtful))  # fmt: skip
    assert ([], [], FAULTS * READERS) == (lost, double, len(states))
    assert {"sent", "doubtful"} >= set(states.values())
    assert FAULTS * COURIERS >= len(doubtful)


def test_a_build_without_the_fence_sends_twice(sink: Sink) -> None:
    """This test can tell."""
    sink.thinking = 0.02
    with crew_of(WORKERS, sink, is_fenced=False) as crew:
        chance = Random(1)
        put(crew.store, leads(0, 400))

        def doubles() -> bool:
            crew.stop(chance.randrange(WORKERS), 1.2)
            rest(0.2)
            return bool(crew.double)

        until(doubles, "a mail was sent twice", 20.0)
