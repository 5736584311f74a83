"""A program of which one process reads one half of the files, and another the rest.

What checks ask of the other half is told as the nodes themselves, of a few small classes, in the tree of a declaration that is
otherwise empty; so no check is written twice. Each process keeps what it finds in its own files. A file that holds anything but
scenarios and tests, a mistake, or an allowance is read by both. Where a check asks for more than was told, one process does it all.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grammar import ast as g
from grammar.allowances import read_allowances
from grammar.diagnostics import Diagnostic
from grammar.file import Declaration, SourceFile
from grammar.model import Dealt, NotTold, Workspace
from grammar.names import MOST_COMPARED
from grammar.node import Node
from grammar.parse import ParseResult
from grammar.references import DEEDS
from grammar.telling import class_of, node_from_plain, node_to_plain
from grammar.walk import walk

Check = Callable[[Workspace], Iterable[Diagnostic]]

TOLD: frozenset[type[Node]] = frozenset((
    g.AccountDid, g.AccountHeld, g.AccountOwner, g.AccountRef, g.AccountReleased, g.Give, g.GivenTag, g.IsTagged, g.MoveToStage,
    g.OneAtATime, g.OneRunPerAccount, g.Scenario, g.ScenarioAct, g.ScoreAgainst, g.ScoreBetween, g.ScoreIs, g.Send, g.SetAttribute,
    g.SetScore, g.Split, g.Step, g.Subscribe, g.Tag, g.Test,
))  # fmt: skip
"""What checks look at across files. To look at another class is a mistake that shows: it costs the time of one process."""


Read = Callable[[str], ParseResult]
Found = Sequence[Diagnostic]
Make = Callable[[Sequence[ParseResult]], Workspace]


@dataclass(frozen=True, slots=True)
class Half:
    """Some files of a workspace, read. names: the paths of all its files, in order; results: those of the half, by path."""

    names: Sequence[str]
    results: Mapping[str, ParseResult]

    @property
    def near(self) -> Workspace:
        """These files alone."""
        return Workspace(files=tuple(one.file for one in self.results.values()))

    def message(self, near: Workspace) -> dict[str, Any]:
        """What the other half has to know, as JSON can hold it."""
        return _message(near, {name for name, one in self.results.items() if _is_plain(one)})

    def workspace(self, near: Workspace, told: Mapping[str, Any], read: Read, make: Make) -> Workspace:
        """The whole program as one sees it who has read this half. told: the message of the other."""
        results = {**self.results, **{name: read(name) for name in told["shared"]}}
        results |= {path: ParseResult(_skeleton(path, plain)) for path, plain in told["files"].items()}
        beyond = Workspace(files=tuple(results[name].file for name in self.names if name not in self.results))
        return replace(make([results[name] for name in self.names]), dealt=_dealt(near, beyond, told))

    def found(self, checks: Iterable[Check], workspace: Workspace) -> list[list[Diagnostic]]:
        """What each check finds in the files of this half, and outside of all files. Raises NotTold."""
        if any(clash.again.kind == "scenario" for clash in workspace.symbols.clashes):
            raise NotTold  # it matters which is the last of the name
        others = frozenset(self.names) - self.results.keys()
        return [[one for one in check(workspace) if one.span.file not in others] for check in checks]


def together(first: Iterable[Found], second: Iterable[Found], files: Container[str]) -> list[list[Diagnostic]]:
    """What the checks find in both halves. files: of the workspace.

    Of mails and settings both halves may find the same; then the first one's is told, since it stands where it happens first.
    """
    found: list[list[Diagnostic]] = []
    for here, there in zip(first, second, strict=True):
        known = {(one.of.id, one.span, one.words) for one in here}
        new = (one for one in there if one.span.file in files or (one.of.id, one.span, one.words) not in known)
        found.append([*here, *new])
    return found


def is_sure(*compared: int) -> bool:
    """Whether every unknown name got its suggestion: of far too many only the first ones do, and a half cannot know which these are."""
    return sum(compared) <= MOST_COMPARED


# ── what is told ────────────────────────────────────────────────────────────────────────


def _is_plain(read: ParseResult) -> bool:
    """Whether a few nodes of a file say all that matters to others."""
    file = read.file
    if read.diagnostics or file.broken or any(one.__class__ not in (g.Scenario, g.Test) for one in file.declarations):
        return False
    return not any(read_allowances(file))


def _message(near: Workspace, plain: set[str]) -> dict[str, Any]:
    kinds = (kind for kind, owners in near.kinds if kind not in TOLD and any(owner.span.file in plain for owner in owners))
    return {
        "shared": [file.path for file in near.files if file.path not in plain],
        "files": {file.path: list(map(_told_of, file.declarations)) for file in near.files if file.path in plain},
        "named": near.named,
        "mentioned": {deed: sorted(map(str, near.mentioned(deed))) for deed, _ in DEEDS.values()},
        "withheld": [kind.__name__ for kind in kinds],
    }


def _told_of(declaration: Declaration) -> list[Any]:
    return [node_to_plain(node) for node in walk(declaration) if node.__class__ in TOLD]


def _skeleton(path: str, told: Iterable[list[Any]]) -> SourceFile:
    """A file of empty declarations that keep what was told as what is found by going through them."""
    declarations: list[Declaration] = []
    for each in told:
        nodes = [node_from_plain(one, path) for one in each]
        nodes[0].kept = nodes
        declarations.append(nodes[0])
    return SourceFile(path, "", tuple(declarations))


def _dealt(near: Workspace, beyond: Workspace, told: Mapping[str, Any]) -> Dealt:
    return Dealt(
        near,
        beyond,
        named=tuple((kind, name) for kind, name in told["named"]),
        mentioned={deed: frozenset(names) for deed, names in told["mentioned"].items()},
        withheld=frozenset(map(class_of, told["withheld"])),
    )
