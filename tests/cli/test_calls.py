"""How commands may be called, and what is said to those who call them otherwise."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import root
from tests.cli.kit import Nurture

ROOT = Path(__file__).parents[2]


def commands(group: click.Group = root, path: str = "") -> Iterator[str]:
    """Every command by its words."""
    for name, command in group.commands.items():
        words = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield words


def called(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`nurture WORDS` as a process of its own."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-m", "cli", *words], env=env, cwd="/", capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("words", sorted(commands()))
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_command_helps_within_eighty_columns(words: str, lang: str, nurture: Nurture) -> None:
    answer = nurture(*words.split(), "--help", lang=lang)

    assert 0 == answer.code
    assert "" == answer.err
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_help_speaks_the_language_of_the_terminal() -> None:
    english, japanese = called("--help", LANG="en_GB.UTF-8"), called("--help", LANG="ja_JP.UTF-8")

    assert "Usage: nurture [OPTIONS] COMMAND [ARGS]..." == english.stdout.splitlines()[0]
    assert "使い方: nurture [OPTIONS] COMMAND [ARGS]..." == japanese.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "code", "english"),
    [
        (["cheek"], "no-such-command", "there is no command `cheek`, did you mean `check`?"),
        (["leads", "shw"], "no-such-command", "there is no command `leads shw`, did you mean `show`?"),
        (["check", "--frmat", "json"], "no-such-option", "`nurture check` has no option `--frmat`, did you mean `--format`?"),
        (["explain"], "missing-argument", "`nurture explain` needs `LEAD`"),
        (["demo", "--seed", "x"], "bad-argument", "`--seed` cannot be that, it is a whole number"),
        (["check", "--format", "xml"], "bad-argument", "`--format` cannot be that, it is one of `text`"),
        (["leads"], "", "Usage: nurture leads"),
    ],
)
def test_a_mistake_of_calling_is_a_sentence(words: list[str], code: str, english: str) -> None:
    told = called(*words, LANG="C.UTF-8")

    assert 2 == told.returncode
    assert english in told.stderr
    assert "Traceback" not in told.stderr
    if code:
        document = json.loads(called(*words, "--json", LANG="C.UTF-8").stdout)
        assert (1, code) == (document["format_version"], document["problem"]["code"])


def test_a_mistake_of_calling_is_a_japanese_sentence_too() -> None:
    told = called("cheek", "--lang", "ja", LANG="C.UTF-8")

    assert "nurture: `cheek` というコマンドはありません" in told.stderr
    assert None is re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", told.stderr)


def test_without_a_workspace_one_is_told_where_to_make_one(empty: Nurture) -> None:
    answer = empty("check")

    assert 2 == answer.code
    assert f"there is no `nurture.toml` in `{empty.folder}` or above it" in answer.err


def test_a_failure_is_json_where_json_was_asked_for(nurture: Nurture) -> None:
    answer = nurture("leads", "show", "nobody", "--json")
    document = json.loads(answer.out)

    assert (2, 1, "leads show") == (answer.code, document["format_version"], document["command"])
    assert ("no-such-lead", {"name": "nobody"}) == (document["problem"]["code"], document["problem"]["values"])


def test_the_version_is_told_even_where_nothing_is_installed() -> None:
    told = called("--version", LANG="C.UTF-8")

    assert (0, "") == (told.returncode, told.stderr)
    assert told.stdout.startswith("nurture ")


def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    line = f"{sys.executable} -m cli --help | head -1"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    told = subprocess.run(["sh", "-c", line], env=env, cwd="/", capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (told.returncode, told.stderr)


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete "), ("zsh", "#compdef nurture"), ("fish", "complete ")])
def test_a_shell_can_complete(shell: str, sign: str, nurture: Nurture) -> None:
    answer = nurture("completion", shell)

    assert 0 == answer.code
    assert sign in answer.out
