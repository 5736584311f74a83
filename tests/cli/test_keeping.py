"""`nurture db upgrade` and `nurture backup`: what is said, what is kept, what is refused."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from engine.store import copies
from engine.store.database import open_store
from engine.store.sqlite import SqliteFile
from engine.store.upgrade import behind
from tests.cli.kit import Nurture
from tests.engine.store.released import SCHEMAS, run

Usage = namedtuple("Usage", "total used free")


def file_of(nurture: Nurture) -> Path:
    return nurture.folder / ".nurture" / "nurture.db"


def url_of(nurture: Nurture) -> str:
    return f"sqlite:///{file_of(nurture)}"


@pytest.fixture
def aged(nurture: Nurture) -> Nurture:
    """A workspace whose database is of the first release."""
    file_of(nurture).parent.mkdir()
    with SqliteFile(url_of(nurture)).writers().begin() as connection:
        for part in ("sqlite", "rows"):
            run(connection, (SCHEMAS / f"0001.{part}.sql").read_text("utf-8"))
    return nurture


def kept(nurture: Nurture) -> list[Path]:
    return copies.copies_in(file_of(nurture).parent / "backups")


def test_an_upgrade_keeps_a_copy_of_before(aged: Nurture) -> None:
    answer = aged("db", "upgrade")

    assert 0 == answer.code
    assert "a copy of before lies in" in answer.out
    assert ["0001"] == [copies.revision_of(one) for one in kept(aged)]
    assert () == behind(url_of(aged)).missing


def test_an_upgrade_may_be_told_to_keep_none_and_one_of_nothing_keeps_none(aged: Nurture) -> None:
    aged("db", "upgrade", "--no-backup")
    aged("db", "upgrade")

    assert [] == kept(aged)


@pytest.mark.parametrize(("lang", "said"), [("en", "would get 0002"), ("ja", "に 0002")])
def test_a_dry_run_says_what_is_missing_and_changes_nothing(lang: str, said: str, aged: Nurture) -> None:
    answer = aged("db", "upgrade", "--dry-run", lang=lang)

    assert (0, True) == (answer.code, said in answer.out)
    assert "0001" == behind(url_of(aged)).found


def test_an_upgrade_beside_a_daemon_is_refused(aged: Nurture) -> None:
    daemon = SqliteFile(url_of(aged))
    daemon.be_alone()
    answer = aged("db", "upgrade")
    daemon.close()

    assert (2, "0001") == (answer.code, behind(url_of(aged)).found)
    assert "end it first" in answer.err


def test_an_upgrade_without_room_for_a_copy_changes_nothing(aged: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 1_000))
    answer = aged("db", "upgrade")

    assert (2, "0001") == (answer.code, behind(url_of(aged)).found)
    assert "are free; make room, or name another folder" in answer.err
    assert [] == kept(aged)


@pytest.mark.parametrize("word", ["report", "apply", "run", "leads list"])
def test_a_database_of_an_earlier_release_is_said_by_every_command(word: str, aged: Nurture) -> None:
    answer = aged(*word.split())

    assert 2 == answer.code
    assert "is of an older release" in answer.err


def test_a_database_of_a_newer_release_is_left_alone(aged: Nurture) -> None:
    with SqliteFile(url_of(aged)).writers().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = aged("db", "upgrade")

    assert 2 == answer.code
    assert "was written by a newer release (`9999`)" in answer.err


def test_a_backup_is_whole_private_and_openable(nurture: Nurture) -> None:
    nurture("leads", "add", "a@example.com")
    made = nurture.json("backup")
    copy = Path(made["copy"])
    store = open_store(f"sqlite:///{copy}")
    with store.read() as tx:
        leads = tx.exec_driver_sql("SELECT count(*) FROM keys WHERE kind = 'email'").scalar()
    store.close()

    assert (1, 0o600) == (leads, copy.stat().st_mode & 0o777)
    assert [copy] == kept(nurture)


def test_only_the_newest_backups_stay(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    folder = file_of(nurture).parent / "backups"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"nurture-2020010{day}T000000Z.db").write_bytes(b"old")
    (folder / "mine.db").write_bytes(b"mine")
    answer = nurture("backup", "--keep", "2")

    assert 0 == answer.code
    assert 4 == answer.out.count("removed")
    assert ["nurture-20200105T000000Z.db"] == [one.name for one in kept(nurture)][1:]
    assert (folder / "mine.db").exists()


def test_a_backup_is_written_over_nothing(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    target = nurture.folder / "mine.db"
    target.write_bytes(b"mine")
    answer = nurture("backup", str(target))

    assert (2, b"mine") == (answer.code, target.read_bytes())
    assert "nothing is written over" in answer.err


def test_a_backup_of_a_damaged_database_is_none(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    nurture("leads", "add", "a@example.com")
    with SqliteFile(url_of(nurture)).writers().connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    spoiled = bytearray(file_of(nurture).read_bytes())
    spoiled[4096 * 3 : 4096 * 9] = b"x" * 4096 * 6
    file_of(nurture).write_bytes(spoiled)
    answer = nurture("backup")

    assert 2 == answer.code
    assert "is damaged" in answer.err
    assert [] == list((file_of(nurture).parent / "backups").iterdir())


def test_a_dry_run_of_a_backup_writes_nothing(nurture: Nurture) -> None:
    nurture("db", "upgrade")
    answer = nurture("backup", "--dry-run", "--keep", "1")

    assert 0 == answer.code
    assert not (file_of(nurture).parent / "backups").exists() or [] == kept(nurture)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_on_postgresql_the_server_copies_itself(lang: str, nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE__URL", "postgresql://nurture@127.0.0.1:1/nurture")
    monkeypatch.setenv("NURTURE_DATABASE__PASSWORD", "canary")
    answer = nurture("backup", lang=lang)

    assert 0 == answer.code
    assert "pg_dump --format=custom --no-owner --file=nurture.dump 'postgresql://nurture@127.0.0.1:1/nurture'" in answer.out
    assert "canary" not in answer.out
