"""Places as editors count them, in all three units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grammar.editing.lines import Lines, Point, Units

UNITS: list[Units] = ["utf-8", "utf-16", "utf-32"]
TEXTS = st.text(st.sampled_from("aé資🎉\u3000\u2028\x0c\n\r "), max_size=40)


@pytest.mark.parametrize(("units", "unit"), [("utf-8", 11), ("utf-16", 5), ("utf-32", 4)])
def test_a_place_behind_japanese_and_an_emoji(units: Units, unit: int) -> None:
    lines = Lines("a\n資料🎉x|", units)

    assert Point(1, unit) == lines.point(6)
    assert 6 == lines.offset(1, unit)


@given(TEXTS, st.sampled_from(UNITS), st.data())
def test_a_place_is_found_again(text: str, units: Units, data: st.DataObject) -> None:
    lines = Lines(text, units)
    offset = data.draw(st.integers(0, len(text)))
    point = lines.point(offset)
    inside_break = text[offset - 1 : offset + 1] == "\r\n"

    assert offset - inside_break == lines.offset(*point)


def test_only_line_breaks_break_lines() -> None:
    assert 4 == len(Lines("a\u2028b\x0cc\nd\r\ne\rf"))


def test_a_place_beyond_the_end_is_taken_back() -> None:
    lines = Lines("資料\nab")

    assert [2, 5, 5, 0] == [lines.offset(0, 99), lines.offset(1, 99), lines.offset(9, 0), lines.offset(0, -1)]


def test_half_an_emoji_is_a_whole_one() -> None:
    assert 1 == Lines("🎉x").offset(0, 1)
