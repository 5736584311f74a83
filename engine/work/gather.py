"""What there is to decide: events of the inbox in order, and the subjects whose moment has come."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from engine.domain.documents import LEAD, kind_of
from engine.domain.instants import NEVER, SECOND, Instant
from engine.store import inbox, subjects
from engine.store.hot import Tx
from engine.store.inbox import Taken
from engine.store.subjects import Held

SLACK = 2 * SECOND
"""With an empty inbox time is taken to have passed up to here: every receipt before it is certainly committed."""

ALONE = -1
"""The slack where nobody else writes: a wake-up due at this very moment is taken."""

PER_SUBJECT = 100
"""Events of one subject in one batch; a flood on one lead never keeps the others waiting."""

_PAGES = 8
"""Pages read in search of other subjects behind a flood."""


@dataclass(frozen=True, slots=True)
class Share:
    """One subject's part of a batch. until: wake-ups due before this moment may be taken."""

    id: str
    held: Held | None
    events: tuple[Taken, ...]
    until: Instant


@dataclass(frozen=True, slots=True)
class Gathered:
    """more: there was more than fitted."""

    shares: tuple[Share, ...] = ()
    more: bool = False


@dataclass(slots=True)
class _Pile:
    """Events by subject. first_left: receipt of the first event that a subject had to leave behind."""

    events: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    first_left: dict[str, Instant] = field(default_factory=dict)
    latest: Instant = 0
    count: int = 0
    more: bool = False


def gather(tx: Tx, now: Instant, limit: int, slack: Instant = SLACK) -> Gathered:
    """The next batch of at most `limit` events and about as many wake-ups."""
    pile = _events(tx, limit)
    until = pile.latest if pile.more else max(pile.latest, now - slack)
    # A wake-up due at the very moment of an event comes after it, and there may be more events of that moment.
    woken = subjects.due_before(tx, until, max(limit - pile.count, 1))
    ids = list(dict.fromkeys([*pile.events, *woken]))
    return _shares(tx, pile, ids, until, more=len(woken) >= limit, others=_decided_up_to(tx, pile, ids))


def _decided_up_to(tx: Tx, pile: _Pile, ids: Collection[str]) -> Instant:
    """The moment up to which nothing more will be written to those who are no leads: the first that any lead has yet to decide about.

    An experiment that looked further would pick before it was told of clicks that were there in time.
    """
    if all(kind_of(id_) == LEAD for id_ in ids):
        return NEVER
    waiting = [taken.event.received for id_, events in pile.events.items() if kind_of(id_) == LEAD for taken in events]
    return min([subjects.next_due_of_leads(tx), *waiting])


def gather_only(tx: Tx, ids: Collection[str], now: Instant, slack: Instant = SLACK) -> Gathered:
    """The same for these subjects alone."""
    pile = _Pile()
    for id_ in ids:
        _sort_in(pile, inbox.take_of(tx, id_, PER_SUBJECT + 1))
    return _shares(tx, pile, list(ids), max(pile.latest, now - slack), more=False)


def _events(tx: Tx, limit: int) -> _Pile:
    """Letters go first and alone: what a subject was asked or told is known before anything later is decided."""
    pile, after = _Pile(), 0
    if letters := inbox.take_letters(tx, limit):
        _sort_in(pile, letters)
        pile.more = True
        return pile
    for _ in range(_PAGES):
        page = inbox.take(tx, after, limit - pile.count, pile.first_left)
        if not page:
            break
        after = page[-1].seq
        _sort_in(pile, page)
        if pile.count >= limit:
            break
    pile.more = pile.count >= limit or bool(pile.first_left)
    return pile


def _sort_in(pile: _Pile, page: list[Taken]) -> None:
    counts = Counter({id_: len(taken) for id_, taken in pile.events.items()})
    for taken in page:
        subject = taken.event.subject
        if subject in pile.first_left:
            continue
        if counts[subject] >= PER_SUBJECT:
            pile.first_left[subject] = taken.event.received
            continue
        counts[subject] += 1
        pile.events[subject].append(taken)
        pile.latest = max(pile.latest, taken.event.received)
        pile.count += 1


def _shares(tx: Tx, pile: _Pile, ids: list[str], until: Instant, *, more: bool, others: Instant = NEVER) -> Gathered:
    held = subjects.read(tx, ids)
    shares = tuple(_share(pile, id_, held.get(id_), until if kind_of(id_) == LEAD else min(until, others), others) for id_ in ids)
    return Gathered(shares, pile.more or more)


def _share(pile: _Pile, id_: str, held: Held | None, until: Instant, others: Instant) -> Share:
    events = pile.events.get(id_, [])
    if kind_of(id_) != LEAD:
        events = [taken for taken in events if taken.event.received <= others]
    return Share(id_, held, tuple(events), min(until, pile.first_left.get(id_, NEVER)))
