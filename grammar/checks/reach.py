"""What no lead ever comes to: steps behind an end, branches and arms that another one takes away, conditions nobody fulfils."""

from collections.abc import Iterable, Iterator, Sequence

from grammar.ast import (
    AcceptedArm,
    AcceptWithin,
    AllOf,
    And,
    AtLeastOf,
    Case,
    Choose,
    Condition,
    DoneArm,
    Event,
    EventPattern,
    FailedArm,
    GoTo,
    Handoff,
    If,
    Node,
    NoneOf,
    OnArm,
    OverdueArm,
    RejectedArm,
    Repeat,
    Rung,
    Stop,
    Task,
    TimeoutArm,
    UpTo,
    WaitForAny,
    WaitForEvent,
    WaitUntilTrue,
    Webhook,
    WithoutLimit,
    key,
)
from grammar.atoms import declared
from grammar.box import Box
from grammar.checks.unsure import unsettled
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.entailment import at_most
from grammar.logic import follows, going, is_impossible, judged, singles
from grammar.model import Placed, Workspace
from grammar.paths import minutes
from grammar.search import Goal
from grammar.showing import never_taken
from grammar.turnings import Way, ways_of
from grammar.walk import walk
from grammar.wording import lasting

STEP = Rule(
    id="F201",
    name="unreachable-step",
    en="no lead comes here: every way has ended before",
    ja="ここに来る人はいません。すべての道が、この前で終わっています",
    help_en="take it away, or put it before the end",
    help_ja="消すか、終わりの前に移します",
)
IMPOSSIBLE = Rule(
    id="F202",
    name="impossible-condition",
    en="no lead can fulfil this: its parts exclude each other",
    ja="この条件に当てはまる人はいません。部分どうしが両立しないからです",
    help_en="perhaps `or` is meant, or one of the parts is wrong",
    help_ja="`or` のつもりでしょうか。どちらかの条件が違うのかもしれません",
)
BRANCH = Rule(
    id="F203",
    name="unreachable-branch",
    en="no lead takes this branch: whoever fulfils it has taken an earlier one",
    ja="この枝に入る人はいません。当てはまる人は、先の枝に入っています",
    help_en="put the narrower condition first",
    help_ja="狭い条件を先に書きます",
)
ARM = Rule(
    id="F204",
    name="unreachable-arm",
    en="this `{name}` is never taken: an earlier one takes all of them",
    ja="この `{name}` に入ることはありません。先のものがすべて受け取ります",
    help_en="put the one for everything else last, and say each outcome once",
    help_ja="「その他すべて」は最後に置き、同じ結果は一度だけ書きます",
)
LATE_RUNG = Rule(
    id="F205",
    name="late-rung",
    en="`after {after}` never comes: this ends after {limit}",
    ja="`after {after}` の時は来ません。{limit} で終わるからです",
    help_en="shorten it, or lengthen the limit",
    help_ja="短くするか、期限を延ばします",
)
NO_TIMEOUT = Rule(
    id="F206",
    name="timeout-without-limit",
    en="this wait has no limit, so its `timeout` never comes",
    ja="この待ちには期限がないので、`timeout` になることはありません",
    help_en="give it a limit: `up to 7 days` in place of `without limit`",
    help_ja="`without limit` の代わりに `up to 7 days` のような期限を付けます",
)

NO_DEADLINE = Rule(
    id="F207",
    name="overdue-without-deadline",
    en="nothing says by when, so this is never `overdue`",
    ja="いつまでにかが書かれていないので、`overdue` になることはありません",
    help_en="give it a time: `within 2 business days`{team}",
    help_ja="期限を付けます：`within 2 business days`{team_ja}",
    severity="warning",
)

WITHOUT = Rule(
    id="F209",
    name="only-without-value",
    en="only a lead without `{name}` comes here, and `{name}` is declared without `optional`",
    ja="ここに来るのは `{name}` のない人だけですが、`{name}` には `optional` がないので、必ず値があるはずです",
    help_en="take it away, or declare the attribute `optional`",
    help_ja="消すか、属性を `optional` と宣言します",
    severity="warning",
)

RULES = (STEP, IMPOSSIBLE, BRANCH, ARM, LATE_RUNG, NO_TIMEOUT, NO_DEADLINE, WITHOUT)


_Join = And | AllOf | AtLeastOf | NoneOf


_CHANGE = 60
"""Minutes by which a day may be longer where clocks are changed."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Whatever is written can happen."""
    for ways in workspace.ways.values():
        for visit in ways.visits:
            if visit.state is None and visit.ended is not None:
                yield STEP.at(visit.node.span, related=[_end_note(visit.ended)])
    yield from _impossible(workspace)
    for each in workspace.placed(If):
        yield from _branches(each, BRANCH, workspace)
    for choose in workspace.placed(Choose):
        yield from _several(choose.node)
        yield from _branches(choose, ARM, workspace)
    for any_of in workspace.placed(WaitForAny):
        yield from _branches(any_of, ARM, workspace)
    yield from _arms(workspace)
    yield from _rungs(workspace)
    yield from _deadlines(workspace)
    waits: list[WaitForEvent | WaitUntilTrue] = [*workspace.each(WaitForEvent), *workspace.each(WaitUntilTrue)]
    for wait in waits:
        if isinstance(wait.limit, WithoutLimit) and wait.timeout is not None:
            yield NO_TIMEOUT.at(wait.timeout.span)


def _end_note(ended: Node) -> Related:
    match ended:
        case Stop():
            return Related(ended.span, "the run ends here", "ここで終わります")
        case GoTo():
            return Related(ended.span, "the run goes elsewhere here", "ここから別の場所へ移ります")
        case Repeat():
            return Related(ended.span, "no way leads out of this", "ここから出る道はありません")
        case _:
            return Related(ended.span, "every way through this ends", "この中のどの道も、ここで終わります")


def _impossible(workspace: Workspace) -> Iterator[Diagnostic]:
    """The widest condition that nobody fulfils. A part that is impossible by itself is a mistake of its own."""
    inner: set[int] = set()
    joins: list[_Join] = [*workspace.each(AllOf), *workspace.each(And), *workspace.each(AtLeastOf), *workspace.each(NoneOf)]
    for join in sorted(joins, key=lambda each: (each.span.file, each.span.start, -each.span.end)):
        if id(join) in inner:
            continue
        verdict = judged([Goal(join)], workspace.symbols)
        if not verdict.is_known:
            yield unsettled(join.span, IMPOSSIBLE)
        elif verdict.is_never:
            inner.update(id(part) for part in walk(join))
            if not any(is_impossible(part, workspace.symbols) for part in singles(join)):
                yield IMPOSSIBLE.at(join.span)


# ── branches ────────────────────────────────────────────────────────────────────────────


def _branches(placed: Placed[If] | Placed[Choose] | Placed[WaitForAny], rule: Rule, workspace: Workspace) -> Iterator[Diagnostic]:
    """Each is taken only by those who took none before it."""
    ways = ways_of(placed.node)
    for number, way in enumerate(ways):
        before = [each.condition for each in ways[:number] if each.condition is not None]
        if len(before) < number:
            yield rule.at(way.span, name=way.name)  # whoever is left went the way of all others
        if not before or len(before) < number:
            continue
        goals = going(way, before)
        strictly = judged(goals, workspace.symbols, strict=True)
        if strictly.lead is not None or is_impossible(way.condition, workspace.symbols):
            continue
        verdict = judged(goals, workspace.symbols)
        if not verdict.is_known:
            yield unsettled(way.span, rule)
        elif verdict.is_never:
            witness = never_taken(placed.scenario, ways, way, workspace) if placed.scenario is not None else None
            yield rule.at(way.span, related=_takers(way, before, workspace), witness=witness, name=way.name)
        elif strictly.is_never:
            yield from _without_value(way, verdict.lead, workspace)


def _takers(way: Way, before: Sequence[Condition], workspace: Workspace) -> list[Related]:
    """The one branch that takes them, if it is one."""
    one = None if way.condition is None else way.condition
    taken = next((each for each in before if one is not None and follows(one, each, workspace.symbols)), None)
    if taken is not None:
        return [Related(taken.span, "they take this branch", "その人たちは、この枝に入ります")]
    return [Related(before[0].span, "one of these always holds", "このうちのどれかが必ず成り立ちます")]


def _without_value(way: Way, lead: Box | None, workspace: Workspace) -> Iterator[Diagnostic]:
    """Those are left whose value is missing, and the catalogue says that it never is."""
    missing = lead.missing() if lead is not None else ()
    needed = [found for fact in missing if (found := declared(fact, workspace.symbols)) and not found.optional]
    if needed:
        note = Related(needed[0].span, "it is declared here, without `optional`", "宣言はここで、`optional` がありません")
        yield WITHOUT.at(way.span, name=f"lead.{needed[0].name}", related=[note])


def _several(choose: Choose) -> Iterator[Diagnostic]:
    """A value that an earlier case takes; where that is so of all its values, the case itself is reported."""
    seen: list[object] = []
    for arm in choose.arms:
        if isinstance(arm, Case):
            known = [value for value in arm.values if value in seen]
            yield from (ARM.at(value.span, name="case") for value in known if len(known) < len(arm.values))
            seen.extend(arm.values)


def _arms(workspace: Workspace) -> Iterator[Diagnostic]:
    holders: list[Handoff | Task | Webhook] = [*workspace.each(Handoff), *workspace.each(Task), *workspace.each(Webhook)]
    for holder in holders:
        seen: dict[str, set[str] | None] = {}
        for arm in holder.arms:
            match arm:
                case AcceptedArm():
                    yield from _taken(seen, "accepted", (), arm)
                case OverdueArm():
                    yield from _taken(seen, "overdue", (), arm)
                case RejectedArm(reasons=reasons):
                    yield from _taken(seen, "rejected", reasons, arm)
                case DoneArm(results=results):
                    yield from _taken(seen, "done", results, arm)
                case FailedArm():
                    yield from _taken(seen, "failed", (), arm)
                case Rung():
                    pass
    for wait in workspace.each(WaitForAny):
        timeouts = [arm for arm in wait.arms if isinstance(arm, TimeoutArm)]
        yield from (ARM.at(arm.span, name="timeout") for arm in timeouts[1:])


def _taken(seen: dict[str, set[str] | None], name: str, texts: tuple[str, ...], arm: Node) -> Iterator[Diagnostic]:
    """None in `seen`: everything of that name is taken."""
    before = seen.get(name, set())
    wanted = {key(text) for text in texts}
    if before is None or (wanted and wanted <= before):
        yield ARM.at(arm.span, name=name)
    seen[name] = None if before is None or not wanted else before | wanted


def _rungs(workspace: Workspace) -> Iterator[Diagnostic]:
    slow = {event.name.key: event.arrives_within for event in workspace.all(Event) if event.arrives_within}
    for wait in workspace.each(WaitForAny):
        if isinstance(wait.limit, UpTo):
            waited = [node.event.key for arm in wait.arms if isinstance(arm, OnArm) for node in walk(arm) if isinstance(node, EventPattern)]
            slack = max((minutes(slow[event]) for event in waited if event in slow), default=0)
            yield from (_late(arm, wait.limit) for arm in wait.arms if _is_late(arm, wait.limit, slack))


def _is_late(arm: Node, limit: UpTo, slack: int) -> bool:
    """slack: minutes for which the wait stays open for events that may arrive late."""
    if not isinstance(arm, Rung):
        return False
    if slack or arm.after.unit != limit.duration.unit:
        return at_most(limit.duration, arm.after) and minutes(arm.after) > minutes(limit.duration) + slack + (_CHANGE if slack else 0)
    return arm.after.amount >= limit.duration.amount


def _late(arm: Node, limit: UpTo) -> Diagnostic:
    assert isinstance(arm, Rung)
    return LATE_RUNG.at(arm.after.span, after=lasting(arm.after), limit=lasting(limit.duration))


def _deadlines(workspace: Workspace) -> Iterator[Diagnostic]:
    for handoff in workspace.each(Handoff):
        team = workspace.symbols.team(handoff.team)
        if handoff.within is None and team and not any(isinstance(rule, AcceptWithin) for rule in team.rules):
            words = ", or `accept within` to the team", "。チームに `accept within` を書いても構いません"
            yield from (NO_DEADLINE.at(arm.span, team=words[0], team_ja=words[1]) for arm in handoff.arms if isinstance(arm, OverdueArm))
    for task in workspace.each(Task):
        if task.within is None:
            yield from (NO_DEADLINE.at(arm.span, team="", team_ja="") for arm in task.arms if isinstance(arm, OverdueArm))
