"""The document of an experiment: how the arms of a split do, and which of them has won."""

import msgspec

from engine.domain.instants import Instant

FORMAT = 1


class Tally(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What became of one arm, counted in leads: those whose mail left, and those of them that opened or clicked one."""

    delivered: int = 0
    opened: int = 0
    clicked: int = 0


class Experiment(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A split that looks for its best arm. id: `experiment:SCENARIO/SPLIT/ROUND`; picks: when it decides; winner: "" until then."""

    id: str
    format: int = FORMAT
    program: str = ""
    moment: Instant = 0
    number: int = 0
    began: Instant = 0
    picks: Instant = 0
    arms: dict[str, Tally] = {}
    winner: str = ""
