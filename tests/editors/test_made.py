"""What is made from the grammar is up to date; what it knows is what the grammar says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from editors.__main__ import MADE
from editors.adjacency import LINE, language
from editors.words import Kind, declarations, kind_of
from grammar.chunks import DECLARATIONS


@pytest.mark.parametrize(("path", "make"), MADE.items(), ids=[path.name for path in MADE])
def test_what_is_made_from_the_grammar_is_up_to_date(path: Path, make: Callable[[], str]) -> None:
    assert make() == path.read_text("utf-8"), "call `make editors`"


def test_the_declarations_are_those_that_the_parser_cuts_at() -> None:
    assert DECLARATIONS == declarations(language())


def test_what_may_stand_behind_a_word_is_known() -> None:
    known = language()

    assert frozenset() == known.words_after("score")
    assert {"next", "only", "skip"} == known.words_after("send")
    assert known.takes_name("send")
    assert not known.takes_name("least")
    assert {"send", "wait", "scenario", "event"} <= known.words_after(LINE)
    assert "event" not in known.inside


def test_words_have_their_kinds() -> None:
    known = language()
    said = {word: kind_of(word, known) for word in ("if", "is", "days", "yes", "text", "because", "monday")}

    assert {
        "if": Kind.FLOW, "is": Kind.OPERATOR, "days": Kind.UNIT, "yes": Kind.CONSTANT, "text": Kind.TYPE,
        "because": Kind.OTHER, "monday": Kind.CONSTANT,
    } == said  # fmt: skip
