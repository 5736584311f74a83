"""Appointments of a demo's people: something booked now for a day to come, and what may come of it on that day."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

import msgspec

from engine.domain.instants import Instant, at_wall, local_day
from engine.rules.values import utc_text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """A field that names a moment to come: the next `on` (a weekday in English) that is at least `ahead` days away, at the clock time `at`.

    only_day: the field is a text, the day alone, by which events of one appointment know each other.
    """

    on: str
    at: str
    ahead: int = 1
    only_day: bool = False


class Follow(msgspec.Struct, frozen=True, kw_only=True):
    """What may come of a deed, `minutes` after the moment in its field `after`.

    share: of people at full interest, by the interest they have then. One chance counts for all that may follow one deed: who does the
    rarer thing does the commoner too. keeps: fields of the deed that go along.
    """

    event: str
    after: str
    share: float
    minutes: int = 0
    keeps: list[str] = []
    props: dict[str, Any] = {}
    moves: float = 0.0

    def is_done(self, chance: float, interest: float) -> bool:
        """Whether somebody of that interest does it. The least interested do it too, at a third of the share."""
        return chance < self.share * (1 + 2 * interest) / 3


def moment_of(dated: Dated, at: Instant, zone: str) -> Instant:
    """The moment that somebody names who books at `at`."""
    day = local_day(at, zone) + timedelta(days=dated.ahead)
    day += timedelta(days=(WEEKDAYS.index(dated.on) - day.weekday()) % 7)
    return at_wall(day, time.fromisoformat(dated.at), zone)


def fields_of(fields: Mapping[str, Dated], at: Instant, zone: str) -> dict[str, str]:
    """What such a booking says."""
    moments = {name: moment_of(dated, at, zone) for name, dated in fields.items()}
    return {name: local_day(moment, zone).isoformat() if fields[name].only_day else utc_text(moment) for name, moment in moments.items()}
