"""What a run does at once, as nodes: the verb, what it is done to, and with what."""

from collections.abc import Callable
from typing import NamedTuple

from engine.rules.compile_conditions import rule_of
from engine.rules.filters import NotYet, Timed
from engine.rules.places import ActNode
from grammar import ast as g

ACTS = (
    g.Notify, g.Tag, g.Untag, g.SetAttribute, g.AddTo, g.AddItem, g.RemoveItems, g.Give, g.SetScore, g.MoveToStage,
    g.Reassign, g.Stop, g.Unsubscribe, g.Suppress, g.Mute, g.Unmute, g.HoldLead, g.ReleaseLead, g.Subscribe, g.ScenarioAct, g.GroupAct,
)  # fmt: skip

_OF_SCENARIO = {"start": "start", "pause": "pause", "resume": "resume", "stop": "end"}

Said = tuple[str, str, object, str]
"""(verb, target, value, because)"""


class Means(NamedTuple):
    """What acts are compiled with. address: where a notice goes; items: a filter on the items of a list, by the list's name."""

    address: Callable[[g.Recipient], str]
    items: Callable[[str, g.Condition], Timed]


def compile_act(statement: g.Statement, place: str, following: str, means: Means) -> ActNode:
    """The node of an act. Raises NotYet for what is none, or not executed yet."""
    verb, target, value, because = (
        _about_people(statement, means.address) or _about_lists(statement, means) or _about_facts(statement)
    )
    return ActNode(place, rule_of(statement), following, verb, target, value, because)


def _about_people(statement: g.Statement, address: Callable[[g.Recipient], str]) -> Said | None:
    match statement:
        case g.Notify(to=to, because=because):
            return "notify", address(to), None, because or ""
        case g.Reassign(to=to, because=because):
            return "reassign", str(to) if to else "", None, because or ""
        case g.Stop(because=because):
            return "stop", "", None, because or ""
        case g.ScenarioAct(verb=verb, scenario=scenario):
            return _OF_SCENARIO[verb], str(scenario), None, ""
        case g.GroupAct(verb=verb, group=group):
            return f"{_OF_SCENARIO[verb]}-all", str(group), None, ""
        case g.HoldLead(until=until, because=because):
            return "hold-lead", "", until, because
        case g.ReleaseLead():
            return "release-lead", "", None, ""
        case g.Subscribe(topic=topic, because=because):
            return "subscribe", str(topic), None, because or ""
        case g.Unsubscribe(topic=topic, because=because):
            return "unsubscribe", str(topic) if topic else "", None, because or ""
        case g.Suppress(because=because):
            return "suppress", "", None, because or ""
        case g.Mute(duration=duration):
            return "mute", "", duration, ""
        case g.Unmute():
            return "unmute", "", None, ""
        case _:
            return None


def _about_lists(statement: g.Statement, means: Means) -> Said | None:
    match statement:
        case g.AddItem(item=item, target=g.LeadRef(name=name)):
            return "add-item", str(name), {str(one.name): one.value for one in item.values}, ""
        case g.RemoveItems(ref=g.LeadRef(name=name), where=where):
            return "remove-items", str(name), means.items(str(name), where).test, ""
        case _:
            return None


def _about_facts(statement: g.Statement) -> Said:
    match statement:
        case g.Tag(tag=tag):
            return "tag", tag, None, ""
        case g.Untag(tag=tag):
            return "untag", tag, None, ""
        case g.SetAttribute(target=g.LeadRef(name=name), value=value):
            return "set", str(name), value, ""
        case g.SetAttribute(target=g.AccountRef(name=name), value=value):
            return "set-account", str(name), value, ""
        case g.AddTo(amount=amount, target=g.LeadRef(name=name)):
            return "add", str(name), float(amount), ""
        case g.Give(points=points, score=score):
            return "give", str(score), float(points), ""
        case g.SetScore(score=score, points=points):
            return "set-score", str(score), float(points), ""
        case g.MoveToStage(stage=stage):
            return "move", str(stage), None, ""
        case _:
            raise NotYet(type(statement).__name__)
