"""A file as a whole: its declarations, its comments, and what could not be read."""

from dataclasses import dataclass

from grammar.catalogue import (
    AccountRules,
    Attribute,
    Changed,
    Event,
    Identity,
    Kpi,
    ListAttribute,
    Moved,
    Persona,
    Segment,
    Series,
    Topic,
)
from grammar.guardrails import Calendar, Policy, Team
from grammar.node import Node, node
from grammar.papers import Asset, Form
from grammar.scenario import Scenario
from grammar.scoring import Checklist, Journey, Score
from grammar.source import Comment, Name
from grammar.timelines import Test

Declaration = (
    Attribute | ListAttribute | Event | Topic | Series | Identity | AccountRules | Segment | Persona
    | Score | Checklist | Journey | Calendar | Policy | Team | Scenario | Moved | Changed | Kpi | Test
    | Asset | Form
)


@node
class Broken(Node):
    """A declaration that could not be read. Its name counts as declared, so that one mistake is reported once.

    rest: what is left of it without the lines that could not be read; it is good for looking at names, and for nothing else.
    """

    word: str
    name: Name | None = None
    rest: "Declaration | None" = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its declarations in order, and apart from them its comments and what could not be read."""

    path: str
    text: str
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = ()
    broken: tuple[Broken, ...] = ()
