"""Ours, on a program like a real one: an event gives points and enters a scenario that sends a mail."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from benchmarks.race import Contender
from engine.domain.instants import DAY, SECOND
from engine.doors.inbox import Incoming, put
from engine.rules.program import Program
from engine.store import control
from engine.store.database import Store, open_store
from engine.store.upgrade import upgrade
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice, program_of
from engine.work.batch import Work, work_batch
from engine.work.gather import ALONE
from engine.work.programs import Programs

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
def by_us(folder: Path, *, leads: int, batch: int) -> Iterator[Contender]:
    """Intake and decision, each with a commit of its own as in production."""
    clock, program = FrozenClock(20_000 * DAY), program_of(PROGRAM)
    with closing(_store(folder / "by_us.db", clock, program)) as store:
        work = Work(store, Programs(lambda stored: replace(program, hash=stored.hash)), slack=ALONE)
        work.programs.add(program)
        numbers = count()

        def lap() -> int:
            clock.advance(SECOND)
            put(store, [_download(number, f"lead-{number % leads}") for number in islice(numbers, batch)])
            done = work_batch(work, batch).events
            assert done == batch, done
            return batch

        yield Contender("nurture, intake and decision", "ours", lap, note="two commits, journal, history")


def _store(path: Path, clock: FrozenClock, program: Program) -> Store:
    url = f"sqlite:///{path}"
    upgrade(url)
    store = open_store(url, clock, LoadedDice())
    store.write(Priority.WORK, lambda tx: control.switch(tx, program.hash))
    store.write(Priority.WORK, control.go_live)
    return store


def _download(number: int, lead: str) -> Incoming:
    return Incoming(source="web", id=f"e{number}", type="download", lead=lead, props={"asset": "wp"})
