"""Random programs as a marketer would write them, each with a random history."""

from dataclasses import dataclass, field
from random import Random

from tests.reference.bodies import Bodies
from tests.reference.clocks import HOUR, moment, read
from tests.reference.pasts import Past
from tests.reference.sayings import EVENTS, STARTS, ZONES
from tests.reference.standing import Heard


@dataclass(frozen=True)
class Case:
    """A program, what happens, and the grid all its moments lie on. mails: (topic, is transactional) by name."""

    text: str
    heard: tuple[Heard, ...]
    start: int
    until: int
    step: int
    zone: str
    mails: dict[str, tuple[str, bool]] = field(default_factory=dict)


def case_of(seed: int) -> Case:
    """The case of that number, the same for ever."""
    return _Writer(Random(seed)).case()


class _Writer(Bodies):
    """Declarations, and the rules of scenarios."""

    def case(self) -> Case:
        start = moment(*read(self.one(*STARTS)), self.zone)
        step = HOUR // 2 if self.fine else HOUR
        days = 9 if self.fine else 21
        self._catalogue()
        self._people()
        self._guards()
        for number, name in enumerate(self.names):
            self._scenario(number, name)
        heard = Past(self, start, days, step).all()
        mails = {
            f"{name}-{n}": (self.one("", "news") if self.has("consent", 0.6) else "", self.has("consent", 0.1))
            for name in self.names
            for n in range(1, self.mails + 1)
        }
        return Case("\n".join(self.lines) + "\n", heard, start, start + days * 24 * HOUR, step, self.zone, mails)

    def _catalogue(self) -> None:
        self.write('attribute branch: one of ["it", "shop"] optional', "attribute size: number optional", "attribute since: date optional")
        for name in EVENTS:
            slack = " arrives within 2 hours" if self.has("late", 0.4) else ""
            self.open(f"event {name}{slack}")
            self.write("kind: text optional", "n: number optional", "starts: datetime optional")
            self.close()
        self.write(f"topic news{' {' if self.maybe(0.3) else ''}")
        if self.lines[-1].endswith("{"):
            self.write("  opt-in double", "}")
        self.write("series letters [s-1, s-2, s-3]")
        self.open("team sales")
        self.write('manager "mailto:m@example.jp"', 'reject reasons ["early", "budget"]')
        if self.maybe(0.5):
            self.write(f"accept within {self.one('1 day', '2 business days', '6 hours')}")
        self.close()
        if "calendar" in self.on:
            self._calendar("office")
            self._calendar("branch-office")

    def _calendar(self, name: str) -> None:
        self.open(f"calendar {name}")
        self.write(f'timezone "{self.one(*ZONES)}"')
        if self.maybe(0.5):
            self.write(
                f"hours {self.one('09:00 to 18:00', '08:00 to 12:00')} on {self.one('weekdays', 'monday, tuesday, saturday', 'everyday')}"
            )
        if self.maybe(0.4):
            self.write('holidays "JP"')
        if self.maybe(0.4):
            self.write(f"closed from {self.one('2026-11-05 to 2026-11-06', '2026-10-25 to 2026-10-26', '2027-02-28 to 2027-03-01')}")
        self.close()

    def _people(self) -> None:
        self._score("s")
        self._score("t")
        if "people" in self.on:
            self.write(f"segment near while {self.condition(2, 'people')}")
            self.write(f"persona boss while {self.condition(1, 'people')}", f"persona clerk while {self.condition(1, 'people')}")
            self.open("checklist fit")
            for name in ("one", "two", "three"):
                worth = f" worth {self.one(10, 30, 50)} points" if self.maybe(0.8) else ""
                self.write(f"{name}{worth} while {self.condition(0, 'people')}")
            self.write(f"pass at {self.one(1, 40, 60)} points")
            self.close()
        if "journey" in self.on:
            self.open("journey")
            self.write("stage first", f"stage second {self.trigger()}", f"stage third {self.trigger()}", f"stage lost {self.trigger()}")
            for origin, to in (("second", "first"), ("lost", "second")):
                if self.maybe(0.6):
                    self.write(f"back from {origin} to {to} {self.trigger()}")
            if self.maybe(0.5):
                self.write(f"dropped when in stage {self.one('first', 'second')} for {self.one(2, 5)} days")
            self.close()

    def _score(self, name: str) -> None:
        self.open(f"score {name}")
        for _ in range(self.dice.randint(1, 3) if "scores" in self.on else 1):
            self._award()
        if self.has("scores", 0.4):
            held, on = self.maybe(0.3), self.on
            self.open(f"group g{' while lead.size >= 50' if held else ''}")
            self.on = on - {"handoffs"} if held else on
            for _ in range(2):
                self._award()
            self.on = on
            if self.maybe(0.6):
                self.write(f"at most {self.one(8, 15)} points{self.per()}")
            if self.maybe(0.4):
                self.write('while lead.branch is "it" give +10 points')
            self.close()
        if self.has("scores", 0.5):
            self.write(f"while {self.condition(0, 'held')} give {self.one('+10', '-10', '+7.5')} points")
        if name == "t" and self.has("scores", 0.2):
            self.write("add score s")
        if self.has("scores", 0.3):
            self.write(f"at most {self.one(12, 30)} points{self.per()}")
        if self.has("fading", 0.5):
            self.write(f"halve every {self.one('2 days', '10 days', '36 hours')}")
        if "losses" in self.on:
            self.write(f"lose {self.one(5, 10)} points every {self.one(2, 4)} days without activity")
        self.write(self.one("keep at least 0", "keep between 0 and 40", "keep between 0 and 100"))
        if "levels" in self.on:
            self.write("level warm at 10", "level hot at 25")
        self.close()

    def _award(self) -> None:
        pattern = " or ".join(self.pattern() for _ in range(self.one(1, 1, 2)))
        points = self.one("+5", "+10", "+20", "-5", "-10", "+2.5")
        limit = self.one("", "", "", " once", f" at most {self.one(1, 2)} times{self.per()}", f" at most 12 points{self.per()}")
        fade = self.one(" fading 2 points every 1 day", " fading 5 points every 12 hours", " for 3 days") if self.has("fading", 0.5) else ""
        self.write(f"on {pattern} give {points} points{limit}{fade}")

    def _guards(self) -> None:
        if not self.on & {"policy", "caps", "windows", "priority"}:
            return
        self.open("policy rails")
        if self.has("priority") and len(self.names) > 1:
            self.write(f"priority [{', '.join(self.dice.sample(self.names, self.dice.randint(1, len(self.names))))}]")
        if "caps" in self.on:
            for _ in range(self.one(1, 1, 2)):
                self.write(f"at most {self._cap()}{self.one('', '', ' else skip', ' else leave')}")
        if "windows" in self.on:
            for _ in range(self.one(1, 1, 2)):
                hours = self.one("09:00 and 18:00", "08:00 and 12:00", "20:00 and 06:00")
                days = self.one("", "", " on business days", " on weekdays", " on monday, thursday, saturday, sunday")
                self.write(f"send only between {hours}{days}{self.one('', '', '', ' else skip')}")
        if self.has("policy", 0.4):
            self.write(
                f"deliver within {self.one('1 day', '3 days', '6 hours', '2 business days')} else {self.one('skip', 'send', 'leave')}"
            )
        if self.has("policy", 0.3) and "old" not in self.on:
            self.write(f"skip email while {self.condition(0, 'held')}")
        if self.has("policy", 0.3) and "old" not in self.on:
            self.write(f"hold email while {self.condition(0, 'held')}")
        self.close()

    def _cap(self) -> str:
        span = self.one("per day", "per week", "per month", "within 2 days", "within 30 hours", "within 3 business days")
        topic = " on topic news" if self.has("consent", 0.3) else ""
        while_ = f" while {self.condition(0, 'held')}" if self.maybe(0.2) else ""
        return f"{self.one(1, 2, 3)} emails {span}{topic}{while_}"

    def _scenario(self, number: int, name: str) -> None:
        self.scenario, self.steps = name, []
        self.open(f"scenario {name}")
        self._rules(number)
        if "loops" in self.on:
            self.steps = ["one", "two", "three"]
            for step in self.steps:
                self.open(f"step {step}")
                self._body(2)
                self.close()
        self._body(3)
        self.close()

    def _rules(self, number: int) -> None:
        pattern = self.pattern()
        pattern += "" if pattern.split()[0] in EVENTS else f" or {self.one(*EVENTS)}"
        self.write(f"enter on {pattern}" + (f" if {self.condition(1, 'run')}" if self.maybe(0.3) else ""))
        if self.maybe(0.3):
            self.write(f"enter when {self.condition(1, 'facts')}")
        if self.has("schedule", 0.7):
            days = self.one("monday, thursday", "day", "weekday", "business day", "saturday, sunday")
            when = self.one(
                f"every {days}",
                "every month on last business day",
                "every month on day 31",
                "every month on first business day",
                "every month on last day in november, february",
            )
            self.write(f"enter {when} at {self.clock()}" + (f" if {self.condition(1, 'facts')}" if self.maybe(0.5) else ""))
        if self.has("schedule", 0.3):
            self.write(f"enter at {self.one('2026-11-06', '2026-10-26', '2027-03-02')} {self.clock()}")
        if self.maybe(0.2):
            self.write("enter by hand")
        if self.has("keyed", 0.7):
            self.write("one run per kind")
        self.write("reenter " + self.one("never", "always", "always", "1 day after end", "3 days after entry", "2 business days after end"))
        if self.has("groups", 0.8):
            self.write("one at a time in care")
        for word in ("goal", "leave"):
            if self.maybe(0.3):
                self._exit(word, number)
        if self.has("restart", 0.6):
            self.write(f"restart on {self.pattern(in_run=True)}")
        if self.has("calendar", 0.4):
            self.write("calendar branch-office")

    def _exit(self, word: str, number: int) -> None:
        line = f"{word} on {self.pattern(in_run=True)}" if self.maybe(0.5) else f"{word} when {self.condition(1, 'run')}"
        if not self.has("exits", 0.7):
            self.write(line)
            return
        self.open(line)
        if self.maybe(0.5):
            self._body(1)
        else:
            self._act(number)
        self.close()
