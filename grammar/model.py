"""What the checks look at: all files of a workspace as one program, with its names and an index of its nodes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, NamedTuple, Self, TypeVar, cast

from grammar.ast import Broken, Declaration, Name, Node, OneMail, Policy, PolicyRule, Scenario, Send, Series, SourceFile
from grammar.diagnostics import Diagnostic
from grammar.facts import SenderFacts, SystemFacts, TemplateFacts
from grammar.names import Kind, Symbols, nearest
from grammar.paths import Ways
from grammar.references import DEEDS, USES, Deed, Use
from grammar.source import Span, key
from grammar.walk import walk

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


class NotTold(Exception):
    """A check asks for what only the process knows that reads the other files: one process must see all of them."""


@dataclass(frozen=True)
class Dealt:
    """How a program is dealt between two processes, as one of them sees it: the files it judges, and all others.

    Of most of the others it was told only some nodes (see `grammar.halves`), and besides which names stand there.
    withheld: the classes of which there are other nodes, that it was not told.
    """

    near: "Workspace"
    beyond: "Workspace"
    named: tuple[tuple[Kind, str], ...]
    mentioned: Mapping[Deed, frozenset[str]]
    withheld: frozenset[type[Node]]


@dataclass(frozen=True)
class Workspace:
    """A program as read.

    reading: what the parser found. templates: by name, None if nobody looked for any; sender and systems: None likewise.
    papers: what lies in the folder of assets, None if nobody looked.
    sentences: what problems of templates are called, by their code, in English and Japanese. dealt: None if one process reads it all.

    What is asked one by one (`each`, `placed`, `uses`, `mentions`, `ways`) is of the files that this process judges; what looks
    across files (`all`, `owned`, `named`, `mentioned`, `sent`, `symbols`) is of the whole program, or it raises NotTold.
    """

    files: tuple[SourceFile, ...]
    reading: tuple[Diagnostic, ...] = ()
    templates: Mapping[str, TemplateFacts] | None = None
    sender: SenderFacts | None = None
    systems: SystemFacts | None = None
    papers: frozenset[str] | None = None
    sentences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    root: Path = field(default_factory=Path)
    dealt: Dealt | None = None

    @property
    def near(self) -> "Workspace":
        """The files that this process judges."""
        return self.dealt.near if self.dealt else self

    @property
    def whole(self) -> Self:
        """For what looks at everything there is. Raises NotTold."""
        if self.dealt:
            raise NotTold
        return self

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
    def _index(self) -> dict[type[Node], tuple[list[Node], list[Declaration]]]:
        """By class all nodes, and the declaration each stands in."""
        index: dict[type[Node], tuple[list[Node], list[Declaration]]] = defaultdict(lambda: ([], []))
        for owner in self.declarations:
            for node in walk(owner):
                nodes, owners = index[node.__class__]
                nodes.append(node)
                owners.append(owner)
        return dict(index)

    def prepare(self) -> None:
        """Works out at once what most checks ask for."""
        _ = self.symbols, self._sources, self.uses

    def placed(self, kind: type[_N]) -> list[Placed[_N]]:
        """Each node of that class with its place, in the order of the files."""
        near = self.near
        return [Placed(node, owner, near._sources.get(id(node))) for node, owner in zip(*near._of(kind), strict=True)]

    def each(self, kind: type[_N]) -> Sequence[_N]:
        """Each node of that class, for who looks at one after the other."""
        return self.near._of(kind)[0]

    def all(self, kind: type[_N]) -> Sequence[_N]:
        """All nodes of that class in the whole program, in the order of the files."""
        return [node for node, _ in self.owned(kind)] if self.dealt else self._of(kind)[0]

    def owned(self, kind: type[_N]) -> Iterable[tuple[_N, Declaration]]:
        """The same, each with the declaration it stands in."""
        if self.dealt is None:
            return zip(*self._of(kind), strict=True)
        if kind in self.dealt.withheld:
            raise NotTold(kind.__name__)
        found = [*self.dealt.near.owned(kind), *self.dealt.beyond.owned(kind)]
        return sorted(found, key=lambda one: self._order[one[1].span.file])

    def _of(self, kind: type[_N]) -> tuple[list[_N], list[Declaration]]:
        return cast(tuple[list[_N], list[Declaration]], self._index.get(kind, ([], [])))

    @property
    def kinds(self) -> Iterable[tuple[type[Node], Sequence[Declaration]]]:
        """The classes of the nodes there are, each with the declarations they stand in."""
        return ((kind, owners) for kind, (_, owners) in self._index.items())

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {file.path: number for number, file in enumerate(self.files)}

    @cached_property
    def _sources(self) -> Mapping[int, Node]:
        """By the identity of a node below a `where`: what it is asked of. Of two around it, the inner one."""
        filtered = (node for nodes, _ in self._index.values() for node in nodes if getattr(node, "where", None) is not None)
        outer_first = sorted(filtered, key=lambda node: node.span.start)
        return {id(below): node for node in outer_first for below in walk(getattr(node, "where"))}  # noqa: B009 - all of them have one

    @cached_property
    def uses(self) -> Sequence[Use]:
        """Every name of a declaration that something needs, class by class."""
        if self.dealt:
            return self.dealt.near.uses
        return [use for kind, (nodes, _) in self._index.items() if (find := USES.get(kind)) for node in nodes for use in find(node)]

    @cached_property
    def named(self) -> Sequence[tuple[Kind, str]]:
        """What is used anywhere in the program, each name once."""
        if self.dealt is None:
            return list(dict.fromkeys((kind, str(name)) for kind, name in self.uses))
        return list(dict.fromkeys([*self.dealt.near.named, *self.dealt.beyond.named, *self.dealt.named]))

    def mentions(self, deed: Deed) -> list[Name]:
        """The names to which that is done, class by class."""
        return [name for kind, (done, find) in DEEDS.items() if done == deed for node in self.each(kind) for name in find(node)]

    def mentioned(self, deed: Deed) -> frozenset[str]:
        """The keys of the names to which that is done anywhere in the program."""
        own = frozenset(name.key for name in self.mentions(deed))
        return own | self.dealt.beyond.mentioned(deed) | self.dealt.mentioned[deed] if self.dealt else own

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
        return {scenario.name.key: Ways(scenario) for scenario in self.each(Scenario)}

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
