"""`nurture leads erase` and `export`: a person who has done everything is in no table, no file and no byte any more."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, select

from engine.app import opened, settings_at
from engine.store.schema import metadata
from tests.cli.erased_life import ADDRESS, CANARIES, OTHER, Life
from tests.cli.kit import Nurture


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return Life(tmp_path / "w").live()


def found_in_tables(folder: Path) -> list[str]:
    """Every table and column that holds a canary: all tables that there are, whatever the code knows of them."""
    with opened(settings_at(folder)) as store, store.read() as tx:
        return sorted(
            {
                f"{table.name}.{name}"
                for table in metadata.sorted_tables
                for row in tx.execute(select(*table.c)).mappings()
                for name, value in row.items()
                if any(canary in str(value) for canary in CANARIES)
            }
        )


def found_in_files(folder: Path) -> list[str]:
    """Every file whose bytes hold a canary."""
    state = folder / ".nurture"
    return sorted(
        path.name for path in state.rglob("*") if path.is_file() and any(canary.encode() in path.read_bytes() for canary in CANARIES)
    )


def test_the_person_of_these_tests_stands_nearly_everywhere(life: Life) -> None:
    tables = {where.partition(".")[0] for where in found_in_tables(life.folder)}

    assert {"nurture.db"} <= set(found_in_files(life.folder))
    assert [] == sorted({"subjects", "events", "keys", "receipts", "inbox", "runs", "run_steps", "stage_moves", "score_moves", "handoffs", "tasks",
                         "journal", "messages", "links", "clicks", "attempts", "holds", "addresses", "suppression_moves", "bounces", "stumbles",
                         "reviews"} - tables)  # fmt: skip


def test_an_erased_person_is_in_no_table_no_file_and_no_byte(life: Life) -> None:
    answer = life.nurture("leads", "erase", ADDRESS, "--yes")

    assert (0, "") == (answer.code, answer.err)
    assert [] == found_in_tables(life.folder)
    assert [] == found_in_files(life.folder)
