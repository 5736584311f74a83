"""What is kept of observations, and in which order they are looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine.domain.instants import MINUTE, SECOND
from engine.doors.clicks import LOOKS_BACK, bursts, settle_clicks
from engine.store import clicks, ledger, outbox, schema
from engine.store.clicks import MOST_A_LINK, MOST_BESIDE, Click, Seen
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

START = 1_800_000_000 * SECOND
QUIET = 10 * SECOND
PERSON = Seen("", "browser-page", "somebody")
LINKS = {f"{message}-{n}": Link(f"{message}-{n}", message, message[1:], "click", f"link {n}", f"https://x.example/{n}")
         for message in ("mA", "mB") for n in (1, 2)}  # fmt: skip


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START + MINUTE)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """A mail to A and one to B left an hour ago, with two links each."""
    one = open_store(fresh(tmp_path), clock, LoadedDice())
    mails = [
        NewMessage(
            id=f"m{lead}", lead=lead, kind="mail", key=f"key-{lead}", scenario="s", run="", step="", template="hello", target="a@x.example",
            topic="", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0,
            number=1, program="", rule="",
        )
        for lead in "AB"
    ]  # fmt: skip
    one.write(Priority.WORK, lambda tx: outbox.decide(tx, mails))
    opening = Link("open-mA", "mA", "A", "open", "", "")
    one.write(Priority.WORK, lambda tx: outbox.add_links(tx, [*LINKS.values(), opening]))
    one.write(Priority.WORK, lambda tx: tx.execute(update(schema.messages).values(fenced_at=START - 60 * MINUTE)).rowcount)
    yield one
    one.close()


def seen(store: Store, link: str, at: int, what: Seen = PERSON) -> bool:
    return store.write(Priority.INTAKE, lambda tx: clicks.note(tx, LINKS[link], START + at, what, QUIET))


def verdicts(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        rows = tx.execute(select(schema.clicks.c.link, schema.clicks.c.verdict).order_by(schema.clicks.c.seq))
        return [(row.link, row.verdict) for row in rows]


def happened(store: Store) -> list[str]:
    with store.read() as tx:
        return [f"{event.type} {event.props['link']}" for _, event in ledger.of_subject(tx, "A") if event.type == "mail.clicked"]


def test_the_same_again_while_it_waits_or_within_the_quiet_time_is_the_same(store: Store) -> None:
    other_mark, other_why = PERSON._replace(mark="another"), PERSON._replace(why="head", verdict="machine")

    assert [True, False] == [seen(store, "mA-1", at) for at in (0, 60 * MINUTE)]
    assert [True, True, True] == [seen(store, "mA-2", 0), seen(store, "mA-1", 0, other_mark), seen(store, "mA-1", 0, other_why)]
    assert [False, True] == [seen(store, "mA-1", at, other_why) for at in (QUIET - 1, QUIET)]


def test_who_asks_for_a_link_for_ever_fills_no_table_and_shuts_out_no_other_link(store: Store) -> None:
    machine = Seen("machine", "library", "", "library")
    taken = sum(seen(store, "mA-1", number * QUIET, machine) for number in range(MOST_A_LINK + 5))

    assert (MOST_A_LINK, True, True) == (taken, seen(store, "mA-2", 0, machine), seen(store, "mB-1", 0, machine))


def test_what_waits_is_looked_at_mail_by_mail_in_the_order_of_time(store: Store) -> None:
    for link, at in (("mB-1", 1), ("mA-2", 3), ("mA-1", 2), ("mB-2", 0)):
        seen(store, link, at)
    seen(store, "mA-1", 5, Seen("machine", "library", "m", "library"))
    with store.read() as tx:
        waiting = clicks.waiting(tx)

    assert ["mA-1", "mA-2", "mB-2", "mB-1"] == [one.link for one in waiting]
    assert Click(
        seq=waiting[0].seq, link="mA-1", message="mA", lead="A", at=START + 2, verdict="", agent="browser-page", mark="somebody", why="",
        of="click", name="link 1", target="https://x.example/1", template="hello", scenario="s", key="key-A", left=START - 60 * MINUTE,
    ) == waiting[0]  # fmt: skip


def test_of_one_mail_the_newest_are_looked_at_together_and_only_links_are_counted(store: Store) -> None:
    for number in range(MOST_BESIDE + 2):
        seen(store, "mA-1", number, PERSON._replace(mark=f"{number}"))
    seen(store, "mB-1", 0)
    with store.read() as tx:
        beside, links = clicks.of_mail(tx, "mA"), clicks.links_of(tx, "mA")

    assert ([f"{number}" for number in range(2, MOST_BESIDE + 2)], 2) == ([one.mark for one in beside], links)


def test_the_same_mark_in_others_mails_is_counted_by_the_lead_within_the_span(store: Store) -> None:
    for link, at in (("mA-1", 0), ("mB-1", 9), ("mB-2", -9), ("mB-1", 1)):
        seen(store, link, at)
    with store.read() as tx:
        spans = [clicks.readers(tx, "somebody", START, span, "A") for span in (9, 10)]
        nobody = clicks.readers(tx, "", START, 10, "A"), clicks.readers(tx, "another", START, 10, "A")
        without_b = clicks.readers(tx, "somebody", START, 10, "B")

    assert ([0, 1], (0, 0), 1) == (spans, nobody, without_b)


def test_a_burst_ends_with_the_quiet_time(store: Store) -> None:
    for link, at in (("mA-1", 0), ("mA-2", QUIET - 1), ("mB-1", QUIET)):
        seen(store, link, at)
    seen(store, "mA-1", 2 * QUIET - 1, PERSON._replace(mark="another"))
    with store.read() as tx:
        waiting = clicks.waiting(tx)

    assert [["mA-1", "mA-2"], ["mA-1"], ["mB-1"]] == [[one.link for one in burst] for burst in bursts(waiting)]


def test_of_clicks_on_one_link_the_first_counts_and_says_what_was_pressed(store: Store, clock: FrozenClock) -> None:
    seen(store, "mA-1", 0)
    seen(store, "mA-1", 5 * SECOND, PERSON._replace(mark="the phone"))
    clock.set(START + 5 * SECOND + QUIET - 1)
    too_early = settle_clicks(store)
    clock.advance(1)

    assert (0, 1) == (too_early, settle_clicks(store))
    assert [("mA-1", "human"), ("mA-1", "again")] == verdicts(store)
    with store.read() as tx:
        opened, clicked = [event.props for _, event in ledger.of_subject(tx, "A")]
    mail = {"template": "hello", "scenario": "s", "key": "key-A", "message": "mA"}
    assert (mail | {"link": ""}, mail | {"link": "link 1", "url": "https://x.example/1"}) == (opened, clicked)


@pytest.mark.parametrize(("later", "expected"), [(LOOKS_BACK - 1, "machine"), (LOOKS_BACK, "human")])
def test_what_counted_is_looked_at_again_for_an_hour(store: Store, clock: FrozenClock, later: int, expected: str) -> None:
    seen(store, "mA-1", 0)
    clock.set(START + MINUTE)
    settle_clicks(store)
    # What is known of it by now makes a machine of it.
    store.write(Priority.WORK, lambda tx: tx.execute(update(schema.messages).values(fenced_at=START - 1)).rowcount)
    seen(store, "mA-2", later, PERSON._replace(mark="another"))
    clock.set(START + later + MINUTE)
    settle_clicks(store)

    assert expected == dict(verdicts(store))["mA-1"]
