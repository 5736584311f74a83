"""Handing on: `reassign` needs somebody who comes next."""

from collections.abc import Iterable, Sequence

from grammar.ast import Handoff, Members, Name, Reassign, Task, Team, TeamRef
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Workspace
from grammar.walk import found, walk

NOBODY = Rule(
    id="F254",
    name="reassign-to-nobody",
    en="nobody comes next: no team that could have it here names its members in turn",
    ja="次の担当者がいません。ここで担当しうるチームの `members` は、順番（`in turn`）になっていません",
    help_en='write `members ["…", "…"] in turn` in the team, or `reassign to TEAM`',
    help_ja='チームに `members ["…", "…"] in turn` と書くか、`reassign to チーム` とします',
)

RULES = (NOBODY,)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Each `reassign` without `to` against the teams that what it hands on may belong to."""
    turns = {team.name.key for team in workspace.all(Team) if any(isinstance(rule, Members) and rule.in_turn for rule in team.rules)}
    for placed in workspace.placed(Reassign):
        if placed.node.to is None and placed.scenario is not None:
            teams = _teams(placed.node, found(placed.scenario, Handoff, Task))
            # An unknown team is reported at its own place.
            if all(workspace.symbols.knows("team", team) for team in teams) and not _has_next({team.key for team in teams}, turns):
                yield NOBODY.at(placed.node.span)


def _teams(act: Reassign, handed: Sequence[Handoff | Task]) -> list[Name]:
    """The team in whose answer the act stands, the inmost; else all that the scenario hands over to. None: it belongs to an owner."""
    around = [one for one in handed if any(each is act for each in walk(one))]
    named = [_team(one) for one in (around[-1:] or handed)]
    return [] if None in named else list({team.key: team for team in named if team is not None}.values())


def _has_next(teams: set[str], turns: set[str]) -> bool:
    """An owner may belong to any team."""
    return bool(teams & turns) if teams else bool(turns)


def _team(one: Handoff | Task) -> Name | None:
    if isinstance(one, Handoff):
        return one.team
    return one.assignee.name if isinstance(one.assignee, TeamRef) else None
