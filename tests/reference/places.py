"""Random scenarios in which many places cannot be reached: the same conditions again, narrower ones below wider ones, ends before steps.

Every block begins with a notice, so that the journal tells by its line who came there.
"""

from random import Random

from tests.reference.chances import CATALOGUE, Chances, people

MARK = 'notify "mailto:x@example.jp" because "here"'
CHANGING = ('tag "x"', 'untag "x"', 'tag "y"', "give +5 points to s", "set score t to 10", "set lead.size to 20",
            "add 5 to lead.size", "clear lead.branch", 'set lead.branch to "it"', "move to stage second", "send m-1", "wait 1 day",
            "wait 5 hours", 'unsubscribe from news because "so"', "subscribe to deals", 'task "call" for sales', "set lead.since to today",
            "stop scenario q", "set lead.met to now", "wait until 10:00", "send m-2 at 09:00")  # fmt: skip
TOUCHING = {
    "tags": ('tag "x"', 'untag "x"', 'tag "y"', 'untag "y"'),
    "size": ("set lead.size to 20", "add 5 to lead.size", "clear lead.size"),
    "branch": ('set lead.branch to "it"', 'set lead.branch to "shop"', "clear lead.branch"),
    "s": ("give +5 points to s", "give -5 points to s", "set score s to 30"),
    "t": ("set score t to 10", "set score t to 0", "give +10 points to t"),
    "stage": ("move to stage second", "move to stage third", "move to stage first"),
    "consent": ('unsubscribe from news because "so"', "subscribe to deals"),
    "since": ("set lead.since to today", "clear lead.since"),
    "met": ("set lead.met to now", "clear lead.met"),
}
"""Acts that change what conditions speak of."""
KEEPING = ("mute 1 day", "unmute", MARK, "hold lead until 2026-11-03 because \"so\"", "release lead")


class Places(Chances):
    """Writes a program. about: what its conditions speak of; used: the conditions so far, which come again."""

    def __init__(self, dice: Random) -> None:
        super().__init__(dice)
        self.lines: list[str] = []
        self.used: list[str] = []
        self.things = self.about(in_run=True)
        self.steps: list[str] = []
        self.ahead: list[str] = []
        """Of them those that stand below: a jump to one of these needs no limit."""
        self.count = 0

    def program(self) -> str:
        self.lines = [CATALOGUE, *people(self)]
        self._heights()
        for number in range(4):
            self.lines.append(f"segment g{number} while {self.condition(self.about(), 2)}")
            self.names.append(f"g{number}")
        self.lines.append("segment ghostly while opened ghost")
        self.lines.append(f"segment far while score s > {self.one(61, 90)} or score t > 200")
        for name in ("p", "q"):
            self._scenario(name)
        return "\n".join(self.lines) + "\n"

    def _heights(self) -> None:
        """A score whose levels are near its greatest height."""
        self.lines += ["score h {", self.one("on view give +10 points once", "on view give +5 points at most 3 times")]
        for _ in range(self.one(1, 2, 3)):
            held = self.condition((self.one("branch", "size", "ok", "grade", "tier"),))
            self.lines.append(f"while {held} give +{self.one(5, 10, 15)} points")
        if self.maybe(0.3):
            self.lines.append(self.one("at most 12 points", "on visit give -5 points", "keep at least 5", "keep between 0 and 30"))
        self.lines += [f"level l{at} at {at}" for at in (8, 16, 24, 32, 45)] + ["}"]

    def _scenario(self, name: str) -> None:
        self.things = self.about(in_run=True) if self.maybe(0.5) else (self.one(*TOUCHING),)
        self.used = []
        self.lines += [f"scenario {name} {{", f"enter on {self.one('view', 'view', 'view or visit')}", "reenter always"]
        if self.maybe(0.2):
            self.lines.append(f"{self.one('goal', 'leave')} when {self._known()}")
        self.steps = self.ahead = [f"{name}-one", f"{name}-two", f"{name}-three"] if self.maybe(0.4) else []
        self._body(self.one(2, 2, 3))
        for number, step in enumerate(self.steps, 1):
            self.ahead = self.steps[number:]
            self._block(f"step {step} {{", 1)
            self.lines.append("}")
        self.steps = []
        self.lines.append("}")

    def _known(self) -> str:
        """Often a condition that was asked before, or the opposite of one, or one of the same things."""
        if self.used and self.maybe(0.45):
            known = self.one(*self.used[-4:])
            return self.one(known, f"not ({known})", f"({known}) and ({self.condition(self.things, 0)})")
        self.used.append(self.condition(self.things))
        return self.used[-1]

    def _body(self, nested: int) -> None:
        self.lines.append(MARK)
        for _ in range(self.one(1, 2, 3)):
            if nested and self.maybe(0.65):
                self._nested(nested - 1)
                self.lines.append(MARK)
            else:
                self.lines.append(self._act())
        if self.maybe(0.12):
            self.lines += ["stop", MARK] if self.maybe(0.5) else ["stop"]

    def _act(self) -> str:
        """Half of the time one that touches what the conditions around it ask."""
        touching = [act for thing in self.things for act in TOUCHING.get(thing, ())]
        return self.one(*touching) if touching and self.maybe(0.5) else self.one(*CHANGING, *KEEPING * 2)

    def _nested(self, nested: int) -> None:
        kinds = ("if",) * 8 + ("turned",) * 4 + ("choose", "until", "any", "repeat", "together", "sales", "past", "split", "visit", "skip")
        kind = self.one(*kinds, *(("jump",) * 3 if self.steps else ()))
        match kind:
            case "if":
                self._if(nested)
            case "turned":
                self._turned()
            case "choose":
                self._choose(nested)
            case "until" | "visit" | "any":
                self._wait(kind, nested)
            case "repeat":
                self._block(f"repeat at most {self.one(1, 2)} times {{", nested)
                self.lines += ["wait 1 day", "}"]
            case "together":
                self._together(nested)
            case "sales":
                self._sales(nested)
            case "past":
                self._past(nested)
            case "split":
                self.lines += [f"split s{self._number()} evenly {{"]
                for arm in ("left", "right"):
                    self._block(f"{arm} {{", nested)
                    self.lines.append("}")
                self.lines.append("}")
            case "skip":
                self.lines.append(f"send m-3 skip if {self.condition(self.things, 0)}")
            case "jump":
                self._jump(nested)

    def _number(self) -> int:
        self.count += 1
        return self.count

    def _block(self, line: str, nested: int) -> None:
        """Opened only: what closes it may say more."""
        self.lines.append(line)
        self._body(nested)

    def _if(self, nested: int) -> None:
        self._block(f"if {self._known()} {{", nested)
        for _ in range(self.one(0, 0, 1, 1, 2, 3)):
            self._block(f"}} else if {self._known()} {{", nested)
        if self.maybe(0.5):
            self._block("} else {", nested)
        self.lines.append("}")

    def _turned(self) -> None:
        """Inside of a condition an act that may make it false, and then the contrary."""
        thing = self.one(*TOUCHING)
        condition = self.condition((thing,), 0)
        self.lines += [f"if {condition} {{", MARK, self.one(*TOUCHING[thing], *KEEPING), f"if not ({condition}) {{", MARK, "}", "}"]

    def _choose(self, nested: int) -> None:
        name, values = self.one(("branch", ['"it"', '"shop"', '"farm"']), ("tier", ['"a"', '"b"']), ("grade", ["1", "2", "3"]))
        self.lines.append(f"choose lead.{name} {{")
        for _ in range(self.one(1, 2, 3)):
            self._block(f"{', '.join(self.dice.sample(values, self.dice.randint(1, len(values))))} {{", nested)
            self.lines.append("}")
        for word in ("empty", "else"):
            if self.maybe(0.5):
                self._block(f"{word} {{", nested)
                self.lines.append("}")
        self.lines.append("}")

    def _wait(self, kind: str, nested: int) -> None:
        limit = self.one("up to 1 day", "up to 2 days", "up to 12 hours")
        if kind == "any":
            self.lines.append(f"wait for any {limit} {{")
            for _ in range(self.one(1, 2)):
                self._block(f"{self.one('when ' + self._known(), 'on slow', 'on visit')} {{", nested)
                self.lines.append("}")
            for length in self.dice.sample(("12 hours", "1 day", "3 days"), self.one(0, 1, 2)):
                self.lines += [f"after {length} {{", MARK, "}"]
            self.lines += ["timeout {", MARK, "}", "}"] if self.maybe(0.5) else ["}"]
            return
        what = f"until {self._known()}" if kind == "until" else "for visit"
        self._block(f"wait {what} {self.one(*(limit,) * 7, 'without limit')} {{", nested)
        if self.maybe(0.5):
            self._block("} timeout {", nested)
        self.lines.append("}")

    def _together(self, nested: int) -> None:
        steps, self.steps = self.steps, []
        self.lines.append("together {")
        for name in ("left", "right"):
            self._block(f"branch {name} {{", nested)
            self.lines.append("}")
        self.lines.append("}")
        self.steps = steps

    def _sales(self, nested: int) -> None:
        is_task = self.maybe(0.4)
        team = self.one("sales", "others")
        within = self.one("", " within 5 hours", " within 1 day")
        self.lines.append(f'task "call" for {team}{within} {{' if is_task else f'handoff to {team}{within} because "so" {{')
        arms = ["done", 'done "good"', "overdue"] if is_task else ["accepted", "rejected", 'rejected "early"', "overdue"]
        for arm in self.dice.sample(arms, self.one(1, 2, 3)):
            self._block(f"{arm} {{", nested)
            self.lines.append("}")
        self.lines.append("}")

    def _past(self, nested: int) -> None:
        moment = self.one("1 day after entry", "2 hours after entry", "1 day before entry", "2026-11-03", "2026-11-06 10:00",
                          "2 days after entry at 18:00", "1 business day after entry", "entry at 20:00",
                          "3 hours before entry at 23:00")  # fmt: skip
        self._block(f"wait until {moment} {{", nested)
        if self.maybe(0.4):
            self._block("} past {", nested)
        self.lines.append("}")

    def _jump(self, nested: int) -> None:
        if self.ahead and self.maybe(0.25):
            self.lines += [f"go to {self.one(*self.ahead)}", MARK]
            return
        self._block(f"go to {self.one(*self.steps)} at most 1 times else {{", nested)
        self.lines.append("}")
