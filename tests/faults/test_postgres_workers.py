"""Four workers on one PostgreSQL, killed, stopped, and with clocks that are wrong: nothing is lost, nothing is sent twice."""

import time
from collections.abc import Iterator
from itertools import count as count_up
from random import Random

import pytest

from engine.domain.errors import NurtureError
from engine.domain.instants import MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from tests.databases import Server
from tests.faults.crew import AT_ONCE, COURIERS, Crew, crew_of, leads
from tests.faults.figures import count, promise
from tests.faults.house import rest, until
from tests.faults.sink import Sink

FAULTS = count("NURTURE_TEST_FAULTS", short=20, long=2_000)
WORKERS = 4
READERS = 10
"""New ones after each fault."""

MOST_WAITING = 40
"""Mails that wait before the next fault: always some on their way, and never more than is sent soon."""

STOPS = (0.3, 1.5, 3.0)
"""Seconds: shorter than lease and time-outs, and longer."""

RESTARTS = count("NURTURE_TEST_RESTARTS", short=4, long=80)
"""In the long form every 5 to 40 seconds: half an hour."""
LONGEST = 1.5 if RESTARTS < 20 else 40.0
ARRIVING = 60 if RESTARTS < 20 else 250
"""New ones between two restarts, each with an event and a mail."""
BACK_SECONDS = 10.0


def suffer(crew: Crew, faults: int, chance: Random) -> int:
    """Faults one after the other while mails are decided and sent; how many of them were kills."""
    kills = 0
    for number in range(faults):
        tell(crew, number, READERS)
        until(lambda: crew.backlog() < MOST_WAITING, "the mails left", 120.0)
        rest(chance.uniform(0.0, 0.3))
        crew.hire_for_the_dead()
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
        states, lost, double, circles = crew.states(), crew.lost(), crew.double, crew.deadlocks()
    doubtful = [id_ for id_, state in states.items() if state == "doubtful"]

    promise(f"{FAULTS:,} faults of {WORKERS} workers on PostgreSQL", kills=kills, mails=len(states), lost=len(lost), double=len(double),
            in_doubt=len(doubtful), of_them_arrived=sum(id_ in sink.taken for id_ in doubtful), deadlocks=circles)  # fmt: skip
    assert ([], [], FAULTS * READERS) == (lost, double, len(states))
    assert {"sent", "doubtful"} >= set(states.values())
    assert FAULTS * COURIERS >= len(doubtful)


def test_a_build_without_the_fence_sends_twice(sink: Sink) -> None:
    """This test can tell."""
    sink.thinking = 0.4
    with crew_of(WORKERS, sink, is_fenced=False) as crew:
        chance = Random(1)
        rounds = count_up()

        def doubles() -> bool:
            """One is stopped with mails in its hands, until others have sent them."""
            tell(crew, next(rounds), 60)
            until(lambda: crew.in_hand() >= 3 * AT_ONCE, "they are at it")
            crew.stop(chance.randrange(WORKERS), 4.0)
            rest(5.0)
            return bool(crew.double)

        until(doubles, "a mail was sent twice", 2.0)


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def test_restarts_of_the_database_end_no_process_and_lose_nothing(sink: Sink, server: Server) -> None:
    """It is shut down or crashes while events come in and mails leave; it is used again within ten seconds of being there."""
    chance, slowest = Random(RESTARTS), 0.0
    with crew_of(WORKERS - 1, sink, is_hurried=False, url=server.url) as crew:
        until(crew.are_all_there, "every worker has begun")
        for number in range(RESTARTS):
            tell(crew, number, ARRIVING)
            rest(chance.uniform(LONGEST / 8, LONGEST))
            server.stop(chance.choice(("fast", "immediate")))
            rest(chance.uniform(0.0, 1.0))
            server.start()
            slowest = max(slowest, back(crew, number))
        crew.finish(900.0)
        states, lost, double, ended = crew.states(), crew.lost(), crew.double, sum(not one.is_alive() for one in crew.workers)
    doubtful = [id_ for id_, state in states.items() if state == "doubtful"]

    promise(f"{RESTARTS:,} restarts of PostgreSQL under {WORKERS - 1} workers", mails=len(states), lost=len(lost), double=len(double),
            in_doubt=len(doubtful), ended=ended, slowest_return=slowest)  # fmt: skip
    assert ([], [], 0, RESTARTS * (ARRIVING + 1)) == (lost, double, ended, len(states))
    assert {"sent", "doubtful"} >= set(states.values())
    assert RESTARTS * COURIERS * (WORKERS - 1) >= len(doubtful)


def back(crew: Crew, number: int) -> float:
    """Seconds until something is taken in and something is decided."""
    since, before = time.monotonic(), decisions(crew)
    tell(crew, f"back{number}", 1)
    until(lambda: decisions(crew) > before, "the work went on", BACK_SECONDS)
    return time.monotonic() - since


def decisions(crew: Crew) -> int:
    with crew.store.read() as tx:
        return int(tx.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM journal").scalar() or 0)


def tell(crew: Crew, name: object, count: int) -> None:
    """As a client does: again, until it is answered."""
    news = leads(name, count)
    until(lambda: is_taken(crew, news), "the door took the events", 60.0)


def is_taken(crew: Crew, news: list[Incoming]) -> bool:
    try:
        put(crew.store, news)
    except NurtureError:
        return False
    return True
