"""Promises name the tests that keep them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize("page", ["promises.md", "faults.md"])
def test_every_promise_names_a_test_that_exists(page: str) -> None:
    named = NAMED.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    missing = [f"{file}::{test}" for file, test in named if not _defines(ROOT / file, test)]

    assert len(named) >= 5
    assert [] == missing


def _defines(file: Path, test: str) -> bool:
    return file.is_file() and f"def {test}(" in file.read_text(encoding="utf-8")
