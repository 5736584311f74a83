"""A file that is being written is read as if it were read anew each time, to the last span."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grammar.ast import Name, Node
from grammar.file import SourceFile
from grammar.incremental import Draft
from grammar.node import parts_of
from grammar.parse import ParseResult, parse
from grammar.source import Span
from grammar.walk import walk
from tests.house.source import ROOT

FILES = sorted(path for path in (ROOT / "scenarios").rglob("*.nurture") if path.is_file())
PIECES = (
    "", " ", "\n", "\r\n", "{", "}", "[", "]", '"', "#", "# 注\n", "}\n", "{\n", "topic t\n", "\nscenario 甲 {\n", "persona p while",
    "account", "3 days", "３日", "｛", "\u3000", "、", "is not", "lead.", "wait", "step a {", "else", "e\u0301", "x",
)  # fmt: skip


def places(result: ParseResult) -> Iterator[object]:
    """Everything that has a place in what was read, with its place."""
    file: SourceFile = result.file
    for top in (*file.declarations, *file.broken):
        for node in walk(top):
            yield type(node).__name__, node.span, tuple(_names(node))
    yield from ((comment, comment.span) for comment in file.comments)


def _names(node: Node) -> Iterator[tuple[str, Span]]:
    values = [getattr(node, part) for part in (*parts_of(type(node)), "span")]
    flat = [one for value in values for one in (value if isinstance(value, tuple) and not isinstance(value, Span) else (value,))]
    return ((str(one), one.span) for one in flat if isinstance(one, Name))


def edited(text: str, dice: Random) -> str:
    start = dice.randint(0, len(text))
    end = min(len(text), start + dice.choice((0, 0, 0, 1, 1, 2, 5, 30, 200)))
    return text[:start] + dice.choice(PIECES) + text[end:]


def same(draft: Draft, text: str) -> None:
    result, whole = draft.read(text), parse(text, draft.path)
    assert whole == result
    assert list(places(whole)) == list(places(result))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_unchanged_file_is_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    draft = Draft("a.nurture")

    same(draft, text)
    same(draft, text)


@given(st.sampled_from(FILES), st.randoms(use_true_random=False), st.integers(1, 6))
def test_after_random_edits_it_is_as_if_read_anew(path: Path, dice: Random, count: int) -> None:
    text = path.read_text(encoding="utf-8")
    draft = Draft("a.nurture")
    draft.read(text)
    for _ in range(count):
        text = edited(text, dice)
        same(draft, text)


def test_lines_above_move_what_stands_below() -> None:
    draft = Draft("a.nurture")
    below = "scenario s {\n  send a\n}\n"
    draft.read(below)

    same(draft, "topic t\n\n# 一行\n" + below + below)


def test_what_was_not_touched_is_not_read_again() -> None:
    draft = Draft("a.nurture")
    first = draft.read("topic t\nscenario s {\n  send a\n}\n")
    second = draft.read("topic t\nscenario s {\n  send b\n}\n")

    assert first.file.declarations[0] is second.file.declarations[0]


def test_a_bracket_that_is_never_closed_runs_on_into_the_next_declaration() -> None:
    draft = Draft("a.nurture")

    same(draft, "series s [a,\ntopic t\n")
    same(draft, "series s [a,\ntopic t]\nsegment x while tagged 3\n")
    same(draft, "series s [a]\ntopic t\nsegment x while tagged 3\n")
