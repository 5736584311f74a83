"""What a run does at once, as nodes: the verb, what it is done to, and with what."""

from collections.abc import Callable

from engine.rules.compile_conditions import rule_of
from engine.rules.filters import NotYet
from engine.rules.places import ActNode
from grammar import ast as g

ACTS = (
    g.Notify, g.Tag, g.Untag, g.SetAttribute, g.AddTo, g.Give, g.SetScore, g.MoveToStage, g.Stop, g.Unsubscribe, g.Suppress, g.Mute,
    g.Unmute, g.ScenarioAct, g.GroupAct,
)  # fmt: skip

_OF_SCENARIO = {"start": "start", "pause": "pause", "resume": "resume", "stop": "end"}

Said = tuple[str, str, object, str]
"""(verb, target, value, because)"""


def compile_act(statement: g.Statement, place: str, following: str, address: Callable[[g.Recipient], str]) -> ActNode:
    """The node of an act. Raises NotYet for what is none, or not executed yet."""
    verb, target, value, because = _about_people(statement, address) or _about_facts(statement)
    return ActNode(place, rule_of(statement), following, verb, target, value, because)


def _about_people(statement: g.Statement, address: Callable[[g.Recipient], str]) -> Said | None:
    match statement:
        case g.Notify(to=to, because=because):
            return "notify", address(to), None, because or ""
        case g.Stop(because=because):
            return "stop", "", None, because or ""
        case g.ScenarioAct(verb=verb, scenario=scenario):
            return _OF_SCENARIO[verb], str(scenario), None, ""
        case g.GroupAct(verb=verb, group=group):
            return f"{_OF_SCENARIO[verb]}-all", str(group), None, ""
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


def _about_facts(statement: g.Statement) -> Said:
    match statement:
        case g.Tag(tag=tag):
            return "tag", tag, None, ""
        case g.Untag(tag=tag):
            return "untag", tag, None, ""
        case g.SetAttribute(target=g.LeadRef(name=name), value=value):
            return "set", str(name), value, ""
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
