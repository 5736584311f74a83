"""What words mean stands in the manual; here it is at hand."""

import re

import pytest

from grammar.editing.meanings import MEANINGS, WORDS
from grammar.table import table
from tests.house.source import ROOT

PAGES = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs/manual").glob("*.md") if path.stem != "README"}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_first_paragraph_of_a_page_is_what_its_words_mean(page: str) -> None:
    paragraph = re.match(r"# [^\n]*\n\n(?:<!-- [^>]*-->\n\n)?(.*?)\n\n", PAGES[page], re.DOTALL)

    assert paragraph is not None
    assert re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", paragraph[1].replace("\n", " ")) == MEANINGS[page].en
    assert not MEANINGS[page].ja.isascii()


def test_every_word_that_is_explained_is_one_of_the_language() -> None:
    assert [] == [word for word, page in WORDS.items() if word not in table().words or page not in MEANINGS]
