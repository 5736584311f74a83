"""The few filters a template may use, and how values read once they stand in a mail."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from engine.domain.instants import to_datetime
from engine.templates.values import MissingValue, Record, UnusableValue, path_of

MAX_ITEMS = 100
"""Things a `for` walks through at most."""

def _written(yes: str, no: str) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        kind = type(value)
        if kind is str or kind is Markup:
            return value
        if kind is bool:
            return yes if value else no
        if kind is list:
            return ("、" if yes == "はい" else ", ").join(str(finalize(each)) for each in value)
        if kind is Record:
            raise UnusableValue("not-a-text", value.path)
        return value

    return finalize


WRITTEN = {"en": _written("yes", "no"), "ja": _written("はい", "いいえ")}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _moment(context: Context, value: Any) -> datetime:
    if isinstance(value, Undefined):
        raise MissingValue(path_of(value))
    try:
        if type(value) is int:
            return to_datetime(value, str(context.get("zone") or "UTC"))
        return datetime.fromisoformat(str(value))
    except (ValueError, OverflowError):
        raise UnusableValue("not-a-date", value) from None


@pass_context
def _date(context: Context, value: Any) -> str:
    moment = _moment(context, value)
    language = str(getattr(context.environment, "language", "en"))
    weekday = _WEEKDAYS[language][moment.weekday()]
    if language == "ja":
        return f"{moment.year}年{moment.month}月{moment.day}日（{weekday}）"
    return f"{weekday}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


@pass_context
def _time(context: Context, value: Any) -> str:
    return f"{_moment(context, value):%H:%M}"


def _number(value: Any) -> str:
    if isinstance(value, Undefined):
        raise MissingValue(path_of(value))
    if type(value) not in (int, float):
        raise UnusableValue("not-a-number", value)
    return f"{value:,}"


def _items(value: Any) -> list[Any]:
    """What a `for` may walk through: added around every loop's list when a template is compiled."""
    if isinstance(value, Undefined):
        raise MissingValue(path_of(value))
    if type(value) is not list or len(value) > MAX_ITEMS:
        raise UnusableValue("not-a-list" if type(value) is not list else "list-too-long", value)
    return value


def _default(value: Any, otherwise: Any) -> Any:
    return otherwise if isinstance(value, Undefined) else value


def _text(change: Callable[[str], str]) -> Callable[[Any], str]:
    def applied(value: Any) -> str:
        return change(str(value))

    return applied


def _truncate(value: Any, length: int = 80) -> str:
    text = str(value)
    return text if len(text) <= length else text[: max(length - 1, 0)] + "…"


FILTERS: dict[str, Callable[..., Any]] = {
    "default": _default,
    "date": _date,
    "time": _time,
    "number": _number,
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "trim": _text(str.strip),
    "truncate": _truncate,
    "urlencode": _text(lambda text: quote(text, safe="", errors="replace")),
    "items_of": _items,
}
"""`items_of` is the engine's own; `WORDS` are those a template may use."""

FILTER_WORDS = tuple(sorted(FILTERS.keys() - {"items_of"}))
