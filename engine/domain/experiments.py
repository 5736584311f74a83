"""The document of an experiment: how the arms of a split do, and which of them has won."""

import msgspec

from engine.domain.instants import Instant

FORMAT = 1


class Tally(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What became of one arm, counted in leads: those who took it, whose mail left, and who opened or clicked one."""

    leads: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    unobserved: int = 0
    """Leads whose mail left without anybody seeing what becomes of it: no rate counts them."""

    def count(self, metric: str) -> int:
        """The leads that did what is measured: `click` or `open`."""
        return self.clicked if metric == "click" else self.opened


class Experiment(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A split that looks for its best arm. id: `experiment:SCENARIO/SPLIT/ROUND/MARK`, where the mark says what is compared.

    metric: click or open; picks: when it looks next; winner: "" until it has decided, at `picked`, by what was known `at_pick`.
    What comes later is counted too, and decides nothing. rest: the leads who got the winner's mails because it had won.
    """

    id: str
    format: int = FORMAT
    program: str = ""
    moment: Instant = 0
    number: int = 0
    metric: str = ""
    began: Instant = 0
    picks: Instant = 0
    arms: dict[str, Tally] = {}
    winner: str = ""
    picked: Instant = 0
    at_pick: dict[str, Tally] = {}
    rest: Tally = msgspec.field(default_factory=Tally)
