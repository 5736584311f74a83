"""Eighty columns, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.show.folding import cells, fold, hang
from engine.show.screen import Screen
from engine.show.tables import Column, pairs, ruled, table

JAPANESE = "セミナーに参加し、その後も資料や製品ページを見ています"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("製品のページ。", 12, ["製品のペー", "ジ。"]),
        ("「はい」と答えた", 8, ["「はい」", "と答えた"]),
        ("case-manufacturing", 10, ["case-", "manufacturing"]),
        ("", 10, [""]),
    ],
)
def test_text_is_folded_where_a_reader_would(text: str, width: int, expected: list[str]) -> None:
    assert expected == fold(text, width)


@given(st.text(alphabet="あいう、。 abc-ー", max_size=60), st.integers(8, 40))
def test_folding_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert text.replace(" ", "") == "".join(fold(text, width)).replace(" ", "")


def test_what_follows_hangs_below() -> None:
    assert ["one two", "  three", "  four"] == hang("one two three four", 7, 2)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_table_stays_within_eighty_columns(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    columns = (
        Column("id", "ID", keep=True),
        Column("because", "理由"),
        Column("team", "チーム"),
        Column("times", "回数", align="right"),
        Column("rule", "ルール", keep=True),
    )
    rows = [("b3c6468f", JAPANESE * 2, "インサイドセールス", 12_345, "guardrails.nurture:18")]
    table(Screen("report", lang="ja" if lang == "ja" else "en"), columns, rows)
    lines = capsys.readouterr().out.splitlines()

    assert max(cells(line) for line in lines) <= 80
    assert any("guardrails.nurture:18" in line and "12345" in line for line in lines)


def test_a_column_begins_in_the_same_cell_in_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    columns = (Column("lead", "リード"), Column("company", "会社"))
    table(Screen("leads list", lang="ja"), columns, [("山田", "甲"), ("Smith", "乙"), ("ﾔﾏﾀﾞ", "丙")])
    lines = capsys.readouterr().out.splitlines()
    starts = {cells(line[: line.index(sign)]) for line, sign in zip([lines[0], *lines[2:]], "会甲乙丙", strict=True)}

    assert 1 == len(starts)


def test_under_json_nothing_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen("report", as_json=True)
    table(screen, (Column("a", "あ"),), [("1",)])
    pairs(screen, [("a", "あ", 1)])
    ruled(screen, [("a.nurture:1", "text")])

    assert "" == capsys.readouterr().out
