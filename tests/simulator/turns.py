"""Many actors, each with a stack of its own, of whom exactly one is awake: who goes on, and when, the seed says.

The engine's code blocks where it waits, so an actor keeps its stack in a thread that sleeps on a lock. Nothing ever runs beside
anything else: whoever is awake wakes the next one and falls asleep. The same seed gives the same order, to the last step.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Lock, Thread

from engine.domain.instants import MILLISECOND, NEVER, Instant

CHANGES = 0.2
"""How often somebody else goes on at a point where one may be interrupted."""


class Crashed(BaseException):
    """The process that an actor belongs to is no more. Nothing but the end of its stack may catch it."""


class Restless(AssertionError):
    """The world did not come to rest in so many turns."""


def _asleep() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(eq=False, slots=True)
class Actor:
    """wake: when it goes on at the earliest. is_doomed: it ends as soon as it wakes."""

    name: str
    job: Callable[[], None]
    wake: Instant
    go: Lock = field(default_factory=_asleep)
    is_begun: bool = False
    is_doomed: bool = False


class _Stack(Thread):
    """A thread that carries one actor after another, so that they cost little."""

    def __init__(self) -> None:
        super().__init__(name="simulator", daemon=True)
        self.go = _asleep()
        self.turns: Turns | None = None
        self.actor: Actor | None = None
        self.start()

    def run(self) -> None:
        while True:
            self.go.acquire()
            turns, actor = self.turns, self.actor
            assert turns is not None and actor is not None
            self.turns = self.actor = None
            turns.carry(actor, self)


_FREE: list[_Stack] = []


class Turns:
    """The one clock and the one order of everything. most: turns until it is called restless."""

    def __init__(self, dice: Random, start: Instant, most: int = 60_000) -> None:
        self.dice = dice
        self.now = start
        self.taken = 0
        self.failure: BaseException | None = None
        self._most = most
        self._actors: list[Actor] = []
        self._director = Actor("director", lambda: None, NEVER, is_begun=True)
        self._current = self._director

    # ── for the director ────────────────────────────────────────────────────────────────

    def spawn(self, name: str, job: Callable[[], None], wake: Instant = 0) -> Actor:
        """An actor that begins at that moment, or at once."""
        actor = Actor(name, job, max(wake, self.now))
        self._actors.append(actor)
        return actor

    def run_until(self, moment: Instant) -> None:
        """Lets the others go on until then. Raises what one of them failed by."""
        self._director.wake = moment
        self._give_way()
        if self.failure is not None:
            raise self.failure

    def end(self) -> None:
        """Ends every actor, wherever it stands. What it does on its way out may put off others, or complain: they end all the same."""
        self._most = self.taken + 10_000
        while self._actors:
            self._actors = [one for one in self._actors if one.is_begun]
            for actor in self._actors:
                self.doom(actor)
            self.failure, self._director.wake = None, self.now
            self._give_way()
            if isinstance(self.failure, Restless):
                raise self.failure

    # ── for whoever is awake ────────────────────────────────────────────────────────────

    @property
    def awake(self) -> Actor:
        """Who asks."""
        return self._current

    def pass_by(self) -> None:
        """A point at which one may be interrupted."""
        if self.dice.random() < CHANGES:
            self.now += self.dice.randrange(20 * MILLISECOND)
            self.rest(0)

    def rest(self, length: Instant) -> None:
        """Others go on; this one does after so long."""
        self._current.wake = self.now + length
        self._give_way()

    def rouse(self, actor: Actor, at: Instant) -> None:
        """It rests no longer than until then."""
        actor.wake = min(actor.wake, max(at, self.now))

    def doom(self, actor: Actor) -> None:
        """It ends when it wakes, and it wakes at once."""
        actor.is_doomed, actor.wake = True, self.now

    def fail(self, failure: BaseException) -> None:
        """Ends the story: the director goes on, and says why."""
        self.failure = self.failure or failure

    # ── the order ───────────────────────────────────────────────────────────────────────

    def carry(self, actor: Actor, stack: _Stack) -> None:
        """The whole life of an actor, on a stack."""
        try:
            if not actor.is_doomed:
                actor.job()
        except Crashed:
            pass
        except BaseException as failure:
            self.fail(failure)
        self._actors.remove(actor)
        _FREE.append(stack)
        self._wake(self._next())

    def _give_way(self) -> None:
        me, chosen = self._current, self._next()
        if chosen is not me:
            self._wake(chosen)
            me.go.acquire()
        if me.is_doomed:
            raise Crashed

    def _wake(self, chosen: Actor) -> None:
        self._current = chosen
        if chosen.is_begun:
            chosen.go.release()
            return
        chosen.is_begun = True
        stack = _FREE.pop() if _FREE else _Stack()
        stack.turns, stack.actor = self, chosen
        stack.go.release()

    def _next(self) -> Actor:
        self.taken += 1
        if self.taken > self._most:
            self.fail(Restless(f"no rest after {self._most} turns"))
        if self.failure is not None:
            return self._director
        everybody = [*self._actors, self._director]
        earliest = min(one.wake for one in everybody)
        self.now = max(self.now, earliest)
        ready = [one for one in everybody if one.wake <= self.now]
        return self.dice.choice(ready)
