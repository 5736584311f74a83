"""Conditions that ask the clock and the calendar alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.domain.instants import Instant, start_of_day
from engine.rules.calendar import Window, window_at
from engine.rules.conditions import View
from grammar.ast import Days


@dataclass(frozen=True, slots=True)
class During:
    """Within a window that the clock opens and closes; None: while the calendar is open."""

    window: Window | None

    def holds(self, view: View) -> bool:
        begins, ends = self._stretch(view)
        return begins <= view.moment < ends

    def next_change(self, view: View) -> Instant | None:
        begins, ends = self._stretch(view)
        return ends if begins <= view.moment else begins

    def _stretch(self, view: View) -> tuple[Instant, Instant]:
        window = self.window or Window(view.calendar.opens, view.calendar.closes, Days(("business days",)))
        return window_at(view.moment, window, view.zone, view.calendar)


@dataclass(frozen=True, slots=True)
class DuringDates:
    """From the beginning of one day to the end of another, in the zone that holds here."""

    first: date
    last: date

    def holds(self, view: View) -> bool:
        begins, ends = self._stretch(view)
        return begins <= view.moment < ends

    def next_change(self, view: View) -> Instant | None:
        return next((moment for moment in self._stretch(view) if moment > view.moment), None)

    def _stretch(self, view: View) -> tuple[Instant, Instant]:
        return start_of_day(self.first, view.zone), start_of_day(self.last + timedelta(days=1), view.zone)
