"""A clock that jumps ahead holds everything, to the microsecond; and a machine whose own clock is off says so once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from engine.channels.memory import MemoryChannel
from engine.domain.instants import HOUR, MINUTE, SECOND
from engine.heartbeat import Heartbeat
from tests.engine.delivery.post import deliverer, post
from tests.engine.work.toy import START, World

# What the wall clock and the one that nobody sets go on by, beat after beat, and whether each beat works.
COURSES = [
    ([(6 * HOUR, 0)], [True]),
    ([(6 * HOUR + 1, 0)], [False]),
    ([(7 * HOUR, HOUR - 1)], [False]),
    ([(7 * HOUR, HOUR)], [True]),
    ([(30 * HOUR, 30 * HOUR)], [True]),
    ([(-30 * HOUR, 0), (0, 0), (6 * HOUR, 0)], [True, True, True]),
    ([(4 * HOUR, 0), (4 * HOUR, 0)], [True, True]),
    ([(7 * HOUR, 0), (0, 0), (MINUTE, MINUTE)], [False, False, False]),
    ([(7 * HOUR, 0), (-7 * HOUR, 0), (6 * HOUR, 0), (7 * HOUR, 0)], [False, True, True, False]),
    ([(7 * HOUR, 0), (0, HOUR), (6 * HOUR, 0)], [False, True, True]),
]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    one = post(tmp_path)
    yield one
    one.store.close()


def heart(made: World) -> Heartbeat:
    return Heartbeat(made.work, deliverer(made, MemoryChannel()))


@pytest.mark.parametrize(("course", "expected"), COURSES)
def test_more_than_six_hours_ahead_of_time_nothing_is_done(
    made: World, monkeypatch: pytest.MonkeyPatch, course: list[tuple[int, int]], expected: list[bool]
) -> None:
    unset = 5 * HOUR
    monkeypatch.setattr("engine.heartbeat.steady", lambda: unset)
    one, works = heart(made), list[bool]()
    monkeypatch.setattr(one, "_linger", lambda *_: works.append(True))
    seen = []
    for wall, steady in course:
        made.clock.moment += wall
        unset += steady
        works.clear()
        one.beat_work()
        seen.append((bool(works), one.is_holding))

    assert [(is_working, not is_working) for is_working in expected] == seen


def test_a_jump_is_said_once_and_again_when_it_comes_again(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.heartbeat.steady", lambda: 0)
    one = heart(made)
    monkeypatch.setattr(one, "_linger", lambda *_: None)
    with capture_logs() as logs:
        for wall in (7 * HOUR, SECOND, -7 * HOUR, 7 * HOUR):
            made.clock.moment += wall
            one.beat_deliver()

    said = [(line["log_level"], line["event"], line["code"], line["seen"]) for line in logs]
    assert [("error", "clock jumped", "clock-jumped", f"2027-01-15T15:00:0{second}+00:00") for second in (0, 1)] == said
    assert 1_800_000_000_000_000 == START


@pytest.mark.parametrize("sign", [1, -1])
def test_a_machine_whose_own_clock_is_off_by_more_than_a_minute_says_so_once(
    made: World, monkeypatch: pytest.MonkeyPatch, sign: int
) -> None:
    ahead = iter([0, MINUTE, MINUTE + 1, 90 * SECOND, MINUTE, 61 * SECOND])
    monkeypatch.setattr(made.store, "set_clock", lambda: sign * next(ahead))
    one, states = heart(made), list[bool]()
    with capture_logs() as logs:
        for _ in range(6):
            one._set_clock()
            states.append(one.is_off)

    assert [False, False, True, True, False, True] == states
    expected = [("warning", "clock is off", "clock-off", seconds) for seconds in ((60, 61) if sign > 0 else (-61, -61))]
    assert expected == [(line["log_level"], line["event"], line["code"], line["seconds"]) for line in logs]
