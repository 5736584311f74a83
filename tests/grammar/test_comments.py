"""Laying out keeps every comment between the words it stood between, wherever it was put, and settles at once.

The short form plays a few texts; `make reference` plays ten thousand of each kind.
"""

import os
import typing
from pathlib import Path
from random import Random

import pytest

from grammar.ast import Declaration, SourceFile
from grammar.formatter import format_file, printed
from grammar.parse import parse
from tests.fuzz.mutations import mutated
from tests.grammar.sprinkling import shaken, sprinkled, standing
from tests.grammar.trees import Trees
from tests.reference.programs import case_of

ROOT = Path(__file__).parents[2]
PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "40"))
PARTS = max(1, PLAYED // 1000)
FOLDERS = ("scenarios/**/*.nurture", "tests/recipes/**/*.nurture", "docs/tour.nurture")
FILES = sorted(path for folder in FOLDERS for path in ROOT.glob(folder) if path.is_file())
KINDS = typing.get_args(Declaration)


def holds(text: str) -> None:
    """The text can be read, is laid out, is then laid out, and each comment stands where it stood."""
    result = parse(text, "a.nurture")
    assert [] == [found.message() for found in result.diagnostics if found.severity == "error"], text

    after = format_file(result.file)

    assert after == format_file(parse(after, "a.nurture").file), text
    assert standing(text) == standing(after), text


@pytest.mark.parametrize("part", range(PARTS))
def test_comments_in_real_files_stay_where_they_were_put(part: int) -> None:
    for number in range(part, PLAYED, PARTS):
        file = Random(number).choice(FILES)
        holds(sprinkled(file.read_text(encoding="utf-8"), number))


@pytest.mark.parametrize("part", range(PARTS))
def test_comments_in_random_declarations_stay_where_they_were_put(part: int) -> None:
    for number in range(part, PLAYED, PARTS):
        trees = Trees(number)
        declarations = tuple(trees.of(trees.dice.choice(KINDS)) for _ in range(3))
        holds(sprinkled(printed(SourceFile("a.nurture", "", declarations)), number))


@pytest.mark.parametrize("part", range(PARTS))
def test_comments_in_random_programs_stay_where_they_were_put(part: int) -> None:
    for number in range(part, PLAYED // 4, PARTS):
        holds(sprinkled(case_of(number).text, number))


@pytest.mark.parametrize("part", range(PARTS))
def test_blanks_and_line_ends_change_nothing(part: int) -> None:
    """Only words, comments and blank lines tell how a file is laid out."""
    for number in range(part, PLAYED, PARTS):
        text = Random(number).choice(FILES).read_text(encoding="utf-8")
        assert format_file(parse(text).file) == format_file(parse(shaken(text, number)).file), number


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_can_be_read_is_laid_out(part: int) -> None:
    """Lines left out, doubled and swapped make programs that nobody would write, and many that can still be read."""
    for number in range(part, PLAYED, PARTS):
        dice = Random(number)
        text = mutated(dice.choice(FILES).read_text(encoding="utf-8"), dice, 2, ("deleted line", "doubled line", "swapped lines")).text
        result = parse(text, "a.nurture")
        if not any(found.severity == "error" for found in result.diagnostics):
            after = format_file(result.file)
            assert after == format_file(parse(after, "a.nurture").file), text
