"""Scenarios beside each other: the same day, the same lead, the same policy."""

from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from grammar.ast import (
    AllOf,
    Calendar,
    Condition,
    DefaultCalendar,
    EmailCap,
    EnterOn,
    EventPattern,
    Name,
    OneAtATime,
    OneMail,
    OnEvent,
    Priority,
    Scenario,
    Send,
    SendWindow,
    Split,
    Statement,
    Step,
    WhenTrue,
    YieldToHigher,
    key,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.logic import is_impossible
from grammar.model import Workspace
from grammar.paths import Sent, minutes
from grammar.walk import walk

SAME_DAY = Rule(
    id="X501",
    name="two-mails-one-day",
    en="`{name}` and `{other}` are entered together and both send a mail on the same day",
    ja="`{name}` と `{other}` には同時に入り、同じ日にどちらもメールを送ります",
    help_en="put `at most 1 email per day` and a `priority` into the policy, or tell the two entries apart",
    help_ja="ポリシーに `at most 1 email per day` と `priority` を書くか、入る条件を分けます",
    severity="warning",
)
PRESSURE = Rule(
    id="X502",
    name="mail-over-cap",
    en="`{name}` is one mail too many here: the policy lets {count} through, so it is held back",
    ja="ここでの `{name}` は多すぎます。ポリシーは {count} 通までなので、止められます",
    help_en="put a wait before it, or raise the cap",
    help_ja="前に `wait` を入れるか、上限を上げます",
    severity="warning",
)
UNRANKED = Rule(
    id="X503",
    name="scenario-without-priority",
    en="`{name}` sends mails but has no place in the `priority` of the policy: it comes last",
    ja="`{name}` はメールを送りますが、ポリシーの `priority` にありません。いちばん後になります",
    help_en="name it in `priority [ … ]`",
    help_ja="`priority [ … ]` に加えます",
    severity="warning",
)
OUTSIDE = Rule(
    id="X504",
    name="outside-send-window",
    en="{at} is outside the hours of the policy ({opens} to {closes}): the mail is held back",
    ja="{at} はポリシーの時間帯（{opens}〜{closes}）の外なので、メールは止められます",
    help_en="choose a time inside the window",
    help_ja="時間帯の中の時刻にします",
    severity="warning",
)
NO_MAILS = Rule(
    id="X505",
    name="cap-of-nothing",
    en="`at most 0 emails` lets no mail through",
    ja="`at most 0 emails` では、一通も送れません",
    help_en="write 1 or more; to stop mails for some leads, write `skip email while …`",
    help_ja="1以上を書きます。一部の人に送らないなら `skip email while …` です",
)
SECOND_PRIORITY = Rule(
    id="X506",
    name="second-priority",
    en="there is one list of priorities for all scenarios, and this is the second",
    ja="優先順位の一覧は全体で一つですが、これは二つ目です",
    help_en="make one list of both",
    help_ja="一つの一覧にまとめます",
)

YIELDS_TO_NOBODY = Rule(
    id="X507",
    name="yield-without-priority",
    en="no scenario is more important than another: there is no `priority` to yield to",
    ja="どのシナリオが優先かが決まっていません。`priority` がないので、譲る相手がいません",
    help_en="write `priority [ … ]`, the most important scenario first",
    help_ja="`priority [ … ]` に、優先するシナリオから順に書きます",
    severity="warning",
)
BY_ORDER = Rule(
    id="X508",
    name="calendar-by-order",
    en="there are several calendars, and none says `default`: `{name}` counts for every scenario that names none, since it stands first",
    ja="カレンダーが複数あり、`default` がありません。最初にある `{name}` が、カレンダーを指定しないすべてのシナリオに使われます",
    help_en="write `default` into the one that is meant",
    help_ja="使いたいカレンダーに `default` と書きます",
    severity="warning",
)
SECOND_DEFAULT = Rule(
    id="X509",
    name="second-default-calendar",
    en="one calendar is the default, and this is the second that says so",
    ja="`default` のカレンダーは一つですが、これは二つ目です",
    help_en="take `default` away from one of them",
    help_ja="どちらかの `default` を消します",
)

RULES = (SAME_DAY, PRESSURE, UNRANKED, OUTSIDE, NO_MAILS, SECOND_PRIORITY, YIELDS_TO_NOBODY, BY_ORDER, SECOND_DEFAULT)


class Entering(NamedTuple):
    """A way into a scenario, and the days after it on which a mail surely goes out."""

    scenario: Scenario
    rule: EnterOn
    days: dict[int, Name]


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Scenarios get along with each other and with the policy."""
    yield from _caps(workspace)
    yield from _priorities(workspace)
    yield from _windows(workspace)
    yield from _calendars(workspace)
    if workspace.is_whole:
        yield from _same_day(workspace)
        yield from _pressure(workspace)


def _caps(workspace: Workspace) -> Iterator[Diagnostic]:
    for cap in workspace.all(EmailCap):
        if cap.count == 0:
            yield NO_MAILS.at(cap.span)


def _priorities(workspace: Workspace) -> Iterator[Diagnostic]:
    lists = list(workspace.all(Priority))
    for again in lists[1:]:
        yield SECOND_PRIORITY.at(again.span, related=[Related(lists[0].span, "the first", "一つ目")])
    for rule in () if lists or not workspace.is_whole else workspace.all(YieldToHigher):
        yield YIELDS_TO_NOBODY.at(rule.span)
    ranked = {name.key for each in lists for name in each.scenarios}
    # A name that is unknown is probably a misspelt one: then nothing is said of who is missing.
    settled = workspace.is_whole and all(workspace.symbols.knows("scenario", name) for name in ranked)
    for scenario in workspace.scenarios if lists and settled else ():
        sends = any(isinstance(node, Send) for node in walk(scenario))
        if sends and scenario.name.key not in ranked:
            note = Related(lists[0].span, "the list stands here", "一覧はここです")
            yield UNRANKED.at(scenario.name.span, name=scenario.name, related=[note])


def _calendars(workspace: Workspace) -> Iterator[Diagnostic]:
    """A calendar that a file further down brings along must not change what the others mean."""
    declared, said = list(workspace.all(Calendar)), list(workspace.all(DefaultCalendar))
    for again in said[1:]:
        yield SECOND_DEFAULT.at(again.span, related=[Related(said[0].span, "the first", "一つ目")])
    if len(declared) > 1 and not said and workspace.is_whole:
        notes = [Related(one.name.span, "and this one", "これも") for one in declared[1:]]
        yield BY_ORDER.at(declared[0].name.span, name=declared[0].name, related=notes)


def _windows(workspace: Workspace) -> Iterator[Diagnostic]:
    windows = [(rule, policy) for rule, policy in workspace.policy if isinstance(rule, SendWindow)]
    for window, _ in windows[:1]:
        for send in workspace.all(Send):
            if send.at is not None and not _is_exempt(send, workspace) and not _inside(window, send.at.isoformat()):
                yield _outside(window, send.at.isoformat(), send)


def _is_exempt(send: Send, workspace: Workspace) -> bool:
    """Transactional mails stand outside of caps and windows."""
    template = workspace.template(send.mail.name) if isinstance(send.mail, OneMail) else None
    return template is not None and template.purpose == "transactional"


def _inside(window: SendWindow, clock: str) -> bool:
    """A window may go over midnight; its end is outside."""
    opens, closes = window.opens.isoformat(), window.closes.isoformat()
    if opens < closes:
        return opens <= clock < closes
    return clock >= opens or clock < closes


def _outside(window: SendWindow, clock: str, send: Send) -> Diagnostic:
    note = Related(window.span, "the window stands here", "時間帯はここです")
    opens, closes = f"{window.opens:%H:%M}", f"{window.closes:%H:%M}"
    return OUTSIDE.at(send.span, at=clock[:5], opens=opens, closes=closes, related=[note])


# ── the same day ────────────────────────────────────────────────────────────────────────


def _same_day(workspace: Workspace) -> Iterator[Diagnostic]:
    """Only where no cap would keep the two apart."""
    if any(rule.per == "day" and rule.topic is None and rule.condition is None for rule in workspace.all(EmailCap)):
        return
    if any(True for _ in workspace.all(YieldToHigher)):
        return
    waiting: dict[Hashable, list[Entering]] = {}
    for scenario in workspace.scenarios:
        days = _days(scenario, workspace)
        entering = [Entering(scenario, rule, days) for rule in _entries(scenario)] if days else []
        clash = next((found for each in entering for found in _clashes(each, waiting, workspace)), None)
        if clash is not None:
            yield clash
        for each in entering:
            for door in _doors(each.rule):
                waiting.setdefault(door, []).append(each)


def _clashes(later: Entering, waiting: dict[Hashable, list[Entering]], workspace: Workspace) -> Iterator[Diagnostic]:
    for door in _doors(later.rule):
        for earlier in waiting.get(door, ()):
            both = sorted(earlier.days.keys() & later.days.keys())
            apart = earlier.scenario is later.scenario or _group(earlier.scenario) & _group(later.scenario)
            if both and not apart and _both_hold(earlier.rule, later.rule, workspace):
                first, mail = earlier.days[both[0]], later.days[both[0]]
                name = earlier.scenario.name
                note = Related(first.span, f"`{name}` sends here", f"`{name}` はここで送ります")
                yield SAME_DAY.at(mail.span, name=name, other=later.scenario.name, related=[note])


def _group(scenario: Scenario) -> set[str]:
    """Of scenarios of one group a lead is in one at a time."""
    return {rule.group.key for rule in scenario.rules if isinstance(rule, OneAtATime)}


def _days(scenario: Scenario, workspace: Workspace) -> dict[int, Name]:
    """The days after the entry on which a mail surely goes out, by the mails that every lead gets."""
    found: dict[int, Name] = {}
    certain = set(_certain(scenario.body))
    for visit in workspace.ways[scenario.name.key].visits:
        send, state = visit.node, visit.state
        if not isinstance(send, Send) or not isinstance(send.mail, OneMail) or state is None:
            continue
        if _is_exempt(send, workspace):
            continue
        if state.least == state.most and id(send) in certain:
            found.setdefault(state.least // 1440, send.mail.name)
    return found


def _certain(statements: Iterable[Statement]) -> Iterator[int]:
    """The sends that stand on every way."""
    for statement in statements:
        if isinstance(statement, Send):
            yield id(statement)
        elif isinstance(statement, Step):
            yield from _certain(statement.body.statements)


def _both_hold(one: EnterOn, other: EnterOn, workspace: Workspace) -> bool:
    """Whether a lead that enters by the one can enter by the other."""
    asked = [each for each in (*_conditions(one), *_conditions(other)) if each is not None]
    return len(asked) < 2 or not is_impossible(AllOf(tuple(asked)), workspace.symbols)


def _entries(scenario: Scenario) -> list[EnterOn]:
    divided = any(isinstance(statement, Split) for statement in scenario.body[:1])
    return [] if divided else [rule for rule in scenario.rules if isinstance(rule, EnterOn)]


def _doors(rule: EnterOn) -> list[Hashable]:
    """By what leads come in: the events, or the condition."""
    match rule.trigger:
        case WhenTrue(condition=condition):
            return [condition]
        case OnEvent(patterns=patterns):
            return [pattern.event.key for pattern in patterns if isinstance(pattern, EventPattern)]


def _conditions(rule: EnterOn) -> list[Condition | None]:
    if isinstance(rule.trigger, OnEvent) and len(rule.trigger.patterns) == 1:
        pattern = rule.trigger.patterns[0]
        return [rule.condition, getattr(pattern, "where", None)]
    return [rule.condition]


# ── too many mails ──────────────────────────────────────────────────────────────────────


def _pressure(workspace: Workspace) -> Iterator[Diagnostic]:
    caps = [cap for cap in workspace.all(EmailCap) if cap.topic is None and cap.condition is None and cap.count > 0]
    templates = workspace.templates or {}
    exempt = {key(name) for name, template in templates.items() if template.purpose == "transactional"}
    for ways in workspace.ways.values():
        for visit in ways.visits:
            send = visit.node
            if not isinstance(send, Send) or visit.state is None or send.at or not isinstance(send.mail, OneMail):
                continue
            if _is_exempt(send, workspace):
                continue
            row = [sent for sent in visit.state.row if sent.name.key not in exempt]
            for cap in caps:
                if _is_over(cap, row):
                    note = Related(cap.span, "the cap stands here", "上限はここです")
                    yield PRESSURE.at(send.mail.span, name=send.mail.name, count=str(cap.count), related=[note])
                    break


NEAR = {"day": 0, "week": 6 * 1440, "month": 27 * 1440}
"""Mails at most so many minutes apart come within one calendar period, for most leads at least."""


def _is_over(cap: EmailCap, row: list[Sent]) -> bool:
    """Whether the mails before fill the cap."""
    limit = minutes(cap.within) - 1 if cap.within is not None else NEAR[cap.per or "day"]
    return len([sent for sent in row if sent.most is not None and sent.most <= limit]) >= cap.count
