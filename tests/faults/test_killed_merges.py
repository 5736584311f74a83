"""The work killed while two leads become one, and two again: between the letters, and in the middle of what is written.

Each round the process dies somewhere and another takes the database up as it lies there, until all is done; then each lead has what
came under its name, and nothing was done twice. The short form kills 24 times;
`NURTURE_TEST_MERGES_KILLED=1000 make faults` as often as it says.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from engine.domain.events import Kind
from engine.store import people
from engine.work.batch import work_batch, work_until_idle
from tests.databases import fresh_file
from tests.engine.work.house import House, house, reopened
from tests.engine.work.test_persons import TEXT, join
from tests.faults.figures import count, promise
from tests.faults.house import rest

KILLS = count("NURTURE_TEST_MERGES_KILLED", short=24, long=1_000)
LATEST = 0.05
ROUNDS = max(6, KILLS // 8)
"""Stories the kills are dealt to."""


def worked(folder: Path) -> None:
    """One commit after the other, with a rest for whoever wants to kill between them."""
    made = reopened(folder, TEXT, ("thanks", "case", "called"))
    while work_batch(made.work, 1).subjects:
        pass
    os._exit(0)


def killed(folder: Path, chance: Random) -> bool:
    """Whether the work died before it had ended."""
    child = os.fork()
    if not child:
        worked(folder)
    rest(chance.uniform(0.0, LATEST))
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] != 0


@contextmanager
def at(folder: Path) -> Iterator[House]:
    made = reopened(folder, TEXT, ("thanks", "case", "called"))
    try:
        yield made
    finally:
        made.store.close()


def began(folder: Path) -> None:
    made = house(folder, TEXT, ("thanks", "case", "called"), fresh_file(folder, "house.db"))
    for name in "AB":
        made.lead(name)
    for name in "ABB":
        made.tell("page-view", name)
    made.tell("download", "B")
    join(made, "B", "A")
    for name in "AB":
        made.tell("page-view", name)
    made.store.close()


def parts(folder: Path) -> None:
    with at(folder) as made:
        work_until_idle(made.work)
        made.count = 100
        for name in "BBA":
            made.tell("page-view", name)
        made.tell(Kind.LEAD_UNMERGED, "A", who="B")
        for name in "BAB":
            made.tell("page-view", name)


def ended(folder: Path) -> tuple[object, ...]:
    """Points of each, whose runs, mails and keys they are, and what nobody has decided on."""
    with at(folder) as made:
        work_until_idle(made.work)
        points = [made.document(name).facts.scores["関心"].points / 100 for name in "AB"]
        runs = [[run.id for run in made.document(name).runs] for name in "AB"]
        mails = [[template for template, _ in made.mails(name)] for name in "AB"]
        with made.store.read() as tx:
            owners = [people.find(tx, text) for text in ("A", "B", "a@lead.example", "b@lead.example")]
            left = tx.exec_driver_sql("SELECT count(*) FROM inbox").scalar()
            sound = tx.exec_driver_sql("PRAGMA integrity_check").scalar()
    return points, runs, mails, owners, left, sound


def test_a_merge_and_its_undoing_survive_kills_between_their_letters(tmp_path: Path) -> None:
    chance, died, told = Random(KILLS), 0, set[str]()
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        began(folder)
        died += sum(killed(folder, chance) for _ in range(KILLS // ROUNDS // 2))
        parts(folder)
        died += sum(killed(folder, chance) for _ in range(KILLS // ROUNDS // 2))
        told.add(repr(ended(folder)))
    expected = ([4.0, 17.0], [[], ["育成//1"]], [[], ["thanks"]], ["A", "B", "A", "B"], 0, "ok")
    others = len(told - {repr(expected)})
    promise(f"{KILLS} kills of merges and their undoing", died_in_the_middle=died, stories=ROUNDS, ended_otherwise=others)

    assert {repr(expected)} == told
    assert died
