"""Every name of a program with what it stands for: declared here, used there."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from grammar.ast import Broken, Declaration, Name, Node
from grammar.editing.standing import meaning, standing_in
from grammar.model import Workspace
from grammar.names import WORDS
from grammar.node import parts_of


class Target(NamedTuple):
    """What a name stands for. owner: the key of what it lives in (the event of a field, the score of a level), or empty."""

    sort: str
    key: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in a text. targets: several where it means a field of each of several entering events."""

    name: Name
    targets: tuple[Target, ...]
    declares: bool
    node: Node
    within: Declaration | Broken

    @property
    def sort(self) -> str:
        return self.targets[0].sort


def occurrences_in(declaration: Declaration) -> Iterator[Occurrence]:
    """The names of one declaration, its own first."""
    for standing in standing_in(declaration):
        for part, name in _names(standing.node):
            said = meaning(standing, part, name)
            if said is not None:
                targets = tuple(Target(said.sort, name.key, owner) for owner in said.owners)
                yield Occurrence(name, targets, said.declares, standing.node, standing.declaration)


def _names(node: Node) -> Iterator[tuple[str, Name]]:
    for part in parts_of(type(node)):
        value = getattr(node, part)
        if isinstance(value, Name):
            yield part, value
        elif isinstance(value, tuple):
            yield from ((part, each) for each in value if isinstance(each, Name))


class Index:
    """All occurrences of a program, by what they stand for and by where they stand."""

    def __init__(self, occurrences: Iterable[Occurrence]) -> None:
        self.all = tuple(occurrences)

    @cached_property
    def _targets(self) -> Mapping[Target, list[Occurrence]]:
        found: dict[Target, list[Occurrence]] = {}
        for each in self.all:
            for target in each.targets:
                found.setdefault(target, []).append(each)
        return found

    @cached_property
    def _files(self) -> Mapping[str, list[Occurrence]]:
        found: dict[str, list[Occurrence]] = {}
        for each in sorted(self.all, key=lambda one: one.name.span.start):
            found.setdefault(each.name.span.file, []).append(each)
        return found

    def at(self, file: str, offset: int) -> Occurrence | None:
        """The name at that character, or right before it."""
        placed = self._files.get(file, [])
        place = bisect_right(placed, offset, key=lambda one: one.name.span.start) - 1
        found = placed[place] if place >= 0 else None
        return found if found and found.name.span.start <= offset <= found.name.span.end else None

    def in_file(self, file: str) -> list[Occurrence]:
        """In the order of the text."""
        return self._files.get(file, [])

    def of(self, target: Target) -> list[Occurrence]:
        """All that stand for it, in the order of the files."""
        return self._targets.get(target, [])

    def declarations(self, target: Target) -> list[Occurrence]:
        return [each for each in self.of(target) if each.declares]

    def targets(self, sort: str, owner: str | None = None) -> list[Target]:
        """What is declared of that sort, in the order of the files."""
        fits = (one for one, each in self._targets.items() if one.sort == sort and any(use.declares for use in each))
        return [one for one in fits if owner is None or one.owner == owner]


def own_name(declaration: Declaration | Broken) -> str:
    """The key of its name; empty if it has none."""
    name = getattr(declaration, "name", None)
    return name.key if isinstance(name, Name) else ""


def broken_name(broken: Broken) -> tuple[Occurrence, ...]:
    """A declaration that cannot be read is still known by its name."""
    sort = WORDS.get(broken.word)
    if broken.name is None or sort is None:
        return ()
    return (Occurrence(broken.name, (Target(sort, broken.name.key),), True, broken, broken),)


def index_of(workspace: Workspace) -> Index:
    """All names of a program, those of declarations that cannot be read too."""
    read = (each for one in workspace.declarations for each in occurrences_in(one))
    return Index((*read, *(each for one in workspace.broken for each in broken_name(one))))
