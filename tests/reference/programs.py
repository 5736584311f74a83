"""Random programs as a marketer would write them, and random histories for them."""

from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.reference.clocks import HOUR, MINUTE, moment, read, shown
from tests.reference.naive import Heard

_T = TypeVar("_T")
EVENTS = ("a", "b", "c")
KINDS = ("p", "q")
TAGS = ("x", "y")
ZONES = ("Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC")
STARTS = ("2026-11-02", "2026-10-22", "2027-02-26")
"""A plain week, one in which the clocks go back, the end of a short month."""

FEATURES = ("scores", "levels", "journey", "people", "policy", "calendar", "keyed", "groups", "together", "rungs", "handoffs", "tasks",
            "steering", "mute", "hold", "splits", "loops", "series", "moments", "late", "old", "zones", "caps", "windows", "consent",
            "schedule", "fading", "losses", "exits", "priority", "conditions", "choose", "attributes", "restart", "deadlines")  # fmt: skip


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


class _Writer:
    def __init__(self, dice: Random) -> None:
        self.dice = dice
        share = dice.choice((0.15, 0.3, 0.5))
        self.on = {name for name in FEATURES if dice.random() < share}
        self.fine = dice.random() < 0.2
        self.lines: list[str] = []
        self.names = ["p", "q", "r"][: dice.choice((1, 1, 2, 2, 3))]
        self.mails = 0
        self.scenario = ""
        self.depth = 0
        self.steps: list[str] = []
        self.zone = dice.choice(ZONES)
        self.calls = 0

    # ── dice ────────────────────────────────────────────────────────────────────────────

    def has(self, feature: str, share: float = 1.0) -> bool:
        return feature in self.on and self.dice.random() < share

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def one(self, *choices: _T) -> _T:
        return self.dice.choice(choices)

    def write(self, *lines: str) -> None:
        self.lines += ["  " * self.depth + line for line in lines]

    def open(self, line: str) -> None:
        self.write(line + " {")
        self.depth += 1

    def close(self, more: str = "") -> None:
        self.depth -= 1
        self.write("}" + more)
        self.depth += bool(more)

    # ── the case ────────────────────────────────────────────────────────────────────────

    def case(self) -> Case:
        start = moment(*read(self.one(*STARTS)), self.zone)
        step = HOUR // 2 if self.fine else HOUR
        days = 9 if self.fine else 21
        self._catalogue()
        self._people()
        self._guards()
        for number, name in enumerate(self.names):
            self._scenario(number, name)
        heard = _Past(self, start, days, step).all()
        mails = {f"{name}-{n}": (self.one("", "news") if self.has("consent", 0.6) else "", self.has("consent", 0.1))
                 for name in self.names for n in range(1, self.mails + 1)}  # fmt: skip
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
            self.write(f"hours {self.one('09:00 to 18:00', '08:00 to 12:00')} on {self.one('weekdays', 'monday, tuesday, saturday', 'everyday')}")
        if self.maybe(0.4):
            self.write('holidays "JP"')
        if self.maybe(0.4):
            self.write(f"closed from {self.one('2026-11-05 to 2026-11-06', '2026-10-25 to 2026-10-26', '2027-02-28 to 2027-03-01')}")
        self.close()

    # ── scores, people, journey ─────────────────────────────────────────────────────────

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

    def trigger(self) -> str:
        return f"on {self.pattern()}" if self.maybe(0.5) else f"when {self.condition(1, 'facts')}"

    def _score(self, name: str) -> None:
        self.open(f"score {name}")
        for _ in range(self.dice.randint(1, 3) if "scores" in self.on else 1):
            self._award()
        if self.has("scores", 0.4):
            self.open(f"group g{' while lead.size >= 50' if self.maybe(0.3) else ''}")
            for _ in range(2):
                self._award()
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

    def per(self) -> str:
        return self.one("", " per day", " per week", " per month")

    def _award(self) -> None:
        pattern = " or ".join(self.pattern() for _ in range(self.one(1, 1, 2)))
        points = self.one("+5", "+10", "+20", "-5", "-10", "+2.5")
        limit = self.one("", "", "", " once", f" at most {self.one(1, 2)} times{self.per()}", f" at most 12 points{self.per()}")
        fade = self.one(" fading 2 points every 1 day", " fading 5 points every 12 hours", " for 3 days") if self.has("fading", 0.5) else ""
        self.write(f"on {pattern} give {points} points{limit}{fade}")

    # ── guard rails ─────────────────────────────────────────────────────────────────────

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
            self.write(f"deliver within {self.one('1 day', '3 days', '6 hours', '2 business days')} else {self.one('skip', 'send', 'leave')}")
        if self.has("policy", 0.3):
            self.write(f"skip email while {self.condition(0, 'held')}")
        if self.has("policy", 0.3):
            self.write(f"hold email while {self.condition(0, 'held')}")
        self.close()

    def _cap(self) -> str:
        span = self.one("per day", "per week", "per month", "within 2 days", "within 30 hours", "within 3 business days")
        topic = " on topic news" if self.has("consent", 0.3) else ""
        while_ = f" while {self.condition(0, 'held')}" if self.maybe(0.2) else ""
        return f"{self.one(1, 2, 3)} emails {span}{topic}{while_}"

    # ── patterns and conditions ─────────────────────────────────────────────────────────

    def pattern(self) -> str:
        if self.has("handoffs", 0.15):
            return f"handoff {self.one('accepted', 'rejected', 'overdue')}{self.one('', ' by sales')}"
        if self.maybe(0.15):
            return f"{self.one('opened', 'clicked', 'replied')} {self.mail()}" + (' where link is "demo"' if self.maybe(0.2) else "")
        return self.one(*EVENTS) + self.one("", "", ' where kind is "p"', " where n >= 5", ' where (kind is "q" and n < 5)', ' where kind in ["p", "q"]')

    def mail(self) -> str:
        return "any email" if self.maybe(0.6) else f"{self.one(*self.names)}-{self.one(1, 1, 2, 3)}"

    def condition(self, nested: int, place: str) -> str:
        """place: "held" for those that time alone does not change, "people" where no segment may stand, else "facts" or "run"."""
        if nested and "conditions" in self.on and self.maybe(0.4):
            inner = [self.condition(nested - 1, place) for _ in range(self.one(2, 3))]
            match self.one("and", "or", "not", "some"):
                case "and":
                    return " and ".join(f"({one})" for one in inner)
                case "or":
                    return " or ".join(f"({one})" for one in inner)
                case "not":
                    return f"not ({inner[0]})"
            self.calls += 1
            indent = "  " * (self.depth + 1)
            word = self.one("at least 2 of", "all of", "any of", "none of")
            return f"{word} {{\n" + "\n".join(f"{indent}{one}" for one in inner) + f"\n{'  ' * self.depth}}}"
        return self._leaf(place)

    def _leaf(self, place: str) -> str:
        timeless = [f'tagged "{self.one(*TAGS)}"', f'tagged "{self.one(*TAGS)}"', f"did {self._did()}", f"did {self._did()}"]
        if "attributes" in self.on:
            timeless += ['lead.branch is "it"', "lead.size >= 50", "lead.size is empty", 'lead.branch in ["it", "shop"]',
                         "lead.size between 10 and 60", 'lead.branch starts with "s"', 'lead.branch is not "it"']  # fmt: skip
        if place == "held":
            return self.one(*timeless)
        found = [*timeless, f"did {self._did()} in last {self._span()}"]
        if not self.on & {"fading"}:
            found += [f"score {self.one('s', 't')} >= {self.one(5, 10, 20)}", f"score s {self.one('>', '<', '<=', 'is')} {self.one(5, 10, 15)}",
                      "score s > score t", "score t between 5 and 20"]  # fmt: skip
            if "levels" in self.on:
                found += [f"level s {self.one('is', '>=', '<', '>', '<=', 'is not')} {self.one('warm', 'hot')}"] * 2
        found += [f"no activity for {self.one('2 days', '30 hours', '3 business days')}", f"received {self.mail()}"]
        if "attributes" in self.on:
            found += ["lead.since <= today"]
        if place == "people":
            return self.one(*found)
        if "people" in self.on:
            found += ["in segment near", "persona is boss", "persona is not clerk", "passes fit"] * 2
        if "journey" in self.on:
            found += [f"stage is {self.one('first', 'second', 'third')}", "stage is not first", f"in stage {self.one('first', 'second')} for 2 days"]
        if "consent" in self.on:
            found += ["consents to news", "unsubscribed from news", "unsubscribed"]
        if "handoffs" in self.on:
            found += [f"handoff {self.one('accepted', 'rejected', 'overdue')}{self.one('', ' by sales')}"]
        found += [f"in scenario {self.one(*self.names)}"]
        if place == "run":
            found += [f"did {self._did()} since entry", f"opened {self.mail()} since entry", 'entry.kind is "p"', "entry.n >= 5"]
        return self.one(*found)

    def _did(self) -> str:
        return self.one(*EVENTS) + self.one("", "", ' where kind is "p"') + self.one("", "", f" at least {self.one(2, 3)} times")

    def _span(self) -> str:
        return self.one("1 day", "3 days", "1 week", "30 hours", "2 business days")

    def length(self) -> str:
        plain = ("1 hour", "5 hours", "1 day", "2 days", "3 days", "1 day", "30 hours", "1 week")
        if "calendar" in self.on and self.maybe(0.5):
            return self.one("1 business day", "3 business days", "4 business hours", "12 business hours")
        if self.fine and self.maybe(0.4):
            return self.one("30 minutes", "90 minutes", "60 business minutes")
        return self.one(*plain)

    # ── scenarios ───────────────────────────────────────────────────────────────────────

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
        self.write(f"enter on {self.pattern()}" + (f" if {self.condition(1, 'run')}" if self.maybe(0.3) else ""))
        if self.maybe(0.3):
            self.write(f"enter when {self.condition(1, 'facts')}")
        if self.has("schedule", 0.7):
            days = self.one("monday, thursday", "day", "weekday", "business day", "saturday, sunday")
            when = self.one(f"every {days}", "every month on last business day", "every month on day 31", "every month on first business day",
                            "every month on last day in november, february")  # fmt: skip
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
            self.write(f"restart on {self.pattern()}")
        if self.has("calendar", 0.4):
            self.write("calendar branch-office")

    def _exit(self, word: str, number: int) -> None:
        line = f"{word} on {self.pattern()}" if self.maybe(0.5) else f"{word} when {self.condition(1, 'run')}"
        if not self.has("exits", 0.7):
            self.write(line)
            return
        self.open(line)
        if self.maybe(0.5):
            self._body(1)
        else:
            self._act(number)
        self.close()

    def _body(self, nested: int) -> None:
        for _ in range(self.dice.randint(1, 4)):
            if nested and self.maybe(0.4):
                self._nested(nested - 1)
            else:
                self._plain()

    def _plain(self) -> None:
        match self.one("send", "send", "wait", "wait", "act", "more"):
            case "send":
                self._send()
            case "wait":
                self.write(f"wait {self.length()}")
            case "act":
                self._act(self.names.index(self.scenario))
            case "more":
                self._more()

    def _more(self) -> None:
        if self.has("moments", 0.5):
            self.write(f"wait until {self._moment()}")
        elif self.has("series", 0.5):
            self.write("send next of letters")
        elif self.has("handoffs", 0.4):
            self.write(f'handoff to sales{self.within()} because "so"')
        elif self.has("tasks", 0.4):
            self.write(f'task "call" for {self.one("sales", "owner")}{self.within()}')
        elif self.has("mute", 0.5):
            self.write(self.one("mute 1 day", "mute 2 days", "mute 5 hours", "unmute"))
        else:
            self.write("wait 1 day")

    def _send(self) -> None:
        self.mails += 1
        number = self.mails
        line = f"send {self.scenario}-{number}"
        if self.maybe(0.2):
            line += f" at {self.clock()}"
        if self.has("deadlines", 0.4):
            line += f" within {self.one('1 day', '5 hours', '2 days', '1 business day')} else {self.one('skip', 'send', 'leave', 'hold')}"
        if self.maybe(0.15):
            line += f" skip if {self.condition(0, 'held')}"
        self.write(line)

    def clock(self) -> str:
        return self.one("09:00", "10:00", "15:00", "21:00", *(("10:30",) if self.fine else ()))

    def within(self) -> str:
        return self.one("", " within 1 day", " within 2 business days", " within 5 hours")

    def _moment(self) -> str:
        return self.one(
            f"{self.clock()}{self.one('', ' on tuesday', ' on business days', ' on weekends')}",
            f"{self.one('2026-11-06', '2026-10-27', '2027-03-02')} {self.clock()}",
            f"{self._offset()}entry{self._at()}",
            f"{self._offset()}lead.since{self._at()}",
            f"{self._offset()}entry.starts{self._at()}",
            f"{self._offset()}anniversary of lead.since{self._at()}",
        )

    def _offset(self) -> str:
        return self.one("", f"{self.length()} before ", f"{self.length()} after ")

    def _at(self) -> str:
        return self.one("", f" at {self.clock()}")

    def _act(self, number: int) -> None:
        acts = [f'tag "{self.one(*TAGS)}"', f'tag "{self.one(*TAGS)}"', f'untag "{self.one(*TAGS)}"', f"give {self.one('+5', '-5', '+10')} points to s",
                'notify "mailto:x@example.jp"']  # fmt: skip
        if "scores" in self.on:
            acts += [f"set score {self.one('s', 't')} to {self.one(0, 15, 300)}"]
        if "attributes" in self.on:
            acts += ['set lead.branch to "shop"', "clear lead.branch", "add 20 to lead.size", "set lead.since to today", "set lead.branch to entry.kind"]
        if "journey" in self.on:
            acts += [f"move to stage {self.one('first', 'second', 'third')}"]
        if "consent" in self.on:
            acts += ['unsubscribe from news because "so"']
        if "steering" in self.on:
            other = self.one(*self.names)
            acts += [f"{self.one('pause', 'resume', 'resume', 'stop')} scenario {other}"] * 2
            if "groups" in self.on:
                acts += [f"{self.one('pause', 'resume', 'stop')} all in care"]
            if number + 1 < len(self.names):
                acts += [f"start scenario {self.names[number + 1]}"] * 2
        self.write(self.one(*acts))

    def _nested(self, nested: int) -> None:
        choices = ["if", "if", "wait-for", "wait-for"]
        choices += [one for one in ("together", "rungs", "handoffs", "tasks", "splits", "loops", "moments", "choose") if one in self.on] * 2
        match self.one(*choices):
            case "if":
                self.open(f"if {self.condition(1, 'run')}")
                self._body(nested)
                if self.maybe(0.3):
                    self.close(f" else if {self.condition(0, 'run')} {{")
                    self._body(nested)
                if self.maybe(0.5):
                    self.close(" else {")
                    self._body(nested)
                self.close()
            case "wait-for":
                self._wait_for(nested)
            case "moments":
                self.open(f"wait until {self._moment()}")
                self._body(nested)
                if self.maybe(0.5):
                    self.close(" past {")
                    self._body(nested)
                self.close()
            case "choose":
                self._choose(nested)
            case kind:
                self._wide(kind, nested)

    def _wide(self, kind: str, nested: int) -> None:
        match kind:
            case "together":
                self.open("together")
                for name in ("left", "right"):
                    self._inner(f"branch {name}", nested)
                self.close()
            case "rungs":
                self._any(nested)
            case "handoffs":
                self.open(f'handoff to sales{self.within()} because "so"')
                self._arms(nested, ("accepted", 'rejected "early"', "rejected", "overdue"))
                self.close()
            case "tasks":
                self.open(f'task "call" for {self.one("sales", "owner")}{self.within()}')
                self._arms(nested, ('done "good"', "done", "overdue"))
                self.close()
            case "splits":
                self._split(nested)
            case "loops":
                self._loop(nested)

    def _inner(self, line: str, nested: int) -> None:
        """A block that is a way of its own: nothing in it jumps or splits."""
        kept, self.on = self.on, self.on - {"loops", "splits"}
        self.open(line)
        self._body(nested)
        self.close()
        self.on = kept

    def _arms(self, nested: int, arms: tuple[str, ...]) -> None:
        for arm in arms:
            if self.maybe(0.6):
                self.open(arm)
                self._body(nested)
                self.close()
        if self.has("rungs", 0.6):
            self._inner(f"after {self.one('3 hours', '1 day')}", nested)
        if self.lines[-1].endswith("{"):
            self.open(arms[0])
            self._plain()
            self.close()

    def _any(self, nested: int) -> None:
        self.open(f"wait for any {self._up_to()}")
        for _ in range(self.one(1, 2)):
            self.open(f"on {self.pattern()}" if self.maybe(0.5) else f"when {self.condition(1, 'run')}")
            self._body(nested)
            self.close()
        for length in self.dice.sample(("3 hours", "1 day", "2 days"), self.one(0, 1, 2)):
            self._inner(f"after {length}", nested)
        if self.maybe(0.6):
            self.open("timeout")
            self._body(nested)
            self.close()
        self.close()

    def _up_to(self) -> str:
        if self.has("moments", 0.3):
            return f"up to {self.one('2 days', '5 hours')} after {self.one('entry', 'entry.starts')}"
        return f"up to {self.length()}" if self.maybe(0.85) else "without limit"

    def _wait_for(self, nested: int) -> None:
        what = f"for {self.pattern()}" if self.maybe(0.7) else f"until {self.condition(1, 'run')}"
        self.open(f"wait {what} {self._up_to()}")
        self._body(nested)
        if self.maybe(0.6):
            self.close(" timeout {")
            self._body(nested)
        self.close()

    def _choose(self, nested: int) -> None:
        self.open(f"choose {self.one('lead.branch', 'entry.kind')}")
        for arm in ('"it"', '"shop", "p"', "empty", "else"):
            if self.maybe(0.7) or arm == '"it"':
                self.open(arm)
                self._body(nested)
                self.close()
        self.close()

    def _split(self, nested: int) -> None:
        self.calls += 1
        if self.maybe(0.5):
            self.open(f"split chance-{self.calls} evenly")
            arms = ("left", "right", "middle")[: self.one(2, 3)]
            for name in arms:
                self.open(name)
                self._body(nested)
                self.close()
        else:
            self.open(f"split chance-{self.calls}")
            for name, share in (("left", "45.5%"), ("right", "24.5%")):
                self.open(f"{share} {name}")
                self._body(nested)
                self.close()
            if self.maybe(0.5):
                self.write("30% holdout")
            else:
                self.open("30% holdout")
                self._body(nested)
                self.close()
        self.close()

    def _loop(self, nested: int) -> None:
        if self.steps and self.maybe(0.5):
            self.open(f"go to {self.one(*self.steps)} at most {self.one(1, 2)} times else")
            self._body(nested)
            self.close()
        else:
            self.open(f"repeat at most {self.one(1, 2, 3)} times")
            self.write("wait 1 day")
            self._body(nested)
            self.close()


class _Past:
    """What happens to the lead, on the grid of the program."""

    def __init__(self, writer: _Writer, start: int, days: int, step: int) -> None:
        self.writer, self.start, self.days, self.step = writer, start, days, step

    def all(self) -> tuple[Heard, ...]:
        first = self._at(0.05)
        attributes: dict[str, object] = {"email": "y@lead.example"}
        if self.writer.has("zones", 0.5):
            attributes["timezone"] = self.writer.one(*ZONES)
        found = [Heard(first, first, "lead.changed", attributes)] if self.writer.maybe(0.95) else []
        found += [self._one() for _ in range(self.writer.dice.randint(1, 14))]
        return tuple(sorted(found, key=lambda one: one.received))

    def _at(self, share: float = 0.8) -> int:
        return self.start + self.step * self.writer.dice.randint(1, int(self.days * 24 * HOUR * share) // self.step)

    def _one(self) -> Heard:
        kind, props = self._what()
        at = received = self._at()
        live = True
        if self.writer.has("late", 0.25):
            received += HOUR * self.writer.one(1, 2, 5, 20, 24)
        elif self.writer.has("old", 0.15):
            received += HOUR * self.writer.one(25, 50, 100)
        elif self.writer.has("old", 0.15):
            live = False
        return Heard(at, received, kind, props, live)

    def _what(self) -> tuple[str, dict[str, object]]:
        writer = self.writer
        others = [one for one in ("handoffs", "tasks", "attributes", "zones", "hold", "consent", "steering") if one in writer.on]
        if others and writer.maybe(0.35):
            return self._other(writer.one(*others))
        if writer.maybe(0.15):
            link = writer.one("", "demo")
            return f"mail.{writer.one('opened', 'clicked', 'replied')}", {"template": f"{writer.one(*writer.names)}-{writer.one(1, 1, 2, 3)}", "link": link}
        props: dict[str, object] = {}
        if writer.maybe(0.8):
            props["kind"] = writer.one(*KINDS)
        if writer.maybe(0.6):
            props["n"] = writer.one(1, 5, 9)
        if writer.maybe(0.4):
            props["starts"] = self._iso()
        return writer.one(*EVENTS), props

    def _iso(self) -> str:
        return shown(self._at(1.0), self.writer.zone).replace(minute=0).isoformat("T", "minutes")

    def _other(self, kind: str) -> tuple[str, dict[str, object]]:
        writer = self.writer
        match kind:
            case "handoffs":
                return writer.one(("handoff.accepted", {"team": "sales"}), ("handoff.rejected", {"team": "sales", "reason": "early"}),
                                  ("handoff.rejected", {"team": "sales", "reason": "budget"}))  # fmt: skip
            case "tasks":
                return "task.done", {"outcome": writer.one("good", "bad")}
            case "attributes":
                return "lead.changed", writer.one({"branch": "it"}, {"branch": None}, {"size": 70}, {"size": 20}, {"since": self._iso()[:10]},
                                                  {"since": "2024-02-29"}, {"since": None})  # fmt: skip
            case "zones":
                return "lead.changed", {"timezone": writer.one(*ZONES, "nowhere")}
            case "hold":
                held = {"because": "so", "until": self._iso() if writer.maybe(0.6) else None}
                return writer.one(("lead.held", held), ("lead.held", held), ("lead.released", {}))
            case "consent":
                return writer.one(("unsubscribed", {"topic": "news"}), ("consented", {"topic": "news"}), ("unsubscribed", {"topic": ""}))
        name = writer.one(*writer.names)
        return writer.one(("run.started", {"scenario": name, "kind": writer.one(*KINDS)}), ("run.removed", {"scenario": name, "because": "so"}),
                          ("stage.moved", {"stage": "second"}))  # fmt: skip
