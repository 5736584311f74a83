"""Fixes on mutated files: what only characters did is undone, and nothing gets worse by any fix."""

from collections import Counter
from random import Random

import pytest

from engine.commands.fixing import ROUNDS, mended
from grammar.parse import ParseResult, parse
from tests.fuzz.mutations import mutated
from tests.fuzz.sources import sources

OF_CHARACTERS = ("other quotes", "wide figures", "wide sign", "wide space")
"""Mutations after which nobody doubts what was meant."""
SEEDS = range(12)


def after_fixing(text: str, *, unsafe: bool) -> str:
    """The text when its own fixes are all in."""
    for _ in range(ROUNDS):
        found = [each for each in parse(text).diagnostics if each.fix and (each.fix.safe or unsafe)]
        after, done = mended(text, found, unsafe=unsafe)
        if not done:
            return text
        text = after
    raise AssertionError(f"the fixes go in circles:\n{text}")


def errors(result: ParseResult) -> int:
    return sum(each.severity == "error" for each in result.diagnostics)


def comments(result: ParseResult) -> Counter[str]:
    return Counter(each.text for each in result.file.comments)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_full_width_letters_and_other_quotes_did_is_undone_unasked(seed: int) -> None:
    chance = Random(seed)
    source = chance.choice(sources())
    wrong = mutated(source.text, chance, 2, OF_CHARACTERS)

    assert parse(source.text).file.declarations == parse(after_fixing(wrong.text, unsafe=False)).file.declarations, wrong.kinds


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_fix_makes_a_file_worse_to_read_or_loses_a_comment(seed: int, unsafe: bool) -> None:
    chance = Random(seed)
    for _ in range(5):
        wrong = mutated(chance.choice(sources()).text, chance, 2)
        before, after = parse(wrong.text), parse(after_fixing(wrong.text, unsafe=unsafe))

        assert errors(after) <= errors(before), wrong.kinds
        assert Counter() == comments(before) - comments(after), wrong.kinds
