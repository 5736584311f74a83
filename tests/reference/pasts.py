"""Random histories: what happens to the lead of a program."""

from typing import Any

from tests.reference.clocks import HOUR, shown
from tests.reference.sayings import EVENTS, KINDS, ZONES, Sayings
from tests.reference.standing import Heard

Props = dict[str, Any]


class Past:
    """What happens to the lead, on the grid of the program."""

    def __init__(self, writer: Sayings, start: int, days: int, step: int) -> None:
        self.writer, self.start, self.days, self.step = writer, start, days, step

    def all(self) -> tuple[Heard, ...]:
        first = self._at(0.05)
        attributes: Props = {"email": "y@lead.example"}
        if self.writer.has("zones", 0.5):
            attributes["timezone"] = self.writer.one(*ZONES)
        found = [Heard(first, first, "lead.changed", attributes)] if self.writer.maybe(0.95) else []
        found += [self._one() for _ in range(self.writer.dice.randint(1, 14))]
        last = self.start + self.days * 24 * HOUR
        return tuple(sorted((one for one in found if one.received <= last), key=lambda one: one.received))

    def _at(self, share: float = 0.8) -> int:
        return self.start + self.step * self.writer.dice.randint(1, int(self.days * 24 * HOUR * share) // self.step)

    def _one(self) -> Heard:
        kind, props = self._what()
        at = received = self._at()
        live = True
        if "." in kind and not kind.startswith("mail."):
            return Heard(at, at, kind, props)
        if self.writer.has("late", 0.25):
            received += HOUR * self.writer.one(1, 2, 5, 20, 24)
        elif self.writer.has("old", 0.15):
            received += HOUR * self.writer.one(25, 50, 100)
        elif self.writer.has("old", 0.15):
            live = False
        return Heard(at, received, kind, props, live)

    def _what(self) -> tuple[str, Props]:
        writer = self.writer
        others = [one for one in ("handoffs", "tasks", "attributes", "zones", "hold", "consent", "steering") if one in writer.on]
        if others and writer.maybe(0.35):
            return self._other(writer.one(*others))
        if writer.maybe(0.15):
            link = writer.one("", "demo")
            return f"mail.{writer.one('opened', 'clicked', 'replied')}", {
                "template": f"{writer.one(*writer.names)}-{writer.one(1, 1, 2, 3)}",
                "link": link,
            }
        props: Props = {}
        if writer.maybe(0.8):
            props["kind"] = writer.one(*KINDS)
        if writer.maybe(0.6):
            props["n"] = writer.one(1, 5, 9)
        if writer.maybe(0.4):
            props["starts"] = self._iso()
        return writer.one(*EVENTS), props

    def _iso(self) -> str:
        return shown(self._at(1.0), self.writer.zone).replace(minute=0).isoformat("T", "minutes")

    def _other(self, kind: str) -> tuple[str, Props]:
        writer = self.writer
        match kind:
            case "handoffs":
                return writer.one(
                    ("handoff.accepted", {"team": "sales"}),
                    ("handoff.rejected", {"team": "sales", "reason": "early"}),
                    ("handoff.rejected", {"team": "sales", "reason": "budget"}),
                )
            case "tasks":
                return "task.done", {"outcome": writer.one("good", "bad")}
            case "attributes":
                return "lead.changed", writer.one(
                    {"branch": "it"},
                    {"branch": None},
                    {"size": 70},
                    {"size": 20},
                    {"since": self._iso()[:10]},
                    {"since": "2024-02-29"},
                    {"since": None},
                )
            case "zones":
                return "lead.changed", {"timezone": writer.one(*ZONES, "nowhere")}
            case "hold":
                held = {"because": "so", "until": self._iso() if writer.maybe(0.6) else None}
                return writer.one(("lead.held", held), ("lead.held", held), ("lead.released", {}))
            case "consent":
                return writer.one(("unsubscribed", {"topic": "news"}), ("consented", {"topic": "news"}), ("unsubscribed", {"topic": ""}))
        name = writer.one(*writer.names)
        return writer.one(
            ("run.started", {"scenario": name, "kind": writer.one(*KINDS)}),
            ("run.removed", {"scenario": name, "because": "so"}),
            ("stage.moved", {"stage": "second"}),
        )
