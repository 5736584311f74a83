"""`nurture test --watch`: played again at each change, whatever state the files are in."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from engine.commands.watching import belongs
from engine.domain.errors import NurtureError
from engine.settings.workspace import Workspace
from engine.show.screen import Screen
from engine.show.watching import again

ROOT = Path(__file__).parents[3]
SETTINGS = '[workspace]\nname = "Kumo"\nlanguage = "en"\n'
SCENARIO = """event download
scenario thanks {{
  enter on download
  send wp-thanks
}}
test "says thanks" for thanks {{
  start at 2026-11-02 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  expect {count} to 山田
}}
"""
MAIL = "---\nsubject: Thanks\npurpose: transactional\n---\nThank you.\n"
PATIENCE = 60.0
"""Seconds after which a watcher that says nothing is ended."""


def _hears_ctrl_c() -> None:
    """Whoever was started in the background of a shell ignores it, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with one test that holds."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "nurture.toml").write_text(SETTINGS)
    (tmp_path / "templates/wp-thanks.md").write_text(MAIL)
    (tmp_path / "thanks.nurture").write_text(SCENARIO.format(count="1 email"))
    return tmp_path


@pytest.fixture
def watcher(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """`nurture test --watch` in that workspace."""
    words = [sys.executable, str(ROOT / "cli.py"), "test", "--watch", "-C", str(folder)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", preexec_fn=_hears_ctrl_c)
    patience = Timer(PATIENCE, process.kill)
    patience.start()
    yield process
    patience.cancel()
    process.kill()
    process.communicate()


def round_with(watcher: "subprocess.Popen[str]", text: str) -> str:
    """What it says in the round that speaks of that: two writes may be one change or two."""
    assert watcher.stdout is not None
    lines: list[str] = []
    for line in watcher.stdout:
        lines.append(line)
        if line.startswith("waiting") and text in (said := "".join(lines)):
            return said
        if line.startswith("waiting"):
            lines = []
    return f"nothing of {text}"


def test_a_change_is_played_again_and_the_end_is_no_failure(watcher: "subprocess.Popen[str]", folder: Path) -> None:
    first = round_with(watcher, "1 test holds")
    (folder / "thanks.nurture").write_text(SCENARIO.format(count="2 emails"))
    changed = round_with(watcher, "1 of 1 test failed")
    (folder / "thanks.nurture").write_text(SCENARIO.format(count="1 emailz"))
    broken = round_with(watcher, "emailz")
    (folder / "thanks.nurture").write_text(SCENARIO.format(count="1 email"))
    mended = round_with(watcher, "1 test holds")
    watcher.send_signal(signal.SIGINT)

    assert 0 == watcher.wait(PATIENCE)
    assert "ok" not in first
    assert "FAIL  says thanks" in changed
    assert "nothing" not in broken + mended


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("work/a.nurture", True), ("work/deep/b.nurture", True), ("work/nurture.toml", True), ("mails/thanks.md", True),
        ("mails/ja/thanks.html", True), ("work/notes.md", False), ("work/.nurture/nurture.db", False), ("mails/.thanks.md.swp", False),
        ("work/a.nurture~", False), ("work/deep/nurture.toml", False), ("work/.#a.nurture", False),
    ],
)  # fmt: skip
def test_only_what_belongs_to_the_workspace_wakes_it(path: str, is_one: bool) -> None:
    place = Workspace(Path("/w/work"), "", "en", "UTC", Path("/w/mails"))

    assert is_one == belongs(place, Path("/w") / path)


def test_a_workspace_that_cannot_be_read_is_told_and_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []

    def work() -> int:
        done.append("once")
        if len(done) == 1:
            raise NurtureError("settings.no-workspace", folder="here")
        if len(done) == 2:
            raise FileNotFoundError(2, "gone", "a.nurture")
        return 1

    code = again(Screen("test"), [None, None, None], work)
    shown = capsys.readouterr()

    assert (0, 3) == (code, len(done))
    assert "here" in shown.err and "a.nurture" in shown.err
    assert 3 == shown.out.count("waiting for a file to change")


def test_ending_it_while_tests_are_played_is_no_failure() -> None:
    def work() -> int:
        raise KeyboardInterrupt

    assert 0 == again(Screen("test"), [None], work)
