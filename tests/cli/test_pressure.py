"""`nurture pressure`: the worst case of each persona and cap, and the scenarios it comes from."""

from pathlib import Path

from tests.cli.kit import Nurture
from tests.grammar.pressure.kit import CATALOGUE, policy, scenario

TEXT = (
    CATALOGUE
    + policy("priority [甲, 乙]", "at most 1 email per day", "at most 1 email within 3 business days")
    + scenario("甲", "if persona is 部長 {", "send x", "send y", "}", "send z")
    + scenario("乙", "send u", enter="enter on inquiry\n  reenter always")
)


def _workspace(folder: Path, text: str = TEXT) -> Nurture:
    (folder / "nurture.toml").write_text('[workspace]\nname = "x"\n', encoding="utf-8")
    (folder / "a.nurture").write_text(text, encoding="utf-8")
    return Nurture(folder)


def test_every_persona_and_cap_has_a_worst_case(tmp_path: Path) -> None:
    rows = _workspace(tmp_path).json("pressure")["rows"]

    assert [("部長", 4), ("担当", 2), ("", 2)] == [(row["persona"], row["worst"]) for row in rows if row["unsure"] is None]
    assert {(1, True, True, "at most 1 email per day")} == {
        (row["count"], row["over"], row["open"], row["cap"]) for row in rows if row["unsure"] is None
    }
    assert [{"scenario": "甲", "mails": 3, "again": False}, {"scenario": "乙", "mails": 1, "again": True}] == rows[0]["shares"]


def test_what_is_not_judged_says_why(tmp_path: Path) -> None:
    rows = _workspace(tmp_path).json("pressure")["rows"]

    assert 3 == sum("business days" in row["unsure"][0] for row in rows if row["unsure"] is not None)


def test_the_table_puts_together_those_for_whom_it_is_the_same(tmp_path: Path) -> None:
    nurture = _workspace(tmp_path)

    assert "4+ / 1" in nurture("pressure").out and "2+ / 1" in nurture("pressure").out
    assert "3 of 6 can be offered more" in nurture("pressure").out
    assert "担当, どれでもない" in nurture("pressure", lang="ja").out


def test_without_a_cap_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert "no policy caps the mails" in _workspace(tmp_path, CATALOGUE + scenario("甲", "send x"))("pressure").out
