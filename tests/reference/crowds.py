"""Random small workspaces in which several scenarios write to one lead, without a priority, each with a random history."""

from random import Random

from tests.reference.clocks import HOUR, moment, read
from tests.reference.programs import Case
from tests.reference.standing import Heard

_DAYS = 24
_EVENTS = ("a", "b", "c", "d")
_ZONE = "Asia/Tokyo"


def crowd_of(seed: int) -> Case:
    """The case of that number, the same for ever."""
    return _Crowd(Random(seed)).case()


class _Crowd:
    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.lines: list[str] = []
        self.depth = 0
        self.mails: dict[str, tuple[str, bool]] = {}
        self.name = ""

    def case(self) -> Case:
        self._catalogue()
        self._policy()
        for name in ("p", "q", "r", "u")[: self.dice.choice((2, 2, 3, 4))]:
            self.name = name
            self._scenario()
        start = moment(*read("2026-06-01"), _ZONE)
        return Case("\n".join(self.lines) + "\n", self._heard(start), start, start + _DAYS * 24 * HOUR, HOUR, _ZONE, self.mails)

    def one(self, *choices: str) -> str:
        return self.dice.choice(choices)

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def write(self, *lines: str) -> None:
        self.lines += ["  " * self.depth + line for line in lines]

    def open(self, line: str) -> None:
        self.write(line + " {")
        self.depth += 1

    def close(self) -> None:
        self.depth -= 1
        self.write("}")

    # ── declarations ────────────────────────────────────────────────────────────────────

    def _catalogue(self) -> None:
        self.write('attribute branch: one of ["it", "shop"] optional', "attribute size: number optional", "topic news")
        self.write(*(f"event {name}" for name in _EVENTS))
        if self.maybe(0.6):
            self.write('persona boss while lead.branch is "it"', "persona clerk while lead.size >= 50")
        self.write("team sales {", '  manager "mailto:m@example.jp"', "}")

    def _policy(self) -> None:
        self.open("policy rails")
        periods = ("per day", "per week", "per month", "within 3 days", "within 30 hours")
        for period in self.dice.sample(periods, self.dice.choice((1, 1, 2))):
            topic = " on topic news" if self.maybe(0.15) else ""
            while_ = ' while lead.branch is "it"' if self.maybe(0.1) else ""
            self.write(f"at most {self.one('1 email', '2 emails', '3 emails')} {period}{topic}{while_}{self.one('', '', ' else skip')}")
        if self.maybe(0.2):
            self.write(f"send only between 09:00 and 18:00{self.one('', ' on business days')}")
        if self.maybe(0.2):
            self.write("deliver within 2 days else skip")
        self.close()

    def _scenario(self) -> None:
        self.open(f"scenario {self.name}")
        condition = f" if {self._condition()}" if self.maybe(0.4) else ""
        way = self.one("event", "event", "event", "event", "when", "every", "hand")
        enter = {
            "event": f"on {self.one(*_EVENTS)}", "when": "when lead.size >= 80", "every": "every tuesday at 09:00", "hand": "by hand",
        }[way]  # fmt: skip
        self.write(f"enter {enter}{condition}")
        if self.maybe(0.5):
            self.write(f"reenter {self.one('never', '3 days after end', '10 days after end', '7 days after entry')}")
        if self.maybe(0.2):
            self.write("one at a time in care")
        if self.maybe(0.3):
            self.write(f"{self.one('goal', 'leave')} on {self.one(*_EVENTS)}")
        self._body(2)
        self.close()

    def _condition(self) -> str:
        personas = ["persona is boss"] if any(line.startswith("persona") for line in self.lines) else []
        plain = ('lead.branch is "it"', 'lead.branch is "shop"', "lead.size >= 50", "lead.size < 20", "lead.branch is empty", 'tagged "x"')
        said = self.one(*plain, *personas)
        return f"not {said}" if self.maybe(0.3) else said

    # ── statements ──────────────────────────────────────────────────────────────────────

    def _body(self, nested: int) -> None:
        for _ in range(self.dice.choice((1, 2, 3))):
            if nested and self.maybe(0.45):
                self._nested(nested - 1)
            elif self.maybe(0.6):
                self._send()
            else:
                self.write(f"wait {self.one('2 hours', '1 day', '3 days', '1 week', '2 business days', '1 day at 10:00')}")

    def _send(self) -> None:
        mail = f"{self.name}-{len(self.mails) + 1}"
        self.mails[mail] = ("news" if self.maybe(0.4) else "", self.maybe(0.1))
        self.write(f"send {mail}{self.one('', '', '', ' at 15:00')}")

    def _nested(self, nested: int) -> None:
        kind = self.one("if", "if", "wait", "split", "repeat", "together", "until", "handoff")
        match kind:
            case "if":
                self._blocks(nested, f"if {self._condition()}", *([] if self.maybe(0.5) else ["} else"]))
            case "wait":
                self._blocks(nested, f"wait for {self.one(*_EVENTS)} up to {self.one('2 days', '9 days')}", "} timeout")
            case "split":
                self.open(f"split chance-{len(self.lines)} evenly")
                for arm in ("left", "right"):
                    self._blocks(nested, arm)
                self.close()
            case "repeat":
                self._blocks(nested, f"repeat at most {self.one('2', '3')} times")
            case "together":
                self.open("together")
                for branch in ("left", "right"):
                    self._blocks(nested, f"branch {branch}")
                self.close()
            case "until":
                self.write(f"wait until {self.one('10:00 on monday', '2 days after entry', '8 days after entry at 09:00')}")
            case "handoff":
                self.open('handoff to sales within 1 day because "so"')
                for arm in ("accepted", "overdue"):
                    self._blocks(nested, arm)
                self.close()

    def _blocks(self, nested: int, *heads: str) -> None:
        """Blocks one after the other; a head that closes the one before begins with a brace."""
        for head in heads:
            if head.startswith("} "):
                self.depth -= 1
            self.write(head + " {")
            self.depth += 1
            self._body(nested)
        self.close()

    # ── the history ─────────────────────────────────────────────────────────────────────

    def _heard(self, start: int) -> tuple[Heard, ...]:
        known = {"email": "y@lead.example"}
        traits = {"branch": self.one("it", "shop", ""), "size": self.dice.choice((10, 60, 90, None))}
        first = Heard(start + HOUR, start + HOUR, "lead.changed", known | {name: value for name, value in traits.items() if value})
        found = [self._happens(start) for _ in range(self.dice.randint(4, 25))]
        return (first, *sorted(found, key=lambda one: one.received))

    def _happens(self, start: int) -> Heard:
        # Many things on few days: that is where mails meet.
        day = self.dice.choice((2, 2, 3, 3, 4, self.dice.randint(2, _DAYS - 2)))
        at = start + day * 24 * HOUR + self.dice.randint(0, 23) * HOUR
        mail = self.dice.choice([*self.mails, "none"])
        kind, props = self.dice.choice(
            [*((event, {}) for event in _EVENTS), *((event, {}) for event in _EVENTS), ("mail.clicked", {"template": mail, "link": ""}),
             ("lead.tagged", {"tag": "x"}), ("handoff.accepted", {"team": "sales"})]
        )  # fmt: skip
        return Heard(at, at, kind, dict(props))
