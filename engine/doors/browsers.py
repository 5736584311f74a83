"""Who it was, where a browser's key stands beside others.

A browser is a lead of its own until somebody in it says who they are. Then it is that person's, with all it has done. Where it is
somebody's already and another person signs in, the event is that other person's: two people at one machine are never made one by it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from engine.store import people
from engine.store.hot import Tx

USER, ANONYMOUS, PREVIOUS = "user", "anonymous", "previous"
"""Kinds of keys: what the sender's own systems call a person, what a browser is called, and what a person was called before (either)."""


class Shown(NamedTuple):
    """keys: those that say who it was; browser: the lead that was only a browser until now, and is this person; "" for none."""

    keys: list[people.Key]
    browser: str = ""


def read_previous(keys: list[people.Key]) -> list[people.Key]:
    """What somebody was called before may have been a name of the sender's, or a browser's."""
    found: list[people.Key] = []
    for kind, value in keys:
        found += [(USER, value), (ANONYMOUS, value)] if kind == PREVIOUS else [(kind, value)]
    return found


def shown_by(tx: Tx, keys: list[people.Key], owners: Mapping[people.Key, str]) -> Shown:
    """Looks only where a browser that is known meets a key that is not its owner's."""
    browsers = [key for key in keys if key[0] == ANONYMOUS]
    sure = [key for key in keys if key[0] != ANONYMOUS]
    if not browsers or not sure or (browser := owners.get(browsers[0])) is None:
        return Shown(keys)
    person = next((owners[key] for key in sure if key in owners), None)
    if person == browser:
        return Shown(keys)
    own = _named(tx, browser, owners)
    if person is not None:
        return Shown(sure, "" if own else browser)
    is_another = any(kind == known and value != said for kind, value in sure for known, said in own)
    return Shown(sure if is_another else keys)


def _named(tx: Tx, lead: str, owners: Mapping[people.Key, str]) -> set[people.Key]:
    """What a lead is known by, besides browsers; `owners` knows those that are not on disk yet."""
    known = {*people.keys_of(tx, lead), *(key for key, owner in owners.items() if owner == lead)}
    return {key for key in known if key[0] not in (ANONYMOUS, people.LEAD)}
