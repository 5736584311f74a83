"""Zones, countries, opening hours, addresses: words from outside the language."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grammar.ast import (
    Address,
    Alert,
    Between,
    Closed,
    DateValue,
    EveryMonth,
    Holidays,
    Law,
    Maintainer,
    Members,
    MonthDay,
    Node,
    Number,
    OpenHours,
    SendWindow,
    TeamManager,
    TeamNotify,
    Text,
    TextTest,
    Timezone,
)
from grammar.diagnostics import Diagnostic, Fix, Rule
from grammar.fixes import requoted
from grammar.model import Workspace
from grammar.names import nearest

ZONE = Rule(
    id="T121",
    name="unknown-timezone",
    en="there is no time zone `{name}`",
    ja="タイムゾーン `{name}` はありません",
    help_en='write it as in `timezone "Asia/Tokyo"`',
    help_ja='`timezone "Asia/Tokyo"` のように書きます',
)
COUNTRY = Rule(
    id="T122",
    name="unknown-country",
    en='"{name}" is not the code of a country',
    ja="「{name}」は国の符号ではありません",
    help_en='write two capital letters, as in "JP"',
    help_ja='"JP" のように、大文字二つで書きます',
)
BACKWARD = Rule(
    id="T123",
    name="ends-before-it-begins",
    en="this ends before it begins",
    ja="始まる前に終わっています",
    help_en="write the earlier one first",
    help_ja="早いほうを先に書きます",
)
EMPTY_RANGE = Rule(
    id="T124",
    name="empty-range",
    en="nothing is between {low} and {high}",
    ja="{low} から {high} までの間には何もありません",
    help_en="write the smaller one first",
    help_ja="小さいほうを先に書きます",
)
ADDRESS = Rule(
    id="T125",
    name="odd-address",
    en='"{address}" does not say how to reach it',
    ja="「{address}」では、届け方が分かりません",
    help_en='write `"mailto:name@example.jp"`, `"slack:channel"` or `"https://…"`',
    help_ja='`"mailto:name@example.jp"`、`"slack:チャンネル"`、`"https://…"` のように書きます',
)
MAIL_ADDRESS = Rule(
    id="T126",
    name="odd-mail-address",
    en='"{address}" is not a mail address',
    ja="「{address}」はメールアドレスではありません",
    help_en="write it as in `name@example.jp`",
    help_ja="`name@example.jp` のように書きます",
)
PATTERN = Rule(
    id="T127",
    name="bad-pattern",
    en='`matches "{pattern}"` cannot be read: {reason}',
    ja='`matches "{pattern}"` を読み取れません：{reason_ja}',
    help_en='alternatives are parted by `|`, as in "部長|課長"; to find a text as it is, use `contains`',
    help_ja='選択肢は "部長|課長" のように `|` で区切ります。文字どおりに探すなら `contains` です',
)
MONTH_DAY = Rule(
    id="T128",
    name="day-no-month-has",
    en="no such month has a day {day}",
    ja="その月に {day} 日はありません",
    help_en="write `last day`, or another day",
    help_ja="`last day` とするか、別の日にします",
)

RULES = (ZONE, COUNTRY, BACKWARD, EMPTY_RANGE, ADDRESS, MAIL_ADDRESS, PATTERN, MONTH_DAY)

SCHEMES = ("mailto:", "slack:", "teams:", "chatwork:", "line:", "https://", "http://")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_UNSUPPORTED = re.compile(r"\(\?(?:=|!|<=|<!|>)|\\[1-9]")
_COMMON_ZONES = (
    "Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Taipei", "Asia/Singapore", "Asia/Bangkok", "Asia/Kolkata",
    "Australia/Sydney", "Europe/London", "Europe/Berlin", "Europe/Paris", "America/New_York", "America/Chicago",
    "America/Los_Angeles", "America/Sao_Paulo", "UTC",
)  # fmt: skip
LONGEST = {"february": 29, "april": 30, "june": 30, "september": 30, "november": 30}


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """What names things outside of the program can be understood."""
    yield from _places(workspace)
    yield from _ranges(workspace)
    yield from _addresses(workspace)
    yield from _patterns(workspace)
    yield from _days(workspace)


def _places(workspace: Workspace) -> Iterator[Diagnostic]:
    for zone in workspace.each(Timezone):
        if not _is_zone(zone.zone):
            near = nearest(zone.zone, _COMMON_ZONES)
            yield ZONE.at(zone.span, name=zone.zone, suggestion=near, fix=requoted(workspace.text(zone.span), zone.span, (zone.zone, near)))
    countries: list[Holidays | Law] = [*workspace.each(Holidays), *workspace.each(Law)]
    for each in countries:
        if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", each.country):
            capital = each.country.upper()
            near = capital if re.fullmatch(r"[A-Z]{2}", capital) else ""
            yield COUNTRY.at(each.span, name=each.country, suggestion=near, fix=_country(workspace, each, near))


def _country(workspace: Workspace, each: Holidays | Law, near: str) -> Fix | None:
    return requoted(workspace.text(each.span), each.span, (each.country, near), safe=True)


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _ranges(workspace: Workspace) -> Iterator[Diagnostic]:
    for closed in workspace.each(Closed):
        if closed.last < closed.first:
            yield BACKWARD.at(closed.span)
    for hours in workspace.each(OpenHours):
        if hours.closes <= hours.opens:
            yield BACKWARD.at(hours.span)
    for window in workspace.each(SendWindow):
        # A window may go over midnight; one without any length may not be.
        if window.closes == window.opens:
            yield BACKWARD.at(window.span)
    for between in workspace.each(Between):
        match between.low, between.high:
            case Number(value=low), Number(value=high) if low > high:
                yield EMPTY_RANGE.at(between.span, low=low, high=high)
            case DateValue(value=first), DateValue(value=last) if first > last:
                yield EMPTY_RANGE.at(between.span, low=first, high=last)
            case _:
                pass


# ── addresses and patterns ──────────────────────────────────────────────────────────────


def _addresses(workspace: Workspace) -> Iterator[Diagnostic]:
    for place, address in notified(workspace):
        scheme = next((each for each in SCHEMES if address.startswith(each)), None)
        if scheme is None:
            suggestion = f"mailto:{address}" if _is_mail(address) else ""
            fix = requoted(workspace.text(place.span), place.span, (address, suggestion), safe=True)
            yield ADDRESS.at(place.span, address=address, fix=fix, suggestion=suggestion)
        elif scheme == "mailto:" and not _is_mail(address.removeprefix(scheme)):
            yield MAIL_ADDRESS.at(place.span, address=address.removeprefix(scheme))
    for maintainer in workspace.each(Maintainer):
        if not _is_mail(maintainer.address):
            yield MAIL_ADDRESS.at(maintainer.span, address=maintainer.address)
    for members in workspace.each(Members):
        for address in members.addresses:
            if not _is_mail(address):
                yield MAIL_ADDRESS.at(members.span, address=address)


def notified(workspace: Workspace) -> Iterator[tuple[Node, str]]:
    """Every address that is told something, with its place."""
    yield from ((each, each.address) for each in workspace.each(Address))
    yield from ((each, each.address) for each in workspace.each(TeamNotify))
    yield from ((each, each.address) for each in workspace.each(TeamManager))
    yield from ((each, each.address) for each in workspace.each(Alert))


def _is_mail(text: str) -> bool:
    return _MAIL.fullmatch(text) is not None


def _patterns(workspace: Workspace) -> Iterator[Diagnostic]:
    for test in workspace.each(TextTest):
        if test.operator != "matches" or not isinstance(test.text, Text):
            continue
        pattern = test.text.value
        if _UNSUPPORTED.search(pattern):
            reasons = "looking around and back is not possible", "前後を見る書き方や後方参照は使えません"
            yield PATTERN.at(test.text.span, pattern=pattern, reason=reasons[0], reason_ja=reasons[1])
            continue
        try:
            re.compile(pattern)
        except re.error as error:
            where = f"{(error.pos or 0) + 1}"
            reasons = f"something is wrong at character {where}", f"{where} 文字目に誤りがあります"
            yield PATTERN.at(test.text.span, pattern=pattern, reason=reasons[0], reason_ja=reasons[1])


# ── days ────────────────────────────────────────────────────────────────────────────────


def _days(workspace: Workspace) -> Iterator[Diagnostic]:
    for every in workspace.each(EveryMonth):
        match every.on:
            case MonthDay(kind="business day", number=int() as day) if not 1 <= day <= 23:
                yield MONTH_DAY.at(every.on.span, day=day)
            case MonthDay(kind="day", number=int() as day):
                longest = max((LONGEST.get(month, 31) for month in every.months), default=31)
                if day < 1 or day > longest:
                    yield MONTH_DAY.at(every.on.span, day=day)
            case _:
                pass
