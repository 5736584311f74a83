"""What a reader says on the page behind a mail: topic by topic, a pause, whether opens are recorded, which language.

What takes consent away goes the way of leaving (`mail_links`), and so is kept on disk while the database is down. What gives it wants the
database: nobody is mailed by mistake for a wish that was not understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.addresses import address_key
from engine.domain.events import Kind, Props
from engine.domain.instants import DAY, MINUTE, Instant, to_iso
from engine.doors.arrivals import write_behind
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.doors.mail_links import SOURCE, link_of
from engine.store import consents, outbox, people, subjects, suppressions
from engine.store.consents import GIVEN, WITHDRAWN
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import Link

PLACE = "page"
"""Where it was said, as the record of consents calls this page."""

UNDO = 10 * MINUTE
"""For so long a reader may take back what was said on the page, as if it had not been said."""

PAUSES = (30, 90)
"""Days a reader may choose."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of mail. is_double: it wants a second yes, so that silence is no consent."""

    name: str
    label: str
    is_double: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for one topic. is_on: its mails may go to the reader; is_asked: a second yes is waited for."""

    topic: Topic
    is_on: bool
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """paused: until when, 0 for not; language: as the lead's attribute says, or ""; left_at: when the reader left everything, 0 for not."""

    lead: str
    address: str
    language: str
    topics: tuple[Said, ...]
    paused: Instant = 0
    is_tracked: bool = True
    left: str = ""
    left_at: Instant = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What is given beyond what stands. is_undo: it takes back what was just said.

    pause: days, 0 to end one; language: "" takes it away; both None for as it is.
    """

    topics: tuple[Topic, ...] = ()
    pause: int | None = None
    allow_tracking: bool = False
    language: str | None = None
    is_undo: bool = False


def preferences_of(store: Store, token: str, topics: Sequence[Topic]) -> Preferences | None:
    """What holds for whoever was sent that token; None for a token nobody gave out."""
    with store.read() as tx:
        link = link_of(tx, token, "unsubscribe")
        return None if link is None else _read(tx, link, topics, store.clock.now())


def _read(tx: Tx, link: Link, topics: Sequence[Topic], now: Instant) -> Preferences:
    message, lead = outbox.message(tx, link.message), subjects.person(tx, link.lead)
    facts = lead.facts if lead else None
    address = message.target if message else ""
    closed = {one.topic: one for one in suppressions.of_address(tx, address)}
    latest = {(one.topic, one.act): one.at for one in consents.of_person(tx, link.lead)}
    everything = closed.get(people.EVERYTHING)
    language = facts.attributes.get("language") if facts else None
    said = []
    for topic in topics:
        consent = facts.consents.get(topic.name) if facts else None
        asked = bool(facts and topic.name in facts.asked)
        is_given = latest.get((topic.name, GIVEN), 0) > latest.get((topic.name, WITHDRAWN), 0)
        is_on = topic.name not in closed and (consent if consent is not None else is_given or not topic.is_double)
        said.append(Said(topic, bool(is_on), asked and not is_on))
    return Preferences(
        lead=lead.id if lead else link.lead,
        address=address,
        language=str(language.value) if language else "",
        topics=tuple(said),
        paused=facts.paused if facts and facts.paused > now else 0,
        is_tracked=not consents.is_untracked(tx, link.lead),
        left=everything.reason if everything else "",
        left_at=everything.at if everything else 0,
    )


def change(store: Store, token: str, wanted: Change) -> list[str]:
    """Takes what is given, on disk when it returns; the names of topics for which the reader is asked once more by mail."""
    at = store.clock.now()

    def write(tx: Tx) -> list[str]:
        link = link_of(tx, token, "unsubscribe")
        if link is None:
            return []
        news, asked = _news(tx, link, wanted, at)
        put_within(tx, store, news)
        message = outbox.message(tx, link.message)
        for topic in wanted.topics:
            # The address the mail went to, whoever its key belongs to by now.
            if message and "@" in message.target and topic.name not in asked:
                people.allow(tx, message.target, topic.name)
        return asked

    return write_behind(store, write)


def _news(tx: Tx, link: Link, wanted: Change, at: Instant) -> tuple[list[Incoming], list[str]]:
    news: list[Incoming] = []
    asked: list[str] = []
    for topic in wanted.topics:
        is_asked = topic.is_double and not (wanted.is_undo and _just_withdrawn(tx, link, topic.name, at))
        kind = Kind.CONSENT_ASKED if is_asked else Kind.CONSENTED
        news.append(event_of(link, kind, f"{topic.name}/{kind}", at, {"topic": topic.name, "text": topic.label, "where": PLACE}))
        asked += [topic.name] if is_asked else []
    if wanted.pause is not None:
        until = to_iso(at + wanted.pause * DAY) if wanted.pause else None
        news.append(event_of(link, Kind.MAIL_PAUSED, "pause", at, {"until": until}))
    if wanted.allow_tracking:
        news.append(event_of(link, Kind.TRACKING_CHANGED, "tracking", at, {"allowed": True, "where": PLACE}))
    if wanted.language is not None:
        news.append(event_of(link, Kind.LEAD_CHANGED, "language", at, {"language": wanted.language or None}))
    return news, asked


def event_of(link: Link, kind: Kind, name: str, at: Instant, props: Props) -> Incoming:
    """What the reader behind a link says. The same at the same moment is said once."""
    return Incoming(source=SOURCE, id=f"prefer/{link.id}/{name}/{at}", type=kind, lead=link.lead, at=at, props=props)


def _just_withdrawn(tx: Tx, link: Link, topic: str, now: Instant) -> bool:
    """Whether it was given, and taken back on this page only a moment ago."""
    said = [one for one in consents.of_person(tx, link.lead) if one.topic == topic and one.act in (GIVEN, WITHDRAWN)]
    if len(said) < 2:
        return False
    before, last = said[-2:]
    return before.act == GIVEN and last.act == WITHDRAWN and last.place == PLACE and now - last.at <= UNDO


def come_back(store: Store, token: str) -> bool:
    """Takes back that the reader left everything by such a link a moment ago. False where there is nothing to be taken back any more."""
    at = store.clock.now()

    def write(tx: Tx) -> bool:
        link = link_of(tx, token, "unsubscribe")
        message = outbox.message(tx, link.message) if link else None
        if link is None or message is None:
            return False
        # What closes the whole domain no reader opens.
        own = (address_key(message.target), people.EVERYTHING)
        everything = next((one for one in suppressions.of_address(tx, message.target) if (one.address, one.topic) == own), None)
        if everything is None or everything.reason != "unsubscribed" or at - everything.at > UNDO:
            return False
        because = "the reader took it back on the page"
        suppressions.reopen(tx, everything._replace(because=because, who="reader", at=at))
        props: Props = {"address": message.target, "reason": everything.reason, "because": because, "where": PLACE}
        put_within(tx, store, [event_of(link, Kind.SUPPRESSION_LIFTED, "back", at, props)])
        return True

    return write_behind(store, write)
