"""Whatever an editor sends, it gets an answer or an error of the protocol, and the conversation goes on."""

import json
import subprocess
from collections.abc import Mapping

import pytest

from tests import ready

PATIENCE = 120
"""Seconds for a conversation on a loaded machine."""


def message(said: object) -> bytes:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def wish(number: int, method: str, params: object = None) -> bytes:
    return message({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


def notice(method: str, params: object = None) -> bytes:
    return message({"jsonrpc": "2.0", "method": method, "params": params})


FILE = "file:///nowhere-at-all/a.nurture"
ADDRESSES = ("", "http://x/y", "file:///%00", "\0", "file:///%ff")
BEGIN = wish(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}) + notice("initialized", {})
SHUTDOWN = wish(99, "shutdown")
EXIT = notice("exit")


def opened(uri: str, text: str) -> bytes:
    return notice("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "nurture", "version": 1, "text": text}})


def hover(number: int, uri: str, line: int, character: int) -> bytes:
    return wish(number, "textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})


def conversation(said: bytes) -> tuple[int, dict[object, dict[str, object]]]:
    """The code it ends with, and the answers by their numbers."""
    run = subprocess.run([*ready.nurture(), "lsp"], input=said, capture_output=True, check=False, timeout=PATIENCE)
    bodies = [part[part.index(b"{") :] for part in run.stdout.split(b"Content-Length: ")[1:]]
    answers = (json.loads(body) for body in bodies)
    return run.returncode, {answer["id"]: answer for answer in answers if "id" in answer and "method" not in answer}


HOSTILE: Mapping[str, bytes] = {
    "no json": message(b"{nonsense"),
    "binary": message(bytes(range(256))),
    "not an object": message([1, 2]) + message(b"null") + message(b'"x"') + message(b"5"),
    "far too deep": message(b"[" * 200_000 + b"]" * 200_000),
    "no head": b"\xff\xfe\0garbage\r\n\r\nhello\n\n" + b"Content-Length: -5\r\n\r\n",
    "an endless head": b"x" * 300_000 + b"\r\n",
    "unknown wishes": wish(2, "no/such") + notice("no/such"),
    "wishes for nothing": message({"jsonrpc": "2.0"}) + message({}) + message({"jsonrpc": "2.0", "id": 3}),
    "answers to nothing": message({"jsonrpc": "2.0", "id": 77, "result": 5}),
    "places that are none": opened(FILE, "scenario s {\n") + hover(2, FILE, 10**6, 2**31 - 1) + hover(3, FILE, -1, -5),
    "addresses that are none": b"".join(opened(uri, "x") + hover(2, uri, 0, 0) for uri in ADDRESSES),
    "files never opened": notice("textDocument/didClose", {"textDocument": {"uri": FILE}}) + hover(2, FILE, 0, 0),
    "half a character": opened(FILE, "\ud800 scenario"),
    "a text of megabytes": opened(FILE, "if " * 1_000_000),
    "a second beginning": BEGIN,
}


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_next_wish_is_answered_after(said: bytes) -> None:
    code, answers = conversation(BEGIN + said + SHUTDOWN + EXIT)

    assert (0, True) == (code, 99 in answers)


def test_a_wish_that_cannot_be_read_is_answered_with_an_error() -> None:
    said = wish(2, "textDocument/hover", {"textDocument": 5, "position": "x"}) + wish(3, "textDocument/hover") + wish(4, "no/such")
    _, answers = conversation(BEGIN + said + SHUTDOWN + EXIT)

    assert [-32602, -32602, -32601] == [answers[number]["error"]["code"] for number in (2, 3, 4)]  # type: ignore[index]


def test_a_message_longer_than_any_is_read_past() -> None:
    code, answers = conversation(BEGIN + b"Content-Length: 70000000\r\n\r\n" + b" " * 70_000_000 + SHUTDOWN + EXIT)

    assert (0, True) == (code, 99 in answers)


def test_a_message_that_never_ends_ends_the_conversation_in_peace() -> None:
    assert 0 == conversation(BEGIN + b"Content-Length: 99999999999999\r\n\r\n{}")[0]


def test_leaving_without_a_word_before_is_told_by_the_code() -> None:
    assert (1, 0) == (conversation(BEGIN + EXIT)[0], conversation(BEGIN + SHUTDOWN + EXIT)[0])
