"""Older texts of pinned scenarios beside today's files: those that are still understood, and those that name what is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.store.hot import Tx
from engine.store.programs import Edition, Stored
from engine.work.deployments import text_of
from engine.work.editions import staying
from grammar.ast import Scenario, SourceFile
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.workspace import check_workspace


@dataclass(frozen=True, slots=True)
class Refusal:
    """An older text that today's files cannot carry. findings: what it names and they do not have, in the files as `workspace`."""

    edition: Edition
    runs: int
    findings: tuple[Diagnostic, ...]
    workspace: Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """needed: the older texts the new program holds."""

    needed: tuple[Edition, ...]
    refusals: tuple[Refusal, ...]


def kept(tx: Tx, before: Stored | None, workspace: Workspace) -> Kept:
    """What the program of this workspace must hold on to. A text in which nobody stands is let go where it is not understood any more."""
    needed, refusals = [], []
    for one in staying(tx, before, workspace.files):
        beside = _beside(workspace, one.edition)
        findings = tuple(_errors(beside, one.edition))
        if not findings:
            needed.append(one.edition)
        elif one.runs:
            refusals.append(Refusal(one.edition, one.runs, findings, beside))
    return Kept(tuple(needed), tuple(refusals))


def _beside(workspace: Workspace, edition: Edition) -> Workspace:
    """The workspace with the older text in the place of today's."""
    others = [replace(file, declarations=tuple(one for one in file.declarations if not _is_it(one, edition))) for file in workspace.files]
    older = SourceFile(edition.source.path, edition.source.text, (text_of(edition),))
    return replace(workspace, files=(*others, older))


def _is_it(declaration: object, edition: Edition) -> bool:
    return isinstance(declaration, Scenario) and declaration.name == edition.scenario


def _errors(beside: Workspace, edition: Edition) -> Iterator[Diagnostic]:
    return (one for one in check_workspace(beside) if one.severity == "error" and one.span.file == edition.source.path)
