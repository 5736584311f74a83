"""The parser's table: built from `language.lark` once, kept beside it as JSON, never unpickled.

`python -m grammar.table` writes it. Where it is missing, or made by another Lark or another grammar, it is built in
memory (under a second) and kept for the next time if the folder can be written to.
"""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

HERE = Path(__file__).parent
GRAMMAR = HERE / "language.lark"
TABLE = HERE / "language.table.json"
OPTIONS: dict[str, Any] = {
    "start": "file",
    "parser": "lalr",
    "lexer": "basic",
    "keep_all_tokens": True,
    "maybe_placeholders": True,
}


def parser(builders: SimpleNamespace) -> lark.Lark:
    """The parser, which hands what it has read to the builder of the rule's name."""
    grammar = GRAMMAR.read_text(encoding="utf-8")
    stamp = f"{lark.__version__} {sha256(grammar.encode()).hexdigest()}"
    kept = _kept(stamp)
    if kept is None:
        text = _built(grammar, stamp)
        with suppress(OSError):
            _keep(text)
        kept = json.loads(text)
    table = _numbered(kept["table"])
    table["data"]["options"]["transformer"] = builders
    return lark.Lark.load(table)


def write() -> Path:
    """Builds the table and writes it. Raises `OSError` if the folder cannot be written to."""
    grammar = GRAMMAR.read_text(encoding="utf-8")
    _keep(_built(grammar, f"{lark.__version__} {sha256(grammar.encode()).hexdigest()}"))
    return TABLE


def _kept(stamp: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(TABLE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("stamp") == stamp else None


def _built(grammar: str, stamp: str) -> str:
    made = lark.Lark(grammar, **OPTIONS)
    data, memo = made.memo_serialize([TerminalDef, Rule])
    return json.dumps({"stamp": stamp, "table": {"data": data, "memo": memo}}, separators=(",", ":"))


def _keep(text: str) -> None:
    draft = TABLE.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(TABLE)


def _numbered(table: dict[str, Any]) -> dict[str, Any]:
    """JSON has only texts for keys; the parser's states, tokens and memo are numbered."""
    states = table["data"]["parser"]["parser"]
    states["tokens"] = {int(number): name for number, name in states["tokens"].items()}
    states["states"] = {
        int(state): {int(token): action for token, action in actions.items()}
        for state, actions in states["states"].items()
    }
    table["memo"] = {int(number): entry for number, entry in table["memo"].items()}
    return table


if __name__ == "__main__":
    write()
