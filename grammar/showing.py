"""Tests that show what nobody comes to: a lead that fulfils the condition and yet goes another way."""

from collections.abc import Iterator, Sequence

from grammar.ast import (
    Block,
    Condition,
    Does,
    EnterOn,
    EventPattern,
    IsPutInto,
    Node,
    NoEmail,
    OneMail,
    OnEvent,
    Scenario,
    Send,
)
from grammar.box import Box
from grammar.instances import START, Shown, fields_of, shown
from grammar.logic import going, judged
from grammar.model import Workspace
from grammar.search import Goal
from grammar.story import Story, assigned
from grammar.turnings import Way, ways_of
from grammar.walk import walk
from grammar.witness import Witness

LEAD = "山田"
_TITLE = "先の枝に入る人"
_LATER = 60
"""Days after which whoever comes at all has come."""


def never_taken(scenario: Scenario, ways: Sequence[Way], way: Way, workspace: Workspace) -> Witness | None:
    """A lead that fulfils the condition of that way and takes an earlier one; None where such a one is not easily told."""
    if way.condition is None:
        return None
    around = list(_around(scenario, way))
    taken = _taken(ways, way, workspace)
    verdict = judged([*around, Goal(way.condition)], workspace.symbols)
    if verdict.lead is None:
        return None
    lead = shown(verdict.lead)
    return None if lead is None else _told(scenario, lead, verdict.lead, (way, taken))


def _told(scenario: Scenario, lead: Shown, box: Box, ways: tuple[Way, Way | None]) -> Witness | None:
    way, taken = ways
    story = Story(_TITLE, scenario=str(scenario.name), start=START).given(LEAD, lead.values, lead.traits)
    for act in lead.acts:
        story.play((0, START[1]), LEAD, act)
    entry = _entry(scenario, lead, box)
    if entry is None:
        return None
    story.play((lead.days, START[1].replace(hour=10)), LEAD, entry)
    mail = next((node.mail.name for node in _sends(way.block) if isinstance(node.mail, OneMail)), None)
    if mail is not None:
        story.expect(NoEmail(mail, None), (lead.days + _LATER, None), by=True)
    return story.witness(reaches=[taken.place] if taken is not None else [], misses=[way.place])


def _entry(scenario: Scenario, lead: Shown, box: Box) -> Does | IsPutInto | None:
    """By hand, where the conditions do not ask what the entering event said."""
    if not lead.entry:
        return IsPutInto(scenario.name)
    triggers = [rule.trigger for rule in scenario.rules if isinstance(rule, EnterOn) and rule.condition is None]
    patterns = [pattern for each in triggers if isinstance(each, OnEvent) for pattern in each.patterns]
    for pattern in patterns:
        if isinstance(pattern, EventPattern) and pattern.where is None:
            fields = fields_of(str(pattern.event), box, "EntryRef")
            values = {name: value for name, value in fields.items() if value is not None}
            return Does(pattern.event, assigned(values | lead.entry))
    return None


def _sends(block: Block | None) -> Iterator[Send]:
    if block is not None:
        yield from (node for node in walk(block) if isinstance(node, Send))


def _taken(ways: Sequence[Way], way: Way, workspace: Workspace) -> Way | None:
    """The one earlier way that takes everybody who fulfils the condition."""
    for each in ways:
        if each is way or each.condition is None or way.condition is None:
            return None
        if judged([Goal(way.condition), Goal(each.condition, holds=False)], workspace.symbols).is_never:
            return each
    return None


def _around(node: Node, way: Way) -> Iterator[Goal]:
    """What must hold at the choices around it, for the way that leads to it."""
    for choice in walk(node):
        before: list[Condition] = []
        for each in ways_of(choice):
            if each.block is not None and each.block.span.start <= way.span.start and way.span.end <= each.block.span.end:
                yield from going(each, before)
            if each.condition is not None:
                before.append(each.condition)
