"""Waits for a moment: how long they take at least, and whether the moment may be past."""

from grammar.ast import Anniversary, ClockTime, EntryTime, IsEmpty, Moment, Offset, Relative, Scenario, SetAttribute
from grammar.pressure.gaps import DAY, NONE, SHIFT, Gap, gap_of
from grammar.pressure.states import State
from grammar.pressure.traits import ANYBODY, Alternatives, Reader
from grammar.walk import walk

YEAR = 365
_SLACK = 2
"""Days by which the years and the clock times of anniversaries may differ."""
NEVER: Alternatives = ()


class Moments:
    """The moments of one scenario."""

    def __init__(self, scenario: Scenario, reader: Reader) -> None:
        self.reader = reader
        self.filled = {node.target for node in walk(scenario) if isinstance(node, SetAttribute) and node.value is not None}

    def reached(self, moment: Moment, state: State) -> State:
        """When it has come."""
        match moment:
            case Relative(anchor=Anniversary(ref=ref), offset=offset, days=None) if (here := _days(offset)) is not None:
                return state.later(_to_anniversary(repr(ref), here, state), None)._replace(most=0, anchor=(repr(ref), here))
            case Relative(anchor=EntryTime()):
                return state.later(_since_entry(moment, state), None)
            case ClockTime(days=days):
                return state.later(NONE, DAY + SHIFT if days is None else 7 * DAY + SHIFT if _is_weekly(moment) else None)
            case _:
                return state.later(NONE, None)

    def past(self, moment: Moment, state: State) -> Alternatives:
        """Of which leads it may be past, or never come because it hangs on something that is missing."""
        match moment:
            case Relative(anchor=Anniversary(ref=ref)):
                return NEVER if ref in self.filled else self.reader.alternatives(IsEmpty(ref))
            case Relative(anchor=EntryTime()):
                return NEVER if _since_entry(moment, state) != NONE else [ANYBODY]
            case ClockTime():
                return NEVER
            case _:
                return [ANYBODY]


def _is_weekly(moment: ClockTime) -> bool:
    """Whether one of its days comes every week, whatever the calendar says."""
    return moment.days is not None and "business days" not in moment.days.words


def _days(offset: Offset | None) -> int | None:
    """How many days after the anniversary; None where it is not counted in days."""
    if offset is None:
        return 0
    gap = gap_of(offset.duration)
    return None if gap.minutes or gap.midnights else gap.days * (1 if offset.direction == "after" else -1)


def _to_anniversary(anchor: str, days: int, state: State) -> Gap:
    """From one anniversary to another of the same day of the year; the same one may be now."""
    if state.most is None or state.anchor is None or state.anchor[0] != anchor:
        return NONE
    apart = (days - state.anchor[1]) % YEAR
    return Gap(midnights=max(0, apart - _SLACK - -(-state.most // DAY)))


def _since_entry(moment: Relative, state: State) -> Gap:
    """What is left of a time since the entry, of which so many minutes may be over."""
    if state.most is None or state.anchor is not None or moment.offset is None or moment.offset.direction == "before":
        return NONE
    whole = gap_of(moment.offset.duration)
    if moment.at is not None:
        return Gap(midnights=max(0, whole.days + whole.midnights + whole.minutes // DAY - -(-state.most // DAY)))
    if not state.most:
        return whole
    return Gap(minutes=max(0, whole.covers - state.most - SHIFT))
