"""Random statements: what the runs of a scenario do."""

from tests.reference.sayings import TAGS, Sayings


class Bodies(Sayings):
    """The inside of scenarios."""

    def _body(self, nested: int) -> None:
        for _ in range(self.one(1, 1, 2, 2, 3)):
            if nested and self.maybe(0.4):
                self._nested(nested - 1)
            else:
                self._plain()

    def _plain(self) -> None:
        match self.one("send", "send", "wait", "wait", "act", "more"):
            case "send":
                self._send()
            case "wait":
                at = f" at {self.clock()}{self.one('', ' on weekdays', ' on business days')}" if self.has("moments", 0.3) else ""
                self.write(f"wait {self.length()}{at}")
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
        if self.maybe(0.15) and "old" not in self.on:
            line += f" skip if {self.condition(0, 'held')}"
        self.write(line)

    def _act(self, number: int) -> None:
        acts = [
            f'tag "{self.one(*TAGS)}"',
            f'tag "{self.one(*TAGS)}"',
            f'untag "{self.one(*TAGS)}"',
            f"give {self.one('+5', '-5', '+10')} points to s",
            'notify "mailto:x@example.jp"',
        ]
        if "scores" in self.on:
            acts += [f"set score {self.one('s', 't')} to {self.one(0, 15, 300)}"]
        if "attributes" in self.on:
            acts += [
                'set lead.branch to "shop"',
                "clear lead.branch",
                "add 20 to lead.size",
                "set lead.since to today",
                "set lead.branch to entry.kind",
            ]
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
            self.open(f"on {self.pattern(in_run=True)}" if "old" in self.on or self.maybe(0.5) else f"when {self.condition(1, 'run')}")
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
        what = f"for {self.pattern(in_run=True)}" if "old" in self.on or self.maybe(0.7) else f"until {self.condition(1, 'run')}"
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
