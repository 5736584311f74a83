"""Moments and spans as people read them."""

from engine.domain.instants import DAY, HOUR, MINUTE, NEVER, Instant, to_datetime


def moment(instant: Instant, zone: str) -> str:
    """Day and minute on the wall clock of a zone; a dash where there is none."""
    return to_datetime(instant, zone).strftime("%Y-%m-%d %H:%M") if 0 < instant < NEVER else "-"


def day(instant: Instant, zone: str) -> str:
    """The day alone."""
    return moment(instant, zone).partition(" ")[0]


def span(length: int) -> tuple[str, str]:
    """About how long, in English and Japanese."""
    for unit, en, ja in ((DAY, "d", "日"), (HOUR, "h", "時間"), (MINUTE, "min", "分")):
        if length >= unit:
            return f"{length // unit} {en}", f"{length // unit}{ja}"
    return "< 1 min", "1分未満"
