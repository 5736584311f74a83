"""From every release's tables to today's: on SQLite and on a real PostgreSQL nothing is lost, and the engine goes on."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from sqlalchemy import Connection, Engine, event, inspect

from engine.domain.errors import NurtureError
from engine.domain.instants import DAY
from engine.store.database import backend_of
from engine.store.schema import metadata
from engine.store.upgrade import behind, upgrade
from tests.cli.deployed import Deployed
from tests.databases import ON_POSTGRESQL, empty_on_postgresql
from tests.engine.store.released import AT, SCHEMAS, STORY, digest_of, digests, released, run, write

ON = ("sqlite", "postgresql")
STRIDE = {"sqlite": 1, "postgresql": 1 if ON_POSTGRESQL else 6}
"""An upgrade is broken off at every so many of its statements: on a server at each only by `make postgres`."""
OLD = sorted(path.name.split(".")[0] for path in SCHEMAS.glob("*.rows.sql"))


def old(revision: str, dialect: str, folder: Path) -> str:
    """The address of a database as that release left it."""
    url = f"sqlite:///{folder / 'old.db'}" if dialect == "sqlite" else empty_on_postgresql()
    with engine_of(url).begin() as connection:
        for part in (dialect, "rows"):
            run(connection, (SCHEMAS / f"{revision}.{part}.sql").read_text("utf-8"))
        if dialect == "postgresql":
            count_on(connection)
    return url


def count_on(connection: Connection) -> None:
    """The rows were written with their numbers; PostgreSQL goes on counting behind them, as it had when they were written."""
    there = set(inspect(connection).get_table_names())
    for table in metadata.tables.values():
        if "seq" in table.columns and table.name != "inbox" and table.name in there:
            highest = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'seq'), (SELECT max(seq) FROM {table.name}))"
            connection.exec_driver_sql(highest)


def engine_of(url: str) -> Engine:
    return backend_of(url).writers()


def rows(url: str, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    with engine_of(url).connect() as connection:
        return {
            table: sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table}"))
            for table, names in columns.items()
        }


def columns(url: str) -> dict[str, list[str]]:
    with engine_of(url).connect() as connection:
        looked = inspect(connection)
        names = [name for name in looked.get_table_names() if name != "alembic_version"]
        return {name: [one["name"] for one in looked.get_columns(name)] for name in names}


def shape(connection: Connection) -> dict[str, Any]:
    """Everything a database says of its tables, in an order of its own. It is asked of all tables at once: there are many, on a server."""
    looked = inspect(connection)
    asked = looked.get_multi_columns, looked.get_multi_pk_constraint, looked.get_multi_unique_constraints, looked.get_multi_foreign_keys
    found = [{name: told for (_, name), told in ask().items()} for ask in asked]
    columns, keys, unique, foreign = cast(tuple[dict[str, Any], ...], found)
    listed = indexes(connection)
    return {
        name: {
            "columns": {one["name"]: (str(one["type"]), one["nullable"], plain(one["default"])) for one in columns[name]},
            "key": keys[name]["constrained_columns"],
            "unique": sorted((one["name"], *one["column_names"]) for one in unique[name]),
            "indexes": sorted(listed.get(name, ())),
            "foreign": [(one["constrained_columns"], one["referred_table"]) for one in foreign[name]],
            "rowid": "WITHOUT ROWID" in made_by(connection, name),
        }
        for name in looked.get_table_names()
        if name != "alembic_version"
    }


def plain(default: str | None) -> str:
    """`nextval('a_seq'::regclass)` and `''::text` as both databases mean them."""
    text = re.sub(r"::\w+", "", default or "")
    return "next" if text.startswith("nextval") else text


def indexes(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """(name, what it says) by table: its columns and its condition."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"
    else:
        asked = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    found: dict[str, list[tuple[str, str]]] = {}
    for table, name, said in connection.exec_driver_sql(asked):
        found.setdefault(str(table), []).append((str(name), re.sub(r"\s+", " ", str(said))))
    return found


def made_by(connection: Connection, table: str) -> str:
    if connection.dialect.name != "sqlite":
        return ""
    return str(connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").scalar())


@cache
def fresh_shape(dialect: str) -> dict[str, Any]:
    """Of the tables as the code knows them, made without any migration."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/made.db" if dialect == "sqlite" else empty_on_postgresql()
        engine = engine_of(url)
        with engine.begin() as connection:
            metadata.create_all(connection)
            found = shape(connection)
        engine.dispose()
    return found


@pytest.mark.parametrize("dialect", ON)
@pytest.mark.parametrize("revision", OLD)
def test_a_database_of_an_earlier_release_keeps_every_row_and_becomes_what_the_code_knows(
    revision: str, dialect: str, tmp_path: Path
) -> None:
    url = old(revision, dialect, tmp_path)
    known = columns(url)
    before = rows(url, known)
    assert revision == behind(url).found
    upgrade(url)

    assert before == rows(url, known)
    with engine_of(url).connect() as connection:
        assert fresh_shape(dialect) == shape(connection)


@pytest.mark.parametrize("dialect", ON)
@pytest.mark.parametrize("revision", OLD)
def test_the_engine_goes_on_where_the_earlier_release_stopped(revision: str, dialect: str, tmp_path: Path) -> None:
    url = old(revision, dialect, tmp_path)
    upgrade(url)
    story = Deployed(tmp_path / "story", url=url)
    story.clock.set(AT + 4 * DAY)
    story.apply(STORY)
    story.happens("download", "ada", asset="again")
    states = dict(story.rows("SELECT lead, count(*) FROM messages WHERE template = 'first' GROUP BY lead"))
    waiting = story.rows("SELECT seq FROM inbox")
    story.store.close()

    assert {"ada": 2, "bo": 2, "雪": 1} == {lead: states[lead] for lead in ("ada", "bo", "雪")}
    assert [] == waiting


@pytest.mark.parametrize("dialect", ON)
def test_keys_are_known_by_their_new_writing_too(dialect: str, tmp_path: Path) -> None:
    url = old("0008", dialect, tmp_path)
    written = [("phone", "031234567812", "x"), ("phone", "01013125550123", "x"), ("name+phone", "髙橋健様\x1f0312345678", "x"),
               ("name+phone", "高橋健\x1f0312345678", "y"), ("crm", "Ａ-1", "z")]  # fmt: skip
    with engine_of(url).begin() as connection:
        for kind, value, lead in written:
            connection.exec_driver_sql(f"INSERT INTO keys (kind, value, lead) VALUES ('{kind}', '{value}', '{lead}')")
    upgrade(url)
    found = rows(url, {"keys": ["kind", "value", "lead"], "reviews": ["one", "other", "because"]})

    assert ("phone", "+13125550123", "x") in found["keys"]
    assert set(written) <= set(found["keys"])
    assert ("x", "y", "name and phone") in found["reviews"]


@pytest.mark.parametrize("revision", OLD)
def test_nobody_edits_a_migration_that_was_released(revision: str) -> None:
    """Databases are out there that it has made: what is to be otherwise is a migration of its own."""
    assert digests()[revision] == digest_of(revision)


def test_every_revision_that_is_followed_by_another_has_its_dump() -> None:
    missing = sorted(set(released()) - set(OLD))

    assert [] == missing, "run `python -m tests.engine.store.released` and commit what it writes"


def test_a_dump_that_is_there_is_never_written_again() -> None:
    before = {path.name: path.read_bytes() for path in SCHEMAS.iterdir()}
    if set(released()) <= set(digests()):
        assert [] == write()

    assert before == {path.name: path.read_bytes() for path in SCHEMAS.iterdir()}


@pytest.mark.parametrize("dialect", ON)
def test_an_upgrade_that_ends_half_way_leaves_the_database_as_it_was(dialect: str, tmp_path: Path) -> None:
    url = old("0001", dialect, tmp_path)
    with engine_of(url).connect() as connection:
        before = shape(connection)
    for at in range(1, 400, STRIDE[dialect]):
        if broken_off(url, at):
            with engine_of(url).connect() as connection:
                assert before == shape(connection)
        else:
            break
    else:
        raise AssertionError("it never came to its end")

    assert at > 5
    assert () == behind(url).missing


class PowerCut(Exception):
    """At one statement of a migration."""


def broken_off(url: str, at: int) -> bool:
    """Upgrades until the statement of that number; False if there were not so many."""
    count = 0

    def cut(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal count
        count += statement.split()[0].upper() in {"ALTER", "CREATE", "DELETE", "DROP", "INSERT", "UPDATE"}
        if count == at:
            raise PowerCut

    event.listen(Engine, "before_cursor_execute", cut)
    try:
        upgrade(url)
    except PowerCut:
        return True
    finally:
        event.remove(Engine, "before_cursor_execute", cut)
    return False


def make_newer(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")


def forget_the_revision(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE alembic_version")


def make_half_of_the_next(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE inbox ADD COLUMN letter INTEGER")


@pytest.mark.parametrize("dialect", ON)
@pytest.mark.parametrize(
    ("spoil", "code"),
    [(make_newer, "database-newer"), (forget_the_revision, "database-half"), (make_half_of_the_next, "database-half")],
)
def test_what_no_release_has_left_like_that_is_refused(
    spoil: Callable[[Connection], None], code: str, dialect: str, tmp_path: Path
) -> None:
    url = old("0001", dialect, tmp_path)
    with engine_of(url).begin() as connection:
        spoil(connection)
        before = shape(connection)
    with pytest.raises(NurtureError) as error:
        upgrade(url)

    assert code == error.value.problem.code
    with engine_of(url).connect() as connection:
        assert before == shape(connection)


def test_a_kill_in_the_middle_of_an_upgrade_changes_nothing(tmp_path: Path) -> None:
    url = old("0001", "sqlite", tmp_path)
    with engine_of(url).connect() as connection:
        before = shape(connection)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.engine.store.dying", url], cwd=Path(__file__).parents[3], env={**os.environ}, check=False, timeout=60
    )

    assert -9 == killed.returncode
    with engine_of(url).connect() as connection:
        assert before == shape(connection)
    upgrade(url)
    assert () == behind(url).missing
