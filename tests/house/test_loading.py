"""What stays asleep: `--help`, `check` and `fmt` answer at once because they load nothing they do not need."""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.source import ROOT

HEAVY = {"alembic", "apscheduler", "jinja2", "pydantic", "pygls", "sqlalchemy", "starlette", "uvicorn"}
"""Each costs tenths of a second to load, more than a person waits for an answer."""
PROBE = """
import json, sys
from cli import main
try:
    main()
except SystemExit as left:
    code = left.code or 0
names = {name if name.startswith("grammar.") else name.split(".")[0] for name in sys.modules}
print("\\n" + json.dumps([code, sorted(names)]))
"""
SCENARIO = """\
event download {
  asset: text
}
scenario thanks {
  enter on download
  wait 3 days
  stop because "enough"
}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "nurture.toml").write_text('[workspace]\nname = "small"\n', encoding="utf-8")
    (tmp_path / "thanks.nurture").write_text(SCENARIO, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"]])
def test_help_loads_nothing_but_click(words: list[str], workspace: Path) -> None:
    third_parties = set(packages_distributions()) - {"cli", "engine", "grammar", "_distutils_hack"}
    code, loaded = modules_after(words, folder=workspace)

    assert (0, {"click"}) == (code, loaded & third_parties)


def test_check_loads_nothing_heavy(workspace: Path) -> None:
    """The templates are cached as plain facts after the first look."""
    modules_after(["check"], folder=workspace)
    code, loaded = modules_after(["check"], folder=workspace)

    assert (0, set()) == (code, loaded & HEAVY)


def test_an_unchanged_workspace_is_answered_without_the_checker(workspace: Path) -> None:
    modules_after(["check"], folder=workspace)
    code, loaded = modules_after(["check"], folder=workspace)

    assert (0, set()) == (code, loaded & {"grammar.parse", "grammar.checks", "grammar.workspace", "grammar.formatter", "msgspec"})


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--format", "sarif"], ["check", "--hints"], ["fmt"], ["fmt", "--check"], ["rule", "F203"]]
)
def test_what_a_writer_calls_all_day_loads_nothing_heavy(words: list[str], workspace: Path) -> None:
    modules_after(["check"], folder=workspace)
    (workspace / ".nurture" / "check.json").unlink()
    code, loaded = modules_after(words, folder=workspace)

    assert (0, set()) == (code, loaded & (HEAVY | {"lark"}))


def test_a_check_is_remembered_from_the_very_first_run_of_new_code_on(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled files appear beside the code while it runs for the first time; they are no other code."""
    code = tmp_path_factory.mktemp("code")
    for room in ("grammar", "engine"):
        shutil.copytree(ROOT / room, code / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cli.py", code)
    modules_after(["check"], folder=workspace, code=code)
    answered, loaded = modules_after(["check"], folder=workspace, code=code)

    assert (0, set()) == (answered, loaded & {"grammar.parse", "grammar.checks"})


def modules_after(words: list[str], *, folder: Path, code: Path = ROOT) -> tuple[int, set[str]]:
    """The exit code of `nurture WORDS` in that folder, and what a fresh Python had loaded by its end."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(code), "PYTHONSAFEPATH": "1", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout, done.stderr
    left, loaded = json.loads(done.stdout.splitlines()[-1])
    return left, set(loaded)


def test_playing_a_witness_loads_neither_a_database_nor_a_scheduler(workspace: Path) -> None:
    """And a look at what is remembered does not even load the simulator."""
    more = SCENARIO.split("scenario", 1)[1].replace("stop because", "send first\n  stop because")
    text = SCENARIO.replace("stop because", "send second\n  stop because") + "scenario" + more.replace("thanks", "again", 1)
    (workspace / "thanks.nurture").write_text(text, encoding="utf-8")
    (workspace / "templates").mkdir()
    mail = "---\nsubject: x\npurpose: marketing\n---\n[x]({{ unsubscribe_url }})\n"
    for name in ("first", "second"):
        (workspace / "templates" / f"{name}.md").write_text(mail, encoding="utf-8")
    code, loaded = modules_after(["check"], folder=workspace)
    again, remembered = modules_after(["check"], folder=workspace)

    assert (1, set()) == (code, loaded & {"alembic", "apscheduler", "sqlalchemy", "starlette", "uvicorn"})
    assert (1, set()) == (again, remembered & HEAVY)
