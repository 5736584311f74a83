"""The parser's table: kept as JSON, built again when it does not match."""

import json
from pathlib import Path

import pytest

from grammar import table


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "language.table.json"
    monkeypatch.setattr(table, "TABLE", path)
    return path


def again() -> table.Table:
    """As a new process would read it; this one keeps its own, by whose numbers it knows ways already."""
    return table.table.__wrapped__()


def test_a_table_is_written_once_and_read_again(kept: Path) -> None:
    again()
    first = kept.stat().st_mtime_ns
    again()

    assert first == kept.stat().st_mtime_ns


def test_a_table_of_another_grammar_is_built_again(kept: Path) -> None:
    kept.write_text('{"stamp":"0.0 someone-else","table":{}}', encoding="utf-8")

    again()

    assert json.loads(kept.read_text(encoding="utf-8"))["table"]["states"]


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "TABLE", kept.parent / "nowhere" / "language.table.json")

    assert again().words


def test_a_broken_table_is_built_again(kept: Path) -> None:
    table.write()
    kept.write_text(kept.read_text(encoding="utf-8")[:1000], encoding="utf-8")

    assert again().words

