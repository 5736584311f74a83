"""`nurture fmt`: how files are written, what comes by the standard input, and what is left alone."""

import os
from pathlib import Path

import pytest

from engine.commands.formatting import laid_file, write
from engine.domain.errors import NurtureError
from tests.cli.kit import Nurture

UNTIDY = "event  e\n# 終わり\n"
TIDY = "event e\n# 終わり\n"
BROKEN = "event\n"


@pytest.fixture
def file(nurture: Nurture) -> Path:
    """A file of the workspace that is not laid out."""
    path = nurture.folder / "more.nurture"
    path.write_text(UNTIDY, "utf-8")
    return path


def test_the_standard_input_comes_out_laid_out(nurture: Nurture) -> None:
    answer = nurture("fmt", "-", stdin=UNTIDY)

    assert (0, TIDY, "") == (answer.code, answer.out, answer.err)


def test_the_standard_input_needs_no_workspace(empty: Nurture) -> None:
    assert TIDY == empty("fmt", "-", stdin=UNTIDY).out


def test_of_a_standard_input_with_mistakes_nothing_comes_out(nurture: Nurture) -> None:
    answer = nurture("fmt", "-", "--stdin-filename", "a/b.nurture", stdin=BROKEN)

    assert (2, "") == (answer.code, answer.out)
    assert "a/b.nurture:1:6: error[E102]" in answer.err


def test_the_standard_input_can_be_checked_and_compared(nurture: Nurture) -> None:
    checked, shown = nurture("fmt", "-", "--check", stdin=UNTIDY), nurture("fmt", "-", "--diff", stdin=UNTIDY)

    assert (1, "would change `stdin.nurture`\n") == (checked.code, checked.out)
    assert (1, True) == (shown.code, "-event  e\n+event e\n" in shown.out)
    assert (0, "") == (nurture("fmt", "-", "--check", stdin=TIDY).code, nurture("fmt", "-", "--diff", stdin=TIDY).out)


def test_the_standard_input_as_json_brings_its_text(nurture: Nurture) -> None:
    found = nurture("fmt", "-", "--json", stdin=UNTIDY).data

    assert (TIDY, ["stdin.nurture"], []) == (found["text"], found["changed"], found["could_not"])


def test_the_standard_input_stands_alone(nurture: Nurture, file: Path) -> None:
    mixed, unnamed = nurture("fmt", "-", str(file)), nurture("fmt", "--stdin-filename", "a.nurture")

    assert [2, 2] == [mixed.code, unnamed.code]
    assert "stands alone" in mixed.err
    assert "write `-` for it" in unnamed.err
    assert UNTIDY == file.read_text("utf-8")


def test_lines_end_as_the_first_one_does(nurture: Nurture, file: Path) -> None:
    file.write_bytes(b"event  e\r\nevent f\n")
    nurture("fmt")

    assert b"event e\r\nevent f\r\n" == file.read_bytes()
    assert 0 == nurture("fmt", "--check").code


def test_a_byte_order_mark_goes(nurture: Nurture, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + TIDY.encode())
    checked = nurture("fmt", "--check")
    nurture("fmt")

    assert 1 == checked.code
    assert TIDY.encode() == file.read_bytes()


def test_a_file_that_is_not_utf_8_stays_and_the_others_are_laid_out(nurture: Nurture, file: Path) -> None:
    other = nurture.folder / "sjis.nurture"
    other.write_bytes("event e # 資料\n".encode("cp932"))
    answer = nurture("fmt")

    assert 2 == answer.code
    assert "sjis.nurture:1:1: error[E191]" in answer.err
    assert (TIDY, "event e # 資料\n") == (file.read_text("utf-8"), other.read_text("cp932"))


def test_a_file_keeps_its_rights(nurture: Nurture, file: Path) -> None:
    file.chmod(0o640)
    nurture("fmt")

    assert (0o640, TIDY) == (file.stat().st_mode & 0o777, file.read_text("utf-8"))


def test_a_link_stays_a_link(nurture: Nurture, file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.nurture"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    nurture("fmt")

    assert file.is_symlink()
    assert TIDY == elsewhere.read_text("utf-8")


def test_a_file_that_changed_meanwhile_stays_as_it_is(file: Path) -> None:
    one = laid_file(file)
    file.write_text("event  f\n", "utf-8")

    with pytest.raises(NurtureError, match="changed-meanwhile"):
        write(one)
    assert "event  f\n" == file.read_text("utf-8")
    assert [] == list(file.parent.glob(".more*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everything")
def test_a_file_that_may_not_be_written_stays_and_is_named(nurture: Nurture, file: Path) -> None:
    file.chmod(0o444)
    answer = nurture("fmt")

    assert 2 == answer.code
    assert "more.nurture" in answer.err
    assert UNTIDY == file.read_text("utf-8")


def test_the_sum_and_the_json_say_what_became_of_each_file(nurture: Nurture, file: Path) -> None:
    (nurture.folder / "bad.nurture").write_text(BROKEN, "utf-8")
    found = nurture.json("fmt", "--check")
    answer = nurture("fmt")

    assert [str(file)] == found["changed"]
    assert {str(nurture.folder / "bad.nurture"): "broken"} == found["reasons"]
    assert f"laid out `{file}`\n" == answer.out
    assert f"1 laid out, {found['files'] - 2} were right\n" in answer.err
