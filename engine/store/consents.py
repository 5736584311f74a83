"""The record of what people allowed: written in the transaction that takes the event it follows from, and only ever added to."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select

from engine.domain.events import ENGINE, Event, Kind
from engine.domain.instants import Instant
from engine.store import people
from engine.store.hot import Hot, Tx, given, one_of
from engine.store.inbox import NOBODY_ELSE, json_list
from engine.store.schema import consents
from engine.store.words import among

ASKED, GIVEN, WITHDRAWN, TRACKING_ON, TRACKING_OFF = "asked", "given", "withdrawn", "tracking-on", "tracking-off"
LIFTED = "lifted"
"""A colleague opened a closed address again: the withdrawal stands no more, and nobody has agreed to anything."""

ACTS: dict[str, str] = {
    Kind.CONSENT_ASKED: ASKED,
    Kind.CONSENTED: GIVEN,
    Kind.UNSUBSCRIBED: WITHDRAWN,
    Kind.MAIL_COMPLAINED: WITHDRAWN,
    Kind.SUPPRESSION_LIFTED: GIVEN,
    Kind.TRACKING_CHANGED: TRACKING_OFF,
}
"""What each event says about consent; who complains of a mail wants no more."""

PLACES: dict[str, str] = {ENGINE: "scenario", "web": "page", "cli": "hand", "import": "import", "mailbox": "mail", "delivery": "mail"}
"""Where it was said, by the event's source, unless it tells so itself; all else came by the API."""

LONGEST = 2_000
"""Letters of the words that are kept; the digest is of all of them."""


class Entry(NamedTuple):
    """A line of the record. topic: "" for everything; text, version: of the words that were agreed to; digest: SHA-256 of them."""

    lead: str
    address: str
    act: str
    topic: str
    at: Instant
    received: Instant
    place: str = ""
    text: str = ""
    version: str = ""
    digest: str = ""
    who: str = ""
    source: str = ""
    event: str = ""


_c = consents.c
_COLUMNS = [_c[name] for name in Entry._fields]
_ADD = Hot(insert(consents).values(given(*Entry._fields)), *Entry._fields)
_OF = Hot(select(*_COLUMNS).where(among(_c.lead, "leads")).order_by(_c.seq), "leads")
_OF_MARKS = Hot(select(*_COLUMNS).where(among(_c.address, "marks")).order_by(_c.seq), "marks")
_TRACKING = Hot(
    select(_c.act).where(among(_c.lead, "leads"), one_of(_c.act, (TRACKING_ON, TRACKING_OFF))).order_by(_c.seq.desc()).limit(1), "leads"
)
_PAGE = Hot(select(_c.seq, *_COLUMNS).where(_c.seq > bindparam("after")).order_by(_c.seq).limit(bindparam("limit")), "after", "limit")


def note(tx: Tx, events: Iterable[Event], came: Mapping[tuple[str, str], str] = NOBODY_ELSE) -> None:
    """Writes down what these events say about consent, if anything. came: the leads, by (source, id), of those that are another one by now:
    what was said under their name stays theirs, should the two be parted again.
    """
    told = [event for event in events if event.type in ACTS]
    if told:
        _ADD.many(tx, [tuple(_entry(tx, event, came.get((event.source, event.id), event.subject))) for event in told])


def _entry(tx: Tx, event: Event, lead: str) -> Entry:
    props = event.props
    words = _said(props, "text") or _said(props, "because")
    act, place = ACTS[event.type], _said(props, "where") or PLACES.get(event.source, "api")
    if event.type == Kind.TRACKING_CHANGED and props.get("allowed"):
        act = TRACKING_ON
    if event.type == Kind.SUPPRESSION_LIFTED and place == PLACES["cli"]:
        act = LIFTED
    return Entry(
        lead=lead,
        address=_said(props, "address") or next(iter(people.emails_of(tx, event.subject)), ""),
        act=act,
        topic=_said(props, "topic"),
        at=event.at,
        received=event.received,
        place=place,
        text=words[:LONGEST],
        version=_said(props, "version"),
        digest=sha256(words.encode()).hexdigest() if words else "",
        who=_said(props, "who") or _said(props, "scenario"),
        source=event.source,
        event=event.id,
    )


def _said(props: dict[str, Any], name: str) -> str:
    value = props.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def of_person(tx: Tx, lead: str) -> list[Entry]:
    """All that a lead has said, under whatever name; in the order in which it was taken."""
    return of_leads(tx, people.selves(tx, lead))


def of_leads(tx: Tx, leads: Sequence[str]) -> list[Entry]:
    """The same of leads that are one person."""
    return [Entry(*row) for row in _OF.all(tx, json_list(leads))]


def of_marks(tx: Tx, marks: Sequence[str]) -> list[Entry]:
    """What is left of somebody who was erased, by what their address became."""
    return [Entry(*row) for row in _OF_MARKS.all(tx, json_list(marks))]


def page(tx: Tx, after: int, limit: int) -> list[tuple[int, Entry]]:
    """(number, entry) of everybody, from behind that number on."""
    return [(row[0], Entry(*row[1:])) for row in _PAGE.all(tx, after, limit)]


def is_untracked(tx: Tx, lead: str) -> bool:
    """Whether the reader has said that opens and clicks are not to be recorded, as of this transaction."""
    row = _TRACKING.first(tx, json_list(people.selves(tx, lead)))
    return row is not None and row.act == TRACKING_OFF
