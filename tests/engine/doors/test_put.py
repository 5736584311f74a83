"""Each (source, id) counts once, for ever; then who it is; and what closes an address closes it at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.instants import HOUR, from_iso
from engine.doors.inbox import CHUNK, LONG, put
from engine.doors.incoming import Incoming
from engine.store import inbox, ledger, people
from engine.store.database import Store, open_store
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

NOW = from_iso("2026-11-02T09:00:00+09:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(fresh(tmp_path), FrozenClock(NOW), LoadedDice())
    yield store
    store.close()


def ping(id_: str, **more: object) -> Incoming:
    return Incoming(source="s", id=id_, type="ping", **more)  # type: ignore[arg-type]


def suppressions(store: Store, address: str) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, address)


def test_the_same_event_counts_once_within_a_batch_and_ever_after(store: Store) -> None:
    states = [one.state for one in put(store, [ping("1", lead="A"), ping("1", lead="A")])]
    states += [one.state for one in put(store, [ping("1", lead="B")])]

    assert ["taken", "again", "again"] == states
    with store.read() as tx:
        assert 1 == inbox.depth(tx)


def test_what_was_taken_before_moves_the_receipts_of_others_by_nothing(store: Store) -> None:
    first = put(store, [ping("1")])[0].received
    again = put(store, [ping("1"), ping("2"), ping("1"), ping("2"), ping("3")])

    assert [first + 1, first + 2] == [one.received for one in again if one.state == "taken"]


def test_the_same_id_from_another_source_is_another_event(store: Store) -> None:
    other = Incoming(source="other", id="1", type="ping", lead="A")

    assert ["taken", "taken"] == [one.state for one in put(store, [ping("1", lead="A"), other])]


def test_who_shows_a_known_key_is_the_same_lead(store: Store) -> None:
    first = put(store, [ping("1", keys={"email": "a@x.example", "crm": "7"})])[0]
    second = put(store, [ping("2", keys={"crm": "7", "cookie": "c"}), ping("3", keys={"cookie": "c"})])

    assert (True, [False, False]) == (first.new, [one.new for one in second])
    assert {first.lead} == {one.lead for one in second}


def test_an_address_is_the_same_however_it_is_written(store: Store) -> None:
    found = put(store, [ping("1", keys={"email": "Ａ@X.example "}), ping("2", keys={"email": "a@x.example"})])

    assert 1 == len({one.lead for one in found})


@pytest.mark.parametrize("at_once", [True, False])
def test_the_first_address_somebody_shows_is_theirs_whether_the_second_comes_with_it_or_later(store: Store, *, at_once: bool) -> None:
    said = [ping("1", keys={"email": "aoi@x.example", "crm": "7"}), ping("2", keys={"crm": "7", "email": "second@x.example"})]
    for some in [said] if at_once else [[one] for one in said]:
        put(store, some)
    with store.read() as tx:
        [lead] = set(people.owners(tx, [("crm", "7")]).values())
        told = [event.props["email"] for _, event in ledger.of_subject(tx, lead) if event.type == "lead.changed"]

    assert ["aoi@x.example"] == told


def test_a_given_id_names_a_new_lead(store: Store) -> None:
    assert ["L-1", "L-1"] == [one.lead for one in put(store, [ping("1", lead="L-1"), ping("2", lead="L-1")])]


def test_two_owners_of_one_events_keys_stay_apart_until_somebody_has_looked(store: Store) -> None:
    put(store, [ping("1", keys={"email": "a@x.example"}), ping("2", keys={"crm": "7"})])
    found = put(store, [ping("3", keys={"email": "a@x.example", "crm": "7"})])[0]

    with store.read() as tx:
        pairs = [{one, other} for one, other, _, _ in people.open_reviews(tx)]
    assert [{found.lead, *found.rivals}] == pairs


def test_nothing_happens_after_it_was_received(store: Store) -> None:
    put(store, [ping("1", lead="A", at=NOW + HOUR), ping("2", lead="A", at=NOW - HOUR), ping("3", lead="A")])
    with store.read() as tx:
        times = [(event.at, event.received) for _, event in ledger.of_subject(tx, "A")]

    assert [(NOW, NOW), (NOW - HOUR, NOW + 1), (NOW + 2, NOW + 2)] == times


def test_a_long_row_of_events_keeps_its_order(store: Store) -> None:
    put(store, [ping(str(number), lead="A") for number in range(LONG + CHUNK)])
    with store.read() as tx:
        assert list(map(str, range(LONG + CHUNK))) == [taken.event.id for taken in inbox.take(tx, 0, 10_000)]


@pytest.mark.parametrize(
    ("kind", "props", "closed"),
    [
        ("unsubscribed", {}, {"": "unsubscribed"}),
        ("unsubscribed", {"topic": "news"}, {"news": "unsubscribed"}),
        ("mail.bounced", {}, {"": "bounced"}),
        ("mail.complained", {}, {"": "complained"}),
    ],
)
def test_what_closes_an_address_closes_it_at_once(store: Store, kind: str, props: dict[str, str], closed: dict[str, str]) -> None:
    put(store, [ping("1", keys={"email": "a@x.example"})])
    put(store, [Incoming(source="s", id="2", type=kind, keys={"email": "a@x.example"}, props=props)])

    assert closed == suppressions(store, "a@x.example")


def test_consent_opens_a_topic_again_and_never_what_is_closed_for_everything(store: Store) -> None:
    keys = {"email": "a@x.example"}
    for number, (kind, props) in enumerate([("unsubscribed", {"topic": "news"}), ("unsubscribed", {}), ("consented", {"topic": "news"})]):
        put(store, [Incoming(source="s", id=str(number), type=kind, keys=keys, props=props)])

    assert {"": "unsubscribed"} == suppressions(store, "a@x.example")
