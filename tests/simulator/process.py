"""One process of the engine: its clock, its dice, its memory. When it dies, all of that is gone."""

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from engine.clock import LoadedDice
from engine.domain.instants import HOUR, MINUTE, SECOND, Instant
from tests.simulator.disk import Disk, ProcessStore
from tests.simulator.points import ASIDE
from tests.simulator.turns import Actor, Crashed
from tests.simulator.weather import DEATHS

if TYPE_CHECKING:
    from tests.simulator.lines import Line
    from tests.simulator.world import World

STILL = (5 * MINUTE, 5 * MINUTE, 7 * MINUTE, 10 * HOUR)
"""How long a process stands still: a lease and a little, so that it meets whoever took over; or until the window for mails is shut."""
HALF = SECOND // 2
"""Between two beats."""
FIRST, MOST = HALF, 6 * HOUR
"""How long one rests who waits for nothing."""


class Process:
    """number: how many of that name there were before. lines: its connections to servers."""

    def __init__(self, world: "World", name: str, number: int, disk: Disk) -> None:
        self.world, self.name, self.number = world, f"{name}.{number}", number
        self.dice: Random = world.dice
        self.is_dead = self.is_up = False
        self.commits = 0
        self.actors: list[Actor] = []
        self.lines: list[Line] = []
        self.still_until: Instant = 0
        self.waiting: dict[str, Actor] = {}
        self.store = ProcessStore(disk, self, LoadedDice(f"{world.seed}/{self.name}"))
        self.is_up = True

    @property
    def clock(self) -> "Process":
        """It is its own."""
        return self

    def now(self) -> Instant:
        """What the machine's clock shows."""
        return self.world.shown()

    def begin(self, name: str, job: Callable[[], None]) -> Actor:
        """One more of its threads."""
        actor = self.world.turns.spawn(f"{self.name} {name}", job)
        self.actors.append(actor)
        return actor

    # ── at a point ──────────────────────────────────────────────────────────────────────

    def point(self, name: str) -> None:
        """Here it may die, stand still, or be interrupted."""
        if not self.is_up:
            return
        self.dies_at(name)
        if self.strikes("pause"):
            self._stand_still(name)
        self.world.turns.pass_by()
        self.check()

    def dies_at(self, name: str) -> None:
        """Here it may die. Raises Crashed."""
        self.check()
        world = self.world
        if name.partition(" ")[2] in ASIDE:
            return
        world.reached[name] += 1
        favoured = world.weather.favourite == name and world.crashed[name] < DEATHS and self.dice.random() < 0.5
        if favoured or self.strikes("crash"):
            world.crashed[name] += 1
            self.die(name)
            raise Crashed

    def check(self) -> None:
        """Raises Crashed for whoever still believes it lives."""
        if self.is_dead:
            raise Crashed

    def strikes(self, fault: str) -> bool:
        return self.world.weather.strikes(fault, self.dice)

    def die(self, where: str) -> None:
        """Everything in its memory is gone; its connections end."""
        self.tell(f"dies {where}")
        self.is_dead = True
        self.world.laws.died(self)
        me = self.world.turns.awake
        for actor in self.actors:
            if actor is not me:
                self.world.turns.doom(actor)
        self.world.ended(self)

    def _stand_still(self, where: str) -> None:
        self.tell(f"stands still {where}")
        length = self.dice.choice(STILL) + self.dice.randrange(2 * SECOND)
        self.still_until = self.world.turns.now + length
        for actor in self.actors:
            actor.wake = max(actor.wake, self.still_until)
        self.world.turns.rest(length)

    # ── resting and waking ──────────────────────────────────────────────────────────────

    def rouse(self, bells: set[str]) -> None:
        """Those who wait for them go on with the next beat."""
        for bell in bells & self.waiting.keys():
            self.world.turns.rouse(self.waiting[bell], max(self.world.turns.now + self.dice.randrange(HALF), self.still_until))

    def rouse_one(self, actor: Actor) -> None:
        """One of its own goes on."""
        self.world.turns.rouse(actor, max(self.world.turns.now, self.still_until))

    def beat(self, job: Callable[[], None], next_at: Callable[[], Instant], bell: str) -> None:
        """Beat after beat, whenever there is something to do; now and then when there is not."""
        if bell:
            self.waiting[bell] = self.world.turns.awake
        length = FIRST
        while True:
            before = self.commits
            if next_at() <= self.now() or self.dice.random() < 0.05:
                job()
            length = FIRST if self.commits > before else min(length * 30, MOST)
            self.check()
            self.world.turns.rest(min(max(next_at() - self.now(), length), MOST))

    # ── what it says ────────────────────────────────────────────────────────────────────

    def committed(self, bells: set[str]) -> None:
        """It has just committed something."""
        self.commits += 1
        self.world.committed(self, bells)

    def tell(self, what: str) -> None:
        self.world.tell(f"{self.name}: {what}")
