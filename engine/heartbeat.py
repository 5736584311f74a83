"""The daemon's heart: three fixed jobs on APScheduler, in memory. Never a job per lead.

Each beat lingers a while on its bell, so that an event becomes a mail at once and not at the next beat.
"""

import logging
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from engine.clock import SystemClock, steady
from engine.delivery.batch import Deliverer
from engine.domain.errors import NurtureError
from engine.domain.instants import HOUR, MINUTE, SECOND, Instant, to_datetime, to_iso
from engine.doors.arrivals import set_first_aside, take_apart, take_back
from engine.store import control, stumbles
from engine.store.database import DELIVERY_BELL, WORK_BELL
from engine.store.failures import PASSING
from engine.store.writer import Priority
from engine.work.batch import BatchReport, Work, catch_up, work_batch, work_on

BEAT_SECONDS = 0.5
LINGER_SECONDS = 0.4
"""How long a beat waits for its bell; shorter than the beat, or the next one would be skipped."""

TIDY_SECONDS = 2.0
SMALLEST, LARGEST = 1, 1_000
HELD_SECONDS = 0.01
"""What a batch may hold the database for: longer, and the next one is smaller."""

ARRIVALS = 5
"""Batches of arrivals that come in before each batch of decisions."""

ROUNDS = 8
"""Tries of everything there is: a subject that fails is set aside after five."""

JUMP = 6 * HOUR
"""How far the clock may run ahead of time between two beats."""

NO_FAULT = PASSING | {"erasures-key-missing", "erasures-key-other"}
"""What goes wrong through no fault of whom it goes wrong with."""

AWAY = "database-unreachable"
EVERYTHING = frozenset({"work", "deliver"})

OFF = MINUTE
"""How much our own clock may differ from that of a database that several share."""

SHARED_SECONDS = 0.25
SHARED_LARGEST = 500
"""The same where several workers hold partitions: nobody waits for the whole database."""

T = TypeVar("T")

log = structlog.get_logger("nurture")


@dataclass
class Heartbeat:
    """roles: what this process does of work and delivery. tidy: what else is done now and then, by name.

    failures: how often each job went wrong.
    """

    work: Work
    deliverer: Deliverer
    tidy: Sequence[tuple[str, Callable[[], object]]] = ()
    roles: frozenset[str] = EVERYTHING
    endings: Sequence[Callable[[], object]] = ()
    """What is told to end before the database is closed: readers in threads of their own."""

    failures: Counter[str] = field(default_factory=Counter)
    passing: set[str] = field(default_factory=set)
    """Jobs whose newest failure was not theirs: a locked database, a full disk."""

    limit: int = 100
    stopping: threading.Event = field(default_factory=threading.Event)
    is_holding: bool = False
    down: dict[str, str] = field(default_factory=dict)
    """Jobs that the database is away for, as was said already."""

    is_off: bool = False
    """Our own clock shows another time than the database's."""

    _seen: tuple[Instant, Instant] = (0, 0)
    _scheduler: BackgroundScheduler = field(default_factory=lambda: _scheduler())

    def __post_init__(self) -> None:
        self._seen = (self.work.store.clock.now(), steady())

    def start(self) -> None:
        """Takes the daemon's place in the database and begins to beat. Raises NurtureError where another daemon runs."""
        self.work.store.become_daemon()
        # Where the database is away just now, leases end what the beats after it do not.
        self._try("recover", self.deliverer.recover)
        if "work" in self.roles:
            # What failed before may have been a mistake of an older release.
            self._try("arrivals", lambda: take_back(self.work.store))
        begun = to_datetime(SystemClock().now())
        pace = {"work": BEAT_SECONDS, "deliver": BEAT_SECONDS, "tidy": TIDY_SECONDS}
        beats = (("work", self.beat_work), ("deliver", self.beat_deliver), ("tidy", self.beat_tidy))
        mine = [(name, beat, pace[name]) for name, beat in beats if name in self.roles | {"tidy"}]
        for name, beat, seconds in mine:
            # The first beat comes at once: what was left lying by the one before need not wait.
            self._scheduler.add_job(beat, "interval", seconds=seconds, id=name, next_run_time=begun, max_instances=1, coalesce=True)
        self.work.store.pulse.expect(*(name for name, _, _ in mine))
        self._scheduler.start()

    def run(self, begun: Callable[[], None] = lambda: None) -> None:
        """Beats until SIGTERM or SIGINT comes or `stopping` is set. It ends at once where nothing is on its last word, else within
        `[delivery] stop_within`; a second signal waits for nothing.

        begun: called once the daemon's place is taken.
        """
        told: list[int] = []

        def hear(number: int, _: object) -> None:
            # No more than this: a handler that takes a lock may meet it held by the very code it interrupts.
            if told:
                os._exit(128 + number)
            told.append(number)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, hear)
        self.start()
        try:
            begun()
            # Waiting without end would not do: a signal that another thread is given wakes nobody who waits for a lock.
            while not told and not self.stopping.wait(BEAT_SECONDS / 2):
                pass
        finally:
            self.stop()

    def stop(self) -> None:
        """Ends what was begun, gives back what was claimed, and rests."""
        self.stopping.set()
        self.work.store.pulse.forget()
        for bell in self.work.store.bells.values():
            bell.set()
        self.deliverer.stop.set()
        for end in self.endings:
            end()
        self._scheduler.shutdown(wait=True)
        self.deliverer.close()

    def decide_all(self) -> None:
        """Everything that waits by now is decided, and nothing sent: for whoever has the database alone. Who fails is set aside."""
        while self._take_apart():
            pass
        for _ in range(ROUNDS):
            report = self._try("work", lambda: work_batch(self.work, self.limit))
            while report is not None and (report.more or report.subjects):
                report = self._try("work", lambda: work_batch(self.work, self.limit))
            if report is not None:
                return
            self._one_by_one()

    def beat_work(self) -> None:
        """Decides on what has come and what is due."""
        if self._is_on_time():
            self._linger(WORK_BELL, self._decide_all)

    def beat_deliver(self) -> None:
        """Sends what may leave."""
        if self._is_on_time():
            self._linger(DELIVERY_BELL, self._deliver_all)

    def beat_tidy(self) -> None:
        """Everything that has time."""
        self._try("clock", self._set_clock)
        if "deliver" in self.roles:
            self._try("gone", self.deliverer.take_over)
            self._try("silence", self.deliverer.give_up_waiting)
        if "work" in self.roles:
            self._follow()
        for name, job in self.tidy:
            self._try(name, job)
        self.work.store.pulse.went_well("tidy", time.monotonic())

    def _is_on_time(self) -> bool:
        """False once the clock has jumped far ahead: everything would be due at once. Starting anew says that it is right."""
        wall, unset = self.work.store.clock.now(), steady()
        if wall - self._seen[0] - (unset - self._seen[1]) > JUMP:
            if not self.is_holding:
                log.error("clock jumped", code="clock-jumped", seen=to_iso(wall))
            self.is_holding = True
            return False
        self.is_holding, self._seen = False, (wall, unset)
        return True

    def _set_clock(self) -> None:
        """Several workers go by the database's clock; one whose own is wrong says so once, as its log shows wrong times."""
        ahead = self.work.store.set_clock()
        is_off = abs(ahead) > OFF
        if is_off and not self.is_off:
            log.warning("clock is off", code="clock-off", seconds=ahead // SECOND)
        self.is_off = is_off

    def _follow(self) -> None:
        """After a deployment: page after page under the new program, but never longer than a beat at a time."""
        until = time.monotonic() + BEAT_SECONDS
        while not self.stopping.is_set() and time.monotonic() < until:
            report = self._try("follow", lambda: catch_up(self.work))
            if report is None or not report.more:
                return

    def _linger(self, bell: str, job: Callable[[], bool]) -> None:
        """Runs the job, and again whenever the bell rings, until it is time for the next beat."""
        ringing = self.work.store.bells[bell]
        until = time.monotonic() + LINGER_SECONDS
        while not self.stopping.is_set():
            ringing.clear()
            is_more = job()
            left = until - time.monotonic()
            if left <= 0 or not (is_more or ringing.wait(left)):
                return

    def _take_apart(self) -> bool:
        """What has arrived comes into the inbox, some batches of it. What fails by itself is set aside; True where more may wait."""
        store = self.work.store
        for _ in range(ARRIVALS):
            taken = self._try("arrivals", lambda: take_apart(store))
            if taken is None and "arrivals" not in self.passing:
                taken = self._try("arrivals", lambda: take_apart(store, 1))
                if taken is None and "arrivals" not in self.passing:
                    self._try("arrivals", lambda: set_first_aside(store))
                    return True
            if not taken:
                return False
        return True

    def _decide_all(self) -> bool:
        waits = self._take_apart()
        report = self._try("work", lambda: work_batch(self.work, self.limit))
        if report is None:
            if "work" not in self.passing:
                self._one_by_one()
            return False
        self._adapt(report)
        return report.more or waits

    def _adapt(self, report: BatchReport) -> None:
        """A batch ends by time: its size follows from how long the last one held the database."""
        is_shared = self.work.store.backend.is_shared
        most, largest = (SHARED_SECONDS, SHARED_LARGEST) if is_shared else (HELD_SECONDS, LARGEST)
        if report.held > most:
            self.limit = max(self.limit * 2 // 3, SMALLEST)
        elif report.more and report.held < most / 2:
            self.limit = min(self.limit * 3 // 2 + 1, largest)

    def _one_by_one(self) -> None:
        """After a batch failed: each of its subjects by itself; the one that fails is counted, and aside after five times."""
        for subject in tuple(self.work.at_hand):
            if self.stopping.is_set():
                return
            if self._try("work", lambda subject=subject: work_on(self.work, [subject]), subject):  # type: ignore[misc]
                self._try("work", lambda subject=subject: self._forgive(subject))  # type: ignore[misc]

    def _forgive(self, subject: str) -> None:
        """It went well after all."""
        self.work.store.write(Priority.WORK, lambda tx: stumbles.forget(tx, subject))

    def _deliver_all(self) -> bool:
        report = self._try("deliver", self.deliverer.deliver)
        if report is not None:
            self.work.store.pulse.stepped(report.steps)
        for id_ in report.stuck if report is not None else ():
            log.error("message stuck", code="message-stuck", message=id_)
        return report is not None and report.more

    def _try(self, name: str, job: Callable[[], T], subject: str = "") -> T | None:
        """The boundary: whatever goes wrong is counted and said, and the next beat tries again."""
        since = time.monotonic()
        try:
            answer = job()
            self.work.store.pulse.went_well(name, since)
            if self.down.pop(name, ""):
                log.info("beats again", job=name)
            return answer
        except NurtureError as error:
            self._fell(name, subject, error.problem.code, is_passing=error.problem.code in NO_FAULT)
            if self.down.get(name) != error.problem.code:
                log.error("beat failed", job=name, subject=subject, code=error.problem.code, **error.problem.values)
            # A database that is away is said once, and counted; whatever else goes wrong is said each time.
            self.down[name] = error.problem.code if error.problem.code == AWAY else ""
        except Exception as error:
            self._fell(name, subject, f"{type(error).__name__}: {error}", is_passing=False)
            log.exception("beat failed", job=name, subject=subject)
        return None

    def _fell(self, name: str, subject: str, reason: str, *, is_passing: bool) -> None:
        """Counts it; a subject that fails by its own fault five times is set aside."""
        self.failures[name] += 1
        self.work.store.pulse.fell(name)
        self.passing = self.passing | {name} if is_passing else self.passing - {name}
        if not subject or is_passing:
            return
        store = self.work.store
        with suppress(NurtureError):
            with store.read() as tx:
                program = control.read(tx).program
            is_aside = store.write(Priority.WORK, lambda tx: stumbles.count(tx, subject, reason, store.clock.now(), program))
            if is_aside:
                # Its kind alone: what a failure says may be what a lead wrote.
                log.error("set aside", code="set-aside", subject=subject, reason=reason.partition(":")[0])


def tell_halt(because: str) -> None:
    """The engine has stopped marketing mails by itself: `bounces:12/150`."""
    kind, _, counted = because.partition(":")
    part, _, whole = counted.partition("/")
    log.error("sending halted", code="sending-halted", kind=kind, part=part, whole=whole)


def tell_tidied(rows: dict[str, int]) -> None:
    """What was older than the horizon has gone: how many rows of each table."""
    log.info("tidied", rows=sum(rows.values()), **{f"rows_{name}": count for name, count in sorted(rows.items())})


def _scheduler() -> BackgroundScheduler:
    # A beat that takes longer than its interval is no news: the next one follows at once.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    return BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(3)}, job_defaults={"misfire_grace_time": None})
