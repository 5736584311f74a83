"""One lead at one moment, as conditions see it."""

from typing import Any

from engine.domain.instants import NEVER, Instant
from engine.domain.subjects import Lead, Run, Score
from engine.rules import scores
from engine.rules.calendar import Calendar, after
from engine.rules.conditions import Cond, earliest
from engine.rules.facts import values_of, zone_of
from engine.rules.program import Program
from engine.rules.values import Today
from grammar.values import Duration

_NOTHING = Score()


class Sight:
    """Implements `conditions.View`. The lead may change under it; the moment does not."""

    __slots__ = ("_attributes", "calendar", "lead", "moment", "program", "run", "today", "zone")

    def __init__(self, program: Program, lead: Lead, moment: Instant, run: Run | None = None) -> None:
        self.program = program
        self.lead = lead
        self.moment = moment
        self.run = run
        own = program.calendars.get(run.scenario) if run is not None else None
        self.calendar: Calendar = own or program.calendar
        self.zone = zone_of(lead.facts, self.calendar.zone)
        self.today = Today(moment, self.zone)
        self._attributes: dict[str, Any] | None = None

    def of(self, run: Run) -> "Sight":
        """The same, seen from a run."""
        return Sight(self.program, self.lead, self.moment, run)

    @property
    def attributes(self) -> dict[str, Any]:
        """The lead's attributes."""
        if self._attributes is None:
            self._attributes = values_of(self.lead.facts)
        return self._attributes

    def after(self, start: Instant, duration: Duration) -> Instant:
        """The instant `duration` after `start`, by the zone and calendar that hold here."""
        return after(start, duration, self.zone, self.calendar)

    def refresh(self) -> None:
        """To be called when an event was folded into the lead."""
        self._attributes = None

    def segment(self, name: str) -> Cond:
        """The condition of a segment."""
        return self.program.segments[name]

    def checklist(self, name: str) -> Cond:
        """The condition that a checklist is passed."""
        return self.program.checklists[name]

    def persona(self, name: str) -> Cond:
        """The condition that a persona is the first that fits."""
        return self.program.personas[name]

    def points(self, score: str) -> int:
        """Whole points, rounded down."""
        rule = self.program.scores[score]
        return scores.shown(rule, self._state(score), self._bonus(score), self.moment)

    def falls_below(self, score: str, points: int) -> Instant | None:
        """A lower bound of the moment at which time takes the score across that number."""
        rule = self.program.scores[score]
        state = self._state(score)
        fall = scores.falls_below(rule, state, self._bonus(score), points, self.moment)
        loss = scores.next_loss(rule, state, self.lead.facts, self._when(self.moment)) if rule.losses else None
        return earliest(fall, loss, *(bonus.condition.next_change(self) for bonus in rule.bonuses))

    def points_change(self, score: str) -> Instant | None:
        """A lower bound of the moment at which time changes the points shown."""
        return self.falls_below(score, self.points(score))

    def level(self, score: str) -> str:
        """The highest level reached; "" below the first."""
        points = self.points(score)
        reached = [level.name for level in self.program.scores[score].levels if points * 100 >= level.points]
        return reached[-1] if reached else ""

    def _state(self, score: str) -> Score:
        rule = self.program.scores[score]
        if rule.losses and score in self.lead.facts.scores:
            return scores.settle(rule, self.lead.facts, self._when(self.moment + 1))
        return self.lead.facts.scores.get(score, _NOTHING)

    def _when(self, moment: Instant) -> scores.When:
        return scores.When(moment, self.zone, self.calendar)

    def _bonus(self, score: str) -> int:
        return sum(bonus.points for bonus in self.program.scores[score].bonuses if bonus.condition.holds(self))


def soonest(*moments: Instant | None) -> Instant:
    """The first of the moments, NEVER where none is known."""
    found = earliest(*moments)
    return NEVER if found is None else found
