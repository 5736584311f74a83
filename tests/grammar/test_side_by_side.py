"""A large workspace is checked by two processes: what they find is what one would find, in the same order."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.checking import write
from grammar import side_by_side as beside
from grammar.checks import CHECKS, FOLLOWING
from grammar.diagnostics import Diagnostic, Sifted
from grammar.model import Workspace
from grammar.side_by_side import apart, one_by_one, side_by_side
from grammar.workspace import load_workspace, verdict


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(beside, "LEAST_FILES", 2)
    write(tmp_path, files=12)
    (tmp_path / "odd.nurture").write_text('scenario 余り "x" {\n  enter on download\n  send nobody\n  wait 3 days\n}\n', "utf-8")
    return load_workspace(tmp_path, {})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no twins")
def test_two_find_what_one_finds(workspace: Workspace) -> None:
    found = one_by_one(CHECKS, workspace)

    assert any(found)
    assert found == side_by_side(CHECKS, workspace)
    assert found == side_by_side(CHECKS, workspace, together=FOLLOWING)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no twins")
def test_what_a_twin_fails_at_is_done_again_and_told_here(workspace: Workspace) -> None:
    here = os.getpid()

    def only_here(_workspace: Workspace) -> Iterator[Diagnostic]:
        if os.getpid() != here:
            raise MemoryError
        return iter(())

    assert [[]] * 40 == side_by_side([only_here] * 40, workspace)


def test_a_small_workspace_needs_no_twin(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST_FILES", 1_000)
    monkeypatch.delattr(os, "fork", raising=False)

    assert one_by_one(CHECKS, workspace) == side_by_side(CHECKS, workspace)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no twins")
def test_what_is_found_apart_is_what_is_found_here(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests of this process may have left threads, beside which no twin is made."""
    monkeypatch.setattr("grammar.side_by_side.can_be", lambda: True)
    here = os.getpid()
    places: list[int] = []

    def work() -> Sifted:
        places.append(os.getpid())
        return verdict(workspace)

    found = apart(tmp_path, work)

    assert found.findings
    assert verdict(workspace) == found
    assert here not in places


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no twins")
def test_what_cannot_be_done_apart_is_done_here(workspace: Workspace, tmp_path: Path) -> None:
    here = os.getpid()

    def only_here() -> Sifted:
        if os.getpid() != here:
            raise MemoryError
        return verdict(workspace)

    assert verdict(workspace) == apart(tmp_path, only_here)
