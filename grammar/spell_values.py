"""How values, filters, patterns and moments are written, each on one line."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import assert_never

from grammar.conditions import (
    And,
    AnyMail,
    Between,
    Compare,
    Condition,
    Has,
    InLast,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LookBack,
    MailRef,
    Not,
    OneMail,
    Or,
    SinceEntry,
    TextTest,
)
from grammar.patterns import (
    Anchor,
    Anniversary,
    ClockTime,
    EntryTime,
    EventPattern,
    HandoffPattern,
    MailPattern,
    Moment,
    OnDate,
    OpenTime,
    Pattern,
    Relative,
)
from grammar.source import Name
from grammar.values import (
    AccountRef,
    Ago,
    Assignment,
    DateTimeValue,
    DateValue,
    Days,
    Duration,
    EntryRef,
    FieldRef,
    FromToday,
    Item,
    Items,
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

FieldTest = Compare | IsEmpty | IsNotEmpty | IsIn | IsNotIn | TextTest | Between | Has


def quoted(text: str) -> str:
    """A text between quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def label(text: str | None) -> str:
    """An optional label, with the blank before it."""
    return "" if text is None else " " + quoted(text)


def because(text: str | None) -> str:
    """An optional reason, with the blank before it."""
    return "" if text is None else f" because {quoted(text)}"


def maybe(before: str, text: object | None) -> str:
    """An optional part with the words before it; nothing if it is absent."""
    return "" if text is None else f" {before}{text}"


def number(value: Decimal) -> str:
    """A number without exponent, as exact as it is."""
    return format(value, "f")


def points(value: Decimal) -> str:
    """Points that are given, with their sign."""
    return f"{'' if value < 0 else '+'}{number(value)} points"


def counted(count: int, word: str) -> str:
    """`1 time`, `3 times`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def duration(node: Duration) -> str:
    """`3 days`, `2 business hours`."""
    return counted(node.amount, node.unit)


def day(value: date) -> str:
    """`2027-04-01`."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def clock(value: time) -> str:
    """`09:00`."""
    return f"{value.hour:02}:{value.minute:02}"


def days(node: Days) -> str:
    """`monday, friday`, `business days`."""
    return ", ".join(node.words)


def listing(items: Iterable[str]) -> str:
    """`[a, b]`."""
    return f"[{', '.join(items)}]"


def ref(node: Ref) -> str:
    """`lead.業種`."""
    match node:
        case LeadRef():
            return f"lead.{node.name}"
        case AccountRef():
            return f"account.{node.name}"
        case EntryRef():
            return f"entry.{node.name}"
        case FieldRef():
            return node.name
        case _:
            assert_never(node)


def value(node: Value) -> str:
    """Any value."""
    match node:
        case Text():
            return quoted(node.value)
        case Number():
            return number(node.value)
        case Percent():
            return f"{number(node.value)}%"
        case DateValue():
            return day(node.value)
        case TimeValue():
            return clock(node.value)
        case DateTimeValue():
            return f"{day(node.day)} {clock(node.at)}"
        case YesNo():
            return "yes" if node.value else "no"
        case Now():
            return "now"
        case Today():
            return "today"
        case Ago():
            return f"{duration(node.duration)} ago"
        case FromToday():
            return f"{duration(node.duration)} from today"
        case LeadRef() | AccountRef() | EntryRef():
            return ref(node)
        case _:
            assert_never(node)


# ── filters ─────────────────────────────────────────────────────────────────────────────


def assigned(node: Assignment) -> str:
    """`業種 = "製造業"`."""
    match node.value:
        case None:
            return f"{node.name} = empty"
        case Items(items=items):
            return f"{node.name} = {listing(map(item, items))}"
        case held:
            return f"{node.name} = {value(held)}"


def item(node: Item) -> str:
    """`{ plan = "A" }`."""
    return f"{{ {', '.join(map(assigned, node.values))} }}"


def field_test(node: FieldTest) -> str:
    """A test of one field or attribute."""
    match node:
        case Compare():
            return f"{ref(node.left)} {node.operator} {value(node.right)}"
        case IsEmpty():
            return f"{ref(node.ref)} is empty"
        case IsNotEmpty():
            return f"{ref(node.ref)} is not empty"
        case IsIn():
            return f"{ref(node.ref)} in {listing(map(value, node.values))}"
        case IsNotIn():
            return f"{ref(node.ref)} not in {listing(map(value, node.values))}"
        case TextTest():
            return f"{ref(node.ref)} {node.operator} {value(node.text)}"
        case Between():
            return f"{ref(node.ref)} between {value(node.low)} and {value(node.high)}"
        case Has():
            return f"{ref(node.ref)} has ({filters(node.where)})"
        case _:
            assert_never(node)


def filters(node: Condition) -> str:
    """A filter as it stands inside of parentheses."""
    match node:
        case And() | Or():
            joiner = " and " if isinstance(node, And) else " or "
            return joiner.join(_part(part) for part in node.parts)
        case Not():
            return f"not {_part(node.part) if not isinstance(node.part, Not) else f'({filters(node.part)})'}"
        case (
            Compare() | IsEmpty() | IsNotEmpty() | IsIn() | IsNotIn() | TextTest() | Between() | Has()
        ):
            return field_test(node)
        case _:
            raise TypeError(f"{type(node).__name__} is no filter")


def _part(node: Condition) -> str:
    return f"({filters(node)})" if isinstance(node, And | Or) else filters(node)


def where(node: Condition | None) -> str:
    """An optional filter, with the blank before it."""
    if node is None:
        return ""
    text = filters(node)
    return f" where ({text})" if isinstance(node, And | Or | Not) else f" where {text}"


# ── patterns and moments ────────────────────────────────────────────────────────────────


def mail(node: MailRef) -> str:
    """`any email` or the mail's name."""
    return "any email" if isinstance(node, AnyMail) else _one(node)


def _one(node: OneMail) -> str:
    return node.name


def pattern(node: Pattern) -> str:
    """`clicked any email where link is "demo"`."""
    match node:
        case EventPattern():
            return f"{node.event}{where(node.where)}"
        case MailPattern():
            return f"{node.verb} {mail(node.mail)}{where(node.where)}"
        case HandoffPattern():
            return f"handoff {node.outcome}{maybe('by ', node.by)}"
        case _:
            assert_never(node)


def patterns(nodes: Iterable[Pattern]) -> str:
    """`a or b`."""
    return " or ".join(map(pattern, nodes))


def look_back(node: LookBack | None) -> str:
    """An optional look back, with the blank before it."""
    match node:
        case None:
            return ""
        case InLast():
            return f" in last {duration(node.duration)}"
        case SinceEntry():
            return " since entry"
        case _:
            assert_never(node)


def at(value: time | None) -> str:
    """An optional clock time, with the blank before it."""
    return "" if value is None else f" at {clock(value)}"


def on_days(node: Days | None) -> str:
    """Optional days, with the blank before them."""
    return "" if node is None else f" on {days(node)}"


def moment(node: Moment) -> str:
    """`2 days before entry.starts at 10:00`."""
    match node:
        case OnDate():
            return day(node.day) if node.at is None else f"{day(node.day)} {clock(node.at)}"
        case ClockTime():
            return clock(node.at) + on_days(node.days)
        case OpenTime():
            return "business hours"
        case Relative():
            offset = f"{duration(node.offset.duration)} {node.offset.direction} " if node.offset else ""
            return offset + anchor(node.anchor) + at(node.at) + on_days(node.days)
        case _:
            assert_never(node)


def anchor(node: Anchor) -> str:
    """What a moment is measured from."""
    match node:
        case EntryTime():
            return "entry"
        case Anniversary():
            return f"anniversary of {ref(node.ref)}"
        case LeadRef() | AccountRef() | EntryRef() | FieldRef():
            return ref(node)
        case _:
            assert_never(node)


def names(nodes: Iterable[Name]) -> list[str]:
    """Names as plain texts."""
    return [str(node) for node in nodes]
