"""One server for each way of counting; and one that must outlive what goes wrong."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.house.source import ROOT
from tests.lsp.kit import PATIENCE, SERVER, SETTINGS, Bench

LINE = '  tag "資料🎉" wait\n'
UNITS = [("utf-8", 19), ("utf-16", 13), ("utf-32", 12)]


@pytest_lsp.fixture(config=SERVER)  # type: ignore[untyped-decorator]
async def plain(plain: LanguageClient) -> Any:
    """A server nobody has spoken with yet."""
    yield


@pytest.mark.asyncio
@pytest.mark.parametrize(("units", "unit"), UNITS)
async def test_places_are_counted_as_the_editor_wishes(units: str, unit: int, plain: LanguageClient, tmp_path: Path) -> None:
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(units)])
    known = types.ClientCapabilities(general=general)
    begun = await plain.initialize_session(types.InitializeParams(capabilities=known, initialization_options={"language": "ja"}))
    bench = Bench(plain, tmp_path)
    bench.write("nurture.toml", SETTINGS)
    bench.write("a.nurture", "scenario s {\n  enter by hand\n" + LINE + "}\n")
    uri = bench.open("a.nurture")
    found = await bench.told(uri, lambda found: any("wait" in str(one.message) for one in found))
    await plain.shutdown_session()

    assert units == begun.capabilities.position_encoding
    assert [unit] == [one.range.start.character for one in found if "wait" in str(one.message)]
    assert not str(found[0].message).isascii()


@pytest.mark.asyncio
async def test_a_wish_that_makes_no_sense_ends_nothing(plain: LanguageClient, tmp_path: Path) -> None:
    await plain.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities()))
    bench = Bench(plain, tmp_path)
    bench.write("a.nurture", "scenario s {\n  enter by hand\n  stop\n}\n")
    uri = bench.open("a.nurture")
    nowhere = types.TextDocumentIdentifier("file:///nowhere/b.nurture"), types.Position(7, 7)
    beyond = types.TextDocumentIdentifier(uri), types.Position(999, 999)

    assert await plain.text_document_hover_async(types.HoverParams(*nowhere)) is None
    assert await plain.text_document_definition_async(types.DefinitionParams(*nowhere)) is None
    assert await plain.text_document_hover_async(types.HoverParams(*beyond)) is None
    await plain.shutdown_session()


def test_the_server_ends_when_the_editor_is_gone() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "lsp"], input=b"", capture_output=True, timeout=PATIENCE * 3, check=False
    )

    assert (0, b"") == (done.returncode, done.stdout)


@pytest.mark.asyncio
async def test_what_goes_wrong_inside_is_a_sentence_in_the_log(tmp_path: Path) -> None:
    """A message that is none of the protocol's."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "cli.py"), "lsp", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, env={"PATH": "/usr/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert server.stdin is not None and server.stdout is not None
    for told in (
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "textDocument/didChange", "params": {"textDocument": {"uri": 5}, "contentChanges": "x"}},
        {"id": 2, "method": "textDocument/hover", "params": {"textDocument": 5}},
        {"id": 3, "method": "shutdown"},
    ):
        body = json.dumps({"jsonrpc": "2.0", **told}).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    server.stdin.write(b"Content-Length: 33\r\n\r\n" + b'{"jsonrpc":"2.0","method":"exit"}')
    out, _ = await asyncio.wait_for(server.communicate(), PATIENCE)

    assert b'"id": 3' in out
    assert 0 == server.returncode
