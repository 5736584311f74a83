"""The names of a program: what is declared, where, and what comes nearest to a name that is not."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Literal, NamedTuple

from grammar.ast import (
    Asset,
    Attribute,
    Broken,
    Calendar,
    Checklist,
    Declaration,
    EnterOn,
    Event,
    EventPattern,
    Field,
    Form,
    Journey,
    Kpi,
    Level,
    ListAttribute,
    Name,
    Node,
    OneAtATime,
    OnEvent,
    Persona,
    Policy,
    RejectReasons,
    Scenario,
    Score,
    Segment,
    Series,
    SourceFile,
    Split,
    Stage,
    Step,
    Team,
    Topic,
    key,
)
from grammar.walk import found

Kind = Literal[
    "attribute", "account attribute", "event", "topic", "series", "segment", "persona", "score", "checklist", "stage",
    "calendar", "policy", "team", "scenario", "kpi", "split", "group",
    "asset", "form",
]  # fmt: skip

DECLARATIONS: Mapping[type[Node], Kind] = {
    Event: "event",
    Topic: "topic",
    Series: "series",
    Segment: "segment",
    Persona: "persona",
    Score: "score",
    Checklist: "checklist",
    Calendar: "calendar",
    Policy: "policy",
    Team: "team",
    Scenario: "scenario",
    Kpi: "kpi",
    Asset: "asset",
    Form: "form",
}
"""The kind of name a declaration of that class declares; attributes and stages are told apart in `declared_by`."""

WORDS: Mapping[str, Kind] = {
    "attribute": "attribute", "event": "event", "topic": "topic", "series": "series", "segment": "segment",
    "persona": "persona", "score": "score", "checklist": "checklist", "calendar": "calendar", "policy": "policy",
    "team": "team", "scenario": "scenario", "kpi": "kpi", "asset": "asset", "form": "form",
}  # fmt: skip
"""The kind of name that a declaration beginning with that word declares, if it could be read."""

SYSTEM_ATTRIBUTES = ("email", "name", "company", "phone", "language", "timezone", "source", "owner")
"""Texts every lead may have without a line in the catalogue."""

ACCOUNT_ATTRIBUTES = ("name", "owner")
"""Texts every account may have."""

_ALWAYS: Mapping[Kind, tuple[str, ...]] = {"attribute": SYSTEM_ATTRIBUTES, "account attribute": ACCOUNT_ATTRIBUTES}

MAIL_FIELDS = ("link", "url", "template", "scenario", "key")
"""Texts that `where` may ask of an opened or clicked mail."""

SHORT = 3
"""Names of that many characters or fewer are alike if half of them is the same."""


class Declared(NamedTuple):
    """A name, where it stands, and what it stands for. node: `Broken` if that could not be read."""

    kind: Kind
    name: Name
    node: Node


class Clash(NamedTuple):
    """A name that is declared again."""

    first: Declared
    again: Declared


MOST_COMPARED = 30_000
"""Thirty unknown names beside a thousand declared ones still get their suggestion."""


class Symbols:
    """All names of a program. Where a name is declared twice, the first counts.

    Names are found in any width (NFKC). What could not be read counts as declared, so that one mistake is one report.
    """

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self.tables: dict[Kind, dict[str, Declared]] = {}
        self.clashes: list[Clash] = []
        self.universes: dict[object, Any] = {}
        """Every value a fact can have at all, as `grammar.box` has worked it out."""
        self._nearest: dict[tuple[Kind, str], str] = {}
        self.compared = 0
        """So many names were held against unknown ones."""
        for file in files:
            for declaration in file.declarations:
                self._declare(declared_by(declaration))
            self._declare(_broken(file.broken))

    def _declare(self, names: Iterable[Declared]) -> None:
        for declared in names:
            table = self.tables.setdefault(declared.kind, {})
            first = table.setdefault(declared.name.key, declared)
            if first is not declared and declared.kind not in ("group", "split"):
                self.clashes.append(Clash(first, declared))

    def find(self, kind: Kind, name: str) -> Declared | None:
        return self.tables.get(kind, {}).get(key(name))

    def knows(self, kind: Kind, name: str) -> bool:
        """Whether the name is declared, or is one every lead or account has."""
        return self.find(kind, name) is not None or name in _ALWAYS.get(kind, ())

    def all(self, kind: Kind) -> list[Declared]:
        """In the order of the files."""
        return list(self.tables.get(kind, {}).values())

    def nearest(self, kind: Kind, name: str) -> str:
        """The declared name that is most like this one; empty if none is, or if far too many were asked for."""
        found = self._nearest.get((kind, name))
        if found is None:
            known = [str(declared.name) for declared in self.all(kind)]
            self.compared += len(known)
            found = nearest(name, [*known, *_ALWAYS.get(kind, ())]) if self.compared <= MOST_COMPARED else ""
            self._nearest[(kind, name)] = found
        return found

    # ── what stands behind a name; None if it is unknown or could not be read ────────────

    def attribute(self, name: str) -> Attribute | ListAttribute | None:
        node = self._node("attribute", name)
        return node if isinstance(node, Attribute | ListAttribute) else None

    def account_attribute(self, name: str) -> Attribute | ListAttribute | None:
        node = self._node("account attribute", name)
        return node if isinstance(node, Attribute | ListAttribute) else None

    def event(self, name: str) -> Event | None:
        node = self._node("event", name)
        return node if isinstance(node, Event) else None

    def score(self, name: str) -> Score | None:
        node = self._node("score", name)
        return node if isinstance(node, Score) else None

    def scenario(self, name: str) -> Scenario | None:
        node = self._node("scenario", name)
        return node if isinstance(node, Scenario) else None

    def team(self, name: str) -> Team | None:
        node = self._node("team", name)
        return node if isinstance(node, Team) else None

    def series(self, name: str) -> Series | None:
        node = self._node("series", name)
        return node if isinstance(node, Series) else None

    def _node(self, kind: Kind, name: str) -> Node | None:
        found = self.find(kind, name)
        return found.node if found else None

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The journey's stages from first to last."""
        return tuple(each.node for each in self.all("stage") if isinstance(each.node, Stage))


def declared_by(declaration: Declaration) -> Iterator[Declared]:
    """The names a declaration brings into the program; a scenario brings its splits and its group too."""
    match declaration:
        case Attribute(name=name, of=of) | ListAttribute(name=name, of=of):
            yield Declared("account attribute" if of == "account" else "attribute", name, declaration)
        case Journey(rules=rules):
            yield from (Declared("stage", rule.name, rule) for rule in rules if isinstance(rule, Stage))
        case _ if kind := DECLARATIONS.get(type(declaration)):
            yield Declared(kind, getattr(declaration, "name"), declaration)  # noqa: B009 - every class of the table has one
    if isinstance(declaration, Scenario):
        yield from _inside(declaration)


def _inside(scenario: Scenario) -> Iterator[Declared]:
    named: list[Split | OneAtATime] = found(scenario, Split, OneAtATime)
    for node in named:
        if isinstance(node, Split):
            yield Declared("split", node.name, node)
        else:
            yield Declared("group", node.group, node)


def _broken(parts: Iterable[Broken]) -> Iterator[Declared]:
    for part in parts:
        if part.name is not None and (kind := WORDS.get(part.word)):
            yield Declared(kind, part.name, part)


# ── names inside a declaration ──────────────────────────────────────────────────────────


def levels_of(score: Score) -> tuple[Level, ...]:
    """In the order of the file."""
    return tuple(rule for rule in score.rules if isinstance(rule, Level))


def steps_of(scenario: Scenario) -> tuple[Step, ...]:
    """All named places, those inside others too, in the order of the text."""
    return tuple(found(scenario, Step))


def reasons_of(team: Team) -> tuple[str, ...]:
    """Why the team may reject a lead."""
    return tuple(reason for rule in team.rules if isinstance(rule, RejectReasons) for reason in rule.reasons)


def field_of(fields: Iterable[Field], name: str) -> Field | None:
    """The field of that name."""
    wanted = key(name)
    return next((field for field in fields if field.name.key == wanted), None)


def entry_events(scenario: Scenario) -> tuple[Name, ...]:
    """The events a lead can come in by."""
    triggers = (rule.trigger for rule in scenario.rules if isinstance(rule, EnterOn))
    patterns = (pattern for each in triggers if isinstance(each, OnEvent) for pattern in each.patterns)
    return tuple(pattern.event for pattern in patterns if isinstance(pattern, EventPattern))


# ── likeness ────────────────────────────────────────────────────────────────────────────


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, for `did you mean`; empty if none is alike."""
    best, most = "", 0.5 if len(key(name)) <= SHORT else 0.6
    wanted = key(name).casefold()
    for each in known:
        matcher = SequenceMatcher(None, wanted, key(each).casefold())
        if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
            continue
        alike = matcher.ratio()
        if alike > most or (alike == most and not best):
            best, most = each, alike
    return best


def likeness(one: str, other: str) -> float:
    """From 0 to 1; width, and letters big or small, make no difference."""
    return SequenceMatcher(None, key(one).casefold(), key(other).casefold()).ratio()
