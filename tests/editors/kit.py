"""How these tests see colours: what VS Code's reader of grammars says of a text, and what the parser says of it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grammar.chunks import Cutter
from grammar.lalr import Lalr
from grammar.lexer import Token, lex
from tests.house.source import ROOT

EXTENSION = ROOT / "editors" / "vscode"
PATIENCE = 120
"""Seconds a loaded machine may take for one call."""
CLASSES = {
    "comment": "comment",
    "string": "text",
    "constant.character": "text",
    "constant.numeric": "number",
    "constant.language": "word",
    "keyword.operator.nurture": "sign",
    "keyword": "word",
    "storage": "word",
    "support.type": "word",
    "punctuation": "sign",
    "entity": "name",
    "variable": "name",
}
"""What a scope says a piece of text is; the first that fits."""
VALUES = {"STRING": "text", **dict.fromkeys(("DATE", "TIME", "PERCENT", "SIGNED", "DECIMAL", "NUMBER"), "number")}

Pieces = list[tuple[int, int, int, list[str]]]


@dataclass(frozen=True)
class Bench:
    """A copy of the extension with what its tests stand on."""

    folder: Path

    def run(self, *words: str, stdin: str = "", **extra: str) -> str:
        """What the command printed. A failure shows what it complained of."""
        done = subprocess.run(
            words, cwd=self.folder, input=stdin, env=environment() | extra, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert 0 == done.returncode, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    def colours(self, texts: Mapping[str, str]) -> dict[str, Pieces]:
        """For each text its pieces: line from 0, from and to in UTF-16 units, scopes."""
        asked = json.dumps([{"name": name, "text": text} for name, text in texts.items()])
        told: dict[str, Pieces] = json.loads(self.run("node", "test/scopes.mjs", stdin=asked))
        return told

    def scopes(self, text: str, name: str = "a.nurture") -> list[tuple[str, str]]:
        """Each piece that is not blank with its innermost scope, without the language behind it."""
        return _shown(text, self.colours({name: text})[name])

    def all_scopes(self, texts: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
        """The same of many texts, by text."""
        return {text: _shown(text, pieces) for text, pieces in self.colours({text: text for text in texts}).items()}


def _shown(text: str, pieces: Pieces) -> list[tuple[str, str]]:
    lines = text.split("\n")
    cut = ((lines[line][start:end].strip(), scopes[-1]) for line, start, end, scopes in pieces)
    return [(piece, scope.removesuffix(".mail").removesuffix(".nurture")) for piece, scope in cut if piece]


def made_bench(folder: Path) -> Bench:
    """Copies the extension and installs what it needs, as its lock says. Raises `LookupError` with the reason where that cannot be."""
    for command in ("node", "npm"):
        if shutil.which(command) is None:
            raise LookupError(f"`{command}` is not on this machine")
    shutil.copytree(EXTENSION, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "*.vsix"))
    words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        subprocess.run(words, cwd=folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=True)
    except subprocess.TimeoutExpired as error:
        raise LookupError(f"the extension's packages did not come within {PATIENCE} seconds") from error
    except subprocess.CalledProcessError as error:
        raise LookupError(f"the extension's packages cannot be had: {str(error.stderr).strip()[-300:]}") from error
    return Bench(folder)


def environment() -> dict[str, str]:
    """Ours, so that node's tests run as if a person had called them."""
    return {name: value for name, value in os.environ.items() if name != "NODE_TEST_CONTEXT"}


def class_of(scope: str) -> str:
    return next((kind for start, kind in CLASSES.items() if scope.startswith(start)), scope)


def meant(text: str) -> list[tuple[Token, str]]:
    """Each word, value and sign of a text without mistakes, with what the parser took it for."""
    found: list[tuple[Token, str]] = []
    for chunk in Cutter(lex(text, "").tokens):
        machine = Lalr.start()
        for token in chunk.tokens:
            assert machine.take(token), f"{token} in line {token.span.line}"
            if token.kind == "NAME":
                found.append((token, "name" if token.type == "NAME" else "word"))
            elif token.kind != "_NL":
                found.append((token, VALUES.get(token.kind, "sign")))
    return found


def coloured(text: str, pieces: Pieces) -> list[str]:
    """For each word, value and sign of the text the class of the colour where it begins."""
    by_line: dict[int, Pieces] = {}
    for piece in pieces:
        by_line.setdefault(piece[0], []).append(piece)
    lines = text.split("\n")
    found: list[str] = []
    for token, _ in meant(text):
        line = token.span.line - 1
        unit = len(lines[line][: token.span.column - 1].encode("utf-16-le")) // 2
        scopes = next((scopes for _, start, end, scopes in by_line.get(line, []) if start <= unit < end), [""])
        found.append(class_of(scopes[-1]))
    return found
