"""Waiting: lengths of nothing, loops that never pause, looks back that are too short, moments that have passed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time

from grammar.ast import (
    AccountDid,
    Anniversary,
    AtLeastOf,
    ClockTime,
    Duration,
    EntryTime,
    Event,
    EventHappened,
    GoTo,
    Handoff,
    If,
    InLast,
    MailHappened,
    Node,
    OnDate,
    OneMail,
    OpenTime,
    Relative,
    Repeat,
    Scenario,
    Send,
    Step,
    Task,
    Wait,
    WaitForAny,
    WaitForEvent,
    WaitUntil,
    WaitUntilTrue,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Placed, Workspace
from grammar.names import entry_events, steps_of
from grammar.paths import State, minutes
from grammar.shapes import shape_of
from grammar.walk import found, walk
from grammar.wording import lasting, passed

NO_WAIT = Rule(
    id="F211",
    name="wait-without-length",
    en="`wait {duration}` does not wait",
    ja="`wait {duration}` では、まったく待ちません",
    help_en="give it a length, or take the line away",
    help_ja="長さを書くか、この行を消します",
)
NO_LENGTH = Rule(
    id="F212",
    name="duration-of-nothing",
    en="`{duration}` has no length",
    ja="`{duration}` には長さがありません",
    help_en="write 1 or more",
    help_ja="1以上を書きます",
)
LOOP = Rule(
    id="F213",
    name="loop-without-wait",
    en="this comes round again without any wait: all passes happen at one moment",
    ja="待たずに繰り返すので、すべての回が同じ瞬間に起きます",
    help_en="put a `wait` inside",
    help_ja="中に `wait` を入れます",
)
BACKWARD = Rule(
    id="F214",
    name="endless-loop",
    en="`go to {name}` leads back, and nothing says how often",
    ja="`go to {name}` は前に戻りますが、何回までかが書かれていません",
    help_en="write `go to {name} at most 2 times else {{ … }}`",
    help_ja="`go to {name} at most 2 times else {{ … }}` のように回数を書きます",
)
LOOK_BACK = Rule(
    id="F215",
    name="look-back-too-short",
    en="this looks back `{window}`, but `{name}` lies at least {waited} back: what came soon after it is not seen",
    ja="`{window}` しか振り返りませんが、`{name}` は少なくとも{waited_ja}前です。その直後のことは見えません",
    help_en="lengthen it, or write `since entry`",
    help_ja="振り返る期間を延ばすか、`since entry` と書きます",
    severity="warning",
)
MAY_BE_PAST = Rule(
    id="F216",
    name="moment-may-be-past",
    en="this moment can have passed already when a lead comes here",
    ja="ここに来たとき、この時はもう過ぎているかもしれません",
    help_en="say what happens then: `past {{ … }}`; without it the block is left out and the lead goes on below",
    help_ja="そのときにどうするかを `past {{ … }}` で書きます。書かなければ、ブロックを飛ばして下へ進みます",
    severity="warning",
)
IS_PAST = Rule(
    id="F217",
    name="moment-is-past",
    en="this moment has always passed: at least {waited} went by since the entry",
    ja="ここに来たときには必ず過ぎています。入ってから少なくとも{waited_ja}たっています",
    help_en="count from here with `wait`, or lengthen it",
    help_ja="ここから数えるなら `wait` を使うか、長くします",
)

BEHIND = Rule(
    id="F218",
    name="date-behind-another",
    en="this date has always passed: the way here leads by a wait until {reached}",
    ja="ここに来たときには必ず過ぎています。{reached} まで待ってから、ここに来ます",
    help_en="put the waits in the order of their dates",
    help_ja="待つ日付を早い順に並べます",
    severity="warning",
)

LATE = Rule(
    id="F219",
    name="later-than-a-day",
    en="an event that arrives more than a day late ends no wait, and `{within}` can be longer than a day",
    ja="一日より遅れて届いたイベントは、待機を終わらせません。`{within}` は一日より長くなりえます",
    help_en="write at most `1 day`, such as `arrives within 4 hours`",
    help_ja="`1 day` までにします。たとえば `arrives within 4 hours`",
)

NEVER = Rule(
    id="F210",
    name="count-of-nothing",
    en="0 is no count: this {what}",
    ja="0 は回数になりません。これは{what_ja}",
    help_en="write 1 or more, or take it away",
    help_ja="1以上を書くか、消します",
)

RULES = (NO_WAIT, NO_LENGTH, LOOP, BACKWARD, LOOK_BACK, MAY_BE_PAST, IS_PAST, BEHIND, LATE, NEVER)

_DAY = 24 * 60
"""Minutes in which an event that happened is news; what arrives later is history."""

_CHANGE = 60
"""Minutes by which a day may be shorter or longer where clocks are changed."""

PAUSES = (Wait, WaitUntil, WaitForEvent, WaitUntilTrue, WaitForAny)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Time passes where it should."""
    waits = {id(wait.duration) for wait in workspace.each(Wait)}
    for duration in workspace.each(Duration):
        if duration.amount == 0:
            rule = NO_WAIT if id(duration) in waits else NO_LENGTH
            yield rule.at(duration.span, duration=lasting(duration))
    yield from _counts(workspace)
    for event in workspace.each(Event):
        within = event.arrives_within
        if within is not None and (within.unit.startswith("business") or minutes(within) > _DAY):
            yield LATE.at(within.span, within=lasting(within))
    for scenario in workspace.each(Scenario):
        yield from _loops(scenario)
    yield from _looks_back(workspace)
    yield from _moments(workspace)


def _counts(workspace: Workspace) -> Iterator[Diagnostic]:
    """How often something happens, or must have happened."""
    happened: list[MailHappened | EventHappened] = [*workspace.each(MailHappened), *workspace.each(EventHappened)]
    always: list[Node] = [each for each in happened if each.at_least == 0]
    always += [each for each in workspace.each(AtLeastOf) if each.count == 0]
    always += [each for each in workspace.each(AccountDid) if each.people == 0]
    yield from (NEVER.at(each.span, what="would always be so", what_ja="常に成り立ってしまいます") for each in always)
    never: list[Node] = [each for each in workspace.each(Repeat) if each.times == 0]
    never += [each for each in workspace.each(GoTo) if each.at_most == 0]
    yield from (NEVER.at(each.span, what="never happens", what_ja="一度も起きません") for each in never)


# ── loops ───────────────────────────────────────────────────────────────────────────────


def _loops(scenario: Scenario) -> Iterator[Diagnostic]:
    starts = {step.name.key: step for step in steps_of(scenario)}
    turns: list[Repeat | GoTo] = found(scenario, Repeat, GoTo)
    for node in turns:
        if isinstance(node, Repeat):
            if node.times > 1 and not _pauses(node.body):
                yield LOOP.at(node.span)
        elif (step := starts.get(node.step.key)):
            if step.span.start >= node.span.start:
                continue
            if node.at_most is None:
                yield BACKWARD.at(node.span, name=node.step)
            elif not _pauses_between(scenario, step, node):
                yield LOOP.at(node.span)


def _pauses(node: Node) -> bool:
    return any(isinstance(each, PAUSES) or (isinstance(each, Handoff | Task) and each.arms) for each in walk(node))


def _pauses_between(scenario: Scenario, step: Step, jump: GoTo) -> bool:
    """Whether a wait stands between the two, by the order of the text."""
    between = (node for node in walk(scenario) if step.span.start <= node.span.start < jump.span.start)
    return any(isinstance(node, PAUSES) or (isinstance(node, Handoff | Task) and node.arms) for node in between)


# ── looking back ────────────────────────────────────────────────────────────────────────


def _looks_back(workspace: Workspace) -> Iterator[Diagnostic]:
    for scenario in workspace.each(Scenario):
        entry = {name.key: name for name in entry_events(scenario)}
        for visit in workspace.ways[scenario.name.key].visits:
            if visit.state is None:
                continue
            for condition in _looked_at(visit.node):
                for node in walk(condition):
                    yield from _look(node, visit.state, entry)


def _looked_at(node: Node) -> list[Node]:
    match node:
        case If(branches=branches):
            return [branch.condition for branch in branches]
        case Send(skip_if=condition) if condition is not None:
            return [condition]
        case _:
            return []


def _look(node: Node, state: State, entry: Mapping[str, str]) -> Iterator[Diagnostic]:
    match node:
        case MailHappened(mail=OneMail(name=name), window=InLast() as look):
            sent = state.has(name.key)
            waited = sent.least if sent else 0
            place = [Related(sent.name.span, "it is sent here", "ここで送ります")] if sent else []
        case EventHappened(event=name, window=InLast() as look) if name.key in entry:
            waited, place = state.least, []
        case _:
            return
    window = look.duration
    if minutes(window) < waited and not window.unit.startswith("business"):
        en, ja = passed(waited)
        yield LOOK_BACK.at(window.span, name=name, window=lasting(window), waited=en, waited_ja=ja, related=place)


# ── moments ─────────────────────────────────────────────────────────────────────────────


def _moments(workspace: Workspace) -> Iterator[Diagnostic]:
    for ways in workspace.ways.values():
        for visit in ways.visits:
            if visit.state is None or not isinstance(visit.node, WaitUntil):
                continue
            moment = visit.node.moment
            if isinstance(moment, OnDate) and visit.state.reached and (moment.day, moment.at or time(0)) < visit.state.reached:
                day, at = visit.state.reached
                yield BEHIND.at(moment.span, reached=f"{day.isoformat()} {at.isoformat('minutes')}")
            elif visit.node.past is not None:
                continue
            elif isinstance(moment, Relative) and isinstance(moment.anchor, EntryTime):
                yield from _since_entry(moment, visit.state)
            elif not isinstance(moment, ClockTime | OpenTime) and not _comes_again(moment) and _is_known(moment, ways.scenario, workspace):
                yield MAY_BE_PAST.at(moment.span)


def _is_known(moment: OnDate | Relative, scenario: Scenario, workspace: Workspace) -> bool:
    """What hangs on an unknown name is reported at that name."""
    if isinstance(moment, OnDate) or isinstance(moment.anchor, EntryTime | Anniversary):
        return True
    return shape_of(moment.anchor, Placed(moment, scenario), workspace.symbols) is not None


def _since_entry(moment: Relative, state: State) -> Iterator[Diagnostic]:
    """Only what has passed whatever the clock shows and however long a day is."""
    offset = moment.offset
    if moment.days is not None and (offset is None or offset.direction == "after"):
        return  # the first such day from there on may be a week away
    if offset is not None and offset.duration.unit.startswith("business") and offset.direction == "after":
        return  # nights and holidays lie between
    ahead = 0 if offset is None else minutes(offset.duration) * (1 if offset.direction == "after" else -1)
    if moment.at is not None:
        ahead += _DAY  # the clock time may be that of the evening
    slack = _CHANGE if max(state.least, abs(ahead)) >= _DAY - _CHANGE else 0
    if ahead + slack < state.least - slack or (ahead < 0 and ahead + slack < 0):
        en, ja = passed(state.least)
        yield IS_PAST.at(moment.span, waited=en, waited_ja=ja)


def _comes_again(moment: OnDate | Relative) -> bool:
    return isinstance(moment, Relative) and isinstance(moment.anchor, Anniversary)
