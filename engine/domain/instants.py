"""Instants and wall clocks.

An instant is an integer: microseconds since 1970-01-01 UTC. A zone is an IANA name. A wall time that does not exist moves to the
first instant after the gap; one that exists twice is the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Instant = int

MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Twenty-four hours; a calendar day is `add_days`."""

NEVER: Instant = 2**62
"""Later than any moment a program can name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name. Raises ZoneInfoNotFoundError for a name that is none."""
    return ZoneInfo(name)


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether there is a zone of that name; any text may be asked, such as what a form sent."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def from_datetime(moment: datetime) -> Instant:
    """The instant of an aware datetime."""
    return (moment - _EPOCH) // _MICROSECOND


def to_datetime(instant: Instant, zone: str = "UTC") -> datetime:
    """The aware datetime a clock in `zone` shows at that instant."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone_of(zone))


def from_iso(text: str, zone: str = "UTC") -> Instant:
    """The instant of an ISO 8601 text; one without an offset is read in `zone`. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        return from_datetime(moment)
    return at_wall(moment.date(), moment.time(), zone)


def to_iso(instant: Instant, zone: str = "UTC") -> str:
    """ISO 8601 with the zone's offset, in seconds unless there is a fraction."""
    return to_datetime(instant, zone).isoformat()


def at_wall(day: date, clock: time, zone: str) -> Instant:
    """The instant at which the wall clock in `zone` shows that day and time."""
    naive = datetime.combine(day, clock)
    early = naive.replace(tzinfo=zone_of(zone), fold=0)
    late = naive.replace(tzinfo=zone_of(zone), fold=1)
    before, after = early.utcoffset(), late.utcoffset()
    if before is None or after is None or after <= before:
        return from_datetime(early.astimezone(UTC))
    return _end_of_gap(from_datetime(late.astimezone(UTC)), from_datetime(early.astimezone(UTC)), zone)


def _end_of_gap(low: Instant, high: Instant, zone: str) -> Instant:
    """The first instant of the new offset: it lies in (low, high], and transitions fall on whole seconds."""
    offset = to_datetime(high, zone).utcoffset()
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        if to_datetime(middle, zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def local_day(instant: Instant, zone: str) -> date:
    """The calendar day in `zone` at that instant."""
    return to_datetime(instant, zone).date()


def add_days(instant: Instant, days: int, zone: str) -> Instant:
    """The same wall-clock time `days` calendar days on (or back), in `zone`."""
    here = to_datetime(instant, zone)
    return at_wall(here.date() + timedelta(days=days), here.time(), zone)


def start_of_day(day: date, zone: str) -> Instant:
    """The first instant of a calendar day in `zone`."""
    return at_wall(day, time(0), zone)
