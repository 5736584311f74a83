"""A key that stands in a page is anybody's: what it says of an address is a claim, joins nobody, and takes nobody's mails elsewhere."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from engine.domain.errors import Problem
from engine.doors.events import Rejection
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.segment import read_message
from engine.doors.segment_messages import Heard, Sender
from engine.store import people
from engine.store.writer import Priority
from tests.engine.work.house import House, house

TEXT = """
event page-view
event download
identity {
  same when email
  same when phone and name
}
scenario thanks {
  enter on download
  send hello
}
"""
NUMBERS = count()
PAGE, SERVER = Sender(source="website", zone="Asia/Tokyo", is_public=True), Sender(source="shop", zone="Asia/Tokyo")
VICTIM, STRANGER = "hanako@kumo.example", "mallory@evil.example"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT, ("hello",))
    yield one
    one.store.close()


def said(sender: Sender, **message: object) -> list[Incoming] | Rejection:
    return read_message({"messageId": f"m{next(NUMBERS)}", **message}, sender, Heard(0, lambda: "dice"))


def says(made: House, sender: Sender, **message: object) -> str:
    """Somebody says it with that key: the lead it is about."""
    told = said(sender, **message)
    assert not isinstance(told, Rejection)
    [receipt] = put(made.store, told)
    made.go_on()
    return receipt.lead


def fills_in(made: House, email: str, **keys: str) -> str:
    """A form of ours."""
    event = Incoming(source="form", id=f"f{next(NUMBERS)}", type="download", keys={"email": email} | keys)
    [receipt] = put(made.store, [event])
    made.go_on()
    return receipt.lead


def owner(made: House, kind: str, value: str) -> str:
    with made.store.read() as tx:
        return people.owners(tx, [(kind, value)]).get((kind, value), "")


def reviews(made: House) -> list[set[str]]:
    with made.store.read() as tx:
        return [{one, other} for one, other, *_ in people.open_reviews(tx)]


def known(made: House, lead: str, name: str) -> object:
    found = made.document(lead).facts.attributes.get(name)
    return found.value if found else None


def test_who_claims_another_address_in_a_page_stays_another_and_a_person_is_asked(made: House) -> None:
    victim = fills_in(made, VICTIM)
    stranger = says(made, PAGE, type="identify", anonymousId="a1", traits={"email": VICTIM, "name": "Mallory"})

    assert victim != stranger
    assert (victim, "") == (owner(made, "email", VICTIM), made.document(stranger).merged_into)
    assert (None, VICTIM) == (known(made, stranger, "email"), known(made, stranger, "claimed-email"))
    assert (None, [{victim, stranger}]) == (known(made, victim, "name"), reviews(made))


def test_whoever_says_it_from_a_server_or_a_form_is_that_person(made: House) -> None:
    """The other side: where the sender knows who it is, everything is as it was."""
    known_by_form = fills_in(made, VICTIM)
    by_server = says(made, SERVER, type="identify", userId="u1", traits={"email": VICTIM, "name": "Hanako"})

    assert (known_by_form, "Hanako", []) == (by_server, known(made, known_by_form, "name"), reviews(made))


def test_a_browser_that_claimed_an_address_is_that_persons_once_a_form_shows_it(made: House) -> None:
    browser = says(made, PAGE, type="identify", anonymousId="a1", traits={"email": VICTIM})
    person = fills_in(made, VICTIM, anonymous="a1")

    assert browser == person == owner(made, "email", VICTIM) == owner(made, "anonymous", "a1")


def test_a_claim_is_asked_about_too_when_the_person_comes_later(made: House) -> None:
    stranger = says(made, PAGE, type="identify", anonymousId="a1", traits={"email": VICTIM})
    before = reviews(made)
    victim = fills_in(made, VICTIM)
    says(made, PAGE, type="identify", anonymousId="a1", traits={"email": VICTIM})

    assert ([], [{victim, stranger}]) == (before, reviews(made))


def test_nobodys_mails_go_where_a_page_says(made: House) -> None:
    """A name of yours that somebody guesses is not enough to have its mails sent elsewhere, or to get any."""
    victim = says(made, SERVER, type="identify", userId="u1", traits={"email": VICTIM})
    says(made, PAGE, type="identify", userId="u1", traits={"email": STRANGER})
    says(made, PAGE, type="identify", anonymousId="a2", traits={"email": STRANGER})
    says(made, PAGE, type="track", event="Download", anonymousId="a2", context={"traits": {"email": STRANGER}})
    says(made, SERVER, type="track", event="Download", userId="u1")

    assert (VICTIM, [VICTIM]) == (known(made, victim, "email"), made.deliver())
    assert "" == owner(made, "email", STRANGER)


def test_a_claim_takes_an_address_from_nobody_who_comes_later(made: House) -> None:
    stranger = says(made, PAGE, type="identify", anonymousId="a1", traits={"email": VICTIM})
    victim = fills_in(made, VICTIM)

    assert (True, victim) == (stranger != victim, owner(made, "email", VICTIM))
    assert [VICTIM] == made.deliver()


def test_a_number_is_a_claim_too(made: House) -> None:
    victim = says(made, SERVER, type="identify", userId="u1", traits={"name": "山田 花子", "phone": "03-1234-5678"})
    stranger = says(made, PAGE, type="identify", anonymousId="a1", traits={"name": "山田花子", "phone": "+81 3 1234 5678"})

    assert (True, "", [{victim, stranger}]) == (victim != stranger, made.document(stranger).merged_into, reviews(made))


def test_an_address_as_a_name_of_yours_is_a_claim_in_a_page(made: House) -> None:
    """Many call people by their address; in a page that is as good as saying it."""
    victim = says(made, SERVER, type="track", event="Download", userId=VICTIM)
    stranger = says(made, PAGE, type="track", event="Page View", userId=VICTIM, anonymousId="a1")
    nobody = said(PAGE, type="identify", userId=VICTIM, traits={"email": VICTIM})

    assert victim != stranger
    assert isinstance(nobody, Rejection) and Problem("segment.nobody") == nobody.problem


def test_two_that_were_claimed_alike_are_no_reason_to_ask(made: House) -> None:
    """As long as nobody has shown the address it is nobody's, and whoever comes first does not own it."""
    for browser in ("a1", "a2", "a3"):
        says(made, PAGE, type="identify", anonymousId=browser, traits={"email": VICTIM})

    assert ([], "") == (reviews(made), owner(made, "email", VICTIM))


def test_what_was_kept_apart_is_not_asked_again(made: House) -> None:
    victim, stranger = fills_in(made, VICTIM), says(made, PAGE, type="page", anonymousId="a1")
    made.store.write(Priority.WORK, lambda tx: people.keep_apart(tx, victim, stranger, made.clock.moment))
    says(made, PAGE, type="identify", anonymousId="a1", traits={"email": VICTIM})

    assert [] == reviews(made)
