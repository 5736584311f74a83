"""Which faults there are in one world, and how often: drawn anew from each seed, so that each is rough in its own way."""

from dataclasses import dataclass, field, fields
from random import Random

from tests.simulator.points import POINTS, SPOOLED


@dataclass(slots=True)
class Weather:
    """Each a chance, asked wherever it could strike."""

    crash: float = 0.02
    """At each point."""
    pause: float = 0.01
    """At each point: the whole process stands still for longer than a lease."""
    refuse_disk: float = 0.03
    """A commit fails: the disk is full, or another process holds the lock."""
    down: float = 0.2
    """A server cannot be reached."""
    not_now: float = 0.2
    """4xx, before the body or after it."""
    never: float = 0.1
    """5xx, before the body or after it."""
    cut: float = 0.2
    """The connection ends: in the offer, at the dot, or after it."""
    slow: float = 0.2
    """Seconds, or minutes, until an answer."""
    again: float = 0.3
    """An event comes twice or three times."""
    late: float = 0.3
    """An event comes long after it happened."""
    clock: float = 0.2
    """The machine's clock is set back or forward."""
    poison: float = 0.15
    """An event that no decision survives."""
    rush: float = 0.2
    """An event comes in the last minute before the window for mails shuts."""
    meddling: float = 0.1
    """Somebody does something about the very lead whose mail is being offered, while the server takes its time."""
    favourite: str = ""
    """A point at which a process dies again and again."""
    steps: dict[str, int] = field(default_factory=dict)

    def strikes(self, fault: str, dice: Random) -> bool:
        """Whether it does, just now."""
        chance: float = getattr(self, fault)
        return chance > 0 and dice.random() < chance

    def calm(self) -> None:
        """From now on nothing goes wrong."""
        for name in CHANCES:
            setattr(self, name, 0.0)
        self.favourite = ""


CHANCES = tuple(one.name for one in fields(Weather) if one.type is float)
DEATHS = 3
"""At its favourite point a process dies this often, and hardly more."""


def only(**chances: float) -> Weather:
    """Nothing goes wrong but this."""
    weather = Weather(**dict.fromkeys(CHANCES, 0.0))  # type: ignore[arg-type]
    for name, chance in chances.items():
        setattr(weather, name, chance)
    return weather


STRENGTHS = (0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 5.0)
MOST = 0.5


def drawn(seed: int, dice: Random) -> Weather:
    """Many faults are away, some are everywhere; the favourite goes through all points, seed by seed."""
    weather = Weather(favourite=POINTS[seed % len(POINTS)])
    for name in CHANCES:
        setattr(weather, name, min(getattr(weather, name) * dice.choice(STRENGTHS), MOST))
    if weather.favourite == SPOOLED:
        # Mails must have left before their readers can leave while the disk is full.
        weather.down = weather.not_now = weather.never = weather.cut = 0.0
        weather.refuse_disk = MOST
    return weather
