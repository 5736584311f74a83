"""A person holds a whole account: all its people are held, whoever comes to it later too, until the day is over or it is released."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.accounts import Account
from engine.domain.events import Kind
from engine.reports import leads
from engine.store import subjects
from tests.engine.work.house import House, house

TEXT = """
event download
account {
  by domain
}
team 営業 {
  notify "mailto:sales@x.example"
}
scenario 育成 {
  enter on download
  send thanks
  handoff to 営業 because "熱い"
}
"""
ACME = "account:acme.example"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT, ("thanks",))
    for name in "AB":
        one.lead(name, email=f"{name.lower()}@acme.example")
    one.lead("C", email="c@else.example")
    yield one
    one.store.close()


def say(made: House, kind: Kind, until: str | None = None) -> None:
    made.tell(kind, ACME, until=until, because="入札中", by="sato")
    made.go_on()


def downloads(made: House, *names: str) -> None:
    for name in names:
        made.tell("download", name)
    made.go_on()


def test_all_people_of_a_held_account_are_held_and_nobody_else(made: House) -> None:
    say(made, Kind.ACCOUNT_HELD)
    downloads(made, *"ABC")

    assert ([("thanks", "held")], [("thanks", "held")], [("thanks", "queued")]) == tuple(made.mails(name) for name in "ABC")
    assert ["judgement: 入札中"] == [row.reason for row in made.rows("A")]
    assert [("入札中", "sato")] == [(hold.because, hold.by) for hold in made.document("A").judgements]


def test_a_mail_that_was_decided_before_stays_and_leaves_when_the_account_is_released(made: House) -> None:
    downloads(made, "A")
    say(made, Kind.ACCOUNT_HELD)
    held = made.deliver()
    made.go_on()
    say(made, Kind.ACCOUNT_RELEASED)
    made.go_on()

    assert (["sales@x.example"], ["a@acme.example"]) == (held, made.deliver())


def test_who_comes_to_a_held_account_is_held_and_who_leaves_it_is_not(made: House) -> None:
    say(made, Kind.ACCOUNT_HELD)
    made.lead("D", email="d@acme.example")
    made.tell(Kind.LEAD_CHANGED, "A", email="a@new.example")
    made.go_on()
    downloads(made, *"AD")

    assert ([("thanks", "queued")], [("thanks", "held")]) == (made.mails("A"), made.mails("D"))


def test_a_hold_on_an_account_ends_with_its_day(made: House) -> None:
    say(made, Kind.ACCOUNT_HELD, "2026-11-05T00:00:00+09:00")
    downloads(made, "A")
    made.go_on("2026-11-05T00:01")
    with made.store.read() as tx:
        account = subjects.read(tx, [ACME])[ACME].subject

    assert (["a@acme.example", "sales@x.example"], []) == (sorted(made.deliver()), made.document("A").judgements)
    assert isinstance(account, Account)


def test_a_word_on_a_lead_of_the_account_stays_when_the_account_is_released(made: House) -> None:
    made.tell(Kind.LEAD_HELD, "A", until=None, because="病欠", by="abe")
    say(made, Kind.ACCOUNT_HELD)
    say(made, Kind.ACCOUNT_RELEASED)

    assert [("病欠", "abe")] == [(hold.because, hold.by) for hold in made.document("A").judgements]


def test_a_new_owner_sees_the_judgements_that_stand(made: House) -> None:
    """Of a lead of theirs, and of one whose account is."""
    say(made, Kind.ACCOUNT_HELD)
    made.tell(Kind.ACCOUNT_CHANGED, ACME, owner="tanaka@x.example")
    made.tell(Kind.LEAD_CHANGED, "A", owner="ito@x.example")
    made.go_on()
    with made.store.read() as tx:
        found = {owner: [(line.id, [hold.because for hold in line.judgements]) for line in leads.listed(tx, owner=owner, limit=9).lines]
                 for owner in ("ito@x.example", "tanaka@x.example")}  # fmt: skip

    assert {"ito@x.example": [("A", ["入札中"])], "tanaka@x.example": [("B", ["入札中"])]} == found
