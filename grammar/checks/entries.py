"""How leads come into a scenario and out of it."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    EnterAt,
    EnterBy,
    EnterEvery,
    EnterOn,
    Goal,
    HandoffPattern,
    HandoffWas,
    Leave,
    Maintainer,
    Manager,
    OnArm,
    OneAtATime,
    OneRunPer,
    OneRunPerAccount,
    OnEvent,
    Pattern,
    Reenter,
    ReenterAfter,
    Scenario,
    ScenarioAct,
    TeamManager,
    UsesCalendar,
    Versions,
    WaitForEvent,
    WhenTrue,
)
from grammar.diagnostics import Diagnostic, Fix, Related, Rule
from grammar.logic import follows, is_impossible
from grammar.model import Workspace
from grammar.names import Symbols, nearest
from grammar.walk import found

NO_ENTRY = Rule(
    id="F241",
    name="no-entry",
    en="nothing starts the scenario `{name}`",
    ja="シナリオ `{name}` を始めるものがありません",
    help_en="say how leads come in: `enter on …`, `enter when …` or `enter by hand`",
    help_ja="入り方を書きます：`enter on …`、`enter when …`、`enter by hand`",
    severity="warning",
)
TWICE = Rule(
    id="F242",
    name="property-twice",
    en="`{word}` stands in this scenario twice; only one of them can hold",
    ja="このシナリオに `{word}` が二度あります。効くのは一つだけです",
    help_en="keep one of them",
    help_ja="どちらか一つにします",
)
AT_ONCE = Rule(
    id="F243",
    name="leaves-at-once",
    en="what lets a lead in lets it out again: nobody stays in `{name}`",
    ja="入る条件と出る条件が同じなので、`{name}` にとどまる人がいません",
    help_en="enter and leave on different things",
    help_ja="入る条件と出る条件を別のものにします",
    severity="warning",
)
NO_HANDOFF = Rule(
    id="F244",
    name="handoff-never-made",
    en="no scenario hands a lead to `{name}`, so there is never an outcome",
    ja="`{name}` に引き渡すシナリオがないので、この結果が出ることもありません",
    help_en="hand over to that team, or name the team that leads are handed to",
    help_ja="そのチームに引き渡すか、引き渡し先のチームの名前にします",
)
NO_HANDOFF_AT_ALL = Rule(
    id="F245",
    name="no-handoff",
    en="no scenario hands any lead over, so there is never an outcome",
    ja="引き渡すシナリオが一つもないので、この結果が出ることもありません",
    help_en="`handoff to TEAM` is missing somewhere",
    help_ja="どこかに `handoff to チーム` が要ります",
)
STARTS_ITSELF = Rule(
    id="F246",
    name="scenario-on-itself",
    en="`{name}` cannot {verb} itself here",
    ja="`{name}` の中で自分自身を {verb} することはできません",
    help_en="`stop` ends this run; `restart on …` lets it begin anew",
    help_ja="この回を終えるなら `stop`、初めからやり直すなら `restart on …` です",
)

NO_MANAGER = Rule(
    id="F247",
    name="manager-of-nobody",
    en="`notify manager` reaches nobody: no team has a manager",
    ja="どのチームにも `manager` がないので、`notify manager` は誰にも届きません",
    help_en='write `manager "mailto:name@example.jp"` into the team',
    help_ja='チームに `manager "mailto:name@example.jp"` と書きます',
    severity="warning",
)

ENDS_THE_RUN = Rule(
    id="F248",
    name="wait-for-the-end",
    en="this block is never taken: what it waits for ends the run",
    ja="このブロックには入りません。待っている出来事が、シナリオそのものを終わらせるからです",
    help_en="put what shall happen into the block of `{word}`, or take that line away",
    help_ja="したいことを `{word}` のブロックに書くか、その行を消します",
    severity="warning",
)

LONELY = Rule(
    id="F249",
    name="group-of-one",
    en="no other scenario is in the group `{name}`, so `one at a time` keeps nobody out",
    ja="グループ `{name}` には、ほかのシナリオがありません。`one at a time` で除かれる人がいません",
    help_en="name the group that the others are in, or take the line away",
    help_ja="ほかのシナリオと同じグループ名にするか、この行を消します",
    severity="warning",
)

RULES = (NO_ENTRY, TWICE, AT_ONCE, NO_HANDOFF, NO_HANDOFF_AT_ALL, STARTS_ITSELF, NO_MANAGER, ENDS_THE_RUN, LONELY)

SINGLE: tuple[tuple[tuple[type, ...], str], ...] = (
    ((Reenter, ReenterAfter), "reenter"),
    ((OneRunPer, OneRunPerAccount), "one run per"),
    ((OneAtATime,), "one at a time in"),
    ((Maintainer,), "maintainer"),
    ((Versions,), "versions"),
    ((UsesCalendar,), "calendar"),
)
"""What a scenario says at most once."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Leads come in, stay for a while, and the outcomes that are waited for can come."""
    started = {act.scenario.key for act in workspace.all(ScenarioAct) if act.verb == "start"}
    for scenario in workspace.each(Scenario):
        enters = any(isinstance(rule, EnterOn | EnterAt | EnterBy | EnterEvery) for rule in scenario.rules)
        if not enters and scenario.name.key not in started and workspace.is_whole:
            yield NO_ENTRY.at(scenario.name.span, name=scenario.name)
        yield from _twice(scenario)
        yield from _at_once(scenario, workspace.symbols)
        yield from _ends(scenario)
    if workspace.is_whole:
        yield from _lonely(workspace)
        yield from _handoffs(workspace)
        if not any(True for _ in workspace.all(TeamManager)):
            yield from (NO_MANAGER.at(each.span) for each in workspace.each(Manager))
    for placed in workspace.placed(ScenarioAct):
        if placed.scenario and placed.node.scenario.key == placed.scenario.name.key and placed.node.verb != "stop":
            yield STARTS_ITSELF.at(placed.node.span, name=placed.scenario.name, verb=placed.node.verb)


def _twice(scenario: Scenario) -> Iterator[Diagnostic]:
    for kinds, word in SINGLE:
        found = [rule for rule in scenario.rules if isinstance(rule, kinds)]
        for again in found[1:]:
            note = Related(found[0].span, "the first stands here", "最初のものはここです")
            yield TWICE.at(again.span, word=word, related=[note])


def _lonely(workspace: Workspace) -> Iterator[Diagnostic]:
    """A group is made by those who name it, so a misspelt one is a group of its own."""
    groups: dict[str, list[OneAtATime]] = {}
    for rule in workspace.all(OneAtATime):
        groups.setdefault(rule.group.key, []).append(rule)
    for rules in groups.values():
        if len(rules) == 1:
            name = rules[0].group
            near = nearest(name, [str(others[0].group) for others in groups.values() if others is not rules])
            yield LONELY.at(name.span, name=name, suggestion=near, fix=Fix(name.span, near) if near else None)


def _at_once(scenario: Scenario, symbols: Symbols) -> Iterator[Diagnostic]:
    ways_in = [rule for rule in scenario.rules if isinstance(rule, EnterOn)]
    ways_out = [rule for rule in scenario.rules if isinstance(rule, Goal | Leave)]
    for out in ways_out:
        for way in ways_in:
            if _same(way, out, symbols):
                note = Related(way.span, "leads come in here", "ここで入ります")
                yield AT_ONCE.at(out.span, name=scenario.name, related=[note])


def _ends(scenario: Scenario) -> Iterator[Diagnostic]:
    """Goals and leaving are judged when it happens, before any wait hears of it."""
    ends = [rule for rule in scenario.rules if isinstance(rule, Goal | Leave) and isinstance(rule.trigger, OnEvent)]
    waits: list[WaitForEvent | OnArm] = found(scenario, WaitForEvent, OnArm) if ends else []
    for wait in (one for one in waits if one.body is not None):
        for rule in ends:
            if isinstance(rule.trigger, OnEvent) and all(_is_among(each, rule.trigger.patterns) for each in wait.patterns):
                word = "goal" if isinstance(rule, Goal) else "leave"
                note = Related(rule.span, "it ends the run here", "ここで終わります")
                yield ENDS_THE_RUN.at(wait.patterns[0].span, word=word, related=[note])
                break


def _same(way: EnterOn, out: Goal | Leave, symbols: Symbols) -> bool:
    """Whether everything that lets leads in by this rule lets them out."""
    match way.trigger, out.trigger:
        case WhenTrue(condition=one), WhenTrue(condition=other):
            return one == other or (follows(one, other, symbols) and not is_impossible(one, symbols))
        case OnEvent(patterns=ins), OnEvent(patterns=outs):
            return all(_is_among(pattern, outs) for pattern in ins)
        case _:
            return False


def _is_among(pattern: Pattern, others: tuple[Pattern, ...]) -> bool:
    wide = [other for other in others if getattr(other, "where", None) is None]
    return pattern in others or any(getattr(pattern, "event", "") == getattr(other, "event", None) for other in wide)


def _handoffs(workspace: Workspace) -> Iterator[Diagnostic]:
    to = workspace.mentioned("handed to")
    asked: list[HandoffPattern | HandoffWas] = [*workspace.each(HandoffPattern), *workspace.each(HandoffWas)]
    for each in asked:
        if each.by is None and not to:
            yield NO_HANDOFF_AT_ALL.at(each.span)
        elif each.by is not None and each.by.key not in to and workspace.symbols.knows("team", each.by):
            yield NO_HANDOFF.at(each.by.span, name=each.by)


