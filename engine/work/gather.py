"""What there is to decide: events of the inbox in order, and the subjects whose moment has come."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from engine.domain.documents import LEAD, kind_of
from engine.domain.events import ENGINE
from engine.domain.instants import NEVER, SECOND, Instant
from engine.store import arrivals, inbox, subjects, waiting
from engine.store.hot import Tx
from engine.store.inbox import Taken
from engine.store.subjects import Held
from engine.store.waiting import Parts

SLACK = 2 * SECOND
"""With an empty inbox time is taken to have passed up to here: every receipt before it is certainly committed."""

ALONE = -1
"""The slack where nobody else writes: a wake-up due at this very moment is taken."""

PER_SUBJECT = 100
"""Events of one subject in one batch; a flood on one lead never keeps the others waiting."""

LANE = 2
"""While older events wait, half as many of the newest are taken beside them: who fills in a form now waits for no backlog."""

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


def gather(tx: Tx, now: Instant, limit: int, slack: Instant = SLACK, held: Parts = None) -> Gathered:
    """The next batch of at most `limit` events and about as many wake-ups. held: the partitions that may be decided on."""
    letters = _letters(tx, limit, held)
    if letters.count:
        # No wake-ups: a lead may have events yet that come before what it is told now.
        return _shares(tx, letters, list(letters.events), lambda _: 0, more=True)
    asking = waiting.asking(tx)
    pile = _events(tx, limit, held, asking)
    until = pile.latest if pile.more else max(pile.latest, _passed(tx, now, slack))
    if pile.more:
        _add_newest(tx, pile, max(limit // LANE, 1), held, asking)
    # A wake-up due at the very moment of an event comes after it, and there may be more events of that moment.
    left = max(limit - pile.count, 1)
    woken = [id_ for id_ in waiting.leads_due(tx, held, until, left + len(asking)) if id_ not in asking]
    others, bound = _others_due(tx, held, until, left)
    ids = list(dict.fromkeys([*pile.events, *woken, *others]))
    return _shares(tx, pile, ids, lambda id_: until if kind_of(id_) == LEAD else bound, more=len(woken) + len(others) >= left)


def gather_only(tx: Tx, ids: Collection[str], now: Instant, slack: Instant = SLACK) -> Gathered:
    """The same for these subjects alone."""
    pile, asking = _Pile(), waiting.asking(tx)
    bound = NEVER if all(kind_of(id_) == LEAD for id_ in ids) else waiting.decided_up_to(tx)
    for id_ in ids:
        _sort_in(pile, _of(tx, id_, bound, is_asking=id_ in asking))
    until = max(pile.latest, _passed(tx, now, slack))

    def passed(id_: str) -> Instant:
        return 0 if id_ in asking else until if kind_of(id_) == LEAD else min(until, bound)

    return _shares(tx, pile, list(ids), passed, more=False)


def _passed(tx: Tx, now: Instant, slack: Instant) -> Instant:
    """Up to when no event can come any more: whoever has arrived and is not known yet was there in time."""
    return min(now - slack, arrivals.oldest(tx) or NEVER)


def _of(tx: Tx, id_: str, until: Instant, *, is_asking: bool) -> list[Taken]:
    if kind_of(id_) != LEAD:
        return waiting.of_other(tx, id_, until, PER_SUBJECT + 1)
    found = inbox.take_of(tx, id_, PER_SUBJECT + 1)
    return [taken for taken in found if taken.event.source == ENGINE] if is_asking else found


def _letters(tx: Tx, limit: int, held: Parts) -> _Pile:
    """They go first and alone: what a subject was asked or told is known before anything later is decided."""
    pile = _Pile(more=True)
    _sort_in(pile, waiting.letters(tx, held, limit))
    if pile.count < limit and waiting.is_anything_told(tx):
        _sort_in(pile, waiting.of_others(tx, held, waiting.decided_up_to(tx), limit - pile.count))
    return pile


def _others_due(tx: Tx, held: Parts, until: Instant, limit: int) -> tuple[list[str], Instant]:
    """Who of them is due, and up to when they may be.

    An experiment that looked further than the leads have decided would pick before it was told of clicks that were there in time."""
    if not waiting.others_due(tx, held, until, 1):
        return [], 0
    bound = min(until, waiting.decided_up_to(tx))
    return waiting.others_due(tx, held, bound, limit), bound


def _events(tx: Tx, limit: int, held: Parts, asking: Collection[str]) -> _Pile:
    pile, after = _Pile(), 0
    for _ in range(_PAGES):
        page = waiting.of_leads(tx, held, after, limit - pile.count, {*pile.first_left, *asking})
        if not page:
            break
        after = page[-1].seq
        _sort_in(pile, page)
        if pile.count >= limit:
            break
    pile.more = pile.count >= limit or bool(pile.first_left)
    return pile


def _add_newest(tx: Tx, pile: _Pile, share: int, held: Parts, asking: Collection[str]) -> None:
    """A lane of their own for leads of whom there is news. Lanes order leads: a lead's own events are taken in order, from its first.

    How far time may pass for all others was settled before: by the events that were taken in the order of the inbox.
    """
    most = pile.count + share
    for id_ in waiting.newest(tx, held, LANE * share):
        if pile.count >= most:
            return
        if id_ not in asking and id_ not in pile.events:
            _sort_in(pile, inbox.take_of(tx, id_, PER_SUBJECT + 1))


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


def _shares(tx: Tx, pile: _Pile, ids: list[str], until: Callable[[str], Instant], *, more: bool) -> Gathered:
    held = subjects.read(tx, ids)
    shares = (Share(id_, held.get(id_), tuple(pile.events.get(id_, ())), min(until(id_), pile.first_left.get(id_, NEVER))) for id_ in ids)
    return Gathered(tuple(shares), pile.more or more)
