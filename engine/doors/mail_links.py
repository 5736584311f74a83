"""What readers do with a mail: they open it, follow its links, and leave. A token stands for one link of one mail to one lead."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from engine.domain.events import Kind, Props
from engine.domain.instants import MINUTE, SECOND, Instant
from engine.doors.arrivals import write_behind
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.doors.machine_signs import Kind as Asked
from engine.doors.machine_signs import Request, Sign, Why, sign_of
from engine.doors.machines import Observation, Scene, verdict
from engine.store import clicks, consents, control, inbox, outbox, people, salts, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import Link

SOURCE = "web"
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""What a token may look like; anything else was never one."""

QUIET = 10 * SECOND
"""A click counts when its mail has been left alone for so long."""

Choice = str
"""What a reader takes away: `all`; `topic`, that of the mail; `without NAME`, a topic by its name; `untracked`."""

WITHOUT, UNTRACKED = "without ", "untracked"
KINDS: Mapping[str, Asked] = {"open": "open", "click": "click", "unsubscribe": "leave"}


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


def observe_open(store: Store, token: str, request: Request | None = None) -> bool:
    """The mail's picture was loaded. False for a token nobody gave out. request: None where nothing is known of who asked."""
    found = _link(store, token, "open")
    if found is None:
        return False
    _observe(store, found, request)
    return True


def _observe(store: Store, link: Link, request: Request | None) -> None:
    """Notes it; an open that its request does not give away counts at once, a click after its quiet time.

    Of who wants nothing recorded nothing is, of older mails either.
    """
    sign = sign_of(request, KINDS[link.kind]) if request is not None else Sign()

    def write(tx: Tx) -> None:
        if consents.is_untracked(tx, link.lead):
            return
        now = store.now(tx)
        mark = _mark(tx, store, request, now) if request is not None else ""
        message = outbox.message(tx, link.message) if link.kind == "open" else None
        judged = _judged_alone(link, sign, now, message.fenced_at if message is not None else 0)
        seen = clicks.Seen(judged, sign.agent, mark, sign.why or (Why.AT_ONCE if judged == "machine" else ""))
        is_new = clicks.note(tx, link, control.stamp(tx, now), seen, QUIET)
        if link.kind == "open" and judged == "human" and (is_new or not mark):
            props = {} if message is None else {"template": message.template, "scenario": message.scenario, "key": message.key}
            put_within(tx, store, [open_of(link.message, link.lead, props, number=opens_so_far(tx, link.message))])

    write_behind(store, write)


def _judged_alone(link: Link, sign: Sign, now: Instant, left: Instant) -> str:
    """"" where the others of the mail have to be awaited. A picture is judged at once; what follows may withdraw it."""
    if sign.why:
        return "machine"
    if link.kind == "open":
        return verdict(Observation(link.id, "open", now, sign.agent), Scene(left=left)).verdict
    return "" if link.kind == "click" else "looked"


def _mark(tx: Tx, store: Store, request: Request, now: Instant) -> str:
    """The same asker has the same mark until midnight (UTC); what it was made of nobody can tell once the day's salt is gone."""
    salt = salts.salt_of(tx, now, store.dice.token())
    told = f"{request.address}\x1f{request.headers.get('user-agent', '')}"
    return blake2b(told.encode("utf-8", "replace"), key=salt.encode()[:64], digest_size=8).hexdigest()


def opens_so_far(tx: Tx, message: str) -> int:
    """How many opens of the mail were withdrawn: the next one is another."""
    number = 0
    while inbox.receipts_of(tx, [(SOURCE, withdrawal_of(open_id(message, number)))]):
        number += 1
    return number


def open_id(message: str, number: int = 0) -> str:
    return f"open/{message}/{number}" if number else f"open/{message}"


def withdrawal_of(id_: str) -> str:
    """The id of what withdraws an event."""
    return f"withdrawn/{id_}"


def open_of(message: str, lead: str, props: Props, at: Instant = 0, number: int = 0) -> Incoming:
    """The open of a mail: there is one, however often its picture is loaded and whatever implies it. at: 0 for now.

    number: of its opens that were withdrawn.
    """
    said = props | {"link": "", "message": message}
    return Incoming(source=SOURCE, id=open_id(message, number), type=Kind.MAIL_OPENED, lead=lead, at=at, props=said)


def observe_click(store: Store, token: str, request: Request | None = None) -> str | None:
    """Where the link leads. The click is noted, and counts after its quiet time."""
    found = _link(store, token, "click")
    if found is None:
        return None
    _observe(store, found, request)
    return found.target


def observe_look(store: Store, token: str, request: Request) -> None:
    """Somebody, or something, looks at the page to leave by: that leaves nobody, and tells who follows every link of a mail."""
    found = _link(store, token, "unsubscribe")
    if found is not None:
        _observe(store, found, request)


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
        lead = subjects.person(tx, found.lead)
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
        write_behind(store, write)
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
