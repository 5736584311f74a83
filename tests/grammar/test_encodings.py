"""A file that is not written in UTF-8 is called by the name of what it is written in; its names are known all the same."""

from pathlib import Path

import pytest

from grammar.ast import Event
from grammar.encodings import decoded
from grammar.workspace import check_workspace, load_workspace, read

TEXT = """\
# 資料請求のあとの流れ
event 資料請求 "ホワイトペーパーのダウンロード" {
  種類: text optional
}
scenario 資料請求後 "資料を請求した方へ" {
  enter on 資料請求
  send お礼
}
"""
LATIN = '# Zoë schreibt: "Grüße aus München", c\'est très déjà vu\nevent café\n'


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP (JIS)"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_what_a_japanese_file_is_written_in_is_seen(codec: str, name: str) -> None:
    text, found = decoded(TEXT.encode(codec))

    assert name == found
    assert TEXT == text


@pytest.mark.parametrize(("codec", "name"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")])
@pytest.mark.parametrize("text", ["event 資料請求\n", "event あ\n", "event ウェビナー", "# ―――\nevent 展示会来場"])
def test_one_japanese_word_is_enough(text: str, codec: str, name: str) -> None:
    assert (text, name) == decoded(text.encode(codec))


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_what_a_western_file_is_written_in_is_seen(codec: str) -> None:
    assert (LATIN, "Latin-1 (Windows-1252)") == decoded(LATIN.encode(codec))


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\x80\x81", b"\xfe\xff", b"\xff\xfe\x00", b"\x00", b"\x1b$B", bytes(range(256)), b"\x00\xd8" * 8]
)
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes) -> None:
    _, name = decoded(data)

    assert name


@pytest.mark.parametrize(("codec", "name"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16")])
def test_a_file_in_another_encoding_is_one_report(tmp_path: Path, codec: str, name: str) -> None:
    """What it declares is not called unknown elsewhere."""
    (tmp_path / "one.nurture").write_bytes(TEXT.encode(codec))
    (tmp_path / "two.nurture").write_text("segment 請求した人 while did 資料請求 in last 30 days\n", encoding="utf-8")
    found = [each for each in check_workspace(load_workspace(tmp_path)) if each.severity == "error"]

    assert [f"this file is written in {name}, not in UTF-8"] == [each.message("en") for each in found]
    assert name in found[0].message("ja")


def test_line_ends_of_windows_and_of_old_macs_are_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "one.nurture"
    path.write_bytes(b"event a\r\nevent b\revent c\n")
    result = read(path, tmp_path)

    assert ((), ["a", "b", "c"]) == (result.diagnostics, [each.name for each in result.file.declarations if isinstance(each, Event)])


def test_a_file_too_long_is_one_report(tmp_path: Path) -> None:
    path = tmp_path / "one.nurture"
    path.write_text("event a\n" * 40_000, encoding="utf-8")
    (found,) = read(path, tmp_path).diagnostics

    assert "this file is too long: it has 320,000 characters, and 131,072 are the most" == found.message("en")
    assert "split it: all files of the folder are one program, whatever their names are" == found.help("en")
