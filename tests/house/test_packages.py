"""The wheel, as a stranger meets it: an empty environment, and a folder full of names like ours."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT

BUNDLED = "engine/_bundled/"
DATA = {".css", ".html", ".j2", ".lark", ".mako", ".md", ".nurture", ".toml", ".yml"}
TRAP = 'raise SystemExit("a stranger\'s module was loaded")\n'


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the source archive, both built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    for target in ("wheel", "sdist"):
        run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)], folder=ROOT)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def nurture(archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as installed. What others wrote comes from this environment: only our own part is on trial."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    run([sys.executable, "-m", "venv", "--without-pip", str(place)], folder=ROOT)
    pip = [sys.executable, "-m", "pip", "--python", str(place)]
    run([*pip, "install", "-q", "--no-deps", "--no-index", str(archives[0])], folder=place)
    packages = next(place.glob("lib/python*/site-packages"))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place / "bin" / "nurture"


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A workspace whose folders are called as ours are."""
    for name in ("cli.py", "engine/__init__.py", "grammar/__init__.py", "click.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TRAP, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "nurture.toml").write_text('[workspace]\nname = "crowded"\n', encoding="utf-8")
    (tmp_path / "small.nurture").write_text("event download {\n  asset: text\n}\n", encoding="utf-8")
    return tmp_path


def test_every_file_the_product_reads_is_in_the_wheel(archives: tuple[Path, Path]) -> None:
    expected = {name for room in ("engine", "grammar") for name in shipped(room)} | {"cli.py"}
    expected |= {"grammar/language.table.json"}
    expected |= {BUNDLED + name for room in ("scenarios", "templates") for name in shipped(room)}

    expected |= {BUNDLED + name.removeprefix("docs/") for name in shipped("docs/rules")}

    with zipfile.ZipFile(archives[0]) as wheel:
        assert set() == expected - set(wheel.namelist())


def test_no_archive_holds_what_a_run_left_in_a_workspace(archives: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(archives[0]) as wheel, tarfile.open(archives[1]) as archive:
        names = [*wheel.namelist(), *archive.getnames()]

    assert [] == [name for name in names if "/.nurture/" in name or name.endswith(".db")]


def test_the_source_archive_can_be_built_and_tested(archives: tuple[Path, Path]) -> None:
    rooms = ("benchmarks", "docs", "editors", "engine", "grammar", "requirements", "scenarios", "templates", "tests")
    expected = {name for room in rooms for name in shipped(room)} | {"cli.py", "Makefile", "pyproject.toml", "action.yml"}

    with tarfile.open(archives[1]) as archive:
        assert set() == expected - {name.partition("/")[2] for name in archive.getnames()}


def test_the_installed_command_helps_in_a_folder_with_names_like_ours(nurture: Path, crowded: Path) -> None:
    assert "nurture" in run([str(nurture), "--help"], folder=crowded)


def test_the_installed_command_checks_a_folder_with_names_like_ours(nurture: Path, crowded: Path) -> None:
    found = json.loads(run([str(nurture), "check", "--format", "json"], folder=crowded))

    assert [] == found["diagnostics"]


def test_the_installed_command_shows_the_page_of_a_rule(nurture: Path, crowded: Path) -> None:
    shown = json.loads(run([str(nurture), "rule", "missing-quotes", "--json"], folder=crowded))

    assert "error[E121] missing-quotes: `VIP` must be in quotes here" == shown["data"]["rule"]["report"]["en"].splitlines()[0]


def shipped(room: str) -> set[str]:
    """The files of a room that are written by hand."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix in DATA | {".py"} and not {".nurture", "node_modules"} & set(path.relative_to(ROOT).parts)
    }


def run(words: list[str], *, folder: Path) -> str:
    """What it printed. A failure shows what it complained of."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(words, cwd=folder, env=clean, capture_output=True, text=True, timeout=120, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout
