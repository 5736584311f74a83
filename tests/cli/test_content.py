"""`nurture content`: the table of questions and answers, and its empty cells."""

from pathlib import Path

from tests.cli.kit import Nurture

TEXT = """
attribute 役職: text optional
event download
persona 経営層 while lead.役職 contains "社長"
persona 担当者 while lead.役職 contains "担当"
series 月刊 [news-01]
journey {
  stage 認知 {
    asks "何ができる？" answered by intro, news-01
    asks "費用は？" answered by price for 経営層
    asks "費用は？" for 担当者
  }
}
scenario 育成 {
  enter on download
  send intro
  wait 1 day
  send next of 月刊
}
"""


def _workspace(folder: Path) -> Nurture:
    (folder / "nurture.toml").write_text('[workspace]\nname = "x"\n', encoding="utf-8")
    (folder / "a.nurture").write_text(TEXT, encoding="utf-8")
    return Nurture(folder)


def test_every_persona_has_a_cell_for_every_question_it_asks(tmp_path: Path) -> None:
    told = _workspace(tmp_path).json("content")
    found = [(cell["persona"], cell["question"], [one["mail"] for one in cell["answers"]]) for cell in told["cells"]]

    assert 1 == told["empty"]
    assert [
        ("経営層", "何ができる？", ["intro", "news-01"]),
        ("担当者", "何ができる？", ["intro", "news-01"]),
        ("経営層", "費用は？", ["price"]),
        ("担当者", "費用は？", []),
    ] == found


def test_an_answer_is_told_with_the_scenarios_that_send_it(tmp_path: Path) -> None:
    told = _workspace(tmp_path).json("content")
    senders = {one["mail"]: one["scenarios"] for cell in told["cells"] for one in cell["answers"]}

    assert {"intro": ["育成"], "news-01": ["育成"], "price": []} == senders


def test_the_table_speaks_both_languages(tmp_path: Path) -> None:
    nurture = _workspace(tmp_path)

    assert "3 of 4 cells have an answer" in nurture("content").out
    assert "4 マスのうち 3 マスに答えがあります" in nurture("content", lang="ja").out


def test_a_workspace_without_questions_says_how_to_write_one(tmp_path: Path) -> None:
    nurture = _workspace(tmp_path)
    (tmp_path / "a.nurture").write_text("event download\n", encoding="utf-8")

    assert "asks" in nurture("content").out
