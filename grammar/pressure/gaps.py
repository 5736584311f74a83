"""How far apart two mails are at least, and whether both can fall into one stretch that a cap looks at."""

from typing import NamedTuple

from grammar.ast import Duration, EmailCap
from grammar.paths import MINUTES

DAY = 1440
SHIFT = 60
"""Minutes by which a day may be shorter or longer than 24 hours, where clocks are changed."""


class Gap(NamedTuple):
    """The least that passes: minutes, whole days to the same clock time, and midnights that lie between whatever the clock shows."""

    minutes: int = 0
    days: int = 0
    midnights: int = 0

    def __add__(self, other: "Gap") -> "Gap":  # type: ignore[override]
        return Gap(self.minutes + other.minutes, self.days + other.days, self.midnights + other.midnights)

    def times(self, count: int) -> "Gap":
        """So many of it, one after the other."""
        return Gap(self.minutes * count, self.days * count, self.midnights * count)

    @property
    def nights(self) -> int:
        """Midnights that surely lie between."""
        return self.days + self.midnights + max(0, self.minutes - SHIFT) // DAY

    @property
    def covers(self) -> int:
        """Minutes that surely pass."""
        length, nights = self.minutes + self.days * DAY, self.days + self.midnights
        return max(length - (SHIFT if self.days else 0), (nights - 1) * DAY + 1 - SHIFT, 0)


NONE = Gap()


class Stretch(NamedTuple):
    """What a cap looks at: so many midnights do not lie inside it, or so many minutes; by_day: the minutes are whole days."""

    midnights: int = 0
    minutes: int = 0
    by_day: bool = False

    def holds(self, gap: Gap) -> bool:
        """Whether two mails that are at least so far apart can both fall into one."""
        if self.midnights:
            return gap.nights < self.midnights
        if self.by_day and gap.days and not gap.minutes and not gap.midnights:
            return gap.days * DAY < self.minutes
        return gap.covers < self.minutes + (SHIFT if self.by_day else 0)

    def longer(self, minutes: int) -> "Stretch":
        """With so many minutes more."""
        if self.midnights:
            return Stretch(midnights=self.midnights + -(-minutes // DAY))
        return self._replace(minutes=self.minutes + minutes)

    def fits(self, gap: Gap) -> int | None:
        """How many mails that follow each other at that distance fall into one at most; None: there is no end."""
        return next((count for count in range(1, 400) if not self.holds(gap.times(count))), None)


PERIODS = {"day": Stretch(midnights=1), "week": Stretch(midnights=7), "month": Stretch(midnights=31)}
ONE_DAY = PERIODS["day"]


def stretch_of(cap: EmailCap) -> Stretch | None:
    """None for business days and hours, whose length hangs on the calendar."""
    if cap.within is None:
        return PERIODS[cap.per or "day"]
    if cap.within.unit.startswith("business"):
        return None
    return Stretch(minutes=cap.within.amount * MINUTES[cap.within.unit], by_day=cap.within.unit in ("day", "week"))


def gap_of(duration: Duration, *, clocked: bool = False) -> Gap:
    """The least a wait takes. clocked: it ends at a clock time of the day it leads to, which may be earlier in the day."""
    amount = duration.amount * MINUTES[duration.unit]
    match duration.unit:
        case "day" | "week":
            return Gap(midnights=amount // DAY) if clocked else Gap(days=amount // DAY)
        case "business day":
            return Gap(midnights=duration.amount)
        case _:
            return Gap(minutes=amount)
