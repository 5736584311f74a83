"""A small workspace for each test."""

from pathlib import Path

import pytest

from engine.commands.beginning import begin
from tests.cli.kit import Nurture


@pytest.fixture
def nurture(tmp_path: Path) -> Nurture:
    """The command line in a fresh English workspace."""
    return Nurture(begin(tmp_path / "first", "en").folder)


@pytest.fixture
def empty(tmp_path: Path) -> Nurture:
    """The command line where there is no workspace."""
    return Nurture(tmp_path)
