"""Ours, on a program like a real one: an event gives points and enters a scenario that sends a mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice

from benchmarks.house import house
from benchmarks.race import Contender
from engine.domain.instants import SECOND
from engine.doors.incoming import Incoming
from engine.work.batch import work_until_idle

PROGRAM = """\
event download {
  asset: text
}
score 関心 {
  on download where asset is "wp" give +20 points
}
scenario thanks {
  enter on download
  reenter always
  send wp-thanks
}
"""


@contextmanager
def by_us(url: str, *, leads: int, batch: int) -> Iterator[Contender]:
    """Intake and decision, each with a commit of its own as in production; on a server with several, as a turn holds some partitions."""
    with house(url, PROGRAM, {"wp-thanks": "資料"}) as ours:
        numbers = count()

        def lap() -> int:
            ours.clock.advance(SECOND)
            ours.take([_download(number, f"lead-{number % leads}") for number in islice(numbers, batch)])
            done = work_until_idle(ours.work, batch).events
            assert done == batch, done
            return batch

        yield Contender("nurture, intake and decision", "ours", lap, note="two commits, journal, history")


def _download(number: int, lead: str) -> Incoming:
    return Incoming(source="web", id=f"e{number}", type="download", lead=lead, props={"asset": "wp"})
