"""The wide door of an import: what rows say about leads goes in as rows. It means what `put` means; what is not plain goes that way.

Plain is an event that tells of a lead by keys of at most one lead. A test puts the same through both and compares the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import msgspec

from engine.domain.erased import is_erased
from engine.domain.events import Kind
from engine.domain.ids import beginning_at, name_of
from engine.doors.inbox import CHUNK, keys_of, put_within, refused_of
from engine.doors.incoming import Incoming
from engine.store import bulk, control, inbox, people
from engine.store.bulk import Fresh
from engine.store.database import Store
from engine.store.hot import Tx, one_by_one

PLAIN = frozenset({Kind.LEAD_CHANGED, Kind.LEAD_IMPORTED})
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(slots=True)
class Counts:
    """Of events; that a row brought its lead is none. new: leads nobody knew."""

    taken: int = 0
    again: int = 0
    erased: int = 0
    new: int = 0


def put_many(tx: Tx, store: Store, incoming: Sequence[Incoming]) -> Counts:
    """Takes the events in order, inside a transaction of the caller's."""
    counts, place = Counts(), 0
    while place < len(incoming):
        place += _Plain(tx, store, counts).take(incoming[place:])
        some = incoming[place : place + CHUNK]
        if some:
            for one, receipt in zip(some, put_within(tx, store, some), strict=True):
                _count(counts, one, receipt.state)
                counts.new += receipt.new and one.type != Kind.LEAD_IMPORTED
            place += CHUNK
    return counts


def _count(counts: Counts, one: Incoming, state: str) -> None:
    if one.type != Kind.LEAD_IMPORTED:
        counts.taken += state == "taken"
        counts.again += state == "again"
        counts.erased += state == "refused"


def _keys(one: Incoming) -> list[people.Key]:
    """As `keys_of` says; nearly all are an address in ASCII and a number, which are written in one way already."""
    email = one.props.get("email", "")
    if email != one.keys.get("email", email) or not all(value.isascii() and kind in _AS_WRITTEN for kind, value in one.keys.items()):
        return keys_of(one)
    return list(one.keys.items()) if "email" in one.keys or not email else keys_of(one)


_AS_WRITTEN = frozenset({"email", "external", "hubspot", "salesforce", "sansan"})
"""Kinds of keys that `read_keys` has left in the one way they are compared in, where they are ASCII."""


@dataclass(slots=True)
class _Plain:
    tx: Tx
    store: Store
    counts: Counts

    def take(self, incoming: Sequence[Incoming]) -> int:
        """As many from the front as are plain; how many those are."""
        end = next((place for place, one in enumerate(incoming) if one.type not in PLAIN or one.lead), len(incoming))
        incoming = incoming[:end]
        if not incoming:
            return 0
        one_by_one(self.tx)
        before = inbox.receipts_of(self.tx, ((one.source, one.id) for one in incoming))
        gone, back = refused_of(self.tx, self.store, [one for one in incoming if (one.source, one.id) not in before])
        if back:
            return 0
        shown = [_keys(one) for one in incoming]
        came: dict[people.Key, str] = {}
        owners = people.owners(self.tx, chain.from_iterable(shown), came)
        beginning = beginning_at(self.store.now(self.tx))
        news: list[Fresh] = []
        claims: list[tuple[str, str, str]] = []
        done = 0
        for one, keys in zip(incoming, shown, strict=True):
            pair = (one.source, one.id)
            if pair in before or pair in gone:
                _count(self.counts, one, "again" if pair in before else gone[pair].state)
                done += 1
                continue
            known = {owners[key] for key in keys if key in owners}
            # A key that is new with a row's own event may make the lead's address known: that is told of, there.
            is_told = one.type == Kind.LEAD_IMPORTED and any(key not in owners for key in keys)
            if len(known) > 1 or not keys or (came and any(key in came for key in keys)) or is_told:
                break
            if known:
                lead = known.pop()
                if is_erased(lead):
                    break
            else:
                lead = name_of(beginning, self.store.dice.token())
                claims.append((people.LEAD, lead, lead))
                self.counts.new += 1
            for key in keys:
                if key not in owners:
                    owners[key] = lead
                    claims.append((key[0], key[1], lead))
            before[pair] = lead
            _count(self.counts, one, "taken")
            props = _encode(one.props).decode() if one.props else "{}"
            news.append(Fresh(one.source, one.id, one.type, lead, one.at, props, int(one.live)))
            done += 1
        if news:
            bulk.write(self.tx, news, claims, control.stamp(self.tx, self.store.now(self.tx), len(news)))
        return done
