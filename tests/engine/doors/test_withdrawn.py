"""What counted and turns out to be a machine's is withdrawn; what nobody can be sure of changes nothing but observations."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from engine.domain.documents import write_document
from engine.domain.events import Event, Kind, standing
from engine.domain.instants import MINUTE, SECOND
from engine.domain.subjects import Lead
from engine.doors.clicks import settle_clicks
from engine.doors.machine_signs import Request
from engine.doors.mail_links import observe_click, observe_look, observe_open
from engine.reports import leads, mails
from engine.reports.machines import of_person
from engine.store import ledger, outbox, schema
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh
from tests.engine.doors.machine_traces import CHROME, GMAIL

START = 1_800_000_000 * SECOND
ASKS = 10_000 if os.environ.get("NURTURE_TEST_LONG") else 120
OBSERVED = {"clicks", "salts", "control"}
"""The observations, the salt of their marks, and the counter of moments."""
BROWSER = {"user-agent": CHROME, "accept": "text/html", "accept-language": "ja"}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """A mail with six links left to lead A an hour ago."""
    one = open_store(fresh(tmp_path), clock, LoadedDice())
    mail = NewMessage(
        id="m1", lead="A", kind="mail", key="key-m1", scenario="s", run="", step="", template="hello", target="a@x.example",
        topic="", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0,
        number=1, program="", rule="",
    )  # fmt: skip
    links = [Link(f"click-{n:03}", "m1", "A", "click", f"link {n}", f"https://x.example/{n}") for n in range(6)]
    links += [Link("open-m1xx", "m1", "A", "open", "", ""), Link("leave-m1", "m1", "A", "unsubscribe", "", "")]

    def write(tx: Any) -> None:
        outbox.decide(tx, [mail])
        outbox.add_links(tx, links)
        tx.execute(update(schema.messages).values(fenced_at=START - 60 * MINUTE))
        tx.execute(insert(schema.subjects).values(id="A", document=write_document(Lead(id="A")).decode()))

    one.write(Priority.WORK, write)
    yield one
    one.close()


def asked(address: str = "203.0.113.9", method: str = "GET", **headers: str) -> Request:
    return Request(method, BROWSER | {name.replace("_", "-"): value for name, value in headers.items()}, address)


def happened(store: Store) -> list[Event]:
    with store.read() as tx:
        return [event for _, event in ledger.of_subject(tx, "A")]


def told(store: Store) -> list[tuple[str, str]]:
    return [(event.type, event.id) for event in happened(store)]


def settle(store: Store, clock: FrozenClock, seconds: int = 11) -> int:
    clock.advance(seconds * SECOND)
    return settle_clicks(store)


def scan(store: Store, clock: FrozenClock, request: Request) -> None:
    for number in range(6):
        observe_click(store, f"click-{number:03}", request)
        clock.advance(SECOND // 5)


def test_an_open_that_a_scanner_made_is_withdrawn_and_the_readers_own_counts(store: Store, clock: FrozenClock) -> None:
    observe_open(store, "open-m1xx", asked())
    scan(store, clock, asked())
    assert 0 == settle(store, clock)
    assert [("mail.opened", "open/m1"), ("mail.withdrawn", "withdrawn/open/m1")] == told(store)

    clock.advance(5 * MINUTE)
    observe_open(store, "open-m1xx", asked("198.51.100.7", user_agent=GMAIL))
    observe_click(store, "click-002", asked("198.51.100.7"))
    assert 1 == settle(store, clock)

    assert [("mail.opened", "open/m1/1"), ("mail.clicked", "link 2")] == [
        (event.type, event.id if event.type == Kind.MAIL_OPENED else event.props["link"]) for event in happened(store)[2:]
    ]
    assert 2 == len([event for event in standing(happened(store)) if event.type != Kind.MAIL_WITHDRAWN])


def test_a_click_that_counted_is_withdrawn_when_its_maker_goes_through_every_link(store: Store, clock: FrozenClock) -> None:
    for number in range(6):
        observe_click(store, f"click-{number:03}", asked())
        settle(store, clock)
    kinds = [event.type for event in standing(happened(store))]

    assert {Kind.MAIL_WITHDRAWN.value} == set(kinds)
    assert settle(store, clock) == 0
    with store.read() as tx:
        [tally] = mails.mails(tx).tallies
        full = leads.one(tx, "A")
        found = of_person(tx, ["A"])
    assert (0, 0, 6) == (tally.opened, tally.clicked, tally.machines)
    assert [("hello", "click", 6)] == [(one.template, one.what, sum(each.count for each in found)) for one in found[:1]]
    assert full is not None and len(full.withdrawn) == len(kinds)


def test_what_withdraws_names_what_and_why_and_comes_once(store: Store, clock: FrozenClock) -> None:
    observe_open(store, "open-m1xx", asked())
    scan(store, clock, asked())
    settle(store, clock)
    scan(store, clock, asked())
    settle(store, clock)

    [event] = [event for event in happened(store) if event.type == Kind.MAIL_WITHDRAWN]
    assert ("web", "mail.opened", "open/m1", "company") == (event.source, *(event.props[name] for name in ("what", "of", "because")))


@pytest.mark.parametrize(
    "request_of",
    [asked(method="HEAD"), asked(sec_purpose="prefetch"), asked(user_agent="Mozilla/5.0"), asked(user_agent=""), asked("67.231.152.7")],
)
def test_what_shows_itself_counts_for_nothing_at_once(store: Store, clock: FrozenClock, request_of: Request) -> None:
    observe_open(store, "open-m1xx", request_of)
    observe_click(store, "click-001", request_of)
    observe_look(store, "leave-m1", request_of)

    assert (0, []) == (settle(store, clock), told(store))
    with store.read() as tx:
        assert 3 == sum(one.count for one in of_person(tx, ["A"]))


def test_a_gateway_that_looks_at_the_link_being_pressed_takes_nothing_from_who_presses_it(store: Store, clock: FrozenClock) -> None:
    observe_click(store, "click-001", asked("67.231.152.7"))
    observe_click(store, "click-001", asked())

    assert 1 == settle(store, clock)
    assert ["mail.opened", "mail.clicked"] == [event.type for event in happened(store)]


def test_neither_agent_nor_address_is_kept_and_the_mark_is_another_tomorrow(store: Store, clock: FrozenClock) -> None:
    for _ in range(2):
        observe_click(store, "click-001", asked())
        clock.advance(24 * 60 * MINUTE)
        settle_clicks(store)
    with store.read() as tx:
        rows = [tuple(row) for row in tx.execute(select(schema.clicks.c.agent, schema.clicks.c.mark))]
        salts = tx.execute(select(schema.salts.c.day)).all()

    assert (["browser-page"] * 2, 2, 16) == ([agent for agent, _ in rows], len({mark for _, mark in rows}), len(rows[0][1]))
    clock.advance(3 * 24 * 60 * MINUTE)
    observe_click(store, "click-001", asked())
    with store.read() as tx:
        assert (2, 1) == (len(salts), len(tx.execute(select(schema.salts.c.day)).all()))


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as tx:
        return {name: sorted(tuple(row) for row in tx.execute(select(table))) for name, table in schema.metadata.tables.items()}


def test_any_number_of_gets_on_any_link_changes_nothing_but_observations(
    store: Store, clock: FrozenClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The links of a mail, its picture and the page to leave by, asked for in turn by a scanner with a browser's name."""
    before = everything(store)
    for number in range(ASKS):
        which = number % 7
        if which == 6:
            observe_look(store, "leave-m1", asked())
        else:
            observe_click(store, f"click-{which:03}", asked())
        clock.advance(SECOND // 20)
        if number % 500 == 499:
            settle(store, clock)
    settle(store, clock)
    after = everything(store)

    changed = {name for name in before if before[name] != after[name]}
    with capsys.disabled():
        print(f"\nlooking changes nothing: {ASKS:,} GETs on 7 links of a mail; {len(before)} tables compared; changed {sorted(changed)}")
    assert (OBSERVED, []) == (changed, told(store))
    assert len(after["clicks"]) <= 7 * 200
