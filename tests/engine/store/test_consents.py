"""What stands in the record of consents of each event that says something about it."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from engine.domain.events import Event, Props
from engine.store import consents, people
from engine.store.consents import LONGEST, Entry
from engine.store.database import Store, open_store
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

START = 1_800_000_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), FrozenClock(START), LoadedDice())
    known = [("email", "a@x.example", "A"), ("email", "b@x.example", "A"), ("phone", "1", "A")]
    one.write(Priority.WORK, lambda tx: people.claim(tx, known))
    yield one
    one.close()


def noted(store: Store, type_: str, props: Props, source: str = "crm") -> Entry:
    event = Event(source=source, id=f"{type_} {props}", type=type_, subject="A", at=START - 5, received=START, props=props)
    store.write(Priority.WORK, lambda tx: consents.note(tx, [event]))
    with store.read() as tx:
        return consents.of_person(tx, "A")[-1]


def test_all_that_was_said_is_kept(store: Store) -> None:
    words = "Tell me " * 500
    props: Props = {"topic": "news", "text": words, "version": 3, "where": "form", "who": "Yuki", "scenario": "welcome"}
    entry = noted(store, "consented", props)

    assert entry == Entry(
        lead="A", address="a@x.example", act="given", topic="news", at=START - 5, received=START, place="form", text=words[:LONGEST],
        version="3", digest=sha256(words.encode()).hexdigest(), who="Yuki", source="crm", event=f"consented {props}",
    )  # fmt: skip


def test_of_what_was_not_said_nothing_is_made_up(store: Store) -> None:
    entry = noted(store, "unsubscribed", {"topic": None, "text": ["no", "words"]})

    assert ("withdrawn", "", "", "", "", "") == (entry.act, entry.topic, entry.text, entry.version, entry.digest, entry.who)


@pytest.mark.parametrize(("source", "place"), [
    ("engine", "scenario"), ("web", "page"), ("cli", "hand"), ("import", "import"), ("mailbox", "mail"), ("delivery", "mail"),
    ("crm", "api"),
])  # fmt: skip
def test_where_it_was_said_follows_from_its_door(store: Store, source: str, place: str) -> None:
    assert place == noted(store, "consented", {}, source).place


@pytest.mark.parametrize(("type_", "props", "act"), [
    ("consent.asked", {}, "asked"), ("consented", {}, "given"), ("suppression.lifted", {}, "given"), ("unsubscribed", {}, "withdrawn"),
    ("mail.complained", {}, "withdrawn"), ("tracking.changed", {"allowed": False}, "tracking-off"),
    ("tracking.changed", {"allowed": True}, "tracking-on"), ("tracking.changed", {}, "tracking-off"),
])  # fmt: skip
def test_each_word_about_consent_is_an_act_of_its_own(store: Store, type_: str, props: Props, act: str) -> None:
    assert act == noted(store, type_, props).act


def test_the_address_that_was_meant_goes_before_the_first_of_the_lead_and_a_scenario_stands_for_who_said_it(store: Store) -> None:
    entry = noted(store, "suppression.lifted", {"address": "b@x.example", "scenario": "welcome", "because": "by mistake"})

    assert ("b@x.example", "welcome", "by mistake") == (entry.address, entry.who, entry.text)


def test_the_last_word_about_tracking_holds_and_no_other_word_does(store: Store) -> None:
    held = []
    for props in ({"allowed": False}, {"allowed": True}, {"allowed": False}):
        noted(store, "tracking.changed", props)
        noted(store, "consented", props)
        with store.read() as tx:
            held.append(consents.is_untracked(tx, "A"))

    assert [True, False, True] == held


def test_everybodys_record_is_read_in_pages(store: Store) -> None:
    for number in range(3):
        noted(store, "consented", {"topic": f"{number}"})
    with store.read() as tx:
        first = consents.page(tx, 0, 2)
        second = consents.page(tx, first[-1][0], 2)
        strangers = consents.of_leads(tx, ["B"])

    assert [["0", "1"], ["2"], []] == [[one.topic for _, one in first], [one.topic for _, one in second], strangers]
