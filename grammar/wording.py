"""Pieces of the program in the words of its writer, for sentences of the checker."""

from collections.abc import Mapping

from grammar.ast import (
    AccountRef,
    Ago,
    DateTimeValue,
    DateValue,
    Duration,
    EntryRef,
    FromToday,
    LeadRef,
    Now,
    Number,
    Percent,
    Ref,
    Text,
    TimeValue,
    Today,
    Value,
    YesNo,
)

KINDS: Mapping[str, tuple[str, str]] = {
    "text": ("text", "文字"),
    "number": ("a number", "数"),
    "yesno": ("yes or no", "yes か no"),
    "date": ("a day", "日付"),
    "datetime": ("a moment", "日時"),
    "list": ("a list", "一覧"),
    "time": ("a clock time", "時刻"),
}
"""What a kind of value is called, in English and Japanese."""


def written(ref: Ref) -> str:
    """A reference as the user writes it."""
    match ref:
        case LeadRef(name=name):
            return f"lead.{name}"
        case AccountRef(name=name):
            return f"account.{name}"
        case EntryRef(name=name):
            return f"entry.{name}"
        case _:
            return str(ref.name)


def shown(value: Value) -> str:
    """A value as the user writes it."""
    match value:
        case Text(value=text):
            return f'"{text}"'
        case Number(value=number):
            return str(number)
        case Percent(value=number):
            return f"{number}%"
        case YesNo(value=truth):
            return "yes" if truth else "no"
        case DateValue(value=day):
            return day.isoformat()
        case DateTimeValue(day=day, at=at):
            return f"{day.isoformat()} {at:%H:%M}"
        case TimeValue(value=clock):
            return f"{clock:%H:%M}"
        case Now():
            return "now"
        case Today():
            return "today"
        case Ago(duration=duration):
            return f"{lasting(duration)} ago"
        case FromToday(duration=duration):
            return f"{lasting(duration)} from today"
        case LeadRef() | AccountRef() | EntryRef():
            return written(value)


def lasting(duration: Duration) -> str:
    """A duration as the user writes it."""
    return f"{duration.amount} {duration.unit}" + ("" if duration.amount == 1 else "s")


def passed(amount: int) -> tuple[str, str]:
    """Minutes in the largest unit that fits, in both languages."""
    if amount % 1440 == 0:
        return lasting(Duration(amount // 1440, "day")), f"{amount // 1440}日"
    if amount % 60 == 0:
        return lasting(Duration(amount // 60, "hour")), f"{amount // 60}時間"
    return lasting(Duration(amount, "minute")), f"{amount}分"


def plain(number: object) -> str:
    """A number without needless zeros."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
