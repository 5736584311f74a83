"""Scenarios beside each other: the same day, the same lead, the same policy."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    Calendar,
    DefaultCalendar,
    EmailCap,
    OneMail,
    Priority,
    Scenario,
    Send,
    SendWindow,
    YieldToHigher,
    key,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.paths import Sent, minutes
from grammar.pressure.shown import alone
from grammar.walk import found

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

RULES = (PRESSURE, UNRANKED, OUTSIDE, NO_MAILS, SECOND_PRIORITY, YIELDS_TO_NOBODY, BY_ORDER, SECOND_DEFAULT)


MOST_SHOWN = 20
"""Findings that are shown by a test; the others are as certain."""
MOST_VISITED = 600
"""Statements that the ways of all of them may lead over: of a very long scenario fewer are shown."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Scenarios get along with each other and with the policy."""
    yield from _caps(workspace)
    yield from _priorities(workspace)
    yield from _windows(workspace)
    yield from _calendars(workspace)
    if workspace.is_whole:
        yield from _pressure(workspace)


def _caps(workspace: Workspace) -> Iterator[Diagnostic]:
    for cap in workspace.each(EmailCap):
        if cap.count == 0:
            yield NO_MAILS.at(cap.span)


def _priorities(workspace: Workspace) -> Iterator[Diagnostic]:
    lists = list(workspace.all(Priority))
    for again in lists[1:]:
        yield SECOND_PRIORITY.at(again.span, related=[Related(lists[0].span, "the first", "一つ目")])
    for rule in () if lists or not workspace.is_whole else workspace.each(YieldToHigher):
        yield YIELDS_TO_NOBODY.at(rule.span)
    ranked = {name.key for each in lists for name in each.scenarios}
    # A name that is unknown is probably a misspelt one: then nothing is said of who is missing.
    settled = workspace.is_whole and all(workspace.symbols.knows("scenario", name) for name in ranked)
    for scenario in workspace.each(Scenario) if lists and settled else ():
        if found(scenario, Send) and scenario.name.key not in ranked:
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
        for send in workspace.each(Send):
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


# ── too many mails ──────────────────────────────────────────────────────────────────────


def _pressure(workspace: Workspace) -> Iterator[Diagnostic]:
    caps = [cap for cap in workspace.all(EmailCap) if cap.topic is None and cap.condition is None and cap.count > 0]
    templates = workspace.templates or {}
    exempt = {key(name) for name, template in templates.items() if template.purpose == "transactional"}
    shown = visited = 0
    for scenario in workspace.each(Scenario):
        visits = workspace.ways[scenario.name.key].visits
        for visit in visits:
            send = visit.node
            if not isinstance(send, Send) or visit.state is None or send.at or not isinstance(send.mail, OneMail):
                continue
            row = [sent for sent in visit.state.row if sent.name.key not in exempt]
            cap = next((cap for cap in caps if _is_over(cap, row)), None)
            if cap is not None and not _is_exempt(send, workspace):
                note = Related(cap.span, "the cap stands here", "上限はここです")
                shown, visited = shown + 1, visited + len(visits)
                is_shown = shown == 1 or (shown <= MOST_SHOWN and visited <= MOST_VISITED)
                witness = alone(workspace, scenario, send, cap) if is_shown else None
                yield PRESSURE.at(send.mail.span, name=send.mail.name, count=str(cap.count), related=[note], witness=witness)


NEAR = {"day": 0, "week": 6 * 1440, "month": 27 * 1440}
"""Mails at most so many minutes apart come within one calendar period, for most leads at least."""


def _is_over(cap: EmailCap, row: list[Sent]) -> bool:
    """Whether the mails before fill the cap."""
    limit = minutes(cap.within) - 1 if cap.within is not None else NEAR[cap.per or "day"]
    return len([sent for sent in row if sent.most is not None and sent.most <= limit]) >= cap.count
