"""The grammar itself: no conflict, no overlap, and a builder for every rule."""

import re

import pytest
from lark import Lark
from lark.exceptions import GrammarError

from grammar.builders import builders
from grammar.table import GRAMMAR
from grammar.table_making import OPTIONS
from tests.grammar.tour import TOUR

TEXT = GRAMMAR.read_text(encoding="utf-8")


@pytest.mark.parametrize("lexer", ["basic", "contextual"])
def test_the_grammar_has_no_conflict_and_no_terminals_that_overlap(lexer: str) -> None:
    Lark(TEXT, **{**OPTIONS, "lexer": lexer, "strict": True})


def test_a_conflict_would_be_seen() -> None:
    with pytest.raises(GrammarError):
        Lark('start: a | b\na: "x"\nb: "x"\n', parser="lalr", strict=True)


def test_the_grammar_alone_reads_the_tour() -> None:
    Lark(TEXT, **{**OPTIONS, "lexer": "contextual"}).parse(TOUR)


def test_every_rule_has_its_builder_and_every_builder_its_rule() -> None:
    made = Lark(TEXT, **OPTIONS)
    named = {rule.alias or rule.origin.name for rule in made.rules}
    wanted = {name for name in named if not name.startswith("_")}
    inlined = set(re.findall(r"^\?(\w+):", TEXT, re.MULTILINE))

    assert set() == wanted - inlined - builders().keys()
    assert set() == builders().keys() - wanted


def test_an_optional_part_is_exactly_one_symbol() -> None:
    rules = re.sub(r"//[^\n]*", "", TEXT.split("// ── terminals")[0])
    optional = re.findall(r"\[([^\]\"]*)\]", re.sub(r'"[^"]*"', "w", rules))

    assert [] == [each for each in optional if not re.fullmatch(r"\w+", each.strip()) or each.strip() == "w"]


def test_no_regular_expression_takes_full_width_digits() -> None:
    assert r"\d" not in re.sub(r"\[\^\\W\\d\]", "", TEXT)
