"""`nurture run` killed while it works: web, decisions and delivery in one process, again and again.

The short form kills 25 times; `NURTURE_TEST_KILLS=1000 make faults` as often as it says.
"""

from dataclasses import dataclass, field
from random import Random

import pytest

from tests.faults.figures import count, promise
from tests.faults.house import LINES, Crowd, House, rest

KILLS = count("NURTURE_TEST_KILLS", short=25, long=1_000)
READERS = 12
"""New ones in each round."""
LATEST = 0.25
"""Seconds from the start of the work to the kill, at most."""
ONCE_IT_RUNS = 2.0
"""Seconds that the first answer may take on a machine with much to do."""
THINKING = 0.03
"""Seconds the mail server may take for its answer: there a kill leaves a doubt."""


LONG_THINKING = 0.2
"""The same where a doubt is what one waits for: on a quick machine few kills find one otherwise."""


@dataclass
class Killings:
    """doubts: how many mails were in doubt after each start."""

    house: House
    crowd: Crowd
    doubts: list[int] = field(default_factory=lambda: [0])

    def go(self, kills: int) -> None:
        """Each round new readers come. Some daemons die while they begin, where they clean up after the one before, some at
        any moment after it, and some once the first reader is answered and everything runs at once."""
        chance = Random(kills)
        for number in range(kills):
            daemon = self.house.start("run")
            if number % 10 < 9:
                daemon.await_line("live")
                self.doubts.append(self.count("state = 'doubtful'"))
                before = len(self.crowd.answered)
                self.crowd.come([f"r{number}-{one}" for one in range(READERS)])
                if number % 2:
                    self.crowd.await_answer(before, ONCE_IT_RUNS)
            rest(chance.uniform(0.0, LATEST))
            assert -9 == daemon.kill()
            self.crowd.leave()
        self.house.finish()

    def count(self, condition: str) -> int:
        return int(self.house.rows(f"SELECT count(*) FROM messages WHERE {condition}")[0][0])

    @property
    def most(self) -> int:
        """In doubt by one kill; one during the start counts with the next."""
        return max(after - before for before, after in zip(self.doubts, self.doubts[1:], strict=False))


@pytest.fixture
def killings(house: House) -> Killings:
    house.sink.thinking = THINKING
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    return Killings(house, Crowd(house.port))


def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_sent_twice(killings: Killings) -> None:
    """Whoever was answered gets one mail; what is in doubt is listed, and never more than one mail a connection and kill."""
    killings.go(KILLS)

    stored = dict(killings.house.rows("SELECT target, state FROM messages WHERE kind = 'mail'"))
    wanted = {f"{name}@reader.example" for name in killings.crowd.answered}
    delivered = killings.house.sink.recipients
    lost = [one for one in wanted if one not in delivered and stored.get(one) != "doubtful"]
    twice = [one for one, times in delivered.items() if times > 1]
    unknown = [one for one in delivered if stored.get(one) not in ("sent", "doubtful")]
    doubt = [one for one, state in stored.items() if state == "doubtful"]
    promise(f"{KILLS:,} kills of the whole daemon", answered=len(wanted), delivered=len(delivered), lost=len(lost), double=len(twice),
            in_doubt=len(doubt), of_them_arrived=sum(one in delivered for one in doubt), most_by_one_kill=killings.most)  # fmt: skip
    assert ([], [], []) == (lost, twice, unknown)
    assert (killings.most <= 2 * LINES, len(doubt) <= KILLS * LINES) == (True, True)
    assert (len(wanted), len(wanted) >= KILLS) == (len(killings.crowd.answered), True)
    assert killings.house.is_sound()


def test_a_build_that_sends_again_what_is_in_doubt_is_found_out(killings: Killings) -> None:
    """These kills can tell: with that guard removed the sink's log shows it."""
    killings.house.without = "doubt"
    killings.house.sink.thinking = LONG_THINKING
    for _ in range(10):
        killings.go(5)
        if max(killings.house.sink.recipients.values()) > 1:
            return
    raise AssertionError("nothing was delivered twice")
