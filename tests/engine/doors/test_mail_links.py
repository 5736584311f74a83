"""What a token stands for, and what it does: observed, followed, and left by. Without the web around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from engine.domain.documents import write_document
from engine.domain.events import Event
from engine.domain.instants import MINUTE
from engine.domain.subjects import Attribute, Facts, Lead
from engine.doors.incoming import Incoming
from engine.doors.mail_links import Reader, Wish, leave, leave_all, observe_click, observe_open, open_of, reader_of
from engine.store import ledger, outbox, people
from engine.store import schema as tables
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

START = 1_800_000_000_000_000 // MINUTE * MINUTE


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """Two mails of lead A have left, of a topic and of none, and a notice to colleagues; lead B has an address of its own."""
    one = open_store(fresh(tmp_path), clock, LoadedDice())
    targets = {"m1": ("a@x.example", "news"), "m2": ("a@x.example", ""), "m3": ("slack:sales", "")}
    mails = [
        NewMessage(
            id=id_, lead="A", kind="mail", key=f"key-{id_}", scenario="s", run="", step="", template="hello", target=target,
            topic=topic, purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0,
            number=1, program="", rule="",
        )
        for id_, (target, topic) in targets.items()
    ]  # fmt: skip
    links = [Link(f"leave-{id_}", id_, "A", "unsubscribe", "", "") for id_ in (*targets, "gone")]
    links += [Link("click-m1", "m1", "A", "click", "guide", "https://x.example/guide")]
    links += [Link(f"open-{id_}xx", id_, "A", "open", "", "") for id_ in ("m1", "gone")]
    one.write(Priority.WORK, lambda tx: outbox.decide(tx, mails))
    one.write(Priority.WORK, lambda tx: outbox.add_links(tx, links))
    yield one
    one.close()


def happened(store: Store) -> list[Event]:
    with store.read() as tx:
        return [event for _, event in ledger.of_subject(tx, "A")]


def closed(store: Store, address: str = "a@x.example") -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, address)


def waiting(store: Store) -> int:
    with store.read() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM clicks").scalar() or 0)


def test_an_open_says_of_which_mail_it_is_and_there_is_one(store: Store) -> None:
    said = [observe_open(store, "open-m1xx"), observe_open(store, "open-m1xx")]

    [event] = happened(store)
    props = {"template": "hello", "scenario": "s", "key": "key-m1", "link": "", "message": "m1"}
    assert ([True, True], "web", "open/m1", "mail.opened", props) == (said, event.source, event.id, event.type, event.props)


def test_an_open_of_a_mail_that_is_gone_says_no_more_than_that(store: Store) -> None:
    assert observe_open(store, "open-gonexx")
    assert [{"link": "", "message": "gone"}] == [event.props for event in happened(store)]


def test_an_open_that_something_else_implies_has_its_moment(store: Store) -> None:
    expected = Incoming(source="web", id="open/m", type="mail.opened", lead="A", at=5, props={"template": "t", "link": "", "message": "m"})

    assert expected == open_of("m", "A", {"template": "t"}, 5)
    assert 0 == open_of("m", "A", {}).at


def test_a_click_leads_somewhere_and_is_noted(store: Store) -> None:
    assert ("https://x.example/guide", 1) == (observe_click(store, "click-m1"), waiting(store))


@pytest.mark.parametrize("token", ["nobody-gave-this", "short", "a" * 65, "click m1", "click-m1\n"])
def test_a_token_nobody_gave_out_stands_for_nothing(store: Store, token: str) -> None:
    found = (
        observe_open(store, token),
        observe_click(store, token),
        reader_of(store, token),
        leave(store, token, "all"),
    )

    assert ((False, None, None, False), [], 0) == (found, happened(store), waiting(store))


def test_each_token_is_good_for_one_thing(store: Store) -> None:
    wrong = (
        *(observe_open(store, one) for one in ("click-m1", "leave-m1")),
        *(observe_click(store, one) for one in ("open-m1xx", "leave-m1")),
        *(reader_of(store, one) or leave(store, one, "all") for one in ("open-m1xx", "click-m1")),
    )

    assert ((False, False, None, None, False, False), []) == (wrong, happened(store))


def test_who_would_leave_and_from_what(store: Store) -> None:
    expected = [
        Reader("A", "a@x.example", "news", "", left_all=False, left_topic=False),
        Reader("A", "a@x.example", "", "", left_all=False, left_topic=False),
        Reader("A", "", "", "", left_all=False, left_topic=False),
    ]

    assert expected == [reader_of(store, f"leave-{one}") for one in ("m1", "m2", "gone")]


def test_a_reader_is_spoken_to_in_their_language_once_it_is_known(store: Store) -> None:
    lead = Lead(id="A", facts=Facts(attributes={"language": Attribute(value="ja", at=1)}))
    document = write_document(lead).decode()
    store.write(Priority.WORK, lambda tx: tx.execute(insert(tables.subjects).values(id="A", document=document)).rowcount)
    reader = reader_of(store, "leave-m1")

    assert reader is not None
    assert "ja" == reader.language


@pytest.mark.parametrize(
    ("token", "choice", "topics", "topic"),
    [
        ("leave-m1", "all", {""}, ""),
        ("leave-m1", "topic", {"news"}, "news"),
        ("leave-m2", "topic", {""}, ""),
        ("leave-m2", "all", {""}, ""),
    ],
)
def test_a_wish_closes_the_address_of_its_mail_at_once(store: Store, token: str, choice: str, topics: set[str], topic: str) -> None:
    """Where the mail had no topic, leaving its topic is leaving."""
    assert leave(store, token, "topic" if choice == "topic" else "all")

    [event] = happened(store)
    assert (dict.fromkeys(topics, "unsubscribed"), {"topic": topic} if topic else {}) == (closed(store), event.props)
    assert ("web", "unsubscribed", START) == (event.source, event.type, event.at)
    reader = reader_of(store, "leave-m1")
    assert reader is not None
    assert ("" in topics, "news" in topics) == (reader.left_all, reader.left_topic)


def test_the_same_token_twice_in_a_minute_is_one_wish(store: Store, clock: FrozenClock) -> None:
    for length in (0, MINUTE - 1, 1):
        clock.advance(length)
        leave(store, "leave-m1", "all")

    assert [f"leave/leave-m1//{(START + length) // MINUTE}" for length in (0, MINUTE)] == [event.id for event in happened(store)]


def test_a_wish_has_the_moment_it_was_said_at(store: Store) -> None:
    leave(store, "leave-m1", "all", START - MINUTE)
    with store.read() as tx:
        at = tx.exec_driver_sql("SELECT at FROM addresses").scalar()

    assert ([START - MINUTE], START - MINUTE) == ([event.at for event in happened(store)], at)


def test_of_several_wishes_those_nobody_gave_out_come_back(store: Store) -> None:
    wishes = [Wish("leave-m1", "topic", START), Wish("nobody-gave-this", "all", START), Wish("leave-m2", "all", START)]

    assert [wishes[1]] == leave_all(store, wishes)
    assert ({"news", ""}, [wishes[1]]) == (set(closed(store)), leave_all(store, wishes[1:2]))


def test_a_message_to_no_mailbox_closes_no_address(store: Store) -> None:
    """Nor does one that is gone; the lead has left all the same."""
    assert leave(store, "leave-m3", "all") and leave(store, "leave-gone", "topic")

    assert (2, {}) == (len(happened(store)), closed(store, "slack:sales"))


def test_who_left_by_a_mail_without_a_topic_has_left_everything_and_no_topic(store: Store) -> None:
    leave(store, "leave-m2", "all")

    reader = reader_of(store, "leave-m2")
    assert reader is not None and (True, False) == (reader.left_all, reader.left_topic)
