"""Who is known by an address can be mailed to; a rehearsal writes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.instants import from_iso
from engine.doors.imports import rehearse
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import ledger
from engine.store.database import Store, open_store
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

NOW = from_iso("2026-11-02T09:00:00+09:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(fresh(tmp_path), FrozenClock(NOW), LoadedDice())
    yield store
    store.close()


def told(store: Store, *incoming: Incoming) -> list[tuple[str, dict[str, object]]]:
    lead = put(store, incoming)[0].lead
    with store.read() as tx:
        return [(event.type, event.props) for _, event in ledger.of_subject(tx, lead)]


def test_a_lead_first_seen_by_its_address_has_that_address(store: Store) -> None:
    found = told(store, Incoming(source="s", id="1", type="download", keys={"email": "Aoi@Example.com"}))

    assert [("lead.changed", {"email": "aoi@example.com"}), ("download", {})] == found


def test_the_address_is_known_before_the_event(store: Store) -> None:
    put(store, [Incoming(source="s", id="1", type="download", lead="L1", keys={"email": "a@example.com"}, at=NOW - 5)])

    with store.read() as tx:
        first, second = (event for _, event in ledger.of_subject(tx, "L1"))
    assert (NOW - 6, NOW - 5) == (first.at, second.at)
    assert first.order < second.order


def test_a_second_address_does_not_take_the_place_of_the_first(store: Store) -> None:
    put(store, [Incoming(source="s", id="1", type="lead.changed", lead="L1", props={"email": "a@example.com"})])

    found = told(store, Incoming(source="s", id="2", type="download", lead="L1", keys={"email": "b@example.com"}))

    assert ["lead.changed", "download"] == [kind for kind, _ in found]


def test_a_lead_without_an_address_gets_the_first_it_shows(store: Store) -> None:
    put(store, [Incoming(source="s", id="1", type="download", keys={"external": "x"})])

    found = told(store, Incoming(source="s", id="2", type="download", keys={"external": "x", "email": "a@example.com"}))

    assert ["download", "lead.changed", "download"] == [kind for kind, _ in found]


def test_the_same_event_again_brings_no_address_either(store: Store) -> None:
    event = Incoming(source="s", id="1", type="download", keys={"email": "a@example.com"})
    told(store, event)

    assert 2 == len(told(store, event))


def test_a_rehearsal_says_what_would_be_taken_and_writes_nothing(store: Store) -> None:
    old = Incoming(source="s", id="1", type="download", keys={"external": "x"})
    put(store, [old])

    receipts = rehearse(store)(
        [old, Incoming(source="s", id="2", type="a", keys={"external": "x"}), Incoming(source="s", id="3", type="a", lead="L2")]
    )

    assert [("again", False), ("taken", False), ("taken", True)] == [(one.state, one.new) for one in receipts]
    with store.read() as tx:
        assert [] == ledger.of_subject(tx, "L2")
