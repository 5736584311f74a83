"""The verb of the work: gather, fold, and one commit for all of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engine.domain.instants import Instant
from engine.rules.program import Program
from engine.store import control, inbox, subjects
from engine.store.control import Control
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.subjects import Moved
from engine.store.writer import Priority
from engine.work.fold import REAL, Fold, Folded, Rules
from engine.work.gather import SLACK, Gathered, Share, gather, gather_only
from engine.work.programs import Programs
from engine.work.rows import Rows

_REFOLDS = 3
"""Tries of a batch that somebody else's write made void; the next tick starts afresh."""


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
    """What every batch needs. slack: how long ago time has certainly passed; `ALONE` where nobody else writes."""

    store: Store
    programs: Programs
    rules: Rules = REAL
    slack: Instant = SLACK


def work_batch(work: Work, limit: int = 500) -> BatchReport:
    """Decides on the next events and wake-ups. Raises what a decision raised, and then nothing of the batch is written."""
    now = work.store.clock.now()
    return _decide(work, now, lambda tx, _: gather(tx, now, limit, work.slack))


def work_on(work: Work, ids: Collection[str]) -> BatchReport:
    """The same for these subjects alone: after a batch failed, each is tried by itself."""
    now = work.store.clock.now()
    return _decide(work, now, lambda tx, _: gather_only(tx, ids, now, work.slack))


def catch_up(work: Work, limit: int = 200) -> BatchReport:
    """Puts subjects that nothing happened to since a deployment under the current program."""
    now = work.store.clock.now()
    return _decide(work, now, lambda tx, current: _behind(tx, current.program, now, limit), is_following=True)


def waiting(work: Work, limit: int) -> list[str]:
    """The subjects of the next batch."""
    with work.store.read() as tx:
        return [share.id for share in gather(tx, work.store.clock.now(), limit, work.slack).shares]


def work_until_idle(work: Work, limit: int = 500) -> BatchReport:
    """Batch after batch until nothing is left to do at this moment; their sum."""
    events = wakes = touched = 0
    while True:
        report = work_batch(work, limit)
        events, wakes, touched = events + report.events, wakes + report.wakes, touched + report.subjects
        if not report.more and not report.subjects:
            return BatchReport(events, wakes, touched)


def _behind(tx: Tx, program: str, now: Instant, limit: int) -> Gathered:
    ids = subjects.behind(tx, program, limit)
    held = subjects.read(tx, ids)
    return Gathered(tuple(Share(id_, held[id_], (), 0) for id_ in ids), more=len(ids) >= limit)


def _decide(work: Work, now: Instant, gathering: Callable[[Tx, Control], Gathered], *, is_following: bool = False) -> BatchReport:
    for _ in range(_REFOLDS):
        with work.store.read() as tx:
            current = control.read(tx)
            if not current.program:
                return BatchReport()
            program = work.programs.get(tx, current.program)
            gathered = gathering(tx, current)
            folded = [_fold(work, tx, program, share, now, is_following=is_following) for share in gathered.shares]
        try:
            return _commit(work, program, current, folded, more=gathered.more)
        except Moved:
            continue
    return BatchReport(more=True)


def _fold(work: Work, tx: Tx, program: Program, share: Share, now: Instant, *, is_following: bool) -> Folded:
    fold = Fold(work.rules, program, share, now, lambda ids: inbox.decided(tx, ids))
    return fold.follow() if is_following else fold.run()


def _commit(work: Work, program: Program, current: Control, folded: list[Folded], *, more: bool) -> BatchReport:
    changed = [one for one in folded if one.made]
    if not changed:
        return BatchReport(more=more and bool(folded))
    rows = Rows(program, work.store.dice, is_shadow=current.mode == "shadow")
    for one in changed:
        rows.add(one)
    documents = [(one.subject, one.version, one.due) for one in changed]

    def write(tx: Tx) -> None:
        if control.read(tx)[:1] + control.read(tx)[3:] != current[:1] + current[3:]:
            raise Moved
        subjects.write(tx, documents)
        rows.write(tx)

    work.store.write(Priority.WORK, write)
    return BatchReport(
        events=sum(len(one.taken) for one in changed),
        wakes=sum(one.wakes for one in changed),
        subjects=len(changed),
        more=more or bool(rows.letters),
        held=work.store.held,
    )
