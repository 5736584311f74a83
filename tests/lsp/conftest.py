"""One server for the tests of a file; each test has a workspace of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.lsp.kit import SERVER, SETTINGS, Bench


@pytest_lsp.fixture(config=SERVER, scope="module")  # type: ignore[untyped-decorator]
async def client(client: LanguageClient) -> AsyncIterator[None]:
    """An editor that counts in UTF-16 and can do all we need."""
    window = types.WindowClientCapabilities(show_message=types.ShowMessageRequestClientCapabilities())
    edits = types.WorkspaceEditClientCapabilities(document_changes=True, resource_operations=[types.ResourceOperationKind.Rename])
    snippets = types.ClientCompletionItemOptions(snippet_support=True, documentation_format=[types.MarkupKind.Markdown])
    completing = types.CompletionClientCapabilities(completion_item=snippets)
    known = types.ClientCapabilities(
        window=window,
        workspace=types.WorkspaceClientCapabilities(workspace_edit=edits),
        text_document=types.TextDocumentClientCapabilities(completion=completing),
    )
    await client.initialize_session(types.InitializeParams(capabilities=known, initialization_options={"language": "en"}))
    yield
    await client.shutdown_session()


@pytest.fixture
def bench(client: LanguageClient, tmp_path: Path) -> Bench:
    """A workspace with settings and nothing else."""
    made = Bench(client, tmp_path)
    made.write("nurture.toml", SETTINGS)
    return made
