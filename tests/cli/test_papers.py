"""What the workspace hands out, and the forms it does that by, on the screen."""

from pathlib import Path

import pytest

from tests.cli.kit import Nurture

PROGRAM = """
topic news "月刊ニュース"
event download {
  asset: text
}
asset ids-guide "情報セキュリティ入門" {
  file "ids-guide.pdf"
  theme "セキュリティ"
}
form 資料請求 "資料の<ご請求>" {
  ask name
  ask company optional
  consent news "受け取ります"
  offers ids-guide
  raises download
}
"""


@pytest.fixture
def papers(nurture: Nurture) -> Nurture:
    (nurture.folder / "papers.nurture").write_text(PROGRAM, "utf-8")
    folder = Path(nurture.folder / "assets")
    folder.mkdir()
    (folder / "ids-guide.pdf").write_bytes(b"%PDF-1.4")
    return nurture


def test_a_form_is_told_with_all_it_does(papers: Nurture) -> None:
    (found,) = papers.json("forms", "list")["forms"]

    assert (["email", "name", "company?"], ["news"], ["ids-guide"], "download") == tuple(
        found[name] for name in ("asks", "consents", "offers", "raises")
    )
    assert found == papers.json("forms", "show", "資料請求")["form"]
    assert "資料請求" in papers("forms", "list", lang="ja").out


def test_what_is_embedded_is_a_frame_and_no_script(papers: Nurture) -> None:
    answer = papers("forms", "embed", "資料請求")

    assert answer.out.startswith('<iframe src="http') and "?embed=1" in answer.out and "&lt;ご請求&gt;" in answer.out
    assert "<script" not in answer.out
    assert "origins" in answer.err, "no site is named yet"


def test_a_form_that_is_not_there_is_answered_with_the_nearest(papers: Nurture) -> None:
    answer = papers("forms", "show", "資料請")

    assert 2 == answer.code and "資料請求" in answer.err


def test_an_asset_whose_file_is_gone_is_a_finding(papers: Nurture) -> None:
    fine = papers("assets", "list")
    (papers.folder / "assets" / "ids-guide.pdf").unlink()
    lost = papers("assets", "list")

    assert (0, 1) == (fine.code, lost.code)
    assert "セキュリティ" in fine.out and "ids-guide.pdf" in lost.out
