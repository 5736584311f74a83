"""What a keystroke costs in a file of a thousand lines: the real server, over its streams, until its list of proposals is there."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from benchmarks.race import Contender, Row
from grammar.parse import parse

ROOT = Path(__file__).parents[1]
LINES = 1_000
SCENARIO = """\
scenario nurturing-{number} {{
  enter on download where asset is "whitepaper"
  goal on booking
  step thanks {{
    send thanks
    wait 3 days
  }}
  if score interest >= 40 and clicked thanks {{
    send story at 10:00
    wait for booking up to 7 days {{
      stop because "booked"
    }} timeout {{
      send invitation
    }}
  }} else {{
    tag "cold"
  }}
}}
"""
CATALOGUE = """\
event download {
  asset: text
}
event booking
score interest {
  on download give +10 points
}
"""
BARE = """\
from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")

@server.feature(types.TEXT_DOCUMENT_COMPLETION)
def complete(params):
    return types.CompletionList(False, [])

server.start_io()
"""


@dataclass
class Editor:
    """Speaks with a server: one keystroke, one wish for proposals, one answer."""

    told: IO[bytes]
    heard: IO[bytes]
    uri: str
    line: int
    count: int = 0
    typed: list[str] = field(default_factory=list)

    def begin(self, text: str) -> None:
        known: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
        self.ask("initialize", known)
        self.tell("initialized", {})
        there = {"uri": self.uri, "languageId": "nurture", "version": 0, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": there})
        self.stroke()

    def stroke(self) -> int:
        """`  if score interest …` letter by letter; after it the line is taken back."""
        letters = "  if score interest >= 40 and clicked thanks {"
        column = len(self.typed)
        if column == len(letters):
            self.typed.clear()
            self._edit(0, column, "")
            return self.stroke()
        self.typed.append(letters[column])
        self._edit(column, column, letters[column])
        place = {"line": self.line, "character": column + 1}
        self.ask("textDocument/completion", {"textDocument": {"uri": self.uri}, "position": place})
        return 1

    def _edit(self, start: int, end: int, text: str) -> None:
        self.count += 1
        stretch = {"start": {"line": self.line, "character": start}, "end": {"line": self.line, "character": end}}
        there = {"uri": self.uri, "version": self.count}
        self.tell("textDocument/didChange", {"textDocument": there, "contentChanges": [{"range": stretch, "text": text}]})

    def tell(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.told.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.told.flush()

    def ask(self, method: str, params: Any) -> Any:
        self.count += 1
        mine = self.count
        self.tell(method, params, id=mine)
        while True:
            size = 0
            while (line := self.heard.readline().strip()) != b"":
                size = int(line.partition(b":")[2]) if line.lower().startswith(b"content-length") else size
            answer = json.loads(self.heard.read(size))
            if answer.get("id") == mine:
                return answer["result"]


@contextmanager
def typing() -> Iterator[Sequence[Contender]]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = CATALOGUE + "".join(SCENARIO.format(number=number) for number in range(LINES // SCENARIO.count("\n")))
        (folder / "nurture.toml").write_text('[workspace]\nname = "long"\n', encoding="utf-8")
        (folder / "long.nurture").write_text(text, encoding="utf-8")
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        ours = [sys.executable, str(ROOT / "cli.py"), "lsp"]
        with _server(ours, folder, text) as our_editor, _server([sys.executable, "bare.py"], folder, text) as bare_editor:
            yield [
                Contender("nurture lsp: a letter, its proposals", "ours", our_editor.stroke),
                Contender("the whole file read anew", "peer", lambda: _read(text), note="in one process, without any answer"),
                Contender("pygls alone, which proposes nothing", "limit", bare_editor.stroke),
            ]


def _read(text: str) -> int:
    parse(text)
    return 1


@contextmanager
def _server(command: Sequence[str], folder: Path, text: str) -> Iterator[Editor]:
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=quiet) as process:
        assert process.stdin is not None and process.stdout is not None
        line = text[: text.index("  step thanks", len(text) // 2)].count("\n")
        lines = text.split("\n")
        lines.insert(line, "")
        editor = Editor(process.stdin, process.stdout, (folder / "long.nurture").as_uri(), line)
        editor.begin("\n".join(lines))
        try:
            yield editor
        finally:
            process.kill()


ROWS = (Row("keystroke", "a letter in a file of 1,000 lines", "one keystroke with its proposals", 6.0, partial(typing)),)
