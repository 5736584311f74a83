"""`nurture restore`: what was decided to leave is in doubt, who left stays left, and a power cut at any step is no loss."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.app import opened, settings_at
from engine.commands.restoring import restore
from engine.domain.errors import NurtureError
from engine.domain.instants import HOUR
from engine.store import control, people
from engine.store.copies import sound
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.placing import PARTS
from engine.store.sqlite import SqliteFile
from engine.store.writer import Priority
from engine.work.batch import work_until_idle
from engine.work.deployments import compile_stored
from engine.work.programs import Programs
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture
from tests.databases import fresh_on_postgresql

STORY = """event download "Download" {
  asset: text
}
scenario thanks {
  enter on download
  reenter always
  send first
  wait 2 hours
  send second
}
"""


@pytest.fixture
def story(tmp_path: Path) -> Deployed:
    """Live, with one mail of Ada's that waits to leave."""
    one = Deployed(tmp_path / "story")
    one.apply(STORY)
    one.happens("lead.changed", "ada", email="ada@example.com")
    one.happens("download", "ada", asset="guide")
    return one


@pytest.fixture
def copy(story: Deployed) -> Path:
    """A copy of then; since then a mail left, Bo came, and Ada left. The engine has ended."""
    nurture = Nurture(story.folder)
    made = Path(nurture.json("backup", str(story.folder / "then.db"))["copy"])
    write(story.store, "UPDATE messages SET state = 'sent', next_at = NULL")
    story.happens("lead.changed", "bo", email="bo@example.com")
    story.store.close()
    with opened(settings_at(story.folder)) as store:
        store.write(Priority.WORK, lambda tx: people.suppress(tx, [("ada@example.com", "", "unsubscribed", 7)]))
    return made


def write(store: Store, statement: str) -> None:
    def job(tx: Tx) -> None:
        tx.exec_driver_sql(statement)

    store.write(Priority.WORK, job)


def asked(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    store = open_store(f"sqlite:///{folder / '.nurture' / 'nurture.db'}")
    try:
        with store.read() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(statement)]
    finally:
        store.close()


def states(folder: Path) -> list[tuple[str, str, str]]:
    return [(str(t), str(s), str(r)) for t, s, r in asked(folder, "SELECT template, state, reason FROM messages ORDER BY template")]


def test_what_was_decided_to_leave_is_in_doubt_and_nothing_leaves_by_itself(story: Deployed, copy: Path) -> None:
    done = restore(story.folder, copy, dry=False)

    assert [("first", "doubtful", "restored"), ("second", "doubtful", "restored")] == states(story.folder)
    assert [("shadow",)] == asked(story.folder, "SELECT mode FROM control")
    assert 2 == done.doubtful


def test_a_mail_that_was_just_leaving_is_in_doubt(story: Deployed) -> None:
    write(story.store, "UPDATE messages SET state = 'fenced', owner = 'x', lease = 9")
    Nurture(story.folder)("backup", str(story.folder / "then.db"))
    story.store.close()
    restore(story.folder, story.folder / "then.db", dry=False)

    assert [("first", "doubtful", "restored"), ("second", "doubtful", "restored")] == states(story.folder)


def test_who_left_since_the_copy_was_made_is_still_gone(story: Deployed, copy: Path) -> None:
    done = restore(story.folder, copy, dry=False)

    assert [("ada@example.com", "unsubscribed")] == asked(story.folder, "SELECT address, reason FROM addresses")
    assert (1, 1) == (done.wishes, done.closed)


def test_without_the_log_they_would_be_mailed_again_so_this_test_can_tell(story: Deployed, copy: Path) -> None:
    (story.folder / ".nurture" / "suppressions.log").unlink()
    restore(story.folder, copy, dry=False)

    assert [] == asked(story.folder, "SELECT address FROM addresses")


def test_going_live_again_decides_nothing_again_that_was_due_before(story: Deployed, copy: Path) -> None:
    restore(story.folder, copy, dry=False)
    store = open_store(f"sqlite:///{story.folder / '.nurture' / 'nurture.db'}", story.clock)
    store.write(Priority.WORK, control.go_live)
    story.clock.set(story.clock.now() + 5 * HOUR)
    work_until_idle(story.work.__class__(store, Programs(compile_stored)))
    store.close()

    assert {"doubtful"} == {state for _, state, _ in states(story.folder)}


def test_a_dry_run_says_what_would_be_lost_and_changes_nothing(story: Deployed, copy: Path) -> None:
    before = {path.name: path.read_bytes() for path in (story.folder / ".nurture").iterdir() if path.suffix == ".db"}
    answer = Nurture(story.folder)("restore", str(copy), "--dry-run")

    assert 0 == answer.code
    assert "unknown to it: 1 events, 1 new leads, 1 messages that left since" in answer.out
    assert before == {path.name: path.read_bytes() for path in (story.folder / ".nurture").iterdir() if path.suffix == ".db"}


def test_beside_a_daemon_it_is_refused(story: Deployed, copy: Path) -> None:
    daemon = SqliteFile(f"sqlite:///{story.folder / '.nurture' / 'nurture.db'}")
    daemon.be_alone()
    answer = Nurture(story.folder)("restore", str(copy), "--yes")
    daemon.close()

    assert 2 == answer.code
    assert "end it first" in answer.err


def test_while_another_process_has_the_database_open_nothing_is_moved(story: Deployed, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = open_store(f"sqlite:///{story.folder / '.nurture' / 'nurture.db'}")
    with guest.read() as tx:
        tx.exec_driver_sql("SELECT count(*) FROM events").scalar()
        answer = Nurture(story.folder)("restore", str(copy), "--yes")
    guest.close()

    assert 2 == answer.code
    assert "another process keeps" in answer.err
    assert [(2,)] == asked(story.folder, "SELECT count(*) FROM keys WHERE kind = 'email'")


def test_nobody_is_asked_where_nobody_can_answer(story: Deployed, copy: Path) -> None:
    assert 2 == Nurture(story.folder)("restore", str(copy)).code
    assert [(2,)] == asked(story.folder, "SELECT count(*) FROM keys WHERE kind = 'email'")


def test_a_database_that_is_gone_or_damaged_is_replaced_too(story: Deployed, copy: Path) -> None:
    database = story.folder / ".nurture" / "nurture.db"
    database.write_bytes(b"not a database" * 1_000)
    answer = Nurture(story.folder)("restore", str(copy), "--yes")

    assert 0 == answer.code
    assert "cannot be read, so nobody can say what came since" in answer.out
    assert b"not a database" == next((story.folder / ".nurture").glob("before-restore-*.db")).read_bytes()[:14]
    assert [("first", "doubtful", "restored"), ("second", "doubtful", "restored")] == states(story.folder)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[: 4096 * 20]), "copy-damaged"),
        (lambda file: file.write_bytes(b"somebody's notes" * 1_000), "copy-damaged"),
        (lambda file: file.unlink(), "no-such-file"),
    ],
)
def test_a_copy_that_is_none_is_refused(spoil: Callable[[Path], None], code: str, story: Deployed, copy: Path) -> None:
    spoil(copy)
    with pytest.raises(NurtureError) as error:
        restore(story.folder, copy, dry=False)

    assert code == error.value.problem.code
    assert [(2,)] == asked(story.folder, "SELECT count(*) FROM keys WHERE kind = 'email'")


def test_without_a_file_the_database_itself_is_taken_for_a_copy(story: Deployed, copy: Path) -> None:
    database = story.folder / ".nurture" / "nurture.db"
    for part in PARTS:
        database.with_name(database.name + part).unlink(missing_ok=True)
    database.write_bytes(copy.read_bytes())
    answer = Nurture(story.folder)("restore", "--yes", lang="ja")

    assert 0 == answer.code
    assert "2 通を「不明」とし、送りません" in answer.out
    assert "配信停止 1 件を反映しました" in answer.out


def test_wishes_the_older_copy_did_not_know_are_read_again(story: Deployed, copy: Path) -> None:
    unknown = story.folder / ".nurture" / "unsubscribe.unknown"
    unknown.write_text('{"token": "abc"}\n')
    restore(story.folder, copy, dry=False)

    assert not unknown.exists()
    assert '{"token": "abc"}' in (story.folder / ".nurture" / "unsubscribe.spool").read_text().splitlines()


class PowerCut(Exception):
    """Between two steps."""


def steps_of(folder: Path, copy: Path, at: int) -> int:
    """Restores until the step of that number; how many steps were done."""
    done = 0

    def step(_name: str) -> None:
        nonlocal done
        done += 1
        if done == at:
            raise PowerCut

    try:
        restore(folder, copy, dry=False, step=step)
    except PowerCut:
        return done
    return done


@pytest.mark.parametrize("at", range(1, 10))
def test_a_power_cut_at_any_step_is_mended_by_the_same_command(at: int, story: Deployed, copy: Path) -> None:
    (story.folder / ".nurture" / "nurture.db-wal").write_bytes(b"")
    steps_of(story.folder, copy, at)
    marked = (story.folder / ".nurture" / "nurture.db-restoring").exists()
    if marked:
        with pytest.raises(NurtureError) as error:
            asked(story.folder, "SELECT 1")
        assert "restore-unfinished" == error.value.problem.code
    else:
        assert 1 <= len(states(story.folder))
    restore(story.folder, copy, dry=False)

    assert [("first", "doubtful", "restored"), ("second", "doubtful", "restored")] == states(story.folder)
    assert [("ada@example.com",)] == asked(story.folder, "SELECT address FROM addresses")
    kept = sorted((story.folder / ".nurture").glob("before-restore-*.db"))
    assert 1 <= len(kept)
    sound(kept[0])


def test_the_log_holds_what_every_commit_closed_and_nothing_that_was_given_up(story: Deployed) -> None:
    story.store.close()
    with opened(settings_at(story.folder)) as store:
        store.write(Priority.WORK, lambda tx: people.suppress(tx, [("a@x.jp", "", "unsubscribed", 1)]))
        with pytest.raises(ZeroDivisionError):
            store.write(Priority.WORK, fail_after_closing)
        store.write(Priority.WORK, lambda tx: people.suppress(tx, [("b@x.jp", "news", "unsubscribed", 2)]))
        store.write(Priority.WORK, lambda tx: people.allow(tx, "b@x.jp", "news"))
    file = story.folder / ".nurture" / "suppressions.log"
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    assert [("a@x.jp", "unsubscribed"), ("b@x.jp", "unsubscribed"), ("b@x.jp", "")] == [(one["address"], one["reason"]) for one in lines]
    assert 0o600 == file.stat().st_mode & 0o777


def fail_after_closing(tx: Tx) -> None:
    people.suppress(tx, [("never@x.jp", "", "unsubscribed", 1)])
    raise ZeroDivisionError


def test_a_log_that_could_not_be_written_is_completed_later(story: Deployed) -> None:
    story.store.close()
    file = story.folder / ".nurture" / "suppressions.log"
    file.mkdir()
    with opened(settings_at(story.folder)) as store:
        store.write(Priority.WORK, lambda tx: people.suppress(tx, [("a@x.jp", "", "unsubscribed", 1)]))
        file.rmdir()
        assert (1, 0) == (store.complete(), store.complete())

    assert "a@x.jp" in file.read_text("utf-8")


def test_a_half_line_of_a_power_cut_is_passed_over(story: Deployed, copy: Path) -> None:
    with (story.folder / ".nurture" / "suppressions.log").open("ab") as file:
        file.write(b'{"address": "half@x')

    assert 1 == restore(story.folder, copy, dry=False).wishes


def test_on_postgresql_what_was_put_back_by_the_server_is_taken_for_a_copy(story: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    story.store.close()
    monkeypatch.setenv("NURTURE_DATABASE__URL", fresh_on_postgresql())
    nurture = Nurture(story.folder)
    nurture("apply", "--go", "--yes")
    nurture("leads", "add", "bo@example.com")
    with opened(settings_at(story.folder)) as store:
        write(store, "INSERT INTO messages (id, lead, kind, key, state, next_at) VALUES ('m', 'l', 'mail', 'k', 'queued', 1)")
    answer = nurture("restore", "--yes")
    with opened(settings_at(story.folder)) as store, store.read() as tx:
        found = tx.exec_driver_sql("SELECT state, reason, (SELECT mode FROM control) FROM messages WHERE id = 'm'").one()

    assert (0, ("doubtful", "restored", "shadow")) == (answer.code, tuple(found))


def test_on_postgresql_a_file_is_not_put_back(story: Deployed, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE__URL", fresh_on_postgresql())
    answer = Nurture(story.folder)("restore", str(copy), "--yes")

    assert 2 == answer.code
    assert "is a server: put its copy back by `pg_restore`" in answer.err
