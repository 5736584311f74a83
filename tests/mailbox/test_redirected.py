"""What comes back of a mail that was redirected in staging tells nothing of the lead's own address."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.instants import DAY, HOUR
from engine.doors.mailbox.taking import Limits, take
from engine.store import ledger, outbox, people
from engine.store.database import Store, open_store
from engine.store.outbox import NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

SAMPLES = Path(__file__).parent / "samples"
ID, ADDRESS = "Zk3vQ0pLw9Xr7TtB1uYc5g", "yamada@receiver.example"
START = 1_800_000_000_000_000
REACHED = "reached = 'all@staging.example'"
WRITTEN = """inputs = '{"meant_for": "yamada@receiver.example", "to_address": "all@staging.example"}'"""
"""How a mail looks that was written before the redirect, and one that was written for it."""


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), clock, LoadedDice())
    sent(one, ID, START)
    yield one
    one.close()


def sent(store: Store, id_: str, at: int) -> None:
    row = NewMessage(
        id=id_, lead="L1", kind="mail", key=id_, scenario="drip", run="", step="hello", template="hello", target=ADDRESS,
        topic="news", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0,
        number=1, program="", rule="",
    )  # fmt: skip
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, [row]))
    change(store, f"fenced_at = {at}", id_)


def change(store: Store, what: str, id_: str = ID) -> None:
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE messages SET {what} WHERE id = '{id_}'"))


def sample(name: str, id_: str = ID) -> bytes:
    return next(SAMPLES.glob(f"{name}.*")).read_bytes().replace(ID.encode(), id_.encode())


def heard(store: Store) -> list[str]:
    with store.read() as tx:
        return [event.type for _, event in ledger.of_subject(tx, "L1")]


def closed(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, ADDRESS)


@pytest.mark.parametrize("how", [REACHED, WRITTEN], ids=["written before", "written for it"])
@pytest.mark.parametrize("name", ["postfix-user-unknown", "postfix-mailbox-full", "jmrp-hotmail"])
def test_what_a_redirect_sends_back_says_nothing_of_the_lead(store: Store, name: str, how: str) -> None:
    change(store, how)
    found = take(store, [sample(name)], Limits(soft_bounces=1, soft_days=0))

    assert (["nothing"], [], {}) == ([one.did for one in found], heard(store), closed(store))


@pytest.mark.parametrize("name", ["postfix-user-unknown", "postfix-mailbox-full", "jmrp-hotmail"])
def test_without_a_redirect_the_lead_hears_of_the_same_mail(store: Store, name: str) -> None:
    """So the test above can tell."""
    take(store, [sample(name)], Limits(soft_bounces=1, soft_days=0))

    assert {""} == closed(store).keys()


def test_a_redirected_mail_in_doubt_that_comes_back_did_leave(store: Store) -> None:
    change(store, f"state = 'doubtful', {REACHED}")
    take(store, [sample("postfix-user-unknown")], Limits())
    with store.read() as tx:
        row = outbox.message(tx, ID)

    assert ("sent", "evidence:dead", {}) == (row.state, row.reason, closed(store))


def test_a_mail_a_redirect_took_does_not_end_a_row_of_soft_bounces(store: Store, clock: FrozenClock) -> None:
    """The lead's own address has given back all that it got."""
    take(store, [sample("gmail-over-quota")], Limits(soft_bounces=2, soft_days=0))
    sent(store, "message-0000000002", START + HOUR)
    change(store, REACHED, "message-0000000002")
    sent(store, "message-0000000003", START + 9 * DAY)
    clock.set(START + 9 * DAY + HOUR)
    raw = sample("gmail-over-quota", "message-0000000003").replace(b"20261102010005", b"20261111010005")
    found = take(store, [raw], Limits(soft_bounces=2, soft_days=0))

    assert (["closed"], {"": "bounced"}) == ([one.did for one in found], closed(store))
