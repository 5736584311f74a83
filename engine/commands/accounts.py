"""What people say of an account: each word is an event through the one door, and its people hear it by letters."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from engine.app import store_at
from engine.commands.acting import SOURCE, end_of
from engine.commands.who import who
from engine.domain.accounts import Account
from engine.domain.companies import account_key_of
from engine.domain.documents import ACCOUNT, id_of, kind_of, name_in
from engine.domain.errors import NurtureError
from engine.domain.events import Kind, Props
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import subjects
from engine.store.database import Store


@dataclass(frozen=True, slots=True)
class Said:
    """Of an account. people: how many leads it has, whom it concerns."""

    account: str
    people: int
    until: str
    because: str


def hold(folder: Path, name: str, *, until: str, because: str, dry: bool) -> Said:
    """Nothing is sent or handed over to anybody of the account before that day is over; without one, until it is released."""
    with store_at(folder) as (settings, store):
        account = _known(store, name)
        end = end_of(until, settings.workspace.timezone) if until else None
        if not dry:
            _put(store, account, Kind.ACCOUNT_HELD, {"until": end, "because": because, "by": who()})
        return Said(name_in(account.id), len(account.people), until, because)


def release(folder: Path, name: str, *, dry: bool) -> Said:
    """Ends the hold on the account; one on a single lead of it stays."""
    with store_at(folder) as (_, store):
        account = _known(store, name)
        if account.hold is None:
            raise NurtureError("account-not-held", name=name)
        if not dry:
            _put(store, account, Kind.ACCOUNT_RELEASED, {"by": who()})
        return Said(name_in(account.id), len(account.people), "", account.hold.because)


def _put(store: Store, account: Account, kind: Kind, props: Props) -> None:
    put(store, [Incoming(source=SOURCE, id=store.dice.token(), type=kind, lead=account.id, props=props)])


def _known(store: Store, name: str) -> Account:
    """By a domain, an address or site at it, or the company's name however it is written. Raises NurtureError where there is none."""
    id_ = id_of(ACCOUNT, account_key_of(name))
    with store.read() as tx:
        held = subjects.read(tx, [id_]).get(id_)
        others = [] if held else [name_in(one) for one in subjects.ids_of_others(tx) if kind_of(one) == ACCOUNT]
    if held is None or not isinstance(held.subject, Account):
        near = get_close_matches(name_in(id_), others, n=1) or others[:3]
        if not near:
            raise NurtureError("no-account-yet", name=name)
        raise NurtureError("no-such-account", name=name, near=", ".join(f"`{one}`" for one in near))
    return held.subject
