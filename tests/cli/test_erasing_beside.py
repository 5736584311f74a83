"""Erasing beside what goes on: a kill at any step, a decision in the midst of it, a mail on its way."""


import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from engine.app import opened, settings_at
from engine.clock import SystemClock
from engine.commands.erasing import erase
from engine.domain.documents import Subject
from engine.domain.effects import Decision
from engine.domain.errors import NurtureError
from engine.domain.events import Cause, Event
from engine.domain.instants import HOUR, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules import dispatch
from engine.rules.program import Program
from engine.store import inbox, outbox, subjects
from engine.store.hot import Tx
from engine.store.outbox import Settlement
from engine.store.sqlite import SqliteFile
from engine.store.states import Step
from engine.store.writer import Priority
from engine.work.batch import Work, work_until_idle
from engine.work.deployments import compile_stored
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.cli.erased_life import ADDRESS, OTHER, Lived, found_in_files, found_in_tables


class PowerCut(Exception):
    """Between two transactions."""


def erased_until(folder: Path, at: int) -> int:
    """Erases until that many transactions are on disk; how many there were."""
    done = 0

    def after(_name: str) -> None:
        nonlocal done
        done += 1
        if done == at:
            raise PowerCut

    with suppress(PowerCut):
        erase(folder, ADDRESS, because="", after=after)
    return done


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 13, 21, 34, 40, 45, 50, 55, 60])
def test_killed_at_any_step_the_same_command_finishes(at: int, life: Lived) -> None:
    erased_until(life.folder, at)
    answer = life.nurture("leads", "erase", ADDRESS, "--yes")
    names = {json.loads(text)["name"] for text in (life.folder / ".nurture" / "erasures.log").read_text().splitlines() if text}

    assert (0, 1) == (answer.code, len(names))
    assert [] == found_in_tables(life.folder)
    assert [] == found_in_files(life.folder)


class Meanwhile:
    """The rules, and in the midst of the first decision on the person something else happens, once."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self.happens: Callable[[], object] | None = happens

    def decide(
        self, program: Program, subject: Subject, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None
    ) -> Decision:
        decision = dispatch.decide(program, subject, cause, moment, ledger)
        if self.happens is not None and "canary" in subject.id:
            happens, self.happens = self.happens, None
            happens()
        return decision

    def switch(self, program: Program, subject: Subject, ledger: Iterable[Event], moment: Instant) -> Decision:
        return dispatch.switch(program, subject, ledger, moment)


def decided_meanwhile(life: Lived, lead: str) -> None:
    """A worker reads what waits of the person and decides; before it writes, the person is erased, to the end."""
    with opened(settings_at(life.folder)) as store:
        rules = Meanwhile(lambda: erase(life.folder, lead, because=""))
        work_until_idle(Work(store, Programs(compile_stored), rules=rules, slack=ALONE))

    assert rules.happens is None


def test_a_decision_made_meanwhile_is_void(life: Lived) -> None:
    decided_meanwhile(life, ADDRESS)

    assert [] == found_in_tables(life.folder)


def test_the_first_decision_on_a_lead_made_meanwhile_is_void(life: Lived) -> None:
    keys = {"email": "canary.new@x.example"}
    said = Incoming(source="web", id="first", type="download", lead="canary-new", keys=keys, props={"asset": "x"})
    with opened(settings_at(life.folder)) as store:
        put(store, [said])
    life.nurture("leads", "erase", ADDRESS, "--yes")
    decided_meanwhile(life, "canary.new@x.example")

    assert [] == found_in_tables(life.folder)


def test_if_a_decision_could_bring_a_document_back_it_would_be_seen_so_this_test_can_tell(
    life: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_before(tx: Tx, rows: Any) -> None:
        made = [subjects._row(*row) for row in rows]
        subjects._BEGIN.many(tx, made)
        subjects._WRITE.many(tx, [(row[0], row[4] - 1, *row[2:]) for row in made])

    remove = inbox.remove
    monkeypatch.setattr(subjects, "write", as_before)
    monkeypatch.setattr(inbox, "remove", lambda tx, numbers: max(remove(tx, numbers), len(numbers)))
    decided_meanwhile(life, ADDRESS)

    assert "subjects.document" in found_in_tables(life.folder)


def flying(life: Lived, lease: int) -> str:
    """A mail of the person that has passed the fence; its id."""
    with opened(settings_at(life.folder)) as store:

        def write(tx: Tx) -> str:
            id_ = str(tx.exec_driver_sql("SELECT id FROM messages WHERE kind = 'mail' AND lead = ?", (OTHER,)).scalar())
            tx.exec_driver_sql("UPDATE messages SET state = 'fenced', owner = 'x', lease = ?, next_at = 1 WHERE id = ?", (lease, id_))
            return id_

        return store.write(Priority.WORK, write)


def test_while_a_mail_is_on_its_way_nothing_is_called_done(life: Lived) -> None:
    mail = flying(life, SystemClock().now() + HOUR)
    with pytest.raises(NurtureError) as error:
        erase(life.folder, ADDRESS, because="", patience=1)
    with opened(settings_at(life.folder)) as store:
        store.write(Priority.WORK, lambda tx: outbox.settle(tx, Settlement(mail, Step.ACCEPT, 1), ""))
    done = erase(life.folder, ADDRESS, because="")

    assert ("erase-on-its-way", 0) == (error.value.problem.code, done.remain)
    assert [] == found_in_tables(life.folder)


def test_a_mail_whose_time_for_an_answer_is_over_is_in_doubt_and_stays_so(life: Lived) -> None:
    mail = flying(life, 1)
    erase(life.folder, ADDRESS, because="")
    with opened(settings_at(life.folder)) as store, store.read() as tx:
        row = outbox.message(tx, mail)

    assert ("doubtful", "silence", "") == (row.state, row.reason, row.target)


def test_beside_an_engine_free_pages_are_written_over_and_the_rest_waits_for_its_end(life: Lived) -> None:
    file = life.folder / ".nurture" / "nurture.db"
    daemon = SqliteFile(f"sqlite:///{file}")
    daemon.be_alone()
    beside = life.nurture("leads", "erase", ADDRESS, "--yes", "--json").data
    daemon.close()
    after = life.nurture("leads", "erase", ADDRESS, "--yes", "--json").data

    assert ("over", "anew") == (beside["bytes"], after["bytes"])
    assert [] == found_in_tables(life.folder)
    assert [] == found_in_files(life.folder)
