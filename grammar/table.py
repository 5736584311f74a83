"""The parser's table: made from `language.lark` once, kept beside it as plain JSON, never unpickled.

`python -m grammar.table` writes it. Where it is missing, or of another grammar, it is made in memory (under a second)
and kept for the next time if the folder can be written to. Only then Lark is loaded: who reads needs the table only.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GRAMMAR = HERE / "language.lark"
TABLE = HERE / "language.table.json"
FORM = 2
"""Of the table; another number is another form."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """What becomes of the last `size` symbols: an `origin`, made by the builder `name` of those that are `taken`.

    taken: places, whether what stands there is put in piece by piece, and how many absent parts come before; `absent`
    more come last. single: one part alone stands for itself. repeats: the first symbol is of this origin too.
    """

    origin: int
    size: int
    name: str
    single: bool
    repeats: bool
    taken: Sequence[tuple[int, bool, int]]
    absent: int


class Rows(dict[int, dict[int, int]]):
    """By state: what to do with a symbol. From 0: go to that state; below: the reduction at `~number`."""

    def __init__(self, flat: list[list[int]]) -> None:
        super().__init__()
        self._flat = flat

    def all(self) -> Iterator[dict[int, int]]:
        """Every row."""
        return (self[state] for state in range(len(self._flat)))

    def __missing__(self, state: int) -> dict[int, int]:
        flat = self._flat[state]
        row = self[state] = dict(zip(flat[::2], flat[1::2], strict=True))
        return row


@dataclass(frozen=True, slots=True)
class Table:
    """Symbols are numbered, the terminals first. words: keywords and signs by their text."""

    symbols: tuple[str, ...]
    terminals: int
    numbers: Mapping[str, int]
    words: Mapping[str, int]
    spelled: Mapping[int, str]
    reductions: tuple[Reduction, ...]
    rows: Rows
    start: int


@cache
def table() -> Table:
    """The table of the grammar as it was when this process first asked: the ways of the parser are kept by its numbers."""
    grammar = GRAMMAR.read_bytes()
    kept = _kept(_stamp(grammar))
    if kept is None:
        text = _made(grammar)
        with suppress(OSError):
            _keep(text)
        kept = json.loads(text)
    return _read(kept["table"])


def write() -> Path:
    """Makes the table and writes it. One that is the same keeps its date: what is remembered of a check hangs on it.

    Raises `OSError` if the folder cannot be written to.
    """
    text = _made(GRAMMAR.read_bytes())
    if not TABLE.exists() or TABLE.read_text("utf-8") != text:
        _keep(text)
    return TABLE


def _stamp(grammar: bytes) -> str:
    return f"{FORM} {sha256(grammar).hexdigest()}"


def _kept(stamp: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(TABLE.read_bytes())
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("stamp") == stamp else None


def _made(grammar: bytes) -> str:
    from grammar.table_making import made

    return json.dumps({"stamp": _stamp(grammar), "table": made(grammar.decode())}, ensure_ascii=False, separators=(",", ":"))


def _keep(text: str) -> None:
    draft = TABLE.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(TABLE)


def _read(kept: dict[str, Any]) -> Table:
    symbols, words = tuple(kept["symbols"]), kept["words"]
    return Table(
        symbols=symbols,
        terminals=kept["terminals"],
        numbers={name: number for number, name in enumerate(symbols)},
        words=words,
        spelled={number: text for text, number in words.items()},
        reductions=tuple(Reduction(*one) for one in kept["reductions"]),
        rows=Rows(kept["states"]),
        start=kept["start"],
    )


if __name__ == "__main__":
    write()
