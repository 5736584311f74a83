"""The values of fields and attributes, as the catalogue declares them.

Inside the engine a text is str, a number int or float, yes/no bool, a date ISO text (`2026-11-02`) and a datetime UTC ISO text of one
width (`2026-11-02T00:00:00Z`), so that dates and moments compare as texts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2s
from typing import Any, Literal

from engine.domain.instants import Instant, from_iso, local_day, start_of_day, to_datetime
from engine.rules.calendar import Calendar, after, before
from grammar.ast import Ago, Field, FieldType, FromToday, Number, OneOf, PlainType, Text

Kind = Literal["text", "number", "yesno", "date", "datetime", "list"]
_YES = {"yes": True, "true": True, "はい": True, "no": False, "false": False, "いいえ": False}

SYSTEM_ATTRIBUTES: Mapping[str, Kind] = {
    "email": "text",
    "name": "text",
    "company": "text",
    "phone": "text",
    "language": "text",
    "timezone": "text",
    "source": "text",
    "owner": "text",
}
"""Attributes every lead may have without a line in the catalogue."""

MAIL_FIELDS: Mapping[str, Kind] = {"template": "text", "link": "text", "url": "text", "scenario": "text", "key": "text"}
"""Fields of the events that mails make."""


def kind_of(declared: FieldType) -> Kind:
    """The kind of a declared type; `one of` is a text or a number by its first value."""
    match declared:
        case PlainType(kind=kind):
            return kind
        case OneOf(values=values):
            return "number" if values and isinstance(values[0], Number) else "text"


def choices_of(declared: FieldType) -> frozenset[str | int | float] | None:
    """The values a `one of` allows, or None where any value is one."""
    if not isinstance(declared, OneOf):
        return None
    texts = [value.value for value in declared.values if isinstance(value, Text)]
    return frozenset([*texts, *(plain_number(value.value) for value in declared.values if isinstance(value, Number))])


def plain_number(number: Decimal) -> int | float:
    """A number of the language as values have it."""
    return int(number) if number == int(number) else float(number)


def kinds_of(fields: tuple[Field, ...]) -> dict[str, Kind]:
    """The kinds of an event's fields by name."""
    return {str(field.name): kind_of(field.type) for field in fields}


def utc_text(instant: Instant) -> str:
    """A datetime value: UTC to the second."""
    return to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%SZ")


def coerce(value: Any, kind: Kind, zone: str) -> Any:
    """The value as its kind, or None where it cannot be one: a door lets nothing else in, and history may be older than the catalogue."""
    try:
        return _coerce(value, kind, zone)
    except (ValueError, TypeError, OverflowError):
        return None


def _coerce(value: Any, kind: Kind, zone: str) -> Any:
    if value is None:
        return None
    if kind == "text":
        return value if isinstance(value, str) else str(value)
    if kind == "number":
        return _number(value)
    if kind == "yesno":
        return value if isinstance(value, bool) else _YES.get(str(value).strip().lower())
    if kind == "date":
        return date.fromisoformat(str(value)[:10]).isoformat()
    if kind == "datetime":
        return utc_text(from_iso(str(value).replace("Z", "+00:00"), zone))
    return value


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, int | float):
        return value
    number = float(str(value).replace(",", ""))
    return int(number) if number.is_integer() else number


def mark_of(values: Sequence[Any]) -> str:
    """A short name of values, the same for equal ones."""
    same = [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]
    return blake2s(repr(same).encode(), digest_size=8).hexdigest()


DAYLONG = ("day", "week", "business day")
"""Units by which a look back or ahead names a day; by the others it names a moment."""


class Today:
    """What a test may ask of the moment: days in the lead's zone and instants, as the texts that values are.

    calendar: by which business days and hours are counted.
    """

    __slots__ = ("calendar", "moment", "zone")

    def __init__(self, moment: Instant, zone: str, calendar: Calendar) -> None:
        self.moment = moment
        self.zone = zone
        self.calendar = calendar

    def day(self, offset: int) -> str:
        """The calendar day that many days from today."""
        return (local_day(self.moment, self.zone) + timedelta(days=offset)).isoformat()

    def instant(self, value: Ago | FromToday) -> Instant:
        """The moment so long before or after now."""
        shift = after if isinstance(value, FromToday) else before
        return shift(self.moment, value.duration, self.zone, self.calendar)

    def day_of(self, value: Ago | FromToday) -> str:
        """The calendar day so long before or after today."""
        return local_day(self.instant(value), self.zone).isoformat()

    def start(self, day: str) -> str:
        """The first moment of a day in the lead's zone."""
        return utc_text(start_of_day(date.fromisoformat(day), self.zone))

    def wall(self, text: str) -> str:
        """A day and a clock time in the lead's zone."""
        return utc_text(from_iso(text, self.zone))

    def next_midnight(self) -> Instant:
        """The next moment at which `today` becomes another day."""
        return start_of_day(local_day(self.moment, self.zone) + timedelta(days=1), self.zone)


