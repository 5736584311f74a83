"""What follows from what a mail service reports: the same as from a bounce or a reader, once for each of its events.

It is about a mail of ours by that mail's own id, and closes the address that mail went to, whatever address the service names. Two
services that sign what they post may go by the address instead, where they name no id.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from engine.domain.addresses import address_key
from engine.domain.erased import is_erased
from engine.domain.events import Kind, Props
from engine.domain.instants import DAY, Instant
from engine.doors.arrivals import write_behind
from engine.doors.identities import EMAIL
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.doors.machine_signs import Request, sign_of
from engine.doors.machines import Observation, Scene, verdict
from engine.doors.mail_links import open_of, opens_so_far
from engine.doors.mailbox.reports import Fate, fate_of
from engine.doors.mailbox.taking import Limits, take_within
from engine.doors.mailbox.verdicts import Sort, Verdict
from engine.doors.provider_posts import Told
from engine.store import consents, outbox, people
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import PERSONAL, MessageRow

SOURCE = "provider"
BY_ADDRESS = frozenset({"mailersend", "unisender-go"})
"""Services that do not say which mail of ours they speak of, or not always. All of them sign what they post, so nobody forges an address.

What closes an address is believed for the newest mail to it: a mailbox that is gone is gone for any mail. Opens and clicks are not:
they could be of a mail that another program has sent.
"""
WITHIN = {"bounced": 5 * DAY, "complained": 30 * DAY, "unsubscribed": 30 * DAY}
"""So long before the report that mail left at most: services try for days before they give up, readers take their time."""
TOGETHER = 20
"""Events a transaction takes."""
_SOFT = re.compile(r"soft|transient|undetermined|temporary|block|defer", re.IGNORECASE)
_SOFT_CLASSES = frozenset({"20", "22", "23", "24", "25", "40", "50", "51", "52", "53", "54", "70", "1", "100"})
"""SparkPost's classes of bounces that say nothing against the address."""


def take_told(store: Store, name: str, told: Sequence[Told], limits: Limits) -> Counter[str]:
    """How many were taken, came again, were a machine's, or are about no mail of ours (`unknown`) or nothing we count (`other`)."""
    counts: Counter[str] = Counter()
    for start in range(0, len(told), TOGETHER):
        some = told[start : start + TOGETHER]
        counts.update(write_behind(store, lambda tx, some=some: [_take(tx, store, name, one, limits) for one in some]))  # type: ignore[misc]
    return counts


def _take(tx: Tx, store: Store, name: str, told: Told, limits: Limits) -> str:
    found = (outbox.message(tx, id_) for id_ in told.names)
    row = next((row for row in found if row and row.kind == PERSONAL and row.fenced_at > 0 and not is_erased(row.lead)), None)
    if row is None and name in BY_ADDRESS and told.what in WITHIN:
        row = _newest_to(tx, told, store.clock.now())
    if row is None:
        return "unknown"
    match told.what:
        case "opened" | "clicked":
            return _observed(tx, store, name, told, row)
        case "deferred":
            props: Props = {"template": row.template, "scenario": row.scenario, "key": row.key, "message": row.id}
            props["said"] = told.answer[:200]
            news = Incoming(source=SOURCE, id=f"{name}/{told.id}", type=Kind.MAIL_DEFERRED, lead=row.lead, at=told.at, props=props)
            return _put(tx, store, [news])
        case "bounced":
            sort = Sort.DEAD if is_dead(told) else Sort.SOFT
        case "complained":
            sort = Sort.COMPLAINT
        case "unsubscribed":
            sort = Sort.LEAVES
        case "delivered":
            sort = Sort.DELIVERED
        case _:
            return "other"
    outcome = take_within(tx, store, Verdict(sort, (row.id,), said=told.answer[:200], own=f"{name}/{told.id}"), b"", limits)
    return "taken" if outcome.is_new else "again"


def _newest_to(tx: Tx, told: Told, now: Instant) -> MessageRow | None:
    """The newest mail of ours to that address that left in the days before; None where there is none."""
    address = address_key(told.to)
    lead = people.owners(tx, [(EMAIL, address)]).get((EMAIL, address)) if address else None
    at = min(told.at or now, now)
    since = max(at - WITHIN[told.what], 1)
    left = [row for row in outbox.of_lead(tx, lead) if row.kind == PERSONAL and since <= row.fenced_at <= at] if lead else []
    return max((row for row in left if address_key(row.target) == address), key=lambda row: row.fenced_at, default=None)


def is_dead(told: Told) -> bool:
    """Whether the address is no good for any mail: what the receiving server said decides, else what the service makes of it."""
    raw = told.raw
    words = (raw.get("event"), raw.get("type"), raw.get("Type"), raw.get("bounceType"), _within(raw, "bounce", "bounceType"))
    kinds = (*words, _within(raw, "bounce", "type"), _within(raw, "data", "bounce", "type"), _within(raw, "data", "type"), told.about)
    if raw.get("hard_bounce") is False or any(isinstance(one, str) and _SOFT.search(one) for one in kinds):
        return False
    if str(_within(raw, "msys", "message_event", "bounce_class") or raw.get("bounce_class") or "") in _SOFT_CLASSES:
        return False
    fate = fate_of(told.answer)
    return fate is Fate.DEAD if fate is not None else told.reason in ("bounced", "invalid")


def _within(raw: Mapping[str, object], *path: str) -> object:
    found: object = raw
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _observed(tx: Tx, store: Store, name: str, told: Told, row: MessageRow) -> str:
    """An open or a click the service has seen; machines are as little readers there as here."""
    if consents.is_untracked(tx, row.lead) or _is_plain(row):
        return "other"
    if _is_machine(told, row):
        return "machine"
    props: Props = {"template": row.template, "scenario": row.scenario, "key": row.key}
    number = opens_so_far(tx, row.id)
    news = [open_of(row.id, row.lead, props, told.at, number)]
    if told.what == "clicked":
        more = props | {"link": "", "url": told.url, "message": row.id}
        news.append(Incoming(source=SOURCE, id=f"{name}/{told.id}", type=Kind.MAIL_CLICKED, lead=row.lead, at=told.at, props=more))
    return _put(tx, store, news)


def _is_plain(row: MessageRow) -> bool:
    """Whether the mail was written without a picture, because nothing was to be recorded of its reader: not by the service either."""
    return bool(row.inputs) and json.loads(row.inputs).get("opens") == ""


def _is_machine(told: Told, row: MessageRow) -> bool:
    flags = (told.raw.get("sg_machine_open"), _within(told.raw, "msys", "track_event", "is_prefetched"))
    bot = _within(told.raw, "event-data", "client-info", "bot")
    if any(one is True for one in flags) or bot in ("apple", "generic") or "proxy" in str(told.raw.get("event", "")):
        return True
    kind = "open" if told.what == "opened" else "click"
    sign = sign_of(Request("GET", {"user-agent": told.agent}), "open" if kind == "open" else "click") if told.agent else None
    if sign is not None and sign.why:
        return True
    seen = Observation("", "open" if kind == "open" else "click", told.at, sign.agent if sign else "")
    return told.at > 0 and verdict(seen, Scene(left=row.fenced_at)).verdict == "machine"


def _put(tx: Tx, store: Store, news: Sequence[Incoming]) -> str:
    return "taken" if any(receipt.state == "taken" for receipt in put_within(tx, store, news)) else "again"
