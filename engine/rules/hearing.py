"""What a run hears of what happens: the events it listens for, of its own key, that fit what its entry said."""

from collections.abc import Iterable

from engine.domain.events import Event
from engine.domain.subjects import Run
from engine.rules.conditions import with_entry
from engine.rules.facts import fields_of
from engine.rules.filters import Test
from engine.rules.places import Events
from engine.rules.turn import Turn
from engine.rules.values import Today


def hears(turn: Turn, run: Run, events: Events, matched: frozenset[int]) -> bool:
    """Whether what happened is one of the events the run listens for. matched: the patterns it fits."""
    event, is_one = turn.event, bool(events.patterns & matched)
    asked = [] if is_one else [test for number, test in events.asking if number in matched]
    if event is None:
        return is_one  # time alone makes a handoff overdue
    if not (is_one or asked) or not _concerns(turn, run, event):
        return False
    return is_one or _fits(turn, run, event, asked)


def _concerns(turn: Turn, run: Run, event: Event) -> bool:
    """An event that shows another key of a keyed run is not about it."""
    field = turn.scenario(run).keyed_by
    said = event.props.get(field) if field else None
    return said is None or str(said) == run.key


def _fits(turn: Turn, run: Run, event: Event, tests: Iterable[Test]) -> bool:
    """Whether one of the tests passes, asked as at the moment of the event."""
    sight = turn.sight
    fields = fields_of(turn.program, event, sight.zone)
    beside = with_entry(sight.attributes, run)
    today = Today(event.at, sight.zone, sight.calendar)
    return any(test(fields, beside, today) for test in tests)
