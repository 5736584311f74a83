"""Erasing somebody who is just becoming one with another lead: what is on its way goes, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.domain.events import Kind
from engine.domain.instants import SECOND
from engine.doors.erasing import Erasing, known
from engine.store import schema
from engine.store.erasures import ErasureLog
from engine.work.batch import work_on, work_until_idle
from tests.engine.work.house import House, house

TEXT = """
event download
scenario 育成 {
  enter on download
  send thanks
}
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT, ("thanks",))
    for lead in "ABC":
        one.lead(lead, memo=f"CANARY {lead}")
    yield one
    one.store.close()


def erase(made: House, folder: Path, lead: str) -> tuple[str, ...]:
    """Who was erased along."""
    with made.store.read() as tx:
        who = known(tx, [lead])
    Erasing(made.store, ErasureLog(folder, "k" * 40), "me", 0).erase(who)
    work_until_idle(made.work)
    return who.ids


def canaries(made: House) -> set[str]:
    """Whose words still stand somewhere, or whose address."""
    with made.store.read() as tx:
        texts = [str(tuple(row)) for table in schema.metadata.sorted_tables for row in tx.execute(select(table))]
    return {lead for lead in "ABC" if any(f"CANARY {lead}" in text or f"{lead.lower()}@lead" in text for text in texts)}


def join(made: House, lead: str, into: str, *, decided: bool) -> None:
    made.tell(Kind.LEAD_JOINED, lead, into=into)
    made.clock.moment += SECOND
    if decided:
        work_on(made.work, [lead])


@pytest.mark.parametrize("decided", [True, False])
def test_who_is_erased_while_their_letter_is_on_its_way_reaches_nobody(made: House, tmp_path: Path, decided: bool) -> None:
    join(made, "A", "B", decided=decided)

    assert (("A",), {"B", "C"}) == (erase(made, tmp_path / "state", "A"), canaries(made))
    assert "" == made.document("B").merged_into
    assert {} == made.document("B").joined


@pytest.mark.parametrize("decided", [True, False])
def test_who_is_becoming_somebody_that_is_erased_is_that_one(made: House, tmp_path: Path, decided: bool) -> None:
    join(made, "A", "B", decided=decided)
    join(made, "C", "A", decided=False)

    assert (("B", "A", "C"), set()) == (erase(made, tmp_path / "state", "B"), canaries(made))
