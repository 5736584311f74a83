"""The clock and the dice: real ones, one shared by many, and those of tests."""

import re
import time
from pathlib import Path

import pytest

from engine.clock import FrozenClock, LoadedDice, ServerClock, SystemClock, SystemDice, steady
from engine.domain.instants import HOUR, SECOND


def test_the_clock_of_this_machine_counts_microseconds(tmp_path: Path) -> None:
    """As does the disk, which looks at it some milliseconds apart."""
    now = SystemClock().now()
    (tmp_path / "now").touch()

    assert abs((tmp_path / "now").stat().st_mtime - now / SECOND) < 2


def test_the_clock_that_nobody_sets_counts_microseconds_too() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    now = steady()
    after = time.clock_gettime(time.CLOCK_BOOTTIME)

    assert before - 0.001 <= now / SECOND <= after + 0.001


def test_the_clock_that_nobody_sets_goes_on_while_the_machine_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has such a one."""
    monkeypatch.setattr("engine.clock.time.clock_gettime_ns", lambda which: 1_000 * which)

    assert time.CLOCK_BOOTTIME == steady()
    monkeypatch.delattr("engine.clock.time.CLOCK_BOOTTIME")
    assert time.CLOCK_MONOTONIC == steady()


def test_a_name_nobody_can_guess_has_22_signs_fit_for_a_url() -> None:
    names = {SystemDice().token() for _ in range(50)}

    assert 50 == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", name) for name in names)


@pytest.mark.parametrize("ahead", [-HOUR, 0, HOUR])
def test_a_shared_clock_goes_by_the_server_and_not_by_this_machine(ahead: int) -> None:
    """Off by no more than it takes to ask."""
    clock = ServerClock(lambda: SystemClock().now() + ahead)
    off = abs(clock.now() - SystemClock().now() - ahead)

    assert off < SECOND // 2
    assert abs(clock.look() + ahead) < SECOND // 2


def test_a_shared_clock_takes_the_servers_word_for_the_middle_of_the_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked at 100, answered at 140: what it told was so at 120. Our own clock showed 5,000 at the beginning."""
    moments = iter([100, 140, 200, 300, 400, 500])
    monkeypatch.setattr("engine.clock.steady", lambda: next(moments))
    monkeypatch.setattr("engine.clock.SystemClock.now", lambda _: 5_000)
    told = iter([1_000, 2_000])
    clock = ServerClock(lambda: next(told))

    assert 200 + 880 == clock.now()
    # Asked again at 300, answered at 400: it told 2,000 for the middle, at which our own clock showed 5,050.
    assert 3_050 == clock.look()
    assert 500 + 1_650 == clock.now()


def test_a_clock_of_tests_shows_what_it_is_set_to() -> None:
    clock = FrozenClock(5)
    seen = [clock.now()]
    clock.advance(3)
    seen.append(clock.now())
    clock.set(2)

    assert [5, 8, 2] == [*seen, clock.now()]


def test_dice_of_tests_throw_the_same_in_every_run_and_never_twice_the_same() -> None:
    one, other, third = LoadedDice("a"), LoadedDice("a"), LoadedDice("b")
    throws = [one.token() for _ in range(20)]

    assert throws == [other.token() for _ in range(20)]
    assert 20 == len(set(throws))
    assert third.token() not in throws
    assert {22} == {len(throw) for throw in throws}
    assert "8d665c2ae3375e125c49f9" == LoadedDice().token()
