"""One world: a machine with a clock and a disk, processes that die and come again, servers, readers, operators. All from one seed."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import engine.heartbeat as heartbeat
from engine.clock import FrozenClock, LoadedDice
from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant, from_iso, to_iso
from engine.doors.spool import Spool
from engine.store import control
from engine.store.database import open_store
from engine.store.writer import Priority
from engine.work.deployments import deploy
from tests.databases import fresh_file
from tests.simulator.beats import ROLES
from tests.simulator.disk import Disk
from tests.simulator.laws import Laws, Violation
from tests.simulator.lines import Server, Taken
from tests.simulator.people import meddle, people, reader
from tests.simulator.process import Process
from tests.simulator.program import ZONE, version
from tests.simulator.turns import Restless, Turns
from tests.simulator.weather import Weather, drawn

T = TypeVar("T")

START = from_iso("2026-11-02T08:30", ZONE)
ROUGH = 4 * DAY
"""How long things may go wrong."""

REST = 21 * DAY
"""How long everything has to come to its end, once nothing goes wrong any more."""

STORY = 40
"""Lines that are told of a world that broke a law."""

SHARED_MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a seed. broken: the law that was broken, "" where none was; reached, crashed: points, and how often."""

    seed: int
    broken: str
    story: tuple[str, ...]
    reached: Counter[str]
    crashed: Counter[str]
    states: Counter[str]
    turns: int


class World:
    """reached, crashed: how often a process came to each point, and died there. accepted: what a door has answered for."""

    def __init__(self, seed: int, folder: Path, weather: Weather | None = None) -> None:
        self.seed = seed
        self.dice = Random(seed)
        self.weather = weather or drawn(seed, self.dice)
        self.turns = Turns(self.dice, START)
        self.offset = 0
        self.disk = Disk(folder, beginning())
        self.laws = Laws(self.disk)
        self.mail, self.hook = Server("smtp"), Server("crm", is_keyed=True)
        self.spool = Spool(folder / "unsubscribe.spool")
        self.reached: Counter[str] = Counter()
        self.crashed: Counter[str] = Counter()
        self.accepted: set[tuple[str, str]] = set()
        self.wishes: set[tuple[str, str]] = set()
        self.poisoned: set[str] = set()
        self.living: dict[str, Process] = {}
        self.story: deque[str] = deque(maxlen=STORY)
        self.roles = self._roles()
        self._begun: Counter[str] = Counter()

    # ── its course ──────────────────────────────────────────────────────────────────────

    def run(self) -> None:
        """All of it. Raises the law that was broken."""
        for role in self.roles:
            self.start(role)
        people(self)
        self.turns.run_until(START + ROUGH)
        self.tell("from here on nothing goes wrong")
        self.weather.calm()
        self.offset = 0
        for process in list(self.living.values()):
            process.die("for a new beginning")
        self.turns.run_until(self.turns.now + REST)
        self.laws.rest(self.accepted, self.wishes)

    def close(self) -> None:
        self.turns.end()
        self.disk.close()

    # ── what happens in it ──────────────────────────────────────────────────────────────

    def now(self) -> Instant:
        """What the machine's clock shows."""
        return self.turns.now + self.offset

    shown = now

    def start(self, role: str) -> None:
        """A process begins, or begins again."""
        number = self._begun[role]
        self._begun[role] += 1
        process = self.living[role] = Process(self, role, number, self.disk)
        process.tell("begins")
        for name, job in ROLES[role.rstrip("0123456789")](process):
            process.begin(name, job)

    def ended(self, process: Process) -> None:
        """A process has died; somebody starts it again."""
        role = process.name.partition(".")[0]
        if self.living.get(role) is process:
            del self.living[role]
            pause = self.dice.choice((SECOND, 20 * SECOND, 10 * MINUTE))
            self.turns.spawn("init", lambda: self.start(role), self.turns.now + pause)

    def ask(self, role: str, request: Callable[[Process], T]) -> T | None:
        """What a process answers; None where it dies meanwhile, is not there, or cannot."""
        process, me, answers = self.living.get(role) or self.living.get("daemon"), self.turns.awake, list[T | None]()
        if process is None:
            return None

        def answer() -> None:
            try:
                answers.append(request(process))
            except NurtureError as error:
                process.tell(f"answers {error.problem.code}")
                answers.append(None)
            self.turns.rouse(me, self.turns.now)

        process.begin("request", answer)
        while not answers and not process.is_dead:
            self.turns.rest(MINUTE)
        return answers[0] if answers else None

    def committed(self, process: Process, bells: set[str]) -> None:
        """The laws look; who waits for that bell wakes up within half a second."""
        self.laws.look(process, self.shown())
        for one in self.living.values():
            one.rouse(bells)

    def delivered(self, taken: Taken, server: Server) -> None:
        """Somebody has a mail, and may do something with it."""
        if server is self.mail:
            at = self.turns.now + self.dice.randrange(self.dice.choice((HOUR, DAY, 2 * DAY)))
            self.turns.spawn("reader", lambda: reader(self, taken.key), at)

    def meddled(self, message: str) -> None:
        """Somebody does something about the lead of a message, at once."""
        lead = self.laws.messages[message].lead
        self.turns.spawn("somebody", lambda: meddle(self, lead))

    def tell(self, what: str) -> None:
        self.story.append(f"{to_iso(self.shown(), ZONE)[5:23]} {what}")

    def _roles(self) -> list[str]:
        """One daemon that does everything, or a crew in which many do the same."""
        if self.dice.random() < 0.4:
            return ["daemon"]
        workers, deliverers = self.dice.randrange(1, 4), self.dice.randrange(1, 4)
        return ["web", *(f"worker{n}" for n in range(workers)), *(f"deliverer{n}" for n in range(deliverers))]


@cache
def beginning() -> bytes:
    """The file with which every world begins: live, under the first version."""
    with TemporaryDirectory() as folder:
        url = fresh_file(Path(folder), "beginning.db")
        store = open_store(url, FrozenClock(START), LoadedDice())
        deploy(store, version(20))
        store.write(Priority.INTAKE, control.go_live)
        store.close()
        return (Path(folder) / "beginning.db").read_bytes()


# ── a seed ──────────────────────────────────────────────────────────────────────────────


def simulate(seed: int, weather: Weather | None = None) -> Outcome:
    """The whole story of one seed."""
    with TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        world = World(seed, Path(folder), weather)
        broken = ""
        try:
            with _quiet(world):
                world.run()
        except (Violation, Restless) as law:
            broken = f"{type(law).__name__}: {law}"
        finally:
            world.close()
        states = Counter(f"{row.kind} {row.state}" for row in world.laws.messages.values())
        return Outcome(seed, broken, tuple(world.story), world.reached, world.crashed, states, world.turns.taken)


class _Log:
    """What the heartbeat would log. Only poison may surprise it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def error(self, said: str, **values: object) -> None:
        self.world.tell(f"log: {said}: {values.get('code')}")

    def exception(self, said: str, **values: object) -> None:
        self.world.tell(f"log: {said}: {values.get('subject')}")
        if not self.world.poisoned:
            self.world.turns.fail(Violation(f"{said}: {values}"))


@contextmanager
def _quiet(world: World) -> Iterator[None]:
    """The heartbeat's own clock is the world's, and a beat does not linger."""
    names = {"steady": lambda: world.turns.now, "LINGER_SECONDS": 0.0, "log": _Log(world)}
    before = {name: getattr(heartbeat, name) for name in names}
    try:
        for name, value in names.items():
            setattr(heartbeat, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(heartbeat, name, value)
