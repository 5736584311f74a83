"""Random and mutated inputs: each is answered, in time. The short form makes some; NURTURE_TEST_INPUTS says how many (`make fuzz`)."""

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.encodings import decoded
from tests.fuzz.hostile import HOSTILE
from tests.fuzz.mutations import WIDE, mutated
from tests.fuzz.sources import sources
from tests.fuzz.standing import stand

MADE = int(os.environ.get("NURTURE_TEST_INPUTS", "60"))
PARTS = max(1, MADE // 2500)
SECONDS = 2.0
ODD = "\0\ud800\u200b\u202e\u3000\u00a0\ufeff\r\t\u2028\u3099“”「」ー〜｛｝（）{}()[]\"'#\\=<>%+-.,:;0123456789 \n"
PIECES = [
    *ODD, *WIDE.values(), "wait ", "scenario s {\n", "event ", "if ", "tagged ", "not ", "and ", "or ", "else ", "9" * 40, "test \"t\" {\n",
    "給与", "日", "営業", "👨‍👩‍👧", "in segment ", "lead.", "score ", "given lead ", "at day ", "expect ", "journey {\n", "stage ",
]  # fmt: skip


def made(number: int) -> str:
    """An input by its number alone: pieces at random, a good file with many mutations, or one torn and glued."""
    chance = Random(number)
    text: str = chance.choice(sources()).text
    match number % 4:
        case 0:
            return "".join(chance.choices(PIECES, k=chance.randrange(400)))
        case 1:
            return mutated(text, chance, chance.randrange(6, 40)).text
        case 2:
            places = sorted(chance.randrange(len(text)) for _ in range(2))
            return f"{text[: places[0]]}{chance.choice(PIECES) * chance.randrange(60)}{text[places[1] :]}"
        case _:
            size = chance.choice((20, 300, 4_000, 40_000))
            hostile = HOSTILE[chance.choice(list(HOSTILE))]
            return f"{hostile(size)[: size * 2]}{text[: chance.randrange(2_000)]}"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_input_is_answered_in_time(part: int) -> None:
    for number in range(part, MADE, PARTS):
        stood = stand(made(number))
        assert stood.seconds <= SECONDS, number


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_any_characters_are_answered(text: str) -> None:
    assert stand(text).findings <= 500


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80))
def test_any_pieces_are_answered(pieces: list[str]) -> None:
    assert stand("".join(pieces)).findings <= 500


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    assert stand(decoded(data)[0]).findings <= 500
