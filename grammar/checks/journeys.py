"""The journey's stages, and notes for leads in flight."""

from collections.abc import Iterable, Iterator

from grammar.ast import Back, Broken, Journey, Moved, MoveToStage, Scenario, Stage
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.names import steps_of

NO_WAY = Rule(
    id="F251",
    name="stage-without-way",
    en="no lead comes to the stage `{name}`: nothing says when",
    ja="ステージ `{name}` に来る人はいません。いつ入るかが書かれていません",
    help_en="write `stage {name} when …` or `stage {name} on …`; only the first stage needs no reason",
    help_ja="`stage {name} when …` か `stage {name} on …` と書きます。理由が要らないのは最初のステージだけです",
    severity="warning",
)
SECOND = Rule(
    id="F252",
    name="second-journey",
    en="there is one journey, and this is the second",
    ja="journey は一つですが、これは二つ目です",
    help_en="put the stages of both into one",
    help_ja="一つの journey にまとめます",
)
FORWARD = Rule(
    id="F253",
    name="back-leads-forward",
    en="`back from {origin} to {to}` leads forward: `{to}` comes after `{origin}`",
    ja="`back from {origin} to {to}` は前に進みます。`{to}` は `{origin}` の後です",
    help_en="change the two, or use `stage {to} when …`",
    help_ja="二つを入れ替えるか、`stage {to} when …` を使います",
)
STILL_THERE = Rule(
    id="V601",
    name="moved-from-existing",
    en="`{name}` still stands in `{owner}`, so nobody has to be moved from it",
    ja="`{name}` はまだ `{owner}` にあるので、そこから移す人はいません",
    help_en="`moved` is for a step that is gone or has another name now",
    help_ja="`moved` は、なくなった、または名前が変わったステップのためのものです",
)

RULES = (NO_WAY, SECOND, FORWARD, STILL_THERE)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Every stage has a way in, and `back` goes back."""
    journeys = list(workspace.all(Journey))
    for again in journeys[1:]:
        note = Related(journeys[0].span, "the first stands here", "最初のものはここです")
        yield SECOND.at(again.span, related=[note])
    for journey in journeys:
        yield from _ways(journey, workspace)
    order = [stage.name.key for stage in workspace.symbols.stages]
    for back in workspace.each(Back):
        origin, to = back.origin.key, back.to.key
        if origin in order and to in order and order.index(to) >= order.index(origin):
            yield FORWARD.at(back.span, origin=back.origin, to=back.to)
    yield from _moved(workspace)


def _ways(journey: Journey, workspace: Workspace) -> Iterator[Diagnostic]:
    reached = {act.stage.key for act in workspace.all(MoveToStage)} | {back.to.key for back in workspace.all(Back)}
    stages = [rule for rule in journey.rules if isinstance(rule, Stage)]
    for stage in stages[1:]:
        if stage.trigger is None and stage.name.key not in reached and workspace.is_whole:
            yield NO_WAY.at(stage.name.span, name=stage.name)


def _moved(workspace: Workspace) -> Iterator[Diagnostic]:
    for moved in workspace.each(Moved):
        found = workspace.symbols.find("scenario", moved.origin.scenario)
        if found is None or isinstance(found.node, Broken) or not isinstance(found.node, Scenario):
            continue
        if moved.origin.step.key in {step.name.key for step in steps_of(found.node)}:
            yield STILL_THERE.at(moved.origin.span, name=moved.origin.step, owner=found.name)
