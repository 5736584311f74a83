"""The put side of the inbox: each (source, id) once, then who it is, then down on disk; only then the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, NamedTuple

import msgspec
from msgspec import structs

from engine.domain.addresses import address_key
from engine.domain.documents import LEAD, kind_of
from engine.domain.erased import is_erased, receipt_digest
from engine.domain.events import Event, Kind, Props
from engine.domain.ids import beginning_at, name_of
from engine.domain.instants import Instant
from engine.domain.keys import normalised
from engine.doors.browsers import ANONYMOUS, PREVIOUS, read_previous, shown_by
from engine.doors.claims import claimed_by
from engine.doors.incoming import Incoming
from engine.doors.segment import read_kept
from engine.doors.segment_messages import Heard
from engine.store import arrivals, consents, control, inbox, outbox, people
from engine.store.database import Store
from engine.store.hot import Tx, forbidding, one_by_one
from engine.store.outbox import Settlement
from engine.store.states import Step
from engine.store.writer import Priority

CHUNK = 200
"""Events a transaction takes: some 5 ms of the writer."""

LONG = 2_000
"""The same where no daemon runs: leads that come together share pages of the disk."""

ROWS = 200
"""Rows of arrivals that are looked at together."""

SUPPRESSING: dict[str, str] = {
    Kind.UNSUBSCRIBED: "unsubscribed",
    Kind.MAIL_BOUNCED: "bounced",
    Kind.MAIL_COMPLAINED: "complained",
}
"""Events that close an address at once, before any decision sees them."""

EVIDENCE = frozenset(
    {Kind.MAIL_OPENED, Kind.MAIL_CLICKED, Kind.MAIL_REPLIED, Kind.MAIL_BOUNCED, Kind.MAIL_DEFERRED, Kind.MAIL_COMPLAINED}
)
"""Events that only a mail which left can cause."""


_arrived = msgspec.json.Decoder(list[Incoming])


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it. state: `again` if this (source, id) was taken before; `refused` if it would bring back somebody who was erased,
    and nothing of it is kept. new: the lead was unknown until now.

    rivals: other leads that own one of its keys; nothing is merged, the pair waits for a person.
    """

    source: str
    id: str
    lead: str
    state: Literal["taken", "again", "refused"]
    received: Instant = 0
    new: bool = False
    rivals: tuple[str, ...] = ()


def put(store: Store, incoming: Sequence[Incoming], priority: Priority = Priority.INTAKE) -> list[Receipt]:
    """Takes the events, in order; on disk when it returns.

    Raises NurtureError; what it raised for may simply be put again.
    """
    receipts: list[Receipt] = []
    size = CHUNK if len(incoming) <= CHUNK or not store.has_room() else LONG
    for start in range(0, len(incoming), size):
        chunk = incoming[start : start + size]
        while (found := store.write(priority, lambda tx, chunk=chunk: put_behind(tx, store, chunk))) is None:  # type: ignore[misc]
            pass
        receipts += found
    return receipts


def put_behind(tx: Tx, store: Store, incoming: Sequence[Incoming]) -> list[Receipt] | None:
    """The same in a short transaction. None where more has arrived before than fits: some of it was taken apart instead; call again."""
    _forbid(tx, incoming)
    if arrivals.oldest(tx):
        take_apart_within(tx, store, CHUNK)
        if arrivals.oldest(tx):
            return None
    return put_within(tx, store, incoming)


def _forbid(tx: Tx, incoming: Sequence[Incoming]) -> None:
    """Before anything else is locked: a fence that looks just now may want what we would hold."""
    if any(one.type in SUPPRESSING for one in incoming):
        forbidding(tx)


def put_within(tx: Tx, store: Store, incoming: Sequence[Incoming]) -> list[Receipt]:
    """The same inside a transaction of the caller's. What has arrived before goes first: the ledger is in the order of receipt."""
    _forbid(tx, incoming)
    one_by_one(tx)
    while arrivals.oldest(tx):
        take_apart_within(tx, store, LONG)
    return _put(tx, store, incoming)


def take_apart_within(tx: Tx, store: Store, most: int) -> int:
    """The oldest arrivals become events of the inbox, about so many; how many those were. Who they are is found out only now.

    Their moments are those of the arrival. Several workers take turns.
    """
    one_by_one(tx)
    taken: list[arrivals.Arrival] = []
    for one in arrivals.following(tx, ROWS):
        if taken and sum(each.number for each in taken) + one.number > most:
            break
        taken.append(one)
    arrivals.remove(tx, taken)
    incoming = [one for arrival in taken for one in _events(arrival, store)]
    _put(tx, store, incoming, [moment for arrival in taken for moment in range(arrival.received, arrival.received + arrival.number)])
    return len(incoming)


def _events(arrival: arrivals.Arrival, store: Store) -> list[Incoming]:
    """What has arrived; what was kept as it came is read now."""
    if arrival.sender:
        return read_kept(arrival.sender, arrival.text, Heard(arrival.received, store.dice.token))
    return _arrived.decode(arrival.text)


def _put(tx: Tx, store: Store, incoming: Sequence[Incoming], moments: Sequence[Instant] = ()) -> list[Receipt]:
    """moments: of receipt, one for each; without them they are received now."""
    before = inbox.receipts_of(tx, ((one.source, one.id) for one in incoming))
    gone, back = refused_of(tx, store, [one for one in incoming if (one.source, one.id) not in before])
    for name in back:
        let_in(tx, store, name)
    fresh = {(one.source, one.id) for one in incoming} - before.keys() - gone.keys()
    # What was taken before costs no receipt: it moves nothing, not even by a microsecond.
    first = moments[0] if moments else control.stamp(tx, store.now(tx), len(fresh)) if fresh else store.now(tx)
    stamps = iter(range(first, first + len(fresh)))
    identity = Identity(tx, store, first)
    shown = {pair: keys_of(one) for one in reversed(incoming) if (pair := (one.source, one.id)) in fresh}
    identity.look_up(shown.values())
    receipts: list[Receipt] = []
    news: list[Event] = []
    came: dict[tuple[str, str], str] = {}
    for place, one in enumerate(incoming):
        pair = (one.source, one.id)
        if pair in before:
            receipts.append(Receipt(source=one.source, id=one.id, lead=before[pair], state="again"))
            continue
        if pair in gone:
            receipts.append(gone[pair])
            continue
        found, received = identity.of(one, shown[pair]), moments[place] if moments else next(stamps)
        before[pair] = found.lead
        event = _event(one, found.lead, received)
        news += [_with_address(event, found.address), event] if found.address else [event]
        if found.came:
            came[pair] = found.came
        if found.rivals:
            news += [_met(event, rival) for rival in found.rivals]
        if found.browser and not people.are_apart(tx, found.lead, found.browser):
            news.append(_joined(event, found.browser))
        receipts.append(_receipt(one, found, received))
    identity.write()
    inbox.acknowledge(tx, news, came)
    inbox.post(tx, news)
    consents.note(tx, news, came)
    for event in news:
        _close_addresses(tx, event)
        _end_doubt(tx, event)
    return receipts


def refused_of(tx: Tx, store: Store, incoming: Sequence[Incoming]) -> tuple[dict[tuple[str, str], Receipt], set[str]]:
    """What would bring back somebody who was erased, by (source, id); and the names of those who come back of their own will.

    Of their own will is a live `consented`, as a form with its box ticked sends it, and what comes behind it. What was taken for them
    before they were erased is refused for ever. With nobody erased it costs one look. Raises NurtureError without the key.
    """
    key = store.erased.key(tx) if store.erased else None
    if store.erased is None or key is None:
        return {}, set()
    taken = inbox.receipts_of(tx, ((one.source, receipt_digest(key, one.source, one.id)) for one in incoming))
    known = store.erased.among(tx, {pair for one in incoming for pair in (*keys_of(one), *claimed_by(one))})
    refused: dict[tuple[str, str], Receipt] = {}
    back: set[str] = set()
    for one in incoming:
        names = {known[pair] for pair in (*keys_of(one), *claimed_by(one)) if pair in known} - back
        if (one.source, receipt_digest(key, one.source, one.id)) in taken:
            refused[one.source, one.id] = Receipt(source=one.source, id=one.id, lead="", state="again")
        elif names and one.live and one.type == Kind.CONSENTED:
            back |= names
        elif names or is_erased(one.lead):
            refused[one.source, one.id] = Receipt(source=one.source, id=one.id, lead="", state="refused")
    return refused, back


def let_in(tx: Tx, store: Store, name: str) -> bool:
    """Somebody who was erased may come back, as one of whom nothing is known."""
    return store.erased is not None and store.erased.lift(tx, name, store.now(tx))


class Rival(NamedTuple):
    """Another lead that owns keys of an event. keys: their kinds."""

    lead: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """address: the mail address that has just become known of a lead that had none; browser: the lead that turns out to be this one.

    came: the lead that showed the key before a merge.
    """

    lead: str
    new: bool = False
    rivals: tuple[Rival, ...] = ()
    address: str = ""
    browser: str = ""
    came: str = ""


@dataclass(slots=True)
class Identity:
    """Who owns which key, as far as these events ask. A key belongs to the first who shows it."""

    tx: Tx
    store: Store
    received: Instant
    owners: dict[people.Key, str] = field(default_factory=dict)
    came: dict[people.Key, str] = field(default_factory=dict)
    claims: dict[people.Key, str] = field(default_factory=dict)
    brought: dict[people.Key, str] = field(default_factory=dict)
    beginning: str = ""

    def look_up(self, shown: Iterable[list[people.Key]]) -> None:
        """Reads all the keys at once."""
        self.owners = people.owners(self.tx, chain.from_iterable(shown), self.came)

    def of(self, one: Incoming, keys: list[people.Key]) -> Found:
        """The lead of an event; its keys that nobody owned are now this lead's. A subject that is no lead is known by its id alone."""
        if kind_of(one.lead) != LEAD:
            return Found(one.lead)
        keys, browser = shown_by(self.tx, keys, self.owners) if len(keys) > 1 else (keys, "")
        known = list(dict.fromkeys([self.owners[key] for key in keys if key in self.owners]))
        lead = known[0] if known else one.lead or self._name()
        fresh = [key for key in (keys if known else [*keys, (people.LEAD, lead)]) if key not in self.owners]
        came = self._came(keys)
        for key in fresh:
            self.owners[key] = self.claims[key] = lead
            if came:
                self.came[key] = self.brought[key] = came
        rivals = self._rivals(lead, known[1:], keys) if len(known) > 1 else ()
        address = "" if one.type == Kind.LEAD_CHANGED else self._address(lead, keys, fresh, is_new=not known)
        return Found(lead, new=not known, rivals=rivals, address=address, browser=browser, came=came)

    def _came(self, keys: list[people.Key]) -> str:
        """By the surest key that somebody had."""
        return next((self.came.get(key, "") for key in keys if key in self.owners), "") if self.came else ""

    def _name(self) -> str:
        self.beginning = self.beginning or beginning_at(self.received)
        return name_of(self.beginning, self.store.dice.token())

    def _rivals(self, lead: str, others: list[str], keys: list[people.Key]) -> tuple[Rival, ...]:
        """Each pair is kept for a person, but for those that are known to be two."""
        others = [rival for rival in others if not people.are_apart(self.tx, lead, rival)]
        for rival in others:
            people.review(self.tx, lead, rival, ", ".join(kind for kind, _ in keys), self.received)
        return tuple(Rival(rival, tuple(key[0] for key in keys if self.owners[key] == rival)) for rival in others)

    def _address(self, lead: str, keys: list[people.Key], fresh: Sequence[people.Key], *, is_new: bool) -> str:
        found = next((value for kind, value in keys if kind == "email" and (kind, value) in fresh), "")
        return found if found and (is_new or not self._has_address(lead, fresh)) else ""

    def _has_address(self, lead: str, fresh: Sequence[people.Key]) -> bool:
        """Besides the fresh ones. What an event of these same ones has claimed is not on disk yet."""
        if people.emails_of(self.tx, lead):
            return True
        return any(key[0] == "email" and owner == lead and key not in fresh for key, owner in self.claims.items())

    def write(self) -> None:
        people.claim(self.tx, ((kind, value, lead) for (kind, value), lead in self.claims.items()))
        if self.brought:
            people.bring(self.tx, ((kind, value, lead) for (kind, value), lead in self.brought.items()))


def keys_of(one: Incoming) -> list[people.Key]:
    """The keys an event shows, the surest first: the lead's id, the keys given, a mail address among the attributes."""
    if kind_of(one.lead) != LEAD:
        return []
    keys = [(people.LEAD, one.lead)] if one.lead else []
    keys += [(kind, normalised(kind, value)) for kind, value in one.keys.items()]
    email = one.props.get("email") if one.type == Kind.LEAD_CHANGED else None
    if isinstance(email, str) and email != one.keys.get("email"):
        keys.append(("email", normalised("email", email)))
    return [pair for pair in dict.fromkeys(read_previous(keys) if PREVIOUS in one.keys else keys) if pair[1]]


def _event(one: Incoming, lead: str, received: Instant) -> Event:
    return Event(
        source=one.source,
        id=one.id,
        type=one.type,
        subject=lead,
        at=min(one.at or received, received),
        received=received,
        props=one.props,
        live=one.live,
    )


def _with_address(event: Event, address: str) -> Event:
    """Who is known by an address can be mailed to: it is an attribute from just before the event on."""
    return structs.replace(event, id=f"{event.id}/address", type=Kind.LEAD_CHANGED, at=event.at - 1, props={"email": address})


def _met(event: Event, rival: Rival) -> Event:
    """Whether the two are one person, the program's rules say."""
    props: Props = {"lead": rival.lead, "keys": list(rival.keys)}
    return structs.replace(event, id=f"{event.id}/met/{rival.lead}", type=Kind.LEAD_MET, props=props)


def _joined(event: Event, browser: str) -> Event:
    """The browser was this person all along: what it has done comes to them by a letter."""
    props: Props = {"into": event.subject, "because": ANONYMOUS}
    return structs.replace(event, id=f"{event.id}/joined", type=Kind.LEAD_JOINED, subject=browser, props=props)


def _receipt(one: Incoming, found: Found, received: Instant) -> Receipt:
    return Receipt(
        source=one.source,
        id=one.id,
        lead=found.lead,
        state="taken",
        received=received,
        new=found.new,
        rivals=tuple(rival.lead for rival in found.rivals),
    )


def _end_doubt(tx: Tx, event: Event) -> None:
    """A mail nobody could say of whether it left: what a reader or a server does with it says that it did."""
    message = event.props.get("message")
    if event.type in EVIDENCE and isinstance(message, str):
        outbox.settle(tx, Settlement(message, Step.PROVE, event.received, f"evidence:{event.type}"), "")


def _close_addresses(tx: Tx, event: Event) -> None:
    """Suppression does not wait for the fold: the fence of a mail on its way must see it."""
    reason = SUPPRESSING.get(event.type)
    if reason is None and event.type != Kind.CONSENTED:
        return
    topic = str(event.props.get("topic") or people.EVERYTHING)
    said = event.props.get("address")
    found = [said] if isinstance(said, str) and _is_one(said) else people.emails_of(tx, event.subject)
    if reason is not None:
        people.suppress(tx, [(address, topic, reason, event.received) for address in found])
        return
    for address in found:
        people.allow(tx, address, topic)


def _is_one(address: str) -> bool:
    """An event closes a mailbox, never a whole domain."""
    key = address_key(address)
    return "@" in key and not key.startswith("@")
