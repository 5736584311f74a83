import re
from pathlib import Path

import pytest

import engine.channels
import engine.delivery
from engine.channels.sentences import SENTENCES


def test_every_answer_has_a_sentence_in_both_languages() -> None:
    rooms = (Path(str(room.__file__)).parent for room in (engine.channels, engine.delivery))
    text = "".join(file.read_text("utf-8") for room in rooms for file in room.glob("*.py"))
    found = set(re.findall(r'(?:Problem|_problem)\("([a-z0-9-]+)"', text))

    assert found == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_name_the_same_values(code: str) -> None:
    english, japanese = SENTENCES[code]

    assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", japanese))
    assert not english.endswith(".")
