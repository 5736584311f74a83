"""Merges and their undoing by two workers on a real PostgreSQL, while events keep coming in under every name."""

from collections import Counter
from random import Random
from threading import Thread

from engine.domain.events import Kind
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import subjects
from engine.testing import program_of
from engine.work.batch import Work
from tests.engine.work.test_workers import crew, work_together

PROGRAM = program_of("""
event page-view
identity {
  same when email
}
score 関心 {
  on page-view give +1 points
}
""")
PAIRS = [(f"a{number}", f"b{number}") for number in range(6)]
EVENTS = 120


def tell(work: Work, seed: int, told: Counter[str]) -> None:
    """One event after the other, each by an address."""
    dice = Random(seed)
    for number in range(EVENTS):
        name = dice.choice(dice.choice(PAIRS))
        told[name] += 1
        said = Incoming(source=f"t{seed}", id=str(number), type="page-view", keys={"email": f"{name}@x.example"})
        put(work.store, [said])


def worked_while_told(works: list[Work], seed: int, told: Counter[str]) -> None:
    teller = Thread(target=tell, args=(works[seed % 2], seed, told))
    teller.start()
    while teller.is_alive():
        work_together(works, 20)
    teller.join()
    work_together(works, 20)


def say(work: Work, kind: Kind, stage: int) -> None:
    for first, second in PAIRS:
        lead, props = (second, {"into": first}) if kind == Kind.LEAD_JOINED else (first, {"who": second})
        put(work.store, [Incoming(source=f"s{stage}", id=first, type=kind, lead=lead, props=props)])


def test_whatever_comes_in_meanwhile_each_lead_has_its_own_events() -> None:
    told = Counter[str]()
    with crew(PROGRAM, 2) as (_, works):
        for name in (name for pair in PAIRS for name in pair):
            put(works[0].store, [Incoming(source="i", id=name, type=Kind.LEAD_CHANGED, lead=name, props={"email": f"{name}@x.example"})])
        work_together(works, 20)
        for stage, kind in enumerate((Kind.LEAD_JOINED, Kind.LEAD_UNMERGED, Kind.LEAD_JOINED, Kind.LEAD_UNMERGED)):
            say(works[stage % 2], kind, stage)
            worked_while_told(works, stage, told)
        found = {name: points(works[0], name) for pair in PAIRS for name in pair}

    assert {name: told[name] for pair in PAIRS for name in pair} == found


def points(work: Work, name: str) -> int:
    with work.store.read() as tx:
        lead = subjects.lead(tx, name)
    assert lead is not None
    return round(lead.facts.scores["関心"].points / 100) if lead.facts.scores else 0
