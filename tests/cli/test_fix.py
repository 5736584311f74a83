"""`nurture fix`: what is put right, what is left, and that no file gets worse by it."""

import json
from pathlib import Path

import pytest

from tests.cli.kit import Nurture

BROKEN = """\
scenario thanks "After a white paper" {
  enter on downlaod
  wait　3 days
  send thanks
}
"""
SAFE = BROKEN.replace("　", " ")
ALL = SAFE.replace("downlaod", "download")


@pytest.fixture
def broken(nurture: Nurture) -> Nurture:
    (nurture.folder / "thanks.nurture").write_text(BROKEN, "utf-8")
    return nurture


def text(nurture: Nurture) -> str:
    return (nurture.folder / "thanks.nurture").read_bytes().decode()


def test_safe_fixes_go_in_and_what_is_left_is_said(broken: Nurture) -> None:
    answer = broken("fix")

    assert (1, SAFE) == (answer.code, text(broken))
    assert "thanks.nurture`: E109 full-width-space\n" in answer.out
    assert "left: 1 error; `nurture check` shows them" in answer.err
    assert "1 more could be fixed if they are meant so: `--unsafe` does it" in answer.err


def test_with_unsafe_the_probable_ones_go_in_too_until_nothing_is_left(broken: Nurture) -> None:
    first, again = broken("fix", "--unsafe"), broken("fix", "--unsafe")

    assert ([0, 0], ALL) == ([first.code, again.code], text(broken))
    assert "nothing to fix" in again.err


@pytest.mark.parametrize("option", ["--check", "--dry-run"])
def test_a_dry_run_says_what_would_change_and_writes_nothing(option: str, broken: Nurture) -> None:
    answer = broken("fix", "--unsafe", option)

    assert (1, BROKEN) == (answer.code, text(broken))
    assert "would fix `" in answer.out and "E109 full-width-space, N103 unknown-event" in answer.out


def test_a_diff_shows_the_lines_and_writes_nothing(broken: Nurture) -> None:
    answer = broken("fix", "--diff")

    assert (1, BROKEN) == (answer.code, text(broken))
    assert "-  wait　3 days\n+  wait 3 days\n" in answer.out


def test_named_files_limit_what_is_written(broken: Nurture) -> None:
    answer = broken("fix", str(broken.folder / "catalogue.nurture"))

    assert (0, BROKEN) == (answer.code, text(broken))


def test_a_text_comes_back_with_its_fixes(broken: Nurture) -> None:
    file = str(broken.folder / "thanks.nurture")
    answer = broken("fix", "-", "--stdin-filename", file, stdin=BROKEN)
    document = json.loads(broken("fix", "-", "--stdin-filename", file, "--json", stdin=BROKEN).out)["data"]

    assert (1, SAFE, BROKEN) == (answer.code, answer.out, text(broken))
    assert (SAFE, False) == (document["text"], document["written"])


def test_a_text_that_is_right_comes_back_as_it_is(nurture: Nurture) -> None:
    answer = nurture("fix", "-", "--stdin-filename", str(nurture.folder / "thanks.nurture"), stdin=text(nurture))

    assert (0, text(nurture)) == (answer.code, answer.out)


def test_what_was_done_is_told_in_json(broken: Nurture) -> None:
    document = json.loads(broken("fix", "--json").out)["data"]
    (file,) = document["files"]

    assert [{"rule": "E109", "name": "full-width-space", "line": 3, "safe": True}] == file["fixed"]
    assert {"error": 1, "warning": 0} == {kind: document["left"][kind] for kind in ("error", "warning")}
    assert ({"safe": 0, "unsafe": 1}, True) == (document["offered"], document["written"])


def test_line_ends_and_a_byte_order_mark_stay(broken: Nurture) -> None:
    file = broken.folder / "thanks.nurture"
    file.write_bytes(b"\xef\xbb\xbf" + BROKEN.replace("\n", "\r\n").encode())
    broken("fix", "--unsafe")

    assert b"\xef\xbb\xbf" + ALL.replace("\n", "\r\n").encode() == file.read_bytes()


def test_a_mended_line_shows_the_next_mistake_and_that_is_mended_too(nurture: Nurture) -> None:
    (nurture.folder / "thanks.nurture").write_text("scenario s {\n  enter on downlaod\n  wait ３日\n  sned thanks\n}\n", "utf-8")
    nurture("fix", "--unsafe")

    assert "scenario s {\n  enter on download\n  wait 3 days\n  send thanks\n}\n" == text(nurture)


def test_an_allowance_that_hides_nothing_is_taken_away(nurture: Nurture) -> None:
    before = text(nurture)
    (nurture.folder / "thanks.nurture").write_text(f"# allow X501 because it was short\n{before}", "utf-8")

    assert (0, before) == (nurture("fix").code, text(nurture))


def test_check_with_fix_does_the_same_and_shows_what_is_left(broken: Nurture) -> None:
    answer = broken("check", "--fix")

    assert (1, SAFE) == (answer.code, text(broken))
    assert "error[N103]" in answer.out and "1 fix put in" in answer.err


def test_in_japanese_too(broken: Nurture) -> None:
    answer = broken("fix", lang="ja")

    assert "を直しました：E109 full-width-space" in answer.out
    assert "残り：エラー 1 件" in answer.err


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le"])
def test_a_file_in_an_encoding_that_is_certain_is_saved_in_utf8(codec: str, broken: Nurture) -> None:
    wanted = "# 資料を請求した人の話です。\nevent 資料請求\nevent 問い合わせ\n"
    other = broken.folder / "old.nurture"
    other.write_bytes(wanted.replace("\n", "\r\n").encode(codec))
    shown = broken("fix", "--diff")
    answer = broken("fix")

    assert "+event 資料請求" in shown.out and "E191 not-utf8" in answer.out
    assert wanted.replace("\n", "\r\n") == other.read_bytes().decode()


def test_a_file_whose_letters_are_not_certain_is_left_alone(broken: Nurture) -> None:
    other = broken.folder / "old.nurture"
    for data in ("event téléchargé\n".encode("cp1252"), "event 資料請求\n".encode("cp932") + b"\x81\n"):
        other.write_bytes(data)
        broken("fix")

        assert (data, SAFE) == (other.read_bytes(), text(broken))


def test_a_file_of_another_workspace_is_found_from_anywhere(broken: Nurture) -> None:
    answer = Nurture(broken.folder.parent)("fix", str(Path(broken.folder, "thanks.nurture")))

    assert (1, SAFE) == (answer.code, text(broken))
