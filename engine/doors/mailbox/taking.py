"""What follows from a mail that came back. It is about a mail of ours by an id that nobody can guess, or it is about nothing.

The address that is closed is the one the mail went to, whatever the report says of addresses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import msgspec

from engine.domain.addresses import address_key
from engine.domain.erased import is_erased
from engine.domain.events import Kind, Props, standing
from engine.domain.instants import DAY, Instant
from engine.doors.arrivals import write_behind
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.doors.mailbox.verdicts import SENT_BACK, Sort, Verdict, verdict_of
from engine.store import ledger, mailbox, outbox, people
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import PERSONAL, MessageRow, Settlement
from engine.store.states import State, Step

SOURCE = "mailbox"
SETTLES_DAYS = 5
"""So long servers try before they give a mail back: what left less long ago may still bounce."""
REACTIONS = frozenset({Kind.MAIL_OPENED, Kind.MAIL_CLICKED, Kind.MAIL_REPLIED})
BECAUSE = "a reply asks to stop"


@dataclass(frozen=True, slots=True)
class Limits:
    """So many mails in a row given back for now, the first and the last so many days apart, close an address."""

    soft_bounces: int = 5
    soft_days: int = 7


@dataclass(frozen=True, slots=True)
class Outcome:
    """lead, message, template: of the mail it is about, "" where it is about none of ours. did: closed, counted, told, held or nothing.

    is_new: False for one that was taken before.
    """

    sort: Sort
    did: str = "nothing"
    lead: str = ""
    message: str = ""
    template: str = ""
    status: str = ""
    said: str = ""
    is_new: bool = True


def take(store: Store, raws: Sequence[bytes], limits: Limits) -> list[Outcome]:
    """Mails in one transaction, each once however often it comes."""
    read = [(verdict_of(raw), raw) for raw in raws]
    return write_behind(store, lambda tx: [take_within(tx, store, verdict, raw, limits) for verdict, raw in read])


def take_within(tx: Tx, store: Store, verdict: Verdict, raw: bytes, limits: Limits) -> Outcome:
    """The same inside a transaction of the caller's."""
    row = about(tx, verdict)
    if row is None:
        return Outcome(verdict.sort, status=verdict.status, said=verdict.said)
    now = store.clock.now()
    # What a redirect's server or its reader sends back says nothing of the lead, but that the mail did leave.
    is_ours = not (verdict.sort in SENT_BACK and _is_redirected(row))
    said = _said(verdict, row, _key(verdict, raw), lambda: _is_given_up(tx, row, limits, now)) if is_ours else []
    receipts = put_within(tx, store, said) if said else []
    if receipts and all(receipt.state != "taken" for receipt in receipts):
        return replace(_outcome(verdict, row, "nothing"), is_new=False)
    if is_ours and verdict.sort in (Sort.COMPLAINT, Sort.LEAVES):
        # The events close all addresses of the lead; this one it may have had before.
        reason = "complained" if verdict.sort == Sort.COMPLAINT else "unsubscribed"
        people.suppress(tx, [(row.target, people.EVERYTHING, reason, now)])
    if row.state == State.DOUBTFUL:
        # Whatever came back, or was answered: it did leave.
        outbox.settle(tx, Settlement(row.id, Step.PROVE, now, f"evidence:{verdict.sort}"), "")
    return _outcome(verdict, row, _did(said))


def about(tx: Tx, verdict: Verdict) -> MessageRow | None:
    """The mail of ours that has left, by the ids the verdict found; None where none of them is one."""
    found = list(verdict.messages)
    if verdict.sort in SENT_BACK:
        found += [link.message for token in verdict.links if (link := outbox.link(tx, token)) is not None and link.kind == "unsubscribe"]
    for id_ in found:
        row = outbox.message(tx, id_)
        if row is not None and row.kind == PERSONAL and row.fenced_at > 0 and not is_erased(row.lead):
            return row
    return None


def _said(verdict: Verdict, row: MessageRow, key: str, given_up: Callable[[], bool]) -> list[Incoming]:
    """What the lead hears. key: of the mail that came back; given_up: counts a soft bounce, and says whether it was one too many."""
    address = {"address": row.target}
    match verdict.sort:
        case Sort.DEAD:
            return [_event(Kind.MAIL_BOUNCED, row, key, address | {"status": verdict.status, "said": verdict.said})]
        case Sort.SOFT:
            news = [_event(Kind.MAIL_DEFERRED, row, key, {"status": verdict.status, "said": verdict.said})]
            if given_up():
                news.append(_event(Kind.MAIL_BOUNCED, row, f"soft/{key}", address | {"said": "soft"}))
            return news
        case Sort.COMPLAINT:
            return [_event(Kind.MAIL_COMPLAINED, row, key, {})]
        case Sort.REPLY:
            return [_event(Kind.MAIL_REPLIED, row, key, {})]
        case Sort.LEAVES:
            return [Incoming(source=SOURCE, id=f"{Kind.UNSUBSCRIBED}/{row.id}/{key}", type=Kind.UNSUBSCRIBED, lead=row.lead)]
        case Sort.ASKS:
            hold: Props = {"until": None, "because": BECAUSE}
            held = Incoming(source=SOURCE, id=f"{Kind.LEAD_HELD}/{row.id}/{key}", type=Kind.LEAD_HELD, lead=row.lead, props=hold)
            return [_event(Kind.MAIL_REPLIED, row, key, {}), held]
        case _:
            return []


def _event(kind: Kind, row: MessageRow, key: str, more: Props) -> Incoming:
    """One mail of ours and one that came back make one event of a kind."""
    props: Props = {"template": row.template, "scenario": row.scenario, "key": row.key, "message": row.id} | more
    return Incoming(source=SOURCE, id=f"{kind}/{row.id}/{key}", type=kind, lead=row.lead, props=props)


def _is_given_up(tx: Tx, row: MessageRow, limits: Limits, now: Instant) -> bool:
    """Whether the address has given back enough in a row."""
    address = address_key(row.target)
    bounced = mailbox.bounced_softly(tx, address, row.id, now)
    if len(bounced) < limits.soft_bounces:
        return False
    sent = {
        other.id: other.fenced_at
        for other in outbox.of_lead(tx, row.lead)
        if other.kind == PERSONAL and address_key(other.target) == address and not _is_redirected(other)
    }
    known = standing(event for _, event in ledger.of_subject(tx, row.lead))
    reacted = max((event.at for event in known if event.type in REACTIONS), default=0)
    found = in_a_row(bounced, sent, reacted, now)
    if len(found) < limits.soft_bounces or found[0] - found[-1] < limits.soft_days * DAY:
        return False
    mailbox.forget_bounces(tx, address)
    return True


def in_a_row(bounced: Mapping[str, Instant], sent: Mapping[str, Instant], reacted: Instant, now: Instant) -> list[Instant]:
    """When the newest mails left that all came back, the newest first.

    bounced, sent: by message, when it came back and when it left. One that was taken ends the row, and so does a reaction of the reader.
    """
    found: list[Instant] = []
    for message, left in sorted(sent.items(), key=lambda one: one[1], reverse=True):
        if not left or (message not in bounced and left > now - SETTLES_DAYS * DAY):
            continue
        if message not in bounced or left < reacted:
            break
        found.append(left)
    return found


def _is_redirected(row: MessageRow) -> bool:
    """On a staging redirect the mail went somewhere else, whether it was written for it or before."""
    if row.reached:
        return True
    inputs = msgspec.json.decode(row.inputs) if row.inputs else {}
    return bool(inputs.get("meant_for", "") != inputs.get("to_address", ""))


def _key(verdict: Verdict, raw: bytes) -> str:
    """The same mail in two folders, or read twice, is one."""
    return blake2b(verdict.own.encode() or raw, digest_size=12).hexdigest()


def _did(said: Sequence[Incoming]) -> str:
    kinds = {one.type for one in said}
    if kinds & {Kind.MAIL_BOUNCED, Kind.MAIL_COMPLAINED, Kind.UNSUBSCRIBED}:
        return "closed"
    if Kind.LEAD_HELD in kinds:
        return "held"
    return "counted" if Kind.MAIL_DEFERRED in kinds else "told" if kinds else "nothing"


def _outcome(verdict: Verdict, row: MessageRow, did: str) -> Outcome:
    return Outcome(verdict.sort, did, row.lead, row.id, row.template, verdict.status, verdict.said)
