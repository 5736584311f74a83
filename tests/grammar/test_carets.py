"""The caret stands under the first letter of the word, whatever stands before it on the line; Rich counts the columns as well."""

import pytest
from rich.cells import cell_len

from grammar.parse import parse
from grammar.render import as_text

BEFORE = {
    "letters": "abc",
    "full-width text": "資料請求のお礼",
    "full-width letters": "ＡＢＣ１２３",
    "half-width kana": "ｼﾘｮｳ",
    "half-width kana with its mark": "ｶﾞｲﾄﾞ",
    "a kana and its mark apart": "か\u3099いと\u3099",
    "a letter and its accent apart": "cafe\u0301",
    "Korean syllables in pieces": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "an emoji": "👍",
    "an emoji with a colour of skin": "👍🏽",
    "a family of emoji": "👨\u200d👩\u200d👧",
    "a person at work": "👩🏽\u200d💻",
    "a flag": "🇯🇵",
    "a sign shown as a picture": "❤\ufe0f",
    "a key with a figure": "1\ufe0f\u20e3",
    "a sign shown as text": "☎\ufe0e",
    "marks of two widths": "…①○",
    "tabs": "\t\t",
    "all of it": "👍🏽資料\tか\u3099ｶﾞ❤\ufe0f",
}


def lines(before: str) -> tuple[str, str]:
    """The line as it is shown, and the one with the carets."""
    text = f'scenario s {{\n  enter by hand\n  notify "{before}" becuase "x"\n}}\n'
    (found,) = parse(text, "a.nurture").diagnostics
    shown = as_text([found], {"a.nurture": text}, "en").splitlines()
    return shown[3], shown[4]


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
def test_the_caret_stands_right_under_the_word(before: str) -> None:
    line, carets = lines(before)

    assert cell_len(line[: line.index("becuase")]) == carets.index("^")


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
def test_there_are_as_many_carets_as_the_word_is_wide(before: str) -> None:
    assert "^" * len("becuase") == lines(before)[1].strip(" |")


def test_a_wide_word_has_a_caret_for_each_column() -> None:
    text = 'scenario s {\n  enter by hand\n  待つ 3 days\n}\n'
    shown = as_text(parse(text, "a.nurture").diagnostics, {"a.nurture": text}, "en").splitlines()

    assert "^^^^" == shown[4].strip(" |")
