"""Days and times as people and spreadsheets write them: `2026/4/1 9:05`, `令和8年4月1日`, `R8.4.1`, `4月1日(水)`, `1-Apr-26`, `46113`."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from engine.domain.instants import Instant, at_wall, from_datetime, local_day

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925, "大正": 1911, "T": 1911, "明治": 1867, "M": 1867}
"""The year before the first of each era."""
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_WEEKDAYS = "月火水木金土日"
_CLOCK = r"(?P<hour>\d{1,2})[:時](?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?\s*(?P<noon>[AaPp][Mm])?"
_TIME = rf"(?:[T\s,]\s*(?P<half>午前|午後)?\s*{_CLOCK})?"
_WEEKDAY = r"(?:\s*[(（](?P<weekday>[月火水木金土日])(?:曜日?)?(?:・?祝)?[)）]|\s*(?P<long>[月火水木金土日])曜日)?"
_FORMS = tuple(
    re.compile(form + _WEEKDAY + _TIME)
    for form in (
        r"(?P<year>\d{4})[-/.年]\s*(?P<month>\d{1,2})[-/.月]\s*(?P<day>\d{1,2})日?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])\s*(?P<year>元|\d{1,2})[-/.年]\s*(?P<month>\d{1,2})[-/.月]\s*(?P<day>\d{1,2})日?",
        r"(?P<day>\d{1,2})[-\s/](?P<name>[A-Za-z]{3,9})\.?[-\s/,]\s*(?P<year>\d{4}|\d{2})",
        r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[/月](?P<day>\d{1,2})日?",
    )
)
_SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?P<part>\.\d+)?")
_MILLISECONDS = re.compile(r"\d{13}")
_DAY_ZERO = date(1899, 12, 30)
"""Of a spreadsheet's numbers, from March 1900 on."""


def read_date(text: str, zone: str, near: Instant = 0) -> Instant:
    """The instant, at midnight if no time is said. near: what a day without a year is close to; with 0 it is none.

    Raises ValueError or OverflowError for what is no day, and for `4/5/2026`, of which nobody knows which is the month.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for form in _FORMS:
        if found := form.fullmatch(plain):
            part = found.groupdict()
            return at_wall(_day(part, zone, near), _time(part), zone)
    if found := _SERIAL.fullmatch(plain):
        seconds = round(float(found["part"] or 0) * 86_400)
        wall = datetime.combine(_DAY_ZERO + timedelta(days=int(found["days"])), time()) + timedelta(seconds=seconds)
        return at_wall(wall.date(), wall.time(), zone)
    if _MILLISECONDS.fullmatch(plain):
        return int(plain) * 1000
    moment = datetime.fromisoformat(plain)
    return from_datetime(moment) if moment.tzinfo else at_wall(moment.date(), moment.time(), zone)


def _day(part: dict[str, str | None], zone: str, near: Instant) -> date:
    if part.get("first"):
        return _turned(int(part["first"] or 0), int(part["other"] or 0), int(part["year"] or 0))
    name = part.get("name")
    month = _MONTHS[name[:3].lower()] if name and name[:3].lower() in _MONTHS else int(part.get("month") or 0)
    day = int(part["day"] or 0)
    weekday = part.get("weekday") or part.get("long")
    year = part.get("year")
    if year is None:
        return _nearest(month, day, weekday, zone, near)
    found = date(_year(year, part.get("era")), month, day)
    if weekday and _WEEKDAYS[found.weekday()] != weekday:
        raise ValueError(weekday)
    return found


def _year(text: str, era: str | None) -> int:
    if era:
        return _ERAS[era] + (1 if text == "元" else int(text))
    # As spreadsheets read two digits: up to 29 of this century.
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 30 else 1900)


def _turned(first: int, other: int, year: int) -> date:
    """`13/4/2026` and `4/13/2026` tell themselves apart, and so does `4/4/2026`."""
    if first > 12 or first == other:
        return date(year, other, first)
    if other > 12:
        return date(year, first, other)
    raise ValueError(f"{first}/{other}")


def _nearest(month: int, day: int, weekday: str | None, zone: str, near: Instant) -> date:
    """The day of that name that is next to the moment, in a year in which it falls on that weekday."""
    if not near:
        raise ValueError("no year")
    around = local_day(near, zone)
    days = [date(year, month, day) for year in range(around.year - 3, around.year + 3) if _is_day(year, month, day)]
    fitting = [one for one in days if weekday is None or _WEEKDAYS[one.weekday()] == weekday]
    if not fitting:
        raise ValueError(weekday)
    return min(fitting, key=lambda one: abs((one - around).days))


def _is_day(year: int, month: int, day: int) -> bool:
    return not (month == 2 and day == 29 and (year % 4 or (year % 100 == 0 and year % 400)))


def _time(part: dict[str, str | None]) -> time:
    hour, half = int(part["hour"] or 0), (part["half"] or part["noon"] or "").lower()
    if half in ("午後", "pm") and hour < 12:
        hour += 12
    elif half in ("午前", "am") and hour == 12:
        hour = 0
    return time(hour, int(part["minute"] or 0), int(part["second"] or 0))


def order_of(samples: list[str]) -> str:
    """The format of `4/5/2026` among days that tell which comes first; "" where none of them does."""
    for sample in samples:
        found = re.match(r"(\d{1,2})/(\d{1,2})/\d{4}(?P<rest>.*)", unicodedata.normalize("NFKC", sample).strip())
        if found and not found["rest"] and max(int(found[1]), int(found[2])) > 12:
            return "%d/%m/%Y" if int(found[1]) > 12 else "%m/%d/%Y"
    return ""


