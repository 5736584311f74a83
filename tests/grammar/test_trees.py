"""Whatever can be said survives being laid out: text to tree and back, for random trees of every declaration.

The short form tries a few of each; `make reference` five hundred.
"""

import os
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.ast import Declaration, Node, SourceFile
from grammar.formatter import format_file, printed
from grammar.parse import parse
from tests.grammar.trees import Trees

TRIED = max(30, int(os.environ.get("NURTURE_TEST_PROGRAMS", "0")) // 20)
KINDS = typing.get_args(Declaration)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=TRIED, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_a_random_tree_survives_being_laid_out(kind: type[Node], seed: int) -> None:
    declaration = Trees(seed).of(kind)

    text = printed(SourceFile("a.nurture", "", (declaration,)))
    result = parse(text, "a.nurture")

    assert [] == [(each.span.line, each.message(), each.help(), text) for each in result.diagnostics]
    assert (declaration,) == result.file.declarations
    assert text == format_file(result.file)
