"""Random words of the language: patterns, conditions, lengths and moments."""

from random import Random
from typing import TypeVar

_T = TypeVar("_T")
EVENTS = ("a", "b", "c")
KINDS = ("p", "q")
TAGS = ("x", "y")
ZONES = ("Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC")
STARTS = ("2026-11-02", "2026-10-22", "2027-02-26")
"""A plain week, one in which the clocks go back, the end of a short month."""

FEATURES = (
    "scores",
    "levels",
    "journey",
    "people",
    "policy",
    "calendar",
    "keyed",
    "groups",
    "together",
    "rungs",
    "handoffs",
    "tasks",
    "steering",
    "mute",
    "hold",
    "splits",
    "loops",
    "series",
    "moments",
    "late",
    "old",
    "zones",
    "caps",
    "windows",
    "consent",
    "schedule",
    "fading",
    "losses",
    "exits",
    "priority",
    "conditions",
    "choose",
    "attributes",
    "restart",
    "deadlines",
)


class Sayings:
    """A program that is being written. on: what it may be about."""

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

    # ── patterns, conditions, moments ───────────────────────────────────────────────────

    def pattern(self, *, in_run: bool = False) -> str:
        if in_run and self.has("attributes", 0.25):
            return f"{self.one(*EVENTS)} where {self.one('kind is entry.kind', 'n >= entry.n')}"
        if self.has("handoffs", 0.15):
            return f"handoff {self.one('accepted', 'rejected', 'overdue')}{self.one('', ' by sales')}"
        if self.maybe(0.15):
            return f"{self.one('opened', 'clicked', 'replied')} {self.mail()}" + (' where link is "demo"' if self.maybe(0.2) else "")
        return self.one(*EVENTS) + self.one(
            "", "", ' where kind is "p"', " where n >= 5", ' where (kind is "q" and n < 5)', ' where kind in ["p", "q"]'
        )

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
            timeless += [
                'lead.branch is "it"',
                "lead.size >= 50",
                "lead.size is empty",
                'lead.branch in ["it", "shop"]',
                "lead.size between 10 and 60",
                'lead.branch starts with "s"',
                'lead.branch is not "it"',
            ]
        if place == "held":
            return self.one(*timeless)
        found = [*timeless, f"did {self._did()} in last {self._span()}"]
        if not self.on & {"fading"}:
            found += [
                f"score {self.one('s', 't')} >= {self.one(5, 10, 20)}",
                f"score s {self.one('>', '<', '<=', 'is')} {self.one(5, 10, 15)}",
                "score s > score t",
                "score t between 5 and 20",
            ]
            if "levels" in self.on:
                found += [f"level s {self.one('is', '>=', '<', '>', '<=', 'is not')} {self.one('warm', 'hot')}"] * 2
        found += [f"no activity for {self.one('2 days', '30 hours', '3 business days')}", f"received {self.mail()}"]
        if "attributes" in self.on:
            found += ["lead.since <= today"]
        return self.one(*found) if place == "people" else self.one(*found, *self._standing(place))

    def _standing(self, place: str) -> list[str]:
        """Conditions on where the lead stands, and on the run."""
        found: list[str] = []
        if "people" in self.on:
            found += ["in segment near", "persona is boss", "persona is not clerk", "passes fit"] * 2
        if "journey" in self.on:
            found += [
                f"stage is {self.one('first', 'second', 'third')}",
                "stage is not first",
                f"in stage {self.one('first', 'second')} for 2 days",
            ]
        if "consent" in self.on:
            found += ["consents to news", "unsubscribed from news", "unsubscribed"]
        if "handoffs" in self.on:
            found += [f"handoff {self.one('accepted', 'rejected', 'overdue')}{self.one('', ' by sales')}"]
        found += [f"in scenario {self.one(*self.names)}"]
        if place == "run":
            found += [
                f"did {self._did()} since entry",
                f"did {self.one(*EVENTS)} where kind is entry.kind since entry",
                f"opened {self.mail()} since entry",
                'entry.kind is "p"',
                "entry.n >= 5",
            ]
        return found

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
        return str(self.one(*plain))

    def clock(self) -> str:
        return self.one("09:00", "10:00", "15:00", "21:00", *["10:30"] * self.fine)

    def within(self) -> str:
        return self.one("", " within 1 day", " within 2 business days", " within 5 hours")

    def _moment(self) -> str:
        return self.one(
            "business hours",
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

    def per(self) -> str:
        return self.one("", " per day", " per week", " per month")

    def trigger(self) -> str:
        return f"on {self.pattern()}" if self.maybe(0.5) else f"when {self.condition(1, 'facts')}"
