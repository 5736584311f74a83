"""Erasing on PostgreSQL: the same tables, the same look."""

from pathlib import Path

import pytest

from tests.cli.erased_life import ADDRESS, Life, Lived, found_in_files, found_in_tables
from tests.databases import fresh_on_postgresql


def test_an_erased_person_is_in_no_table_of_a_server_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = fresh_on_postgresql()
    Life(tmp_path / "w", url=url).live()
    monkeypatch.setenv("NURTURE_DATABASE__URL", url)
    life = Lived(tmp_path / "w")
    before = found_in_tables(life.folder)
    answer = life.nurture("leads", "erase", ADDRESS, "--yes", "--json")

    assert (0, "vacuumed", 0) == (answer.code, answer.data["bytes"], answer.data["remain"])
    assert before and [] == found_in_tables(life.folder)
    assert [] == [name for name in found_in_files(life.folder) if name != "nurture.db"]
