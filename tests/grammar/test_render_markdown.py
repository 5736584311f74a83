"""Findings as a table for the summary of a CI job."""

from grammar.render_markdown import MOST, as_markdown
from tests.grammar.findings import HINT, SOURCES, place, some


def test_the_errors_stand_first_and_nothing_breaks_the_table() -> None:
    lines = as_markdown(some(), SOURCES).splitlines()

    assert ["| Where | What | Rule |", "|---|---|---|"] == lines[:2]
    assert "| `営業 部/a\\|b.nurture:2` | unknown word `whre`<br>did you mean `where`? look again | error E901 slipped |" == lines[2]
    assert ["error", "error", "error", "warning", "hint"] == [line.split(" | ")[-1].split()[0] for line in lines[2:]]


def test_it_speaks_japanese() -> None:
    assert "| `営業 部/a\\|b.nurture:1` | ヒント | 情報 Q902 hinted |" == as_markdown(some(), SOURCES, "ja").splitlines()[-1]


def test_nothing_found_is_said() -> None:
    assert ("No mistakes.", "誤りはありません。") == (as_markdown([], {}), as_markdown([], {}, "ja"))


def test_very_many_end_with_a_number() -> None:
    lines = as_markdown([HINT.at(place("enter"))] * (MOST + 7), SOURCES).splitlines()

    assert (MOST + 4, "… and 7 more.") == (len(lines), lines[-1])
