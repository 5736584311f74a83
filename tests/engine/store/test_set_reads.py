"""A set read finds each of its rows by the index, however long the table is."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from engine.store import holds, inbox, people, subjects
from engine.store.hot import Hot
from engine.store.sqlite import driver
from engine.store.upgrade import upgrade

READS: dict[str, tuple[Hot, str]] = {
    "receipts": (inbox._RECEIPTS, "source=? AND id=?"),
    "keys": (people._OWNERS, "kind=? AND value=?"),
    "subjects": (subjects._READ, "id=?"),
    "messages": (holds._HELD, "id=?"),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path: Path = tmp_path_factory.mktemp("plans") / "nurture.db"
    upgrade(f"sqlite:///{path}")
    return create_engine(f"sqlite:///{path}", module=driver())


@pytest.mark.parametrize("name", READS)
def test_a_set_read_takes_the_index_row_by_row(name: str, file: Engine) -> None:
    statement, by = READS[name]

    with file.connect() as tx:
        sql, _ = statement._text(tx)
        plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("[]",) * sql.count("?")).all()

    searched = [str(row[3]) for row in plan if str(row[3]).startswith(f"SEARCH {name} ")]
    assert searched and f"({by})" in searched[0], plan
