"""An editor without a screen: it speaks with the real server over its standard streams."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from engine.lsp.drafts import uri_of
from grammar.editing.lines import Lines
from tests.house.source import ROOT

SERVER = ClientServerConfig(server_command=[sys.executable, str(ROOT / "cli.py"), "lsp", "--stdio"])
PATIENCE = 20
"""Seconds a loaded machine may take for an answer."""
SETTINGS = '[workspace]\nname = "small"\nlanguage = "en"\n'


@dataclass
class Bench:
    """A workspace on disk, and the editor that has it open."""

    client: LanguageClient
    root: Path
    versions: dict[str, int] = field(default_factory=dict)

    def write(self, name: str, text: str) -> str:
        """A file on disk; the editor hears nothing of it. Its address."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return uri_of(path.resolve())

    def open(self, name: str, text: str | None = None) -> str:
        """A file as the editor opens it, with another text than on disk if one is given."""
        path = self.root / name
        uri = uri_of(path.resolve())
        said = path.read_text("utf-8") if text is None else text
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri, "nurture", 1, said)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def uri(self, name: str) -> str:
        return uri_of((self.root / name).resolve())

    def at(self, name: str, before: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
        """The place right behind the first of these words in a file on disk."""
        text = (self.root / name).read_text("utf-8")
        point = Lines(text).point(text.index(before) + len(before))
        return types.TextDocumentIdentifier(self.uri(name)), types.Position(point.line, point.unit)

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.versions[uri] += 1
        there = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(there, list(changes)))

    def rewrite(self, uri: str, text: str) -> None:
        """The whole text at once."""
        self.change(uri, types.TextDocumentContentChangeWholeDocument(text))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def tell(self, *events: tuple[str, types.FileChangeType]) -> None:
        """What happened to files on disk."""
        told = [types.FileEvent(uri, kind) for uri, kind in events]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(told))

    async def told(self, uri: str, wanted: Callable[[Sequence[types.Diagnostic]], bool]) -> Sequence[types.Diagnostic]:
        """The findings of a file but for hints, as soon as they are what is waited for."""
        return serious(await until(self.client, uri, wanted))

    async def codes(self, uri: str, *wanted: str) -> None:
        """Waits until exactly these rules are told of a file."""
        await self.told(uri, lambda found: sorted(wanted) == codes(found))


async def until(client: LanguageClient, uri: str, wanted: Callable[[Sequence[types.Diagnostic]], bool]) -> Sequence[types.Diagnostic]:
    while not (uri in client.diagnostics and wanted(client.diagnostics[uri])):
        waited: Any = client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        try:
            await asyncio.wait_for(waited, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"told instead: {[str(one.message) for one in client.diagnostics.get(uri, ())]}") from None
    return client.diagnostics[uri]


def serious(found: Sequence[types.Diagnostic]) -> list[types.Diagnostic]:
    """Those that are no hints."""
    return [one for one in found if one.severity != types.DiagnosticSeverity.Hint]


def codes(found: Sequence[types.Diagnostic]) -> list[str]:
    """The rules, without hints."""
    return sorted(str(one.code) for one in serious(found))


def edit(line: int, start: int, end: int, text: str) -> types.TextDocumentContentChangePartial:
    """A stretch of one line replaced."""
    return types.TextDocumentContentChangePartial(types.Range(types.Position(line, start), types.Position(line, end)), text)


def places(bench: Bench, found: object) -> list[tuple[str, int, int]]:
    """File, line and unit of each location."""
    told = found if isinstance(found, Sequence) else []
    root = uri_of(bench.root.resolve()) + "/"
    return [(unquote(one.uri).removeprefix(unquote(root)), one.range.start.line, one.range.start.character) for one in told]


def text_after(bench: Bench, edit: types.WorkspaceEdit | None, name: str) -> str:
    """A file with the edits that are meant for it."""
    text = (bench.root / name).read_text("utf-8")
    changes = [one for one in (edit.document_changes if edit else None) or () if isinstance(one, types.TextDocumentEdit)]
    edits = [each for change in changes if change.text_document.uri == bench.uri(name) for each in change.edits]
    return edited(text, [each for each in edits if isinstance(each, types.TextEdit)])


def edited(text: str, edits: Sequence[types.TextEdit]) -> str:
    """A text with edits, none of which overlap."""
    lines = Lines(text)
    for each in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        start = lines.offset(each.range.start.line, each.range.start.character)
        end = lines.offset(each.range.end.line, each.range.end.character)
        text = text[:start] + each.new_text + text[end:]
    return text
