"""What the machine does to people: every time a sentence, never a traceback, and nothing lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.domain.errors import NurtureError
from engine.show.failures import guarded, problem_of
from engine.show.screen import Screen
from engine.store import sqlite
from tests.cli.kit import Nurture

ROOT = Path(__file__).parents[2]


HOLDER = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process in the middle of a write. (Locks of one process never stand in its own way.)"""
    command = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert "held\n" == other.stdout.readline()
        yield
        other.communicate("")


def file_of(nurture: Nurture) -> Path:
    return nurture.folder / ".nurture" / "nurture.db"


@pytest.mark.parametrize("words", [["check"], ["db", "upgrade"], ["leads", "add", "a@example.com"]])
def test_whatever_command_is_the_first_the_folder_of_the_state_is_its_owners_alone(nurture: Nurture, words: list[str]) -> None:
    nurture(*words)

    assert 0 == (nurture.folder / ".nurture").stat().st_mode & 0o077


def test_a_locked_database_is_said_and_nothing_is_lost(nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    nurture("leads", "add", "a@example.com")
    with locked(file_of(nurture)):
        refused = nurture("leads", "add", "b@example.com")
    nurture("leads", "add", "c@example.com")

    assert 2 == refused.code
    assert "another process keeps" in refused.err
    assert 2 == nurture.json("report")["health"]["events"]


def test_a_damaged_database_is_said_and_kept(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    file_of(nurture).write_bytes(b"not a database, but somebody's notes" * 100)
    for leftover in file_of(nurture).parent.glob("*-*"):
        leftover.unlink()
    answer = nurture("leads", "list")

    assert 2 == answer.code
    assert "is damaged or no database; keep it as it is" in answer.err
    assert file_of(nurture).read_bytes().startswith(b"not a database")


def test_settings_that_cannot_be_meant_name_their_line(nurture: Nurture) -> None:
    config = nurture.folder / "nurture.toml"
    config.write_text(config.read_text("utf-8").replace("Europe/London", "Mars"), "utf-8")
    answers = [nurture(*words) for words in (["check"], ["report"], ["run"], ["apply"])]

    assert [2] * 4 == [answer.code for answer in answers]
    assert all(f"({config}:7) is no time zone" in answer.err for answer in answers)


def test_a_full_disk_under_the_output_is_said(nurture: Nurture) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this machine has no disk that is always full")
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "cli", "report", "--json", "-C", str(nurture.folder), "--lang", "en"]
        told = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)

    assert 2 == told.returncode
    assert "nurture: the disk is full, so `output` could not be written" in told.stderr
    assert 1 == len(told.stderr.splitlines())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileNotFoundError(2, "no", "x"), "no-such-file"),
        (PermissionError(13, "no", "x"), "not-allowed"),
        (OSError(28, "no space", "x"), "disk-full"),
        (OSError(5, "I/O error", "x"), "machine-failed"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), "not-text"),
        (ZeroDivisionError("ours"), "unexpected"),
    ],
)
def test_every_failure_has_a_name(error: Exception, code: str) -> None:
    assert code == problem_of(error).code


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NurtureError("no-such-lead", name="x"), 2, "there is no lead `x`"),
        (KeyboardInterrupt(), 2, "stopped by you"),
        (ZeroDivisionError("ours"), 2, "a mistake in nurture itself"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_nothing_gets_past_the_last_stop(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise error

    monkeypatch.setattr(sys, "stdout", sys.stdout)
    answer = guarded(Screen("report"), fail)

    assert code == answer
    assert said in capsys.readouterr().err
