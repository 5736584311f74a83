"""A copy made while everything goes on, a kill, and the copy put back: nobody gets a mail twice.

The short form does it 2 times; `NURTURE_TEST_RESTORES=25 make faults` as often as it says.
"""

from pathlib import Path
from random import Random

import pytest

from tests.faults.figures import count, promise
from tests.faults.house import Crowd, House, rest, until

RESTORES = count("NURTURE_TEST_RESTORES", short=2, long=25)
READERS = 40
"""New ones in each round."""
SLOW = 0.25
"""Seconds the mail server takes for each: the copy finds mails that wait and mails that leave."""


@pytest.fixture
def busy(house: House) -> House:
    """Live, with a slow mail server."""
    house.sink.thinking = SLOW
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    return house


def lose(house: House, crowd: Crowd, number: int, chance: Random) -> int:
    """A round: a copy under load, more mails, a kill, the copy is put back and goes live. How many messages it held or doubts."""
    daemon = house.daemon()
    crowd.come([f"r{number}-{one}" for one in range(READERS)])
    rest(chance.uniform(0.1, 0.6))
    copy = house.folder / f"copy-{number}.db"
    code, said = house.call("backup", str(copy))
    assert 0 == code, said
    crowd.leave()
    before = len(house.sink.recipients)
    until(lambda: len(house.sink.recipients) > before + 5 or is_quiet(house), "more mails leave after the copy", 60)
    assert -9 == daemon.kill()
    code, said = house.call("restore", str(copy), "--yes")
    assert 0 == code, said
    held = int(house.rows("SELECT count(*) FROM messages WHERE reason = 'restored'")[0][0])
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    return held


def is_quiet(house: House) -> bool:
    return house.rows("SELECT count(*) FROM messages WHERE next_at IS NOT NULL") == [(0,)]


def twice(house: House) -> list[str]:
    return [one for one, times in house.sink.recipients.items() if times > 1]


def test_a_copy_put_back_sends_nothing_twice(busy: House) -> None:
    chance, crowd, held = Random(RESTORES), Crowd(busy.port), 0
    for number in range(RESTORES):
        held = max(held, lose(busy, crowd, number, chance))
    busy.finish()

    promise(f"{RESTORES:,} copies under load put back", answered=len(crowd.answered), delivered=len(busy.sink.recipients),
            double=len(twice(busy)), most_held=held)  # fmt: skip
    assert [] == twice(busy)
    assert held > 0
    assert busy.is_sound()


def test_a_build_that_holds_nothing_back_is_found_out(busy: House) -> None:
    """These copies can tell: with that guard removed the sink's log shows it."""
    busy.without = "holding"
    crowd, chance = Crowd(busy.port), Random(1)
    for number in range(10):
        lose(busy, crowd, number, chance)
        busy.finish()
        if twice(busy):
            return
    raise AssertionError("nothing was delivered twice")


def test_a_copy_under_load_is_sound_and_the_daemon_goes_on(busy: House, tmp_path: Path) -> None:
    daemon, crowd = busy.daemon(), Crowd(busy.port)
    crowd.come([f"q{one}" for one in range(READERS)])
    codes = [busy.call("backup", "--keep", "3")[0] for _ in range(4)]
    crowd.leave()

    assert ([0] * 4, READERS) == (codes, len(crowd.answered))
    assert [] == crowd.others
    assert 0 == daemon.kill(15)
