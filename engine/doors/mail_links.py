"""What readers do with a mail: they open it, follow its links, and leave. A token stands for one link of one mail to one lead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.domain.events import Kind, Props
from engine.domain.instants import MINUTE, Instant
from engine.doors.inbox import Incoming, put, put_within
from engine.store import clicks, consents, control, outbox, people, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import Link
from engine.store.writer import Priority

SOURCE = "web"
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""What a token may look like; anything else was never one."""

Choice = str
"""What a reader takes away: `all`; `topic`, that of the mail; `without NAME`, a topic by its name; `untracked`."""

WITHOUT, UNTRACKED = "without ", "untracked"


def is_choice(text: str) -> bool:
    """Whether the words mean something other than leaving everything."""
    return text in ("topic", UNTRACKED) or text.startswith(WITHOUT)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who holds a link to leave by. language: as the lead's attribute says, or ""; left: from all, or from that topic."""

    lead: str
    address: str
    topic: str
    language: str
    left_all: bool
    left_topic: bool


def observe_open(store: Store, token: str) -> bool:
    """The mail's picture was loaded. False for a token nobody gave out."""
    found = _link(store, token, "open")
    if found is None:
        return False
    with store.read() as tx:
        if consents.is_untracked(tx, found.lead):
            return True
        message = outbox.message(tx, found.message)
    props = {} if message is None else {"template": message.template, "scenario": message.scenario, "key": message.key}
    put(store, [open_of(found.message, found.lead, props)])
    return True


def open_of(message: str, lead: str, props: Props, at: Instant = 0) -> Incoming:
    """The open of a mail: there is one, however often its picture is loaded and whatever implies it. at: 0 for now."""
    said = props | {"link": "", "message": message}
    return Incoming(source=SOURCE, id=f"open/{message}", type=Kind.MAIL_OPENED, lead=lead, at=at, props=said)


def observe_click(store: Store, token: str) -> str | None:
    """Where the link leads. The click is noted, and counts after its quiet time."""
    found = _link(store, token, "click")
    if found is None:
        return None
    store.write(Priority.INTAKE, lambda tx: _note_click(tx, store, found))
    return found.target


def _note_click(tx: Tx, store: Store, link: Link) -> None:
    """Of who wants nothing recorded nothing is, of older mails either."""
    if not consents.is_untracked(tx, link.lead):
        clicks.note(tx, link, control.stamp(tx, store.now(tx)))


def target_of(store: Store, token: str) -> str | None:
    """Where the link leads; nothing is noted."""
    found = _link(store, token, "click")
    return None if found is None else found.target


def reader_of(store: Store, token: str) -> Reader | None:
    """Who would leave by that token."""
    found = _link(store, token, "unsubscribe")
    if found is None:
        return None
    with store.read() as tx:
        message = outbox.message(tx, found.message)
        address = message.target if message else ""
        topic = message.topic if message else ""
        closed = people.suppressions(tx, address)
        lead = subjects.lead(tx, found.lead)
    language = lead.facts.attributes.get("language") if lead else None
    return Reader(
        lead=found.lead,
        address=address,
        topic=topic,
        language=str(language.value) if language else "",
        left_all=people.EVERYTHING in closed,
        left_topic=bool(topic) and topic in closed,
    )


class Wish(NamedTuple):
    """Somebody wants no more mail. at: when they said so; the same token twice in a minute is one wish."""

    token: str
    choice: Choice
    at: Instant


def leave(store: Store, token: str, choice: Choice, at: Instant = 0) -> bool:
    """The reader wants no more mail, or none of the topic. On disk when it returns; False for an unknown token. at: 0 for now."""
    return not leave_all(store, [Wish(token, choice, at or store.clock.now())])


def leave_all(store: Store, wishes: Sequence[Wish]) -> list[Wish]:
    """The same for several in one transaction; those whose token nobody gave out."""
    found = [(wish, _link(store, wish.token, "unsubscribe")) for wish in wishes]
    known = [(wish, link) for wish, link in found if link is not None]

    def write(tx: Tx) -> None:
        for wish, link in known:
            _leave(tx, store, link, wish)

    if known:
        store.write(Priority.INTAKE, write)
    return [wish for wish, link in found if link is None]


def _leave(tx: Tx, store: Store, link: Link, wish: Wish) -> None:
    if wish.choice == UNTRACKED:
        said = {"allowed": False, "where": "page"}
        id_ = f"untracked/{link.id}/{wish.at}"
        put_within(tx, store, [Incoming(source=SOURCE, id=id_, type=Kind.TRACKING_CHANGED, lead=link.lead, at=wish.at, props=said)])
        return
    message = outbox.message(tx, link.message)
    topic = _topic_of(wish, message.topic if message else "")
    # On the page a box may be ticked and unticked within a minute; a mail program that asks twice means it once.
    moment = wish.at if wish.choice.startswith(WITHOUT) else wish.at // MINUTE
    left = Incoming(
        source=SOURCE,
        id=f"leave/{link.id}/{topic}/{moment}",
        type=Kind.UNSUBSCRIBED,
        lead=link.lead,
        at=wish.at,
        props={"topic": topic} if topic else {},
    )
    put_within(tx, store, [left])
    # The address the mail went to, whoever its key belongs to by now.
    if message and "@" in message.target:
        people.suppress(tx, [(message.target, topic, "unsubscribed", wish.at)])


def _topic_of(wish: Wish, topic: str) -> str:
    """The topic that is left, or everything."""
    if wish.choice.startswith(WITHOUT):
        return wish.choice.removeprefix(WITHOUT)
    return topic if wish.choice == "topic" else people.EVERYTHING


def _link(store: Store, token: str, kind: str) -> Link | None:
    with store.read() as tx:
        return link_of(tx, token, kind)


def link_of(tx: Tx, token: str, kind: str) -> Link | None:
    """The link of that kind that a token stands for; None for one nobody gave out."""
    found = outbox.link(tx, token) if TOKEN.fullmatch(token) else None
    return found if found and found.kind == kind else None
