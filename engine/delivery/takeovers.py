"""What a colleague is told who takes over leads and accounts: what was said of them, by whom, until when, and what can be done."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from engine.delivery.colleagues import said_of, who_is
from engine.delivery.house import Sender
from engine.domain.accounts import Account
from engine.domain.addresses import address_key
from engine.domain.documents import name_in
from engine.domain.instants import Instant
from engine.domain.subjects import Hold, Lead
from engine.rules.owners import address_of, owner_of
from engine.store import subjects
from engine.store.hot import Tx
from engine.store.outbox import MessageRow

NOTHING = "nothing-stands"
"""Why such a mail is not sent after all."""

MOST = 50
"""Leads and accounts that one mail tells; the command it names lists them all."""


def takeover_values(tx: Tx, sender: Sender, row: MessageRow, now: Instant) -> dict[str, Any] | None:
    """What the mail says; None where nothing stands any more, or all of it is somebody else's by now."""
    people = list(msgspec.json.decode(row.entry)["people"])
    accounts, leads = _standing(tx, people, address_key(row.target), now)
    told = {one.id for one in accounts}
    held = [_account(one, sender) for one in accounts]
    held += [_lead(one, sender, mine) for one in leads if (mine := _own(one, told, now))]
    if not held:
        return None
    return {
        "handoff": {
            "owner": row.target,
            "others": len(held) - 1,
            "first": held[0]["who"],
            "held": held[:MOST],
            "more": max(len(held) - MOST, 0),
        }
    }


def _standing(tx: Tx, people: Iterable[str], owner: str, now: Instant) -> tuple[list[Account], list[Lead]]:
    """Of these, what is the owner's now and held. A lead that is another one by now counts as that one."""
    found = dict(_now(tx, list(people)))
    accounts = [one for one in found.values() if isinstance(one, Account)]
    leads = [one for one in found.values() if isinstance(one, Lead)]
    return (
        [one for one in accounts if address_of(one.attributes.get("owner")) == owner and one.hold is not None and lasts(one.hold, now)],
        [one for one in leads if owner_of(one) == owner and any(lasts(hold, now) for hold in one.judgements)],
    )


def _now(tx: Tx, people: list[str]) -> Iterator[tuple[str, object]]:
    while people:
        read = [held.subject for held in subjects.read(tx, people).values()]
        yield from ((one.id, one) for one in read if not (isinstance(one, Lead) and one.merged_into))
        people = [one.merged_into for one in read if isinstance(one, Lead) and one.merged_into]


def lasts(hold: Hold, now: Instant) -> bool:
    """Whether it holds at that moment."""
    return not hold.until or hold.until > now


def _account(one: Account, sender: Sender) -> dict[str, Any]:
    assert one.hold is not None, "only those that are held are told"
    name = name_in(one.id)
    called, said = str(one.attributes.get("name") or name), [said_of(one.hold, sender)]
    return {"lead": one.id, "who": called, "call": name, "group": "accounts", "people": len(one.people), "said": said}


def _own(one: Lead, told: Collection[str], now: Instant) -> list[Hold]:
    """What stands on the lead. told: accounts of which the same mail speaks."""
    by_account = one.account_hold if one.account is not None and one.account.id in told else None
    return [hold for hold in one.judgements if hold is not by_account and lasts(hold, now)]


def _lead(one: Lead, sender: Sender, holds: Iterable[Hold]) -> dict[str, Any]:
    email = one.facts.attributes.get("email")
    call = str(email.value) if email is not None and email.value else one.id
    said = [said_of(hold, sender) for hold in holds]
    return {"lead": one.id, "who": who_is(one), "call": call, "group": "leads", "people": 0, "said": said}

