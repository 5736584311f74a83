"""The horizon kept by the daemon: in the quiet hours of each night, page by page, behind everybody who waits.

Where it stands lies in the database, and moves in the transaction that changed the rows: whatever ends in the middle of it goes on
there, counts nothing twice, and of several workers only the one that has locked the row does anything.
"""

import time as clock
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import NamedTuple

from engine.domain.instants import Instant, add_days, at_wall, local_day
from engine.rules.program import Program
from engine.settings.tracking import RetentionSection
from engine.store import control, inbox, retention, tidying
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.tidying import Standing
from engine.store.writer import Priority
from engine.work.programs import Programs
from engine.work.retention import Horizon, horizon_of, kept_by, parts_of

BEAT_SECONDS = 0.2
"""A beat of tidying, which comes every two seconds, takes no longer; while events wait it takes one page."""

EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Hours:
    """Of each day, by the wall clock in that zone; over midnight where the end is not behind the start, all day where they are one."""

    start: time
    end: time
    zone: str

    def newest(self, now: Instant) -> tuple[Instant, Instant]:
        """From when to when the newest night is, or was, that had begun by now."""
        began = at_wall(local_day(now, self.zone), self.start, self.zone)
        began = began if began <= now else add_days(began, -1, self.zone)
        end = at_wall(local_day(began, self.zone), self.end, self.zone)
        return began, end if end > began else add_days(end, 1, self.zone)

    def next(self, now: Instant) -> Instant:
        """When the night after that begins."""
        return add_days(self.newest(now)[0], 1, self.zone)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is declared: days until a payload goes, days until a proof goes (0 for never), and in which hours."""

    raw_days: int
    proof_days: int
    hours: Hours


class Turn(NamedTuple):
    """What came of one transaction. is_over: it ended the run; is_free: nobody waits, another may follow at once."""

    at: Standing
    is_over: bool
    is_free: bool


@dataclass(slots=True)
class Nights:
    """What one daemon does about it. finished: told (rows by table) when a run is over."""

    store: Store
    programs: Programs
    wanted: Wanted
    finished: Callable[[dict[str, int]], None] = lambda rows: None
    rests_until: Instant = 0

    def beat(self) -> None:
        """Goes on for a moment, if it is time and anything is left of this night's run. Raises NurtureError."""
        now = self.store.clock.now()
        began, end = self.wanted.hours.newest(now)
        if not began <= now < end or now < self.rests_until:
            return
        program = self._program()
        until = clock.monotonic() + BEAT_SECONDS
        while self._page(program, began) and clock.monotonic() < until:
            pass

    def _program(self) -> Program | None:
        """Compiled before anybody's writer is taken for it."""
        with self.store.read() as tx:
            hash_ = control.read(tx).program
            return self.programs.get(tx, hash_) if hash_ else None

    def _page(self, program: Program | None, night: Instant) -> bool:
        """One transaction of it; whether more may follow at once."""
        now = self.store.clock.now()
        turn = self.store.write(Priority.WORK, lambda tx: self._step(tx, program, night, now))
        if turn is None:
            return False
        if turn.is_over:
            self.finished(dict(turn.at.rows))
        if turn.at.ended and turn.at.began >= night:
            self.rests_until = self.wanted.hours.next(now)
            return False
        return turn.is_free

    def _step(self, tx: Tx, program: Program | None, night: Instant, now: Instant) -> Turn | None:
        """None where another worker has it, or another program decides since this beat began: the next beat looks again."""
        standing, hash_ = tidying.lock(tx), control.read(tx).program
        if standing is None or hash_ != (program.hash if program is not None else ""):
            return None
        if not standing.is_open and standing.began >= night:
            return Turn(standing, is_over=False, is_free=False)
        after = _go_on(tx, standing if standing.is_open else self._begin(standing, hash_, now), program, now)
        tidying.write(tx, after)
        return Turn(after, is_over=bool(after.ended), is_free=not inbox.take(tx, 0, 1))

    def _begin(self, before: Standing, program: str, now: Instant) -> Standing:
        """Events that were looked through under the same program are not looked at again: what is old only becomes more."""
        horizon = horizon_of(now, raw_days=self.wanted.raw_days, proof_days=self.wanted.proof_days)
        through = before.through if before.program == program else 0
        return Standing(began=now, raw=horizon.raw, proof=horizon.proof, through=through, program=program)


def _go_on(tx: Tx, at: Standing, program: Program | None, now: Instant) -> Standing:
    """The next page of the part where it stands; behind the last of a part comes the next one."""
    horizon = Horizon(at.raw, at.proof)
    known = parts_of(horizon)
    # Those whose horizon is not declared are left alone.
    names = [*known, *((EVENTS,) if at.raw and program is not None else ())]
    # A part that another release has named: from the beginning, which changes nothing twice.
    name = at.part if at.part in names else next(iter(names), "")
    if not name:
        return replace(at, ended=now)
    if name == EVENTS and program is not None:
        through = at.through if at.program == program.hash else 0
        page = retention.old_events(tx, through, at.raw, kept_by(program), ends_at_young=True)
        retention.shorten(tx, page.changed)
        at = replace(at, part=name, through=page.through, program=program.hash, rows=_more(at, EVENTS, len(page.changed)))
        return at if page.last is not None else _behind(at, names, name, now)
    part = known[name]
    after = (int(at.last) if part.counts else at.last) if at.last else None
    taken = retention.take(tx, part, after)
    at = replace(at, part=name, rows=_more(at, part.table.name, taken.changed))
    return replace(at, last=str(taken.last)) if taken.last is not None else _behind(at, names, name, now)


def _behind(at: Standing, names: list[str], name: str, now: Instant) -> Standing:
    left = names[names.index(name) + 1 :]
    return replace(at, part=left[0] if left else "", last="", ended=0 if left else now)


def _more(at: Standing, table: str, changed: int) -> dict[str, int]:
    rows = Counter(at.rows) + Counter({table: changed})
    return dict(rows)


def wanted_of(told: RetentionSection, zone: str) -> Wanted | None:
    """None where nothing is declared, or it is left to a person."""
    return Wanted(*told.declared, Hours(*told.night, zone)) if told.night is not None else None


def nights_in(
    store: Store, programs: Programs, told: RetentionSection, zone: str, finished: Callable[[dict[str, int]], None]
) -> tuple[tuple[str, Callable[[], object]], ...]:
    """What the daemon does now and then about the horizon, by its name."""
    wanted = wanted_of(told, zone)
    return (("retention", Nights(store, programs, wanted, finished).beat),) if wanted is not None else ()
