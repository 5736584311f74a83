"""The server as editors see it: which wish is answered by which function."""

import gc
import logging
import os
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from engine.lsp import acting, completing, hovering, naming, outlining
from engine.lsp.drafts import path_of
from engine.lsp.editor import Editor, files_of
from engine.lsp.hearing import Hearing
from engine.lsp.naming import Refused
from engine.lsp.telling import Tell, Teller
from engine.settings.workspace import CONFIG
from grammar.diagnostics import Language
from grammar.editing.lines import Units

NAME = "nurture"
WATCHED = ("**/*.nurture", f"**/{CONFIG}", "**/*.md", "**/*.html")

_SELDOM = (20_000, 50, 100)
"""Trees have no cycles: looking for some in all of them would cost a keystroke a tenth of a second and find nothing."""

Answer = Callable[[Editor, Any], Any]


class _Protocol(LanguageServerProtocol):
    """Keeps no texts of its own: pygls takes more characters for line breaks than editors do."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A wish that cannot be read is answered, so that nobody waits for it."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], error=error.to_response_error())
            raise

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class _Server(LanguageServer):
    """What goes wrong in one request is told in a sentence, and the next one is answered."""

    def __init__(self, version: str, tell: Tell, language: Language) -> None:
        super().__init__(NAME, version, protocol_cls=_Protocol)
        self.editor = Editor(Teller(self.show, tell, language), self.fail, self.say)
        self.was_told = False
        self.was_sent_away = False

    @property
    def code(self) -> int:
        """1 if the editor left without a word before, as the protocol has it."""
        return int(self.was_sent_away and not self.was_told)

    def show(self, uri: str, found: Sequence[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, list(found), version))

    def say(self, text: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, text))

    def report_server_error(self, error: Exception, source: Any) -> None:
        if getattr(error, "code", 0) != Refused.CODE:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """Told in the editor's log and on the error stream."""
        lines = str(error).strip().splitlines()
        why = lines[-1] if lines else type(error).__name__
        text = {"en": f"nurture could not answer the editor: {why}", "ja": f"エディターの要求に応えられませんでした：{why}"}
        logging.error(text[self.editor.language])
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, text[self.editor.language]))


def serve(*, version: str, tell: Tell, language: Language) -> int:
    """Speaks over the standard streams until the editor ends it; the code to end with."""
    logging.basicConfig(level=logging.ERROR, format="nurture lsp: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    gc.set_threshold(*_SELDOM)
    # The server closes what it speaks through; the streams themselves stay for whoever called.
    with open(os.dup(sys.stdin.fileno()), "rb") as heard, open(os.dup(sys.stdout.fileno()), "wb") as said:
        server = made_server(version=version, tell=tell, language=language)
        server.start_io(cast(BinaryIO, Hearing(heard)), said)
    return server.code


def made_server(*, version: str, tell: Tell, language: Language) -> _Server:
    """The server with all that it answers."""
    server = _Server(version, tell, language)
    for name, answer in NOTICES:
        server.feature(name)(_heard(server.editor, answer))
    for name, answer, options in WISHES:
        server.feature(name, options)(_answered(server.editor, answer))
    server.feature(types.INITIALIZE)(lambda params: _began(server, params))
    server.feature(types.INITIALIZED)(lambda _params: _ready(server))
    server.feature(types.SHUTDOWN)(lambda _params: setattr(server, "was_told", True))
    server.feature(types.EXIT)(lambda _params: setattr(server, "was_sent_away", True))
    return server


def _heard(editor: Editor, answer: Answer) -> Callable[[Any], Any]:
    return lambda params: answer(editor, params)


def _answered(editor: Editor, answer: Answer) -> Callable[[Any], Any]:
    """Whoever asks while a workspace is being read gets the answer of the whole workspace."""

    async def handle(params: Any) -> Any:
        await editor.settled()
        return answer(editor, params)

    return handle


def _began(server: _Server, params: types.InitializeParams) -> None:
    editor = server.editor
    wish = params.initialization_options
    said = wish.get("language") if isinstance(wish, dict) else getattr(wish, "language", None)
    if said in ("en", "ja"):
        editor.teller.language = said
    can = params.capabilities.workspace.workspace_edit if params.capabilities.workspace else None
    editor.can.document_changes = bool(can and can.document_changes)
    editor.can.rename_files = types.ResourceOperationKind.Rename in ((can.resource_operations if can else None) or ())
    texts = params.capabilities.text_document
    items = texts.completion.completion_item if texts and texts.completion else None
    editor.can.snippets = bool(items and items.snippet_support)
    units: Any = server.workspace.position_encoding
    editor.drafts.units = _UNITS.get(str(getattr(units, "value", units)), "utf-16")


_UNITS: dict[str, Units] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}


def _ready(server: _Server) -> None:
    folders = [path_of(folder.uri) for folder in server.workspace.folders.values()]
    root = server.workspace.root_uri
    server.editor.begin(path for path in [*folders, path_of(root) if root and not folders else None] if path)
    watching = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
    if watching and watching.dynamic_registration:
        server.editor.can.watch_files = True
        server.editor.start(_watch(server))


async def _watch(server: _Server) -> None:
    watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    wish = types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    await server.client_register_capability_async(types.RegistrationParams([wish]))


def _opened(editor: Editor, params: types.DidOpenTextDocumentParams) -> None:
    editor.opened(params.text_document)


def _changed(editor: Editor, params: types.DidChangeTextDocumentParams) -> None:
    editor.changed(params)


def _closed(editor: Editor, params: types.DidCloseTextDocumentParams) -> None:
    editor.closed(params.text_document.uri)


def _saved(editor: Editor, params: types.DidSaveTextDocumentParams) -> None:
    path: Path | None = path_of(params.text_document.uri)
    editor.disk_changed([path] if path else [])


def _disk_changed(editor: Editor, params: types.DidChangeWatchedFilesParams) -> None:
    editor.disk_changed(files_of(params.changes))


def _folders_changed(editor: Editor, params: types.DidChangeWorkspaceFoldersParams) -> None:
    editor.begin(path for folder in params.event.added if (path := path_of(folder.uri)))


NOTICES: tuple[tuple[str, Answer], ...] = (
    (types.TEXT_DOCUMENT_DID_OPEN, _opened),
    (types.TEXT_DOCUMENT_DID_CHANGE, _changed),
    (types.TEXT_DOCUMENT_DID_CLOSE, _closed),
    (types.TEXT_DOCUMENT_DID_SAVE, _saved),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _disk_changed),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _folders_changed),
)
WISHES: tuple[tuple[str, Answer, Any], ...] = (
    (types.TEXT_DOCUMENT_DEFINITION, naming.definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, naming.references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, naming.highlight, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, naming.prepare_rename, None),
    (types.TEXT_DOCUMENT_RENAME, naming.rename, types.RenameOptions(prepare_provider=True)),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, outlining.document_symbols, None),
    (types.WORKSPACE_SYMBOL, outlining.workspace_symbols, None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, outlining.folding, None),
    (types.TEXT_DOCUMENT_COMPLETION, completing.completion, completing.OPTIONS),
    (types.COMPLETION_ITEM_RESOLVE, completing.resolve, None),
    (types.TEXT_DOCUMENT_HOVER, hovering.hover, None),
    (types.TEXT_DOCUMENT_FORMATTING, acting.formatting, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, acting.code_actions, types.CodeActionOptions(code_action_kinds=acting.KINDS)),
)
