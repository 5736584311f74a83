"""What the checks look at: all files of a workspace as one program, with its names and an index of its nodes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, cast

from grammar.ast import Broken, Declaration, Name, Node, OneMail, Policy, PolicyRule, Scenario, Send, Series, SourceFile
from grammar.diagnostics import Diagnostic
from grammar.facts import SenderFacts, SystemFacts, TemplateFacts
from grammar.names import Symbols, nearest
from grammar.paths import Ways
from grammar.source import Span, key
from grammar.walk import children

_N = TypeVar("_N", bound=Node)
_Seen = TypeVar("_Seen", bound=Node, covariant=True)


class Placed(NamedTuple, Generic[_Seen]):
    """A node, the top-level declaration it stands in, and the node whose `where` it is part of, if any."""

    node: _Seen
    owner: Declaration
    source: Node | None = None

    @property
    def scenario(self) -> Scenario | None:
        return self.owner if isinstance(self.owner, Scenario) else None


@dataclass(frozen=True)
class Workspace:
    """A program as read.

    reading: what the parser found. templates: by name, None if nobody looked for any; sender and systems: None likewise.
    sentences: what problems of templates are called, by their code, in English and Japanese.
    """

    files: tuple[SourceFile, ...]
    reading: tuple[Diagnostic, ...] = ()
    templates: Mapping[str, TemplateFacts] | None = None
    sender: SenderFacts | None = None
    systems: SystemFacts | None = None
    sentences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    root: Path = field(default_factory=Path)

    @cached_property
    def symbols(self) -> Symbols:
        return Symbols(self.files)

    @cached_property
    def declarations(self) -> tuple[Declaration, ...]:
        return tuple(each for file in self.files for each in file.declarations)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(each for each in self.declarations if isinstance(each, Scenario))

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """Declarations that could not be read."""
        return tuple(each for file in self.files for each in file.broken)

    @cached_property
    def is_whole(self) -> bool:
        """Whether everything was read, if only by mending. If not, nothing can be said of what is missing or unused."""
        read: dict[str, list[Span]] = {}
        for declaration in self.declarations:
            read.setdefault(declaration.span.file, []).append(declaration.span)
        errors = [found.span for found in self.reading if found.severity == "error"]
        return not self.broken and all(any(_holds(one, error) for one in read.get(error.file, ())) for error in errors)

    @cached_property
    def policy(self) -> tuple[tuple[PolicyRule, Policy], ...]:
        """The rules of all policies, each with the policy it stands in."""
        policies = (each for each in self.declarations if isinstance(each, Policy))
        return tuple((rule, policy) for policy in policies for rule in policy.rules)

    def text(self, span: Span) -> str:
        """What stands there."""
        return next((file.text[span.start : span.end] for file in self.files if file.path == span.file), "")

    @cached_property
    def _index(self) -> dict[type[Node], list[Placed[Node]]]:
        index: dict[type[Node], list[Placed[Node]]] = defaultdict(list)
        for owner in self.declarations:
            for placed in _within(owner):
                index[placed.node.__class__].append(placed)
        return dict(index)

    def prepare(self) -> None:
        """Works out at once what most checks ask for."""
        _ = self.symbols, self._index, self.ways

    def placed(self, kind: type[_N]) -> list[Placed[_N]]:
        """All nodes of that class with their places, in the order of the files."""
        return cast(list[Placed[_N]], self._index.get(kind, []))

    def all(self, kind: type[_N]) -> Iterator[_N]:
        """All nodes of that class, in the order of the files."""
        return (placed.node for placed in self.placed(kind))

    def nodes(self) -> Iterator[Placed[Node]]:
        """Every node with its place, class by class."""
        for placed in self._index.values():
            yield from placed

    @cached_property
    def sent(self) -> Mapping[str, tuple[Name, ...]]:
        """The mails that are sent or are part of a series, with the places that say so."""
        names = [send.mail.name for send in self.all(Send) if isinstance(send.mail, OneMail)]
        names += [name for series in self.all(Series) for name in series.mails]
        sent: dict[str, list[Name]] = {}
        for name in names:
            sent.setdefault(name.key, []).append(name)
        return {key: tuple(places) for key, places in sent.items()}

    @cached_property
    def ways(self) -> Mapping[str, Ways]:
        """The ways through each scenario, by the key of its name."""
        return {scenario.name.key: Ways(scenario) for scenario in self.scenarios}

    @cached_property
    def meant(self) -> Mapping[str, str]:
        """The mails that are sent and not there, each with the one probably meant; of two as like, the one that nobody sends."""
        if self.templates is None:
            return {}
        names = sorted(self.templates, key=lambda name: key(name) in self.sent)
        return {mail: nearest(mail, names) for mail in self.sent if mail not in self._templates}

    def template(self, name: str) -> TemplateFacts | None:
        """By its name in any width, or the one that a misspelt `send` means; None too if nobody looked for templates."""
        own = key(name)
        return self._templates.get(own) or self._templates.get(key(self.meant.get(own, "")))

    @cached_property
    def _templates(self) -> Mapping[str, TemplateFacts]:
        return {key(name): facts for name, facts in (self.templates or {}).items()}


def _holds(whole: Span, part: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _within(owner: Declaration) -> list[Placed[Node]]:
    found: list[Placed[Node]] = []
    stack: list[tuple[Node, Node | None]] = [(owner, None)]
    while stack:
        node, source = stack.pop()
        found.append(Placed(node, owner, source))
        below = children(node)
        if below:
            where = getattr(node, "where", None)
            stack += [(child, node if child is where else source) for child in reversed(below)]
    return found
