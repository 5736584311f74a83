"""Random lives of leads, as the world could send them: everything that may happen to somebody, and nothing that cannot."""

from collections.abc import Iterator
from random import Random
from typing import Any

from engine.domain.events import Event
from engine.lab.world import World
from tests.reference.clocks import HOUR, MINUTE

LEADS = ("山田", "佐藤", "鈴木")
_HOURS = (1, 1, 2, 5, 13, 25, 30, 49, 80)


class Life:
    """What happens to three leads in a world; after each moment the caller may look."""

    def __init__(self, dice: Random, world: World) -> None:
        self.dice, self.world = dice, world
        self.opened: set[tuple[str, str]] = set()
        self.count = 0

    def moments(self, events: int) -> Iterator[None]:
        for lead in LEADS:
            self.world.happen("lead.changed", lead, {"email": f"{lead}@lead.example", "tier": self.one("a", "b"), **self._values()})
            yield
        for _ in range(events):
            until = self.world.now + self.one(*_HOURS) * HOUR + self.one(0, 30) * MINUTE
            while self.world.now < until:
                self.world.run_until(min(until, self.world.now + self.one(1, 4, 9) * HOUR))
                yield
            self._one(self.one(*LEADS))
            yield

    def one(self, *choices: Any) -> Any:
        return self.dice.choice(choices)

    def _values(self) -> dict[str, Any]:
        values: dict[str, tuple[Any, ...]] = {
            "branch": ("it", "shop", "farm", None),
            "tier": ("a", "b"),
            "grade": (1, 2, 3, None),
            "dept": ("a", "ab", "abc", "bc", "cab", "", None),
            "size": (5, 10, 10.5, 20, 20.25, 20.5, 30, None),
            "ok": (True, False, None),
            "since": ("2026-10-30", "2026-11-04", "2026-11-05", "2026-11-08", "2026-11-10", "2026-11-14", None),
            "met": ("2026-11-04T00:00", "2026-11-05T09:00", "2026-11-07T15:00", "2026-11-10T12:00", None),
        }
        return {name: self.one(*values[name]) for name in self.dice.sample(sorted(values), self.one(1, 2, 3, 5))}

    def _one(self, lead: str) -> None:
        happen = self.world.happen
        match self.one("view", "view", "visit", "change", "change", "mail", "mail", "tag", "sales", "consent", "rest", "rest"):
            case "view":
                self._seen("view", lead, {"kind": self.one("p", "q"), "n": self.one(1, 5, 9, None)})
            case "visit":
                self._seen(self.one("visit", "slow"), lead, {})
            case "change":
                happen("lead.changed", lead, self._values(), live=self.one(True, True, False))
            case "mail":
                self._reacts(lead)
            case "tag":
                happen(self.one("lead.tagged", "lead.untagged"), lead, {"tag": self.one("x", "y")})
            case "sales":
                self._answers(lead)
            case "consent":
                happen(self.one("unsubscribed", "consented", "consented"), lead, {"topic": self.one("news", "deals", "news")})
            case _:
                self._rest(lead)

    def _seen(self, kind: str, lead: str, props: dict[str, Any]) -> None:
        """Now, or hours ago and told only now, or as history."""
        props = {name: value for name, value in props.items() if value is not None}
        late = self.one(0, 0, 0, 0, 1, 2, 30) * HOUR
        self.count += 1
        now = self.world.now
        live = self.one(True, True, True, False)
        told = Event(source="form", id=f"{self.count}", type=kind, subject=lead, at=now - late, received=now, props=props, live=live)
        self.world.put(told)

    def _reacts(self, lead: str) -> None:
        """To a mail that the lead has; a click implies an open, and a mail is opened once."""
        mails = [mail for mail in self.world.mails if mail.lead == lead]
        if not mails:
            return
        mail = self.dice.choice(mails)
        props = {"template": mail.template, "key": mail.key, "scenario": mail.scenario, "link": ""}
        verb = self.one("opened", "clicked", "clicked", "replied")
        if verb != "replied" and (lead, mail.key) not in self.opened:
            self.opened.add((lead, mail.key))
            self.world.happen("mail.opened", lead, props)
        elif verb == "opened":
            return
        if verb != "opened":
            self.world.happen(f"mail.{verb}", lead, props | {"link": self.one("", "demo") if verb == "clicked" else ""})

    def _answers(self, lead: str) -> None:
        there = self.world.leads.get(lead)
        for waiting in there.waiting[:1] if there is not None else ():
            if waiting.kind == "task":
                self.world.happen("task.done", lead, {"id": waiting.id, "outcome": self.one("good", "bad")})
            else:
                props = {"id": waiting.id, "team": waiting.team}
                kind = self.one("handoff.accepted", "handoff.rejected")
                self.world.happen(kind, lead, props | ({"reason": self.one("early", "budget")} if kind.endswith("rejected") else {}))

    def _rest(self, lead: str) -> None:
        happen = self.world.happen
        match self.one("stage", "start", "start", "start", "remove", "hold", "merge", "zone"):
            case "stage":
                happen("stage.moved", lead, {"stage": self.one("first", "second", "third")})
            case "start" if self.world.program.scenarios:
                happen("run.started", lead, {"scenario": self.one(*sorted(self.world.program.scenarios))})
            case "remove" if self.world.program.scenarios and self.dice.random() < 0.3:
                happen("run.removed", lead, {"scenario": self.one(*sorted(self.world.program.scenarios)), "because": "so"})
            case "hold":
                kind = self.one("lead.held", *("lead.released",) * 4)
                happen(kind, lead, {"because": "so", "until": None} if kind == "lead.held" else {})
            case "merge" if lead != LEADS[0] and self.dice.random() < 0.15:
                self.world.merge(lead, LEADS[0], self.world.now)
            case "zone":
                happen("lead.changed", lead, {"timezone": self.one("Asia/Tokyo", "America/New_York", None)})
            case _:
                pass
