"""Which names a node uses, and of what kind: one table from class to names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, cast

from grammar.ast import (
    AccountDid,
    AccountRef,
    Ask,
    Asks,
    AssetFor,
    AssetStage,
    Assignment,
    Back,
    Changed,
    CompareSplit,
    ConsentBox,
    ConsentExpected,
    Consents,
    DidAgo,
    Does,
    EmailCap,
    EventHappened,
    EventPattern,
    ForPart,
    Give,
    GivenArm,
    GivenConsent,
    GivenPoints,
    GivenStage,
    GivesConsent,
    GroupAct,
    Handoff,
    HandoffExpected,
    HandoffPattern,
    HandoffWas,
    InScenario,
    InSegment,
    InStageFor,
    IsGiven,
    IsPutInto,
    LeadRef,
    LeadsReachingLevel,
    LeadsReachingStage,
    LevelExpected,
    LevelIs,
    Moved,
    MovesTo,
    MoveToStage,
    Name,
    NextOf,
    Node,
    NoWebhook,
    Offers,
    Passes,
    PersonaIs,
    Play,
    PointsOf,
    Prefer,
    Priority,
    Raises,
    Reassign,
    ReviewWhen,
    RunState,
    SameWhen,
    ScenarioAct,
    ScoreAgainst,
    ScoreBetween,
    ScoreExpected,
    ScoreIs,
    SetScore,
    SplitExpected,
    StageDropped,
    StageExpected,
    StageIs,
    StageMoved,
    Subscribe,
    SumOf,
    TeamRef,
    Test,
    Unsubscribe,
    Unsubscribed,
    Unsubscribes,
    UsesCalendar,
    Webhook,
    WebhookDone,
    WebhookExpected,
    WebhookFailed,
    WinnerExpected,
)
from grammar.names import Kind


class Use(NamedTuple):
    """A name that must be declared somewhere."""

    kind: Kind
    name: Name


def uses(node: Node) -> Iterable[Use]:
    """The names of other declarations that this node itself (not what lies below it) needs."""
    find = USES.get(type(node))
    return find(node) if find else ()


def _one(kind: Kind, part: str) -> Callable[[Any], Iterable[Use]]:
    """The name in that part of the node, if there is one."""

    def find(node: Any) -> Iterable[Use]:
        name = getattr(node, part)
        return () if name is None else (Use(kind, name),)

    return find


def _both(kind: Kind, *parts: str) -> Callable[[Any], Iterable[Use]]:
    return lambda node: [Use(kind, getattr(node, part)) for part in parts]


def _all(kind: Kind, part: str) -> Callable[[Any], Iterable[Use]]:
    return lambda node: [Use(kind, name) for name in getattr(node, part)]


def _part(node: ForPart) -> Iterable[Use]:
    return () if node.kind == "email" else (Use(cast(Kind, node.kind), node.name),)


def _moved(node: Moved) -> Iterable[Use]:
    return (Use("scenario", node.to.scenario),)


USES: Mapping[type[Node], Callable[[Any], Iterable[Use]]] = {
    LeadRef: _one("attribute", "name"),
    SameWhen: _all("attribute", "keys"),
    ReviewWhen: _all("attribute", "keys"),
    Prefer: _all("attribute", "attributes"),
    AccountRef: _one("account attribute", "name"),
    EventPattern: _one("event", "event"),
    EventHappened: _one("event", "event"),
    AccountDid: _one("event", "event"),
    SumOf: _one("event", "event"),
    Does: _one("event", "event"),
    DidAgo: _one("event", "event"),
    Raises: _one("event", "event"),
    Ask: _one("attribute", "attribute"),
    AssetStage: _one("stage", "stage"),
    AssetFor: _all("persona", "personas"),
    Offers: _one("asset", "asset"),
    ConsentBox: _one("topic", "topic"),
    Consents: _one("topic", "topic"),
    Unsubscribed: _one("topic", "topic"),
    Subscribe: _one("topic", "topic"),
    GivesConsent: _one("topic", "topic"),
    ConsentExpected: _one("topic", "topic"),
    Unsubscribe: _one("topic", "topic"),
    Unsubscribes: _one("topic", "topic"),
    GivenConsent: _one("topic", "topic"),
    EmailCap: _one("topic", "topic"),
    NextOf: _one("series", "series"),
    InSegment: _one("segment", "segment"),
    PersonaIs: _one("persona", "persona"),
    Asks: lambda node: [Use("persona", name) for name in node.personas],
    Passes: _one("checklist", "checklist"),
    PointsOf: _one("score", "score"),
    ScoreIs: _one("score", "score"),
    ScoreBetween: _one("score", "score"),
    ScoreAgainst: _both("score", "score", "other"),
    LevelIs: _one("score", "score"),
    Give: _one("score", "score"),
    SetScore: _one("score", "score"),
    ScoreExpected: _one("score", "score"),
    LevelExpected: _one("score", "score"),
    GivenPoints: _one("score", "score"),
    IsGiven: _one("score", "score"),
    LeadsReachingLevel: _one("score", "score"),
    StageIs: _one("stage", "stage"),
    InStageFor: _one("stage", "stage"),
    MoveToStage: _one("stage", "stage"),
    StageExpected: _one("stage", "stage"),
    StageMoved: _both("stage", "origin", "to"),
    StageDropped: _one("stage", "stage"),
    GivenStage: _one("stage", "stage"),
    MovesTo: _one("stage", "stage"),
    LeadsReachingStage: _one("stage", "stage"),
    Back: _both("stage", "origin", "to"),
    UsesCalendar: _one("calendar", "calendar"),
    Handoff: _one("team", "team"),
    HandoffPattern: _one("team", "by"),
    HandoffWas: _one("team", "by"),
    HandoffExpected: _one("team", "team"),
    TeamRef: _one("team", "name"),
    Reassign: _one("team", "to"),
    InScenario: _one("scenario", "scenario"),
    ScenarioAct: _one("scenario", "scenario"),
    Priority: lambda node: [Use("scenario", name) for name in node.scenarios],
    Test: _one("scenario", "scenario"),
    RunState: _one("scenario", "scenario"),
    IsPutInto: _one("scenario", "scenario"),
    Moved: _moved,
    Changed: lambda node: (Use("scenario", node.step.scenario),),
    GroupAct: _one("group", "group"),
    CompareSplit: _one("split", "split"),
    GivenArm: _one("split", "split"),
    SplitExpected: _one("split", "split"),
    WinnerExpected: _one("split", "split"),
    ForPart: _part,
}

# ── names that something is done to ─────────────────────────────────────────────────────

Deed = Literal["given", "handed to", "called"]
"""To attributes, in tests; to teams; to webhooks."""


def _played(play: Play) -> Iterable[Name]:
    return (play.subject,) if isinstance(play.act, WebhookDone | WebhookFailed) else ()


DEEDS: Mapping[type[Node], tuple[Deed, Callable[[Any], Iterable[Name]]]] = {
    Assignment: ("given", lambda node: (node.name,)),
    Handoff: ("handed to", lambda node: (node.team,)),
    Reassign: ("handed to", lambda node: () if node.to is None else (node.to,)),
    Webhook: ("called", lambda node: (node.name,)),
    Play: ("called", _played),
    WebhookExpected: ("called", lambda node: (node.name,)),
    NoWebhook: ("called", lambda node: () if node.name is None else (node.name,)),
}
"""Where a webhook is called, it may be played in a test or expected there."""
