"""All files of a workspace as one program: read, named, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from grammar.checks import CHECKS, not_yet, remains
from grammar.checks.gathering import gathered
from grammar.checks.spoilt import Spoilt
from grammar.diagnostics import Diagnostic, Sifted, by_place
from grammar.encodings import decoded
from grammar.facts import SenderFacts, TemplateFacts
from grammar.file import Broken, SourceFile
from grammar.file_rules import NOT_UTF8, unreadable
from grammar.folder import source_names
from grammar.limits import told
from grammar.model import Workspace
from grammar.parse import ParseResult, parse
from grammar.side_by_side import Runner, one_by_one
from grammar.source import Span
from grammar.suppress import sifted


def load_workspace(
    root: Path,
    templates: Mapping[str, TemplateFacts] | None = None,
    *,
    sender: SenderFacts | None = None,
    sentences: Mapping[str, tuple[str, str]] | None = None,
) -> Workspace:
    """Read every `*.nurture` in the folder of a `nurture.toml`, and in folders inside it, as one program.

    Paths in findings are relative to that folder. templates: facts by name; None: nobody looked, so nothing is said of
    them; sender: likewise. sentences: what problems of templates are called, by code, in English and Japanese.
    """
    return assemble([read_in(root, name) for name in source_names(root)], templates, sender=sender, sentences=sentences, root=root)


def assemble(
    results: Iterable[ParseResult],
    templates: Mapping[str, TemplateFacts] | None = None,
    *,
    sender: SenderFacts | None = None,
    sentences: Mapping[str, tuple[str, str]] | None = None,
    root: Path | None = None,
) -> Workspace:
    """One program of files that were read already."""
    read_ones = list(results)
    return Workspace(
        files=tuple(result.file for result in read_ones),
        reading=tuple(found for result in read_ones for found in result.diagnostics),
        templates=templates,
        sender=sender,
        sentences=sentences or {},
        root=root or Path(),
    )


def drafted(workspace: Workspace, drafts: Mapping[str, str]) -> Workspace:
    """The same program with these texts in the place of files, or beside them. drafts: by path in the workspace."""
    if not drafts:
        return workspace
    results = [parse(text, name) for name, text in drafts.items()]
    files = [file for file in workspace.files if file.path not in drafts] + [result.file for result in results]
    reading = [found for found in workspace.reading if found.span.file not in drafts]
    return replace(
        workspace,
        files=tuple(sorted(files, key=lambda file: file.path)),
        reading=tuple(reading + [found for result in results for found in result.diagnostics]),
    )


def read(path: Path, root: Path) -> ParseResult:
    """A file, or the finding that it cannot be read."""
    return _read(path, path.relative_to(root).as_posix())


def read_in(root: Path, name: str) -> ParseResult:
    """The same for a file by its name in the folder."""
    return _read(f"{root}/{name}", name)


def _read(path: Path | str, name: str) -> ParseResult:
    try:
        with open(path, "rb", buffering=0) as file:
            text, encoding = decoded(file.read())
    except OSError as error:
        return _unread(name, unreadable(_start_of(name), error))
    result = parse(_with_line_feeds(text), name)
    if encoding == "UTF-8":
        return result
    # Its names are known all the same; places in it would be wrong for whoever opens the file.
    lost = Broken(word="", span=_start_of(name)._replace(end=len(result.file.text)))
    return ParseResult(replace(result.file, broken=(lost,)), (NOT_UTF8.at(_start_of(name), encoding=encoding),))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def check_workspace(workspace: Workspace) -> list[Diagnostic]:
    """Everything there is to say, sorted by file and line. Those of severity `info` are only hints: show them on demand.

    What a comment allows with a reason (`# allow X501 because …`) is not said: `verdict` has it apart.
    """
    return list(verdict(workspace).findings)


def verdict(workspace: Workspace, run: Runner = one_by_one) -> Sifted:
    """Everything there is to say, and apart from it what its writers allowed. run: how the checks are gone through."""
    found = [*workspace.reading]
    spoilt = Spoilt(workspace)
    for said in run(CHECKS, workspace):
        found += (each for each in said if not spoilt.explains(each))
    found += remains.check(workspace)
    apart = sifted(workspace, by_place(found))
    return Sifted(tuple(told(by_place(gathered(by_place(apart.findings))))), by_place(apart.allowed))


def not_yet_executed(workspace: Workspace) -> list[Diagnostic]:
    """What the program uses and the engine does not execute yet: `run` refuses it with these sentences."""
    return list(by_place(not_yet.check(workspace)))


def _unread(name: str, finding: Diagnostic) -> ParseResult:
    return ParseResult(SourceFile(name, "", ()), (finding,))


def _start_of(name: str) -> Span:
    return Span(name, 0, 0, 1, 1, 1, 1)
