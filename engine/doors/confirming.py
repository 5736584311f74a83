"""The second yes: the link in the mail that asks for it. Looking at its page says nothing; programs that follow every link do that too."""

from dataclasses import dataclass
from typing import Literal

from engine.domain.events import Kind
from engine.domain.instants import DAY, Instant
from engine.doors.arrivals import write_behind
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.doors.mail_links import SOURCE, link_of
from engine.store import consents, outbox, people, subjects, suppressions
from engine.store.consents import GIVEN, LIFTED, WITHDRAWN
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import Link, MessageRow

PLACE = "confirmation"
"""Where it was said, as the record of consents calls this page."""

LIFE = 7 * DAY
"""For so long after the mail was decided the second yes can be said."""

State = Literal["open", "done", "late", "gone"]


@dataclass(frozen=True, slots=True)
class Question:
    """Whom the link asks, and about what. state: done (said already), late (too long ago), gone (the reader has left since)."""

    address: str
    topic: str
    language: str
    state: State


def question_of(store: Store, token: str) -> Question | None:
    """None for a token nobody gave out."""
    with store.read() as tx:
        link = link_of(tx, token, "confirm")
        return None if link is None else _read(tx, link, store.clock.now())


def say_yes(store: Store, token: str, text: str) -> Question | None:
    """The second yes, on disk when it returns; the question as it stood before. Said again it changes nothing. text: what was agreed to."""
    now = store.clock.now()

    def write(tx: Tx) -> Question | None:
        link = link_of(tx, token, "confirm")
        if link is None:
            return None
        question = _read(tx, link, now)
        if question.state == "open":
            props = {"topic": question.topic, "text": text, "where": PLACE}
            id_ = f"confirm/{link.id}"
            put_within(tx, store, [Incoming(source=SOURCE, id=id_, type=Kind.CONSENTED, lead=link.lead, at=now, props=props)])
            # The address the mail went to, whoever its key belongs to by now.
            people.allow(tx, question.address, question.topic)
        return question

    return write_behind(store, write)


def _read(tx: Tx, link: Link, now: Instant) -> Question:
    message, lead = outbox.message(tx, link.message), subjects.person(tx, link.lead)
    language = lead.facts.attributes.get("language") if lead else None
    if message is None or not message.topic:
        return Question("", "", "", "gone")
    said = str(language.value) if language else ""
    return Question(message.target, message.topic, said, _state(tx, link, message, now))


def _state(tx: Tx, link: Link, message: MessageRow, now: Instant) -> State:
    about, asked_at = (message.topic, people.EVERYTHING), message.decided_at
    since = [one for one in consents.of_person(tx, link.lead) if one.topic in about and one.at >= asked_at]
    told = [one.act for one in since if one.act in (GIVEN, LIFTED, WITHDRAWN)]
    closed = [one for one in suppressions.of_address(tx, message.target) if one.topic in about]
    # The address may have been closed under another lead's name, or by hand.
    if told[-1:] == [WITHDRAWN] or any(one.topic == people.EVERYTHING or one.at >= asked_at for one in closed):
        return "gone"
    if told[-1:] == [GIVEN]:
        return "done"
    return "late" if now - asked_at > LIFE else "open"
