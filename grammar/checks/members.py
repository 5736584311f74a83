"""Names that live inside another: fields of events, levels of scores, steps of scenarios, reasons of teams."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    Assignment,
    Becomes,
    Changed,
    DidAgo,
    Does,
    EntryRef,
    EventPattern,
    FieldRef,
    Given,
    GivenAccount,
    GoTo,
    Handoff,
    Imported,
    IsOfAccount,
    LeadsReachingLevel,
    LevelExpected,
    LevelIs,
    MailHappened,
    MailPattern,
    Moved,
    Name,
    Node,
    OneRunPer,
    Pattern,
    PointsOn,
    RejectedArm,
    RunState,
    Scenario,
    StepRef,
    SumOf,
    key,
)
from grammar.checks.unknown import UNKNOWN, missing
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.fixes import requoted
from grammar.model import Workspace
from grammar.names import MAIL_FIELDS, Kind, entry_events, field_of, levels_of, nearest, reasons_of, steps_of
from grammar.shapes import entry_fields, fields_at, shape_of

UNKNOWN_FIELD = Rule(
    id="N121",
    name="unknown-field",
    en="`{owner}` has no field `{name}`",
    ja="`{owner}` に項目 `{name}` はありません",
    help_en="its fields: {known}",
    help_ja="あるのは：{known}",
)
UNKNOWN_ENTRY_FIELD = Rule(
    id="N122",
    name="unknown-entry-field",
    en="no event that starts `{owner}` has a field `{name}`",
    ja="`{owner}` を始めるどのイベントにも、項目 `{name}` はありません",
    help_en="`entry.` means the fields of the entering event: {known}",
    help_ja="`entry.` は、シナリオを始めたイベントの項目です：{known}",
)
UNKNOWN_LEVEL = Rule(
    id="N124",
    name="unknown-level",
    en="the score `{owner}` has no level `{name}`",
    ja="スコア `{owner}` にレベル `{name}` はありません",
    help_en="its levels: {known}",
    help_ja="あるのは：{known}",
)
UNKNOWN_STEP = Rule(
    id="N125",
    name="unknown-step",
    en="the scenario `{owner}` has no step `{name}`",
    ja="シナリオ `{owner}` にステップ `{name}` はありません",
    help_en="its steps: {known}",
    help_ja="あるのは：{known}",
)
UNKNOWN_REASON = Rule(
    id="N126",
    name="unknown-reject-reason",
    en='the team `{owner}` cannot reject with "{name}"',
    ja="チーム `{owner}` の却下理由に「{name}」はありません",
    help_en="its reasons: {known}; add it to `reject reasons` of the team, or choose one of them",
    help_ja="あるのは：{known}。チームの `reject reasons` に加えるか、この中から選びます",
)

RULES = (UNKNOWN_FIELD, UNKNOWN_ENTRY_FIELD, UNKNOWN_LEVEL, UNKNOWN_STEP, UNKNOWN_REASON)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """What is asked of a name can be asked of it."""
    yield from _fields(workspace)
    yield from _entry_fields(workspace)
    yield from _played_fields(workspace)
    yield from _levels(workspace)
    yield from _steps(workspace)
    yield from _expected_steps(workspace)
    yield from _reasons(workspace)


# ── fields ──────────────────────────────────────────────────────────────────────────────


def _fields(workspace: Workspace) -> Iterator[Diagnostic]:
    for placed in workspace.placed(FieldRef):
        name = placed.node.name
        if shape_of(placed.node, placed, workspace.symbols) is not None:
            continue
        if isinstance(placed.source, MailPattern | MailHappened):
            yield _missing(UNKNOWN_FIELD, name, MAIL_FIELDS, "email")
        elif (known := fields_at(placed.source, workspace.symbols)) is not None:
            yield _missing(UNKNOWN_FIELD, name, [each.name for each in known], _source_name(placed.source))
    for name, pattern in measured(workspace):
        event = workspace.symbols.event(pattern.event) if isinstance(pattern, EventPattern) else None
        fields = event.fields if event is not None else ()
        if (event is not None or not isinstance(pattern, EventPattern)) and field_of(fields, name) is None:
            yield _missing(UNKNOWN_FIELD, name, [each.name for each in fields], event.name if event is not None else "email")
    for sum_of in workspace.each(SumOf):
        event = workspace.symbols.event(sum_of.event)
        if event and field_of(event.fields, sum_of.field) is None:
            yield _missing(UNKNOWN_FIELD, sum_of.field, [each.name for each in event.fields], event.name)


def measured(workspace: Workspace) -> Iterator[tuple[Name, Pattern]]:
    """The fields that points are counted by, each with the event that must have it."""
    for rule in workspace.each(PointsOn):
        if rule.per is not None:
            yield from ((rule.per.field, pattern) for pattern in rule.patterns)


def _source_name(source: Node | None) -> str:
    named = getattr(source, "event", None) or getattr(getattr(source, "ref", None), "name", "")
    return str(named)


def _entry_fields(workspace: Workspace) -> Iterator[Diagnostic]:
    symbols = workspace.symbols
    for placed in workspace.placed(EntryRef):
        scenario = placed.scenario
        if scenario and shape_of(placed.node, placed, symbols) is None:
            yield from _entry_missing(workspace, scenario, placed.node.name)
    for run in workspace.placed(OneRunPer):
        if run.scenario and field_of(entry_fields(run.scenario, symbols), run.node.field) is None:
            yield from _entry_missing(workspace, run.scenario, run.node.field)


def _entry_missing(workspace: Workspace, scenario: Scenario, name: Name) -> Iterator[Diagnostic]:
    # An unknown entering event is reported at its own place.
    if all(workspace.symbols.event(event) for event in entry_events(scenario)):
        known = [each.name for each in entry_fields(scenario, workspace.symbols)]
        yield _missing(UNKNOWN_ENTRY_FIELD, name, known, scenario.name)


def _played_fields(workspace: Workspace) -> Iterator[Diagnostic]:
    """In tests: the fields of played events and the attributes of leads."""
    played: list[Does | DidAgo] = [*workspace.each(Does), *workspace.each(DidAgo)]
    for does in played:
        event = workspace.symbols.event(does.event)
        for each in does.values if event else ():
            if event and field_of(event.fields, each.name) is None:
                yield _missing(UNKNOWN_FIELD, each.name, [field.name for field in event.fields], event.name)
    leads: list[Given | Becomes | Imported] = [*workspace.each(Given), *workspace.each(Becomes), *workspace.each(Imported)]
    for given in leads:
        yield from _played_attributes(workspace, given.values, "attribute")
    companies: list[GivenAccount | IsOfAccount] = [*workspace.each(GivenAccount), *workspace.each(IsOfAccount)]
    for company in companies:
        yield from _played_attributes(workspace, company.values, "account attribute")


def _played_attributes(workspace: Workspace, values: Iterable[Assignment], kind: Kind) -> Iterator[Diagnostic]:
    symbols = workspace.symbols
    for each in values:
        if not symbols.knows(kind, each.name):
            yield missing(UNKNOWN[kind], each.name, symbols.nearest(kind, each.name))


# ── levels, steps, reasons ──────────────────────────────────────────────────────────────


def _levels(workspace: Workspace) -> Iterator[Diagnostic]:
    uses: list[LevelIs | LevelExpected | LeadsReachingLevel] = [*workspace.each(LevelIs)]
    uses += [*workspace.each(LevelExpected), *workspace.each(LeadsReachingLevel)]
    for use in uses:
        score = workspace.symbols.score(use.score)
        names = [level.name for level in levels_of(score)] if score else []
        if score and use.level.key not in {name.key for name in names}:
            yield _missing(UNKNOWN_LEVEL, use.level, names, score.name)


def _steps(workspace: Workspace) -> Iterator[Diagnostic]:
    for placed in workspace.placed(GoTo):
        if placed.scenario:
            yield from _step(placed.scenario, placed.node.step)
    targets: list[StepRef] = [moved.to for moved in workspace.each(Moved)]
    targets += [changed.step for changed in workspace.each(Changed)]
    for ref in targets:
        if scenario := workspace.symbols.scenario(ref.scenario):
            yield from _step(scenario, ref.step)


def _expected_steps(workspace: Workspace) -> Iterator[Diagnostic]:
    for state in workspace.each(RunState):
        scenario = workspace.symbols.scenario(state.scenario)
        if scenario and state.step is not None:
            yield from _step(scenario, state.step)


def _step(scenario: Scenario, name: Name) -> Iterator[Diagnostic]:
    known = [step.name for step in steps_of(scenario)]
    if name.key not in {each.key for each in known}:
        yield _missing(UNKNOWN_STEP, name, known, scenario.name)


def _reasons(workspace: Workspace) -> Iterator[Diagnostic]:
    for handoff in workspace.each(Handoff):
        team = workspace.symbols.team(handoff.team)
        known = reasons_of(team) if team else ()
        for arm in handoff.arms if team else ():
            for reason in arm.reasons if isinstance(arm, RejectedArm) else ():
                if team and key(reason) not in {key(each) for each in known}:
                    note = Related(team.name.span, "the team stands here", "チームの宣言はここです")
                    listed, near = _listed(known, '"'), nearest(reason, known)
                    yield UNKNOWN_REASON.at(
                        arm.span, owner=team.name, name=reason, known=listed,
                        suggestion=near, related=[note],
                        fix=requoted(workspace.text(arm.span), arm.span, (reason, near)),
                    )  # fmt: skip


def _missing(rule: Rule, name: Name, known: Iterable[str], owner: str) -> Diagnostic:
    names = list(known)
    return missing(rule, name, nearest(name, names), owner=owner, known=_listed(names))


def _listed(names: Iterable[str], mark: str = "`") -> str:
    return ", ".join(f"{mark}{name}{mark}" for name in names) or "-"


