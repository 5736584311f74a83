"""Every failure has its sentence, in both languages, with nothing in it that nobody gives."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from engine.domain.errors import Problem
from engine.show.sentences import SENTENCES, sentence

ROOT = Path(__file__).parents[2]
MAKERS = {"NurtureError", "Problem", "_refuse", "_Refused", "_problem", "unknown_key"}
CODE = re.compile(r"[a-z][a-z0-9]*([.-][a-z0-9]+)+|unexpected|interrupted")
PYTHON_WORDS = re.compile(r"\b(None|exception|traceback|null|KeyError|ValueError|stack|dict|tuple|boolean)\b", re.IGNORECASE)


def codes() -> Iterator[tuple[str, str]]:
    """Every code written where a problem is made, with its place."""
    for path in sorted([ROOT / "cli.py", *(ROOT / "engine").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node.func) == "Check":
                yield from ((code, f"{path.relative_to(ROOT)}:{node.lineno}") for code in texts(node.args[1]))
            if isinstance(node, ast.Call) and name_of(node.func) in MAKERS and node.args:
                yield from ((code, f"{path.relative_to(ROOT)}:{node.lineno}") for code in texts(node.args[0]))


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def texts(argument: ast.expr) -> Iterator[str]:
    """The code, or both of `a if … else b`."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and CODE.fullmatch(argument.value):
        yield argument.value
    if isinstance(argument, ast.IfExp):
        yield from texts(argument.body)
        yield from texts(argument.orelse)


def test_every_code_has_its_sentence() -> None:
    missing = sorted({f"{code} ({place})" for code, place in codes() if code not in SENTENCES})

    assert [] == missing


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_names_the_same_things_in_both_languages(code: str) -> None:
    english, japanese = SENTENCES[code]

    assert fields(english) == fields(japanese)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_begins_small_has_no_full_stop_and_no_word_of_python(code: str) -> None:
    english, japanese = SENTENCES[code]

    assert english[0] in "`{" or english[0].islower() or english.startswith(("SQLite", "Python"))
    assert not english.endswith(".") and not japanese.endswith("。")
    assert None is PYTHON_WORDS.search(english)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_japanese_sentence_is_japanese(code: str) -> None:
    _, japanese = SENTENCES[code]

    assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese)


def test_a_value_nobody_gave_is_a_question_mark() -> None:
    assert "there is no file `?`; look at the spelling, or at the folder you are in" == sentence(Problem("no-such-file"), "en")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
