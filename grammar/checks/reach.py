"""What no lead ever comes to: steps behind an end, branches and arms that another one takes away, conditions nobody fulfils."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    AcceptedArm,
    AcceptWithin,
    AllOf,
    And,
    Case,
    Choose,
    Condition,
    DoneArm,
    ElseCase,
    FailedArm,
    GoTo,
    Handoff,
    If,
    Node,
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
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.instances import example_of
from grammar.logic import are_opposite, follows, is_impossible
from grammar.model import Workspace
from grammar.paths import minutes
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

RULES = (STEP, IMPOSSIBLE, BRANCH, ARM, LATE_RUNG, NO_TIMEOUT, NO_DEADLINE)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Whatever is written can happen."""
    for ways in workspace.ways.values():
        for visit in ways.visits:
            if visit.state is None and visit.ended is not None:
                yield STEP.at(visit.node.span, related=[_end_note(visit.ended)])
    yield from _impossible(workspace)
    for each in workspace.all(If):
        yield from _branches(each, workspace)
    for choose in workspace.all(Choose):
        yield from _cases(choose)
    yield from _arms(workspace)
    yield from _rungs(workspace)
    yield from _deadlines(workspace)
    waits: list[WaitForEvent | WaitUntilTrue] = [*workspace.all(WaitForEvent), *workspace.all(WaitUntilTrue)]
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
    inner: set[int] = set()
    joins: list[And | AllOf] = [*workspace.all(AllOf), *workspace.all(And)]
    for join in sorted(joins, key=lambda each: (each.span.file, each.span.start, -each.span.end)):
        if id(join) not in inner and is_impossible(join, workspace.symbols):
            yield IMPOSSIBLE.at(join.span)
            inner.update(id(part) for part in join.parts)


# ── branches ────────────────────────────────────────────────────────────────────────────


def _branches(node: If, workspace: Workspace) -> Iterator[Diagnostic]:
    earlier: list[Condition] = []
    complete = False
    for branch in node.branches:
        taken = next((each for each in earlier if follows(branch.condition, each, workspace.symbols)), None)
        if taken is not None or complete:
            place = (taken or earlier[-1]).span
            note = Related(place, "they take this branch", "その人たちは、この枝に入ります")
            example = example_of(branch.condition, workspace.symbols)
            yield BRANCH.at(branch.condition.span, related=[note], example=example)
        complete = complete or any(are_opposite(branch.condition, each) for each in earlier)
        earlier.append(branch.condition)
    if complete and node.otherwise is not None:
        note = Related(node.branches[0].condition.span, "one of these always holds", "このどちらかが必ず成り立ちます")
        yield BRANCH.at(node.otherwise.span, related=[note])


def _cases(choose: Choose) -> Iterator[Diagnostic]:
    seen: list[object] = []
    complete = False
    for arm in choose.arms:
        if complete:
            yield ARM.at(arm.span, name="else" if isinstance(arm, ElseCase) else "case")
        elif isinstance(arm, Case):
            known = [value for value in arm.values if value in seen]
            yield from (ARM.at(value.span, name="case") for value in known)
            seen.extend(arm.values)
        complete = complete or isinstance(arm, ElseCase)


def _arms(workspace: Workspace) -> Iterator[Diagnostic]:
    holders: list[Handoff | Task | Webhook] = [*workspace.all(Handoff), *workspace.all(Task), *workspace.all(Webhook)]
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
    for wait in workspace.all(WaitForAny):
        timeouts = [arm for arm in wait.arms if isinstance(arm, TimeoutArm)]
        yield from (ARM.at(arm.span, name="timeout") for arm in timeouts[1:])


def _taken(
    seen: dict[str, set[str] | None], name: str, texts: tuple[str, ...], arm: Node
) -> Iterator[Diagnostic]:
    """None in `seen`: everything of that name is taken."""
    before = seen.get(name, set())
    wanted = {key(text) for text in texts}
    if before is None or (wanted and wanted <= before):
        yield ARM.at(arm.span, name=name)
    seen[name] = None if before is None or not wanted else before | wanted


def _rungs(workspace: Workspace) -> Iterator[Diagnostic]:
    for wait in workspace.all(WaitForAny):
        if isinstance(wait.limit, UpTo):
            yield from (_late(arm, wait.limit) for arm in wait.arms if _is_late(arm, wait.limit))


def _is_late(arm: Node, limit: UpTo) -> bool:
    if not isinstance(arm, Rung):
        return False
    one, other = arm.after.unit, limit.duration.unit
    comparable = one == other or not (one.startswith("business") or other.startswith("business"))
    return comparable and minutes(arm.after) >= minutes(limit.duration)


def _late(arm: Node, limit: UpTo) -> Diagnostic:
    assert isinstance(arm, Rung)
    return LATE_RUNG.at(arm.after.span, after=lasting(arm.after), limit=lasting(limit.duration))


def _deadlines(workspace: Workspace) -> Iterator[Diagnostic]:
    for handoff in workspace.all(Handoff):
        team = workspace.symbols.team(handoff.team)
        if handoff.within is None and team and not any(isinstance(rule, AcceptWithin) for rule in team.rules):
            words = ", or `accept within` to the team", "。チームに `accept within` を書いても構いません"
            yield from (NO_DEADLINE.at(arm.span, team=words[0], team_ja=words[1]) for arm in handoff.arms if isinstance(arm, OverdueArm))
    for task in workspace.all(Task):
        if task.within is None:
            yield from (NO_DEADLINE.at(arm.span, team="", team_ja="") for arm in task.arms if isinstance(arm, OverdueArm))
