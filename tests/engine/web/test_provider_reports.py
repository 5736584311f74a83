"""Reports as they really come: twice, in any order, about somebody who is another by now, or is no more, and of a mail nobody names."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import update

from engine.domain.erased import ERASED
from engine.domain.events import Event, Kind
from engine.domain.instants import DAY, HOUR, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.mailbox.taking import Limits
from engine.doors.provider_posts import Told
from engine.doors.providers import BY_ADDRESS, take_told
from engine.store import schema
from engine.store.database import Store
from engine.store.writer import Priority
from engine.testing import FrozenClock
from tests.engine.web.provider_payloads import OURS, TO
from tests.engine.web.test_providers import closed, everything, sent, settings

__all__ = ["sent", "settings"]

GONE = "550 5.1.1 user unknown"


def told(what: str, at: Instant, *names: str, to: str = TO, answer: str = GONE) -> Told:
    reason = "bounced" if what == "bounced" else ""
    return Told(f"{what}/{at}", what, at, names, answer if what == "bounced" else "", "", reason, "", "", {"event": what}, to)


def take(store: Store, name: str, *some: Told) -> dict[str, int]:
    return dict(take_told(store, name, some, Limits()))


def known(store: Store, lead: str = "L1") -> None:
    put(store, [Incoming(source="crm", id=lead, type=Kind.LEAD_CHANGED, lead=lead, keys={"email": TO}, props={"email": TO})])


@pytest.mark.parametrize("order", list(permutations(("delivered", "opened", "bounced", "complained"))), ids="-".join)
def test_in_whatever_order_they_come_each_counts_once_and_the_address_stays_closed(
    order: tuple[str, ...], sent: str, store: Store, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    """Services say it themselves: reports come late, again, and one before another that happened first."""
    for what in (*order, *reversed(order)):
        take(store, "sendgrid", told(what, clock.now(), OURS))

    assert [""] == list(closed(store))
    assert {Kind.MAIL_OPENED: 1, Kind.MAIL_BOUNCED: 1, Kind.MAIL_COMPLAINED: 1} == _counts(ledger_of())


def _counts(events: list[Event]) -> dict[str, int]:
    return {kind: [one.type for one in events].count(kind) for kind in {one.type for one in events}}


def test_a_report_about_somebody_who_is_another_by_now_closes_the_address_all_the_same(
    sent: str, store: Store, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    known(store)

    def joined(tx: Any) -> None:
        tx.execute(update(schema.messages).where(schema.messages.c.id == OURS).values(lead="L2", came="L1"))

    store.write(Priority.INTAKE, joined)

    assert {"taken": 1} == take(store, "postmark", told("bounced", clock.now(), OURS))
    assert {"": "bounced"} == closed(store)
    assert [Kind.MAIL_BOUNCED] == [one.type for one in ledger_of("L2") if one.type == Kind.MAIL_BOUNCED]


def test_a_report_about_somebody_who_was_erased_is_about_nobody(sent: str, store: Store, clock: FrozenClock) -> None:
    """Their mail is a skeleton by then: its id is there, and nothing of theirs comes back by it."""
    gone = {"lead": f"{ERASED}somebody", "target": "", "inputs": "", "key": "", "run": ""}

    def erase(tx: Any) -> None:
        tx.execute(update(schema.messages).values(gone))

    store.write(Priority.INTAKE, erase)
    before = everything(store)

    for what in ("bounced", "complained", "opened", "unsubscribed", "deferred"):
        assert {"unknown": 1} == take(store, "mailersend", told(what, clock.now(), OURS))
    assert before == everything(store)


@pytest.mark.parametrize(("what", "reason"), [("bounced", "bounced"), ("complained", "complained"), ("unsubscribed", "unsubscribed")])
@pytest.mark.parametrize("name", sorted(BY_ADDRESS))
def test_two_services_that_name_no_mail_are_believed_by_the_address(
    name: str, what: str, reason: str, sent: str, store: Store, clock: FrozenClock
) -> None:
    known(store)
    one = told(what, clock.now(), to=f" {TO.upper()}")

    assert [{"taken": 1}, {"again": 1}] == [take(store, name, one), take(store, name, one)]
    assert {"": reason} == closed(store)


@pytest.mark.parametrize(
    "change",
    [
        {"what": "opened"},
        {"what": "clicked"},
        {"to": "somebody.else@example.com"},
        {"to": ""},
        {"at": -DAY},
        {"at": 6 * DAY},
    ],
)
def test_but_for_nothing_else(change: dict[str, Any], sent: str, store: Store, clock: FrozenClock) -> None:
    """No open or click, no address that no mail of ours went to, and none that left after the report or long before."""
    known(store)
    clock.set(clock.now() + 7 * DAY)
    at = clock.now() - 7 * DAY + change.get("at", HOUR)
    one = told("bounced", at)._replace(**{name: value for name, value in change.items() if name != "at"})

    assert {"unknown": 1} == take(store, "mailersend", one)
    assert {} == closed(store)


@pytest.mark.parametrize("name", ["brevo", "mailjet", "postmark", "sparkpost", "sendgrid", "mailgun", "mandrill", "resend", "ses"])
def test_all_others_are_believed_by_an_id_of_ours_alone(name: str, sent: str, store: Store, clock: FrozenClock) -> None:
    known(store)

    assert {"unknown": 1} == take(store, name, told("bounced", clock.now()))
    assert {} == closed(store)
