"""One lead at one moment, as conditions see it."""

from typing import Any

from engine.domain.instants import Instant, is_zone
from engine.domain.subjects import Facts, Lead, Run, Score
from engine.rules import scores
from engine.rules.calendar import Calendar, after
from engine.rules.conditions import Cond, earliest
from engine.rules.filters import account_key
from engine.rules.program import Bonus, Program
from engine.rules.values import Today
from grammar.values import Duration

_NOTHING = Score()


def zone_of(facts: Facts, otherwise: str) -> str:
    """The lead's own zone, else the calendar's; what a form sent that is no zone is as good as none."""
    own = facts.attributes.get("timezone")
    return own.value if own is not None and is_zone(str(own.value)) else otherwise


def values_of(facts: Facts) -> dict[str, Any]:
    """The attributes without their sources."""
    values = {name: attribute.value for name, attribute in facts.attributes.items()}
    if facts.account is not None:
        values |= {account_key(name): value for name, value in facts.account.attributes.items()}
    return values


def told_in_mails(lead: str, facts: Facts) -> dict[str, Any]:
    """What a mail may say of a lead and of its account, in production as in a test."""
    own = {name: attribute.value for name, attribute in facts.attributes.items()}
    return {"lead": {"id": lead, **own}, "account": facts.account.attributes if facts.account is not None else {}}


class Sight:
    """Implements `conditions.View`. The lead may change under it; the moment does not."""

    __slots__ = ("_attributes", "_memo", "_whole", "calendar", "lead", "moment", "program", "run", "today", "zone")

    def __init__(self, program: Program, lead: Lead, moment: Instant, run: Run | None = None, whole: "Sight | None" = None) -> None:
        self.program = program
        self.lead = lead
        self.moment = moment
        self.run = run
        self._live_by(program.calendar if run is None else program.calendar_of(run))
        self._whole = whole or self
        self._attributes: dict[str, Any] | None = None
        self._memo: dict[tuple[str, str, int], Any] = {}

    def _live_by(self, calendar: Calendar) -> None:
        self.calendar: Calendar = calendar
        self.zone = zone_of(self.lead.facts, self.calendar.zone)
        self.today = Today(self.moment, self.zone, self.calendar)

    def outside(self, scenario: str) -> "Sight":
        """The same, before a run of that scenario has begun: by the calendar it names for itself."""
        own = self.program.calendars.get((scenario, ""))
        if own is None:
            return self
        sight = Sight(self.program, self.lead, self.moment, None, self._whole)
        sight._live_by(own)
        return sight

    def of(self, run: Run) -> "Sight":
        """The same, seen from a run."""
        return Sight(self.program, self.lead, self.moment, run, self._whole)

    @property
    def attributes(self) -> dict[str, Any]:
        """The lead's attributes."""
        whole = self._whole
        if whole._attributes is None:
            whole._attributes = values_of(self.lead.facts)
        return whole._attributes

    def after(self, start: Instant, duration: Duration) -> Instant:
        """The instant `duration` after `start`, by the zone and calendar that hold here."""
        return after(start, duration, self.zone, self.calendar)

    def refresh(self) -> None:
        """To be called when something changed that conditions read: a fact, a stage, a run."""
        self._whole._attributes = None
        self._whole._memo.clear()

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
        """Whole points, rounded down. They are the lead's, whichever run asks."""
        whole, key = self._whole, ("points", score, 0)
        if key not in whole._memo:
            rule = self.program.scores[score]
            whole._memo[key] = scores.shown(rule, whole._state(score), whole._bonus(score), self.moment)
        points: int = whole._memo[key]
        return points

    def falls_below(self, score: str, points: int) -> Instant | None:
        """A lower bound of the moment at which time takes the score across that number."""
        whole, key = self._whole, ("falls", score, points)
        if key not in whole._memo:
            whole._memo[key] = whole._fall(score, points)
        moment: Instant | None = whole._memo[key]
        return moment

    def _fall(self, score: str, points: int) -> Instant | None:
        rule = self.program.scores[score]
        state = self._state(score)
        fall = scores.falls_below(rule, state, self._bonus(score), points, self.moment)
        loss = scores.next_loss(rule, state, self.lead.facts, self._when(self.moment)) if rule.losses else None
        others = (self.points_change(bonus.score) for bonus in rule.bonuses if bonus.score)
        return earliest(fall, loss, *others, *(bonus.condition.next_change(self) for bonus in rule.bonuses))

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

    def worth(self, bonus: Bonus) -> int:
        """The hundredths it gives now; another score counts as it is shown."""
        if not bonus.condition.holds(self):
            return 0
        return bonus.points + (self.points(bonus.score) * 100 if bonus.score else 0)

    def _when(self, moment: Instant) -> scores.When:
        return scores.When(moment, self.zone, self.calendar)

    def _bonus(self, score: str) -> int:
        key = ("bonus", score, 0)
        if key not in self._memo:
            bonuses = self.program.scores[score].bonuses
            self._memo[key] = scores.together([(self.worth(bonus), bonus.limits) for bonus in bonuses])
        points: int = self._memo[key]
        return points
