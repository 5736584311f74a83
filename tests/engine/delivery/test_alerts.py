"""Those who run it are told: each cause once an hour, its end once, past the outbox, and nothing of a lead."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from engine.channels.results import CommitAnswer, OfferAnswer, Offered, Parcel, Sent, TryLater
from engine.clock import FrozenClock
from engine.delivery.alerts import LOOK_EVERY, Alerter, Limits, Ways
from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import DAY, HOUR, MINUTE, SECOND
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.writer import Priority
from tests.databases import by_our_clock, fresh

START = 1_800_000_000_000_000


@dataclass
class Post:
    """A channel that keeps what leaves. is_down: it takes nothing."""

    name: str = "memory"
    is_down: bool = False
    left: list[Parcel] = field(default_factory=list)
    is_open: bool = True

    def open(self) -> "Post":
        return self

    def offer(self, parcel: Parcel) -> OfferAnswer:
        if self.is_down:
            return TryLater(Problem("smtp.unreachable"))
        self.left.append(parcel)
        return Offered()

    def commit(self) -> CommitAnswer:
        return Sent("250")

    def abandon(self) -> None: ...

    def close(self) -> None: ...

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(one.data, policy=policy.default) for one in self.left]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), clock)
    yield one
    one.close()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def alerter(store: Store, post: Post, tmp_path: Path) -> Alerter:
    return Alerter(store, Ways("news@kumo.example", ("ops@kumo.example",), {}, post), tmp_path / "alerts.json", "Kumo", "en")


def after(alerter: Alerter, clock: FrozenClock, length: int) -> int:
    clock.advance(length)
    return alerter.look()


def write(store: Store, statement: str) -> None:
    def job(tx: Tx) -> None:
        tx.exec_driver_sql(statement)

    store.write(Priority.WORK, job)


def stop(store: Store) -> None:
    store.write(Priority.WORK, control.stop)


def set_aside(store: Store) -> None:
    write(store, "INSERT INTO stumbles (subject, times, aside) VALUES ('canary lead', 5, 1)")


def doubt(store: Store) -> None:
    write(store, "INSERT INTO messages (id, lead, kind, key, state, target) VALUES ('m', 'l', 'mail', 'k', 'doubtful', 'canary@x.jp')")


def let_wait(store: Store) -> None:
    put(store, [Incoming(source="t", id="1", type="ping", lead="A")])


def let_lie(store: Store) -> None:
    store.write(Priority.WORK, control.go_live)
    names = "id, lead, kind, key, state, from_at, next_at"
    write(store, f"INSERT INTO messages ({names}) VALUES ('m', 'l', 'mail', 'k', 'queued', {START}, 1)")


CAUSES: dict[str, tuple[Callable[[Store], None], str]] = {
    "stopped": (stop, "sending is stopped"),
    "aside": (set_aside, "1 leads are set aside"),
    "doubtful": (doubt, "1 messages are in doubt"),
    "queue": (let_wait, "1 events wait, the oldest for 60 minutes"),
    "outbox": (let_lie, "messages that may leave have waited for 60 minutes"),
}


AGED = ("queue", "outbox")
"""Causes that are a question of age."""


@pytest.mark.parametrize("cause", [pytest.param(one, marks=[by_our_clock] if one in AGED else []) for one in CAUSES])
def test_a_cause_is_told_to_those_who_run_it_and_nothing_of_a_lead(
    cause: str, alerter: Alerter, store: Store, post: Post, clock: FrozenClock
) -> None:
    make, words = CAUSES[cause]
    make(store)

    assert 1 == after(alerter, clock, HOUR)
    [mail] = post.mails
    assert ("ops@kumo.example", "[nurture] Kumo: look at this", "auto-generated") == (mail["To"], mail["Subject"], mail["Auto-Submitted"])
    assert words in mail.get_content()
    assert "canary" not in post.left[0].data.decode()


def test_a_cause_is_told_once_an_hour_and_once_more_when_it_is_over(alerter: Alerter, store: Store, post: Post, clock: FrozenClock) -> None:
    stop(store)
    told = [after(alerter, clock, MINUTE) for _ in range(125)]
    store.write(Priority.WORK, control.resume)
    over = [after(alerter, clock, MINUTE) for _ in range(5)]

    assert (3, 1) == (sum(told), sum(over))
    assert "sending goes on" in post.mails[-1].get_content()
    assert "[nurture] Kumo: over" == post.mails[-1]["Subject"]


def test_a_process_that_begins_again_does_not_tell_again(alerter: Alerter, store: Store, post: Post, clock: FrozenClock) -> None:
    stop(store)
    after(alerter, clock, MINUTE)
    again = Alerter(store, alerter.ways, alerter.file, "Kumo", "en")

    assert [0, 1] == [after(again, clock, MINUTE), after(again, clock, HOUR)]


def test_what_could_not_leave_is_tried_at_the_next_look(alerter: Alerter, store: Store, post: Post, clock: FrozenClock) -> None:
    stop(store)
    post.is_down = True
    first = after(alerter, clock, MINUTE)
    post.is_down = False

    assert (0, 1) == (first, after(alerter, clock, MINUTE))


def test_a_database_that_is_away_is_told_once_it_has_been_so_for_long(
    alerter: Alerter, store: Store, post: Post, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise NurtureError("database-unreachable", database="x")

    with monkeypatch.context() as patched:
        patched.setattr(store, "read", away)
        told = [after(alerter, clock, MINUTE) for _ in range(4)]
    over = after(alerter, clock, MINUTE)

    assert ([0, 0, 1, 0], 1) == (told, over)
    assert "the database has not answered for 2 minutes (database-unreachable)" in post.mails[0].get_content()
    assert "the database answers again" in post.mails[1].get_content()


def test_a_copy_that_is_too_old_is_told(store: Store, post: Post, tmp_path: Path, clock: FrozenClock) -> None:
    ways = Ways("a@b.example", ("ops@kumo.example",), {}, post)
    made = START
    one = Alerter(store, ways, tmp_path / "told.json", "Kumo", "ja", Limits(backup=7 * DAY), lambda: made)

    assert [0, 1] == [after(one, clock, 6 * DAY), after(one, clock, 2 * DAY)]
    assert "この 7 日、データベースの控えがありません" in post.mails[0].get_content()


def test_a_room_of_the_chat_is_told_too_and_nobody_is_called_by_a_sign(store: Store, tmp_path: Path, clock: FrozenClock) -> None:
    mail, chat = Post(), Post(name="slack")
    ways = Ways("a@b.example", (), {"slack:ops": "https://hooks.example/x"}, mail, chat)
    one = Alerter(store, ways, tmp_path / "told.json", "<!channel>", "en")
    stop(store)

    assert (1, []) == (after(one, clock, MINUTE), mail.left)
    assert "https://hooks.example/x" == chat.left[0].recipient
    assert json.loads(chat.left[0].data)["text"].startswith("[nurture] &lt;!channel&gt;: look at this\n• sending is stopped")


def test_where_nobody_is_named_nobody_looks(store: Store, post: Post, tmp_path: Path, clock: FrozenClock) -> None:
    one = Alerter(store, Ways("a@b.example", (), {}, post), tmp_path / "told.json", "Kumo", "en")
    stop(store)

    assert (0, []) == (after(one, clock, LOOK_EVERY), post.left)


def crew(alerter: Alerter, folder: Path, post: Post) -> list[Alerter]:
    """Four workers on one database, each on a machine of its own."""
    return [Alerter(alerter.store, alerter.ways, folder / f"{number}.json", "Kumo", "en") for number in range(4)]


def test_of_several_workers_one_tells(alerter: Alerter, store: Store, post: Post, clock: FrozenClock, tmp_path: Path) -> None:
    workers = crew(alerter, tmp_path, post)
    stop(store)
    clock.advance(MINUTE)
    first = [one.look() for one in workers]
    clock.advance(HOUR)
    again = [one.look() for one in reversed(workers)]
    store.write(Priority.WORK, control.resume)
    clock.advance(MINUTE)
    over = [one.look() for one in workers]

    assert ([1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]) == (first, again, over)
    assert 3 == len(post.mails)


def test_what_one_worker_could_not_tell_another_tells(
    alerter: Alerter, store: Store, post: Post, clock: FrozenClock, tmp_path: Path
) -> None:
    """Its beginning, the next hour, and its end."""
    one, other = crew(alerter, tmp_path, post)[:2]
    stop(store)
    told = []
    for length in (MINUTE, HOUR, MINUTE):
        clock.advance(length)
        post.is_down = True
        told.append(one.look())
        post.is_down = False
        told.append(other.look())
        if length == HOUR:
            store.write(Priority.WORK, control.resume)

    assert [0, 1, 0, 1, 0, 1] == told
    assert "sending goes on" in post.mails[-1].get_content()


def test_where_nothing_can_be_written_each_tells_by_itself(
    alerter: Alerter, store: Store, post: Post, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk must not keep an alert back."""

    def full(*_: object) -> None:
        raise NurtureError("database-full", database="x")

    stop(store)
    with monkeypatch.context() as patched:
        patched.setattr(store, "write", full)
        told = [after(alerter, clock, MINUTE) for _ in range(61)]

    assert 2 == sum(told)


def test_a_database_that_is_away_says_nothing_of_what_it_would_show(
    alerter: Alerter, store: Store, post: Post, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told of it stays told, and is not over."""

    def away(*_: object) -> None:
        raise NurtureError("database-unreachable", database="x")

    stop(store)
    after(alerter, clock, MINUTE)
    with monkeypatch.context() as patched:
        patched.setattr(store, "read", away)
        told = [after(alerter, clock, 50 * SECOND) for _ in range(2)]

    assert ([0, 0], 1) == (told, len(post.mails))
