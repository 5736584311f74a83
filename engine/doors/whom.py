"""Whom a person means by a name."""

from engine.domain.erased import is_erased
from engine.domain.errors import NurtureError
from engine.store import people
from engine.store.database import Store
from engine.store.hot import Tx


def known_lead(store: Store, tx: Tx, name: str) -> str:
    """The lead of an id or a mail address. Raises NurtureError where there is none, and says so of one that was erased."""
    found = people.find(tx, name)
    if found is not None:
        return found
    shown = {(people.LEAD, name), ("email", name.strip().lower())}
    gone = sorted(store.erased.among(tx, shown).values()) if store.erased else []
    if gone or is_erased(name):
        raise NurtureError("is-erased", name=name, called=(gone or [name])[0])
    raise NurtureError("no-such-lead", name=name)
