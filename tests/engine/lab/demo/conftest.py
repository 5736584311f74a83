"""One small play that many tests look at."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.kit import Answer, Nurture

SMALL = ("--leads", "40", "--days", "30")


@dataclass(frozen=True)
class Played:
    """A folder in which the demo was played once: what it said as JSON, and its page."""

    nurture: Nurture
    folder: Path
    told: Answer
    page: str


def play(base: Path, *words: str, lang: str = "en") -> Played:
    """`nurture demo` for a few people, in a folder of its own."""
    base.mkdir(exist_ok=True)
    nurture = Nurture(base, lang)
    told = nurture("demo", *SMALL, "--json", "--page", "page.html", *words)
    assert 0 == told.code, told.err
    return Played(nurture, base / "nurture-demo", told, (base / "page.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Only to be looked at."""
    return play(tmp_path_factory.mktemp("played"))


@pytest.fixture
def mine(played: Played, tmp_path: Path) -> Played:
    """The same, to be changed."""
    base = tmp_path / "mine"
    shutil.copytree(played.nurture.folder, base)
    return Played(Nurture(base), base / "nurture-demo", played.told, played.page)
