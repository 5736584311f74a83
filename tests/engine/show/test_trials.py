"""How a failing test is told: each failure in the words a test is written in, with its day, at 80 columns, in both languages."""

import re
from pathlib import Path

import pytest

from engine.lab.trials import Trial
from engine.show.folding import cells
from engine.show.languages import Lang
from engine.show.screen import Screen
from engine.show.sentences_tests import FOUND
from engine.show.trials import failure_lines, tell_trial
from engine.testing import run_tests

STORY = """event download
team 営業 {
  accept within 1 day
}
policy 決まり {
  at most 1 email per day else skip
}
scenario お礼 {
  enter on download if lead.email is not empty
  send wp-thanks
  send case-study
}
test "お礼が届き、次の日に事例も届いて、営業へ渡る" {
  start at 2026-11-09 09:00
  given lead 山田
  given lead 匿名の人 { email = empty }
  at day 1 10:00 山田 does download
  at day 1 10:00 匿名の人 does download
  expect email case-study to 山田
  expect at day 2 email wp-thanks to 山田
  expect email case-study to 山田 skipped because "window"
  expect handoff to 営業
  expect お礼 finished for 匿名の人
  expect お礼 waiting for 山田
  expect 3 emails
}
"""
CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')
ROOT = Path(__file__).parents[3]


def trial() -> Trial:
    (one,) = run_tests(STORY)
    return one


def test_each_failure_says_what_there_was_and_as_of_when() -> None:
    assert [
        "`case-study` was not sent: `cap` (a frequency cap was reached) (as of day 1 10:00)",
        "`wp-thanks` was not sent then, but: day 1 10:00",
        "`case-study` was skipped, but because of: `cap` (a frequency cap was reached) (as of day 2 23:59)",
        "there was no handoff (as of day 2 23:59)",
        "the run of 匿名の人 through `お礼` was: not started (`condition does not hold` (its condition does not hold)) (as of day 2 23:59)",
        "the run of 山田 through `お礼` was: finished (as of day 2 23:59)",
        "mails sent so far: 1 (wp-thanks → 山田) (as of day 2 23:59)",
    ] == [text.partition(": ")[2] for text in failure_lines(Screen("test"), trial())]


def test_in_japanese_the_words_a_test_writes_stay_as_they_are_written() -> None:
    told = failure_lines(Screen("test", lang="ja"), trial())

    assert "`case-study` は送られていません：`cap` (配信数の上限に達した)（day 1 10:00 時点）" in told[0]
    assert "山田 の `お礼` の状態：`finished` (完了)（day 2 23:59 時点）" in told[5]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_report_is_right_at_80_columns(lang: Lang, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    tell_trial(Screen("test", lang=lang), trial(), STORY.splitlines())
    told = capsys.readouterr().out.splitlines()

    assert [] == [line for line in told if cells(line) > 80]
    assert any(line.startswith("    day 1  2026-11-10 10:00  山田") for line in told)


def test_only_those_are_told_of_for_whom_something_failed() -> None:
    """A lead that no failing line names is left out; a line that names nobody means all."""
    story = STORY[: STORY.index("  expect email")]
    (of_one,) = run_tests(story + "  expect email case-study to 山田\n}\n")
    (of_all,) = run_tests(story + "  expect 3 emails\n}\n")

    assert {"山田"} == {entry.subject for entry in of_one.concerned}
    assert {"山田", "匿名の人"} == {entry.subject for entry in of_all.concerned}


def test_everything_a_test_can_find_has_its_words() -> None:
    made = {code for path in (ROOT / "engine/lab").glob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    made |= {"mail-not-held", "mail-not-skipped"}
    known = {code.removesuffix("-none") for code in FOUND}

    assert set() == known - made - {"no-account"}
    assert set() == {code for code in made if code.endswith(("-was", "-were"))} - known


@pytest.mark.parametrize("code", sorted(FOUND))
def test_a_finding_names_the_same_things_in_both_languages(code: str) -> None:
    en, ja = ({*re.findall(r"{(\w+)}", text)} for text in FOUND[code])

    assert en == ja
