"""A browser is somebody as soon as they say so; two people at one machine stay two."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from engine.doors.inbox import Receipt, put
from engine.doors.incoming import Incoming
from engine.store import people
from engine.store.database import Store
from tests.engine.work.house import House, house

TEXT = """
event page-view
event download
score 関心 {
  on page-view give +1 points
  on download give +10 points
}
"""
NUMBERS = count()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT, ())
    yield one
    one.store.close()


def see(made: House, type_: str = "page-view", **keys: str) -> str:
    """Something happened to whoever has these keys: the lead."""
    [receipt] = put(made.store, [Incoming(source="site", id=f"e{next(NUMBERS)}", type=type_, keys=keys)])
    return receipt.lead


def reviews(store: Store) -> int:
    with store.read() as tx:
        return len(people.open_reviews(tx))


def owner(store: Store, kind: str, value: str) -> str:
    with store.read() as tx:
        return people.owners(tx, [(kind, value)])[kind, value]


def test_a_browser_that_says_who_it_is_keeps_what_it_did(made: House) -> None:
    browser = see(made, anonymous="a1")

    assert browser == see(made, "download", user="u1", anonymous="a1") == see(made, user="u1") == see(made, anonymous="a1")


def test_a_browser_of_a_known_lead_becomes_that_lead_with_all_it_did(made: House) -> None:
    known = see(made, "download", email="aoi@example.com")
    see(made, anonymous="a1")

    assert known == see(made, email="aoi@example.com", anonymous="a1")
    made.go_on()

    assert known == owner(made.store, "anonymous", "a1") == see(made, anonymous="a1")
    assert 1_200 == made.document(known).facts.scores["関心"].points
    assert 0 == reviews(made.store)


def test_two_people_at_one_machine_stay_two(made: House) -> None:
    first = see(made, user="u1", anonymous="a1")
    second = see(made, user="u2", anonymous="a1")
    again = see(made, user="u1", anonymous="a1")

    assert (first, True) == (again, first != second)
    assert second == see(made, user="u2", anonymous="a1")
    assert first == owner(made.store, "anonymous", "a1")
    assert 0 == reviews(made.store)


def test_a_name_of_another_kind_is_the_same_persons(made: House) -> None:
    assert see(made, email="aoi@example.com", anonymous="a1") == see(made, user="u1", anonymous="a1")


def test_what_somebody_was_called_before_may_be_a_browser_or_a_name(made: House) -> None:
    browser, person = see(made, anonymous="a1"), see(made, user="u1")

    assert person == see(made, "lead.changed", user="u1", previous="a1")
    assert person == see(made, user="u1", previous="u0") == see(made, user="u0")
    made.go_on()
    assert person == owner(made.store, "anonymous", "a1") != browser


def test_two_names_that_were_two_leads_wait_for_a_person(made: House) -> None:
    see(made, user="u1")
    see(made, user="u2")

    see(made, user="u2", previous="u1")

    assert 1 == reviews(made.store)


def test_in_one_transaction_it_is_the_same(made: House) -> None:
    keys = ({"anonymous": "a1"}, {"user": "u1", "anonymous": "a1"}, {"user": "u2", "anonymous": "a1"}, {"user": "u1"}, {"user": "u2"})
    receipts: list[Receipt] = put(made.store, [Incoming(source="s", id=str(n), type="page-view", keys=one) for n, one in enumerate(keys)])

    first, second = receipts[0].lead, receipts[2].lead
    assert [first, first, second, first, second] == [one.lead for one in receipts]
    assert first != second
