"""The verb of the work: gather, fold, and one commit for all of it."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.domain.instants import Instant
from engine.rules.program import Program
from engine.store import control, inbox, looks, parts, subjects
from engine.store.control import Control
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.looks import Mark
from engine.store.schema import part_of
from engine.store.subjects import Damaged, Held, Moved
from engine.store.turns import Choice, Turn
from engine.store.waiting import Parts
from engine.work.fold import REAL, Fold, Folded, Rules
from engine.work.gather import SLACK, Gathered, Share, gather, gather_only
from engine.work.programs import Programs
from engine.work.rows import Rows

_REFOLDS = 3
"""Tries of a batch that somebody else's write made void; the next tick starts afresh."""


Gathering: TypeAlias = Callable[[Tx, Control, Parts], Gathered]


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch did. more: there is more to do at once; held: seconds it held the database."""

    events: int = 0
    wakes: int = 0
    subjects: int = 0
    more: bool = False
    held: float = 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """What every batch needs. slack: how long ago time has certainly passed; `ALONE` where nobody else writes.

    at_hand: the subjects of the newest batch; where it failed, each of them is tried by itself.
    """

    store: Store
    programs: Programs
    rules: Rules = REAL
    slack: Instant = SLACK
    at_hand: list[str] = field(default_factory=list)


def work_batch(work: Work, limit: int = 500) -> BatchReport:
    """Decides on the next events and wake-ups. Raises what a decision raised, and then nothing of the batch is written."""
    now = work.store.clock.now()

    def gathering(tx: Tx, _: Control, held: Parts) -> Gathered:
        try:
            found = gather(tx, now, limit, work.slack, held)
        except Damaged as damaged:
            work.at_hand[:] = [str(damaged)]
            raise
        work.at_hand[:] = [share.id for share in found.shares]
        return found

    work.at_hand.clear()
    return _decide(work, now, gathering, lambda tx, start: parts.take(tx, now - work.slack, start))


def work_on(work: Work, ids: Collection[str]) -> BatchReport:
    """The same for these subjects alone: after a batch failed, each is tried by itself."""
    now = work.store.clock.now()
    return _decide(work, now, lambda tx, _, __: gather_only(tx, ids, now, work.slack), lambda tx, _: parts.await_of(tx, ids))


def catch_up(work: Work, limit: int = 200) -> BatchReport:
    """Puts subjects that nothing happened to since a deployment under the current program."""
    now = work.store.clock.now()
    with work.store.read() as tx:
        ids = subjects.behind(tx, control.read(tx).program, limit)
    if not ids:
        return BatchReport()

    def gathering(tx: Tx, current: Control, held: Parts) -> Gathered:
        return _behind(tx, set(subjects.behind(tx, current.program, limit)) & set(ids), held, more=len(ids) >= limit)

    return _decide(work, now, gathering, lambda tx, _: parts.take_of(tx, ids), is_following=True)


def work_until_idle(work: Work, limit: int = 500) -> BatchReport:
    """Batch after batch until nothing is left to do at this moment; their sum."""
    events = wakes = touched = 0
    while True:
        report = work_batch(work, limit)
        events, wakes, touched = events + report.events, wakes + report.wakes, touched + report.subjects
        if not report.more and not report.subjects:
            return BatchReport(events, wakes, touched)


def _behind(tx: Tx, ids: Collection[str], held: Parts, *, more: bool) -> Gathered:
    mine = sorted(id_ for id_ in ids if held is None or part_of(id_) in held)
    documents = _readable(tx, mine)
    return Gathered(tuple(Share(id_, documents[id_], (), 0) for id_ in mine if id_ in documents), more=more)


def _readable(tx: Tx, ids: Collection[str]) -> dict[str, Held]:
    """Those whose documents are whole. A damaged one stays where it is until something happens to it, and is told then."""
    left = set(ids)
    while True:
        try:
            return subjects.read(tx, left)
        except Damaged as damaged:
            left.remove(str(damaged))


def _decide(work: Work, now: Instant, gathering: Gathering, choose: Choice, *, is_following: bool = False) -> BatchReport:
    for _ in range(_REFOLDS):
        with suppress(Moved), work.store.turn(choose) as turn:
            if turn.parts == ():
                return BatchReport()
            with work.store.read() as tx:
                current = control.read(tx)
                if not current.program:
                    return BatchReport()
                program = work.programs.get(tx, current.program)
                gathered = gathering(tx, current, turn.parts)
                folded = [_fold(work, tx, program, share, now, is_following=is_following) for share in gathered.shares]
            return _commit(work, turn, (program, current), folded, more=gathered.more)
    return BatchReport(more=True)


def _fold(work: Work, tx: Tx, program: Program, share: Share, now: Instant, *, is_following: bool) -> Folded:
    fold = Fold(work.rules, program, share, now, lambda ids: inbox.decided(tx, ids))
    return fold.follow() if is_following else fold.run()


def _commit(work: Work, turn: Turn, under: tuple[Program, Control], folded: list[Folded], *, more: bool) -> BatchReport:
    program, current = under
    changed = [one for one in folded if one.made]
    if not changed:
        # Where others decide as well, what could not be decided yet waits for them, and there may be more elsewhere.
        more = more and bool(folded) if turn.parts is None else len(turn.parts) >= parts.AT_ONCE
        return BatchReport(more=more)
    rows = Rows(program, work.store.dice, is_shadow=current.mode == "shadow")
    for one in changed:
        rows.add(one)
    documents = [(one.subject, one.version, one.due) for one in changed]
    marks = [Mark(one.subject.id, one.version + 1) for one in changed if one.is_another]

    def write(tx: Tx) -> None:
        rows.begin(tx)
        if control.read(tx)[:1] + control.read(tx)[3:] != current[:1] + current[3:]:
            raise Moved
        subjects.write(tx, documents)
        rows.write(tx)
        # Behind the pairs of a merge: whoever compares takes both in this order.
        looks.note(tx, marks)

    turn.write(write)
    return BatchReport(
        events=sum(len(one.taken) for one in changed),
        wakes=sum(one.wakes for one in changed),
        subjects=len(changed),
        more=more or bool(rows.letters),
        held=work.store.held,
    )
