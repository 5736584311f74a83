"""A small workspace for each test."""

import shutil
from pathlib import Path

import pytest

from engine.commands.beginning import begin
from tests.cli.erased_life import Life, Lived
from tests.cli.kit import Nurture


@pytest.fixture
def nurture(tmp_path: Path) -> Nurture:
    """The command line in a fresh English workspace."""
    return Nurture(begin(tmp_path / "first", "en").folder)


@pytest.fixture
def empty(tmp_path: Path) -> Nurture:
    """The command line where there is no workspace."""
    return Nurture(tmp_path)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace in which the person has done everything; nothing is changed in it."""
    return Life(tmp_path_factory.mktemp("life") / "w").live().folder


@pytest.fixture
def life(tmp_path: Path, lived: Path) -> Lived:
    shutil.copytree(lived, tmp_path / "w")
    return Lived(tmp_path / "w")
