"""Whatever stands in a file and wherever one points: an answer, never a failure."""

import random
from pathlib import Path

import pytest
from lsprotocol import types

from grammar.editing.lines import Lines
from tests.house.source import ROOT
from tests.lsp.kit import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILES = sorted(path for folder in ("scenarios", "tests/recipes", "docs") for path in (ROOT / folder).rglob("*.nurture") if path.is_file())
OPTIONS = types.FormattingOptions(tab_size=2, insert_spaces=True)


@pytest.mark.parametrize("file", random.Random(4).sample(FILES, 10), ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_every_request_is_answered_in_whole_and_in_half_typed_files(file: Path, bench: Bench) -> None:
    dice = random.Random(str(file.relative_to(ROOT)))
    whole = file.read_text("utf-8")
    bench.write("a.nurture", whole)
    uri = bench.open("a.nurture", whole)
    failures = len(bench.client.log_messages)
    for _ in range(4):
        end = dice.randrange(len(whole) + 1)
        for text in (whole, whole[:end], whole[:end] + dice.choice(["{", "}", '"', "lead.", "🎉", "　"]) + whole[end:]):
            bench.rewrite(uri, text)
            for offset in (end, dice.randrange(len(text) + 1)):
                await ask_everything(bench, uri, text, offset)

    errors = [one.message for one in bench.client.log_messages[failures:] if one.type == types.MessageType.Error]
    assert [] == errors


async def ask_everything(bench: Bench, uri: str, text: str, offset: int) -> None:
    client, there = bench.client, types.TextDocumentIdentifier(uri)
    point = Lines(text).point(offset)
    at = types.Position(point.line, point.unit)
    whole = types.Range(types.Position(0, 0), types.Position(9999, 0))
    await client.text_document_completion_async(types.CompletionParams(there, at))
    await client.text_document_hover_async(types.HoverParams(there, at))
    await client.text_document_definition_async(types.DefinitionParams(there, at))
    await client.text_document_references_async(types.ReferenceParams(types.ReferenceContext(True), there, at))
    await client.text_document_document_highlight_async(types.DocumentHighlightParams(there, at))
    await client.text_document_document_symbol_async(types.DocumentSymbolParams(there))
    await client.text_document_folding_range_async(types.FoldingRangeParams(there))
    await client.text_document_code_action_async(types.CodeActionParams(there, whole, types.CodeActionContext([])))
    await client.text_document_formatting_async(types.DocumentFormattingParams(there, OPTIONS))
