"""The outbox: what was decided to leave, from the decision to the last word about it. Each step follows `states.LAW`."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.domain.instants import Instant
from engine.store.database import DELIVERY_BELL, ring
from engine.store.hot import Hot, Tx, Values, given, one_of
from engine.store.schema import links, messages
from engine.store.states import LAW, OPEN, State, Step, origins

MessageRow: TypeAlias = Any
"""A row of `messages`, its columns by name."""

PERSONAL = "mail"
"""The kind that goes to a lead; all others go to colleagues and other systems."""

TAKEOVER = "takeover"
"""The kind that tells a colleague what judgements stand on what they took over. It is of no lead, and speaks of several."""

WEBHOOK = "webhook"
"""The kind that a scenario calls, and whose answer goes back to the lead."""

SUSPECT = 2
"""Claimed so often without anything coming of it, a message is carried alone: what it breaks is then its own."""

_m = messages.c


class NewMessage(NamedTuple):
    """A decision about a message. next_at: when delivery looks at it, None for never."""

    id: str
    lead: str
    kind: str
    key: str
    scenario: str
    run: str
    step: str
    template: str
    target: str
    topic: str
    purpose: str
    state: str
    reason: str
    from_at: Instant
    until_at: Instant
    next_at: Instant | None
    entry: str
    decided_at: Instant
    number: int
    program: str
    rule: str


class Link(NamedTuple):
    """id: what nobody can guess; kind: click, open or unsubscribe."""

    id: str
    message: str
    lead: str
    kind: str
    name: str
    target: str


_new = upsert(messages).values(given(*NewMessage._fields))
_RENEWED = (
    *("scenario", "run", "step", "template", "target", "topic", "purpose", "state", "reason", "from_at", "until_at"),
    *("next_at", "entry", "decided_at", "number", "program", "rule"),
)
_DECIDE = Hot(
    _new.on_conflict_do_update(
        index_elements=[_m.lead, _m.kind, _m.key],
        set_={name: _new.excluded[name] for name in _RENEWED},
        where=one_of(_m.state, origins(Step.DECIDE)),
    ),
    *NewMessage._fields,
)
_AGAIN = Hot(
    update(messages)
    .where(
        _m.lead == bindparam("of"),
        _m.kind == PERSONAL,
        _m.key == bindparam("about"),
        one_of(_m.state, origins(Step.DECIDE)),
    )
    .values(
        given("from_at", "until_at", "next_at")
        | {"state": case((_m.digest != "", State.FROZEN.value), else_=State.QUEUED.value), "owner": "", "reason": ""}
    ),
    *("from_at", "until_at", "next_at", "of", "about"),
)

_DROP = Hot(
    update(messages)
    .where(_m.lead == bindparam("of"), _m.kind == PERSONAL, _m.run == bindparam("by"), one_of(_m.state, (State.HELD,)))
    .values(given("settled_at") | {"state": LAW[State.HELD][Step.DROP].value, "reason": "run-stopped", "next_at": None}),
    *("settled_at", "of", "by"),
)


def _claim(condition: ColumnElement[bool]) -> Hot:
    """Takes what is due and fits the condition."""
    due = select(_m.id).where(_m.next_at <= bindparam("now"), one_of(_m.state, OPEN), condition).with_for_update(skip_locked=True)
    return Hot(
        update(messages)
        .where(_m.id.in_(due.order_by(_m.next_at, _m.id).limit(bindparam("limit"))))
        .values(
            state=case((_m.state == State.QUEUED, LAW[State.QUEUED][Step.CLAIM].value), else_=_m.state),
            owner=bindparam("owner"),
            lease=bindparam("lease"),
            next_at=bindparam("lease"),
            attempts=_m.attempts + 1,
            claims=_m.claims + 1,
        )
        .returning(*messages.c),
        *("owner", "lease", "now", "limit"),
    )


_often: ColumnElement[int] = literal_column(str(SUSPECT))
_CLAIM = _claim(_m.claims < _often)
_CLAIM_ALONE = _claim(_m.claims >= _often)
_LET_GO = Hot(
    update(messages)
    .where(_m.next_at.is_not(None), _m.owner == bindparam("by"), one_of(_m.state, OPEN))
    .values(owner="", lease=0, next_at=bindparam("later")),
    *("later", "by"),
)
_GIVE_BACK = Hot(
    update(messages)
    .where(_m.next_at.is_not(None), _m.owner == bindparam("by"), one_of(_m.state, OPEN))
    .values(owner="", lease=0, next_at=bindparam("later"), claims=0),
    *("later", "by"),
)
_FREEZE = Hot(
    update(messages)
    .where(_m.id == bindparam("key"), _m.owner == bindparam("by"), one_of(_m.state, origins(Step.FREEZE)))
    .values(given("target", "topic", "purpose", "inputs", "digest") | {"state": State.FROZEN.value}),
    *("target", "topic", "purpose", "inputs", "digest", "key", "by"),
)
_BRING = Hot(
    update(messages).where(_m.id == bindparam("key"), _m.owner == bindparam("by")).values(given("reached")),
    *("reached", "key", "by"),
)
_RELEASE = Hot(
    update(messages)
    .where(_m.next_at.is_not(None), _m.owner != "", one_of(_m.state, (*OPEN, State.FENCED)))
    .values(owner="", lease=0, next_at=bindparam("now")),
    "now",
)
_LINK = Hot(insert(links).values(given(*Link._fields)), *Link._fields)
_LINK_OF = Hot(select(*(links.c[name] for name in Link._fields)).where(links.c.id == bindparam("key")), "key")


def _settlement(step: Step, *, is_owned: bool) -> Hot:
    """One step of the law for one message. A late word about a fenced message counts whoever brings it."""
    target = {LAW[state][step] for state in origins(step)}
    state = target.pop().value if len(target) == 1 else case(*((_m.state == one, LAW[one][step]) for one in OPEN[1:]))
    condition = [_m.id == bindparam("key"), one_of(_m.state, origins(step))]
    names = ["reason", "answer", "next_at", "settled_at", "tried", "key"]
    if is_owned:
        condition.append(_m.owner == bindparam("by"))
        names.append("by")
    values = given("reason", "answer", "next_at", "settled_at") | {"state": state, "owner": "", "lease": 0, "claims": 0}
    return Hot(update(messages).where(*condition).values(values | {"tries": _m.tries + bindparam("tried")}), *names)


_FENCED = (Step.ACCEPT, Step.REFUSE, Step.POSTPONE, Step.REPEAT, Step.LOSE, Step.PROVE)
_SETTLE = {step: _settlement(step, is_owned=step not in _FENCED) for step in (*_FENCED, Step.WAIT, Step.RETURN, Step.CANCEL, Step.GIVE_UP)}
_SILENT = Hot(
    select(*messages.c).where(_m.next_at <= bindparam("now"), _m.state == State.FENCED).limit(bindparam("limit")),
    *("now", "limit"),
)
_OF_LEAD = Hot(select(*messages.c).where(_m.lead == bindparam("of")).order_by(_m.decided_at, _m.number, _m.id), "of")
_BY_ID = Hot(select(*messages.c).where(_m.id == bindparam("key")), "key")
_NEXT = Hot(select(func.min(_m.next_at)).where(_m.next_at.is_not(None)))
_COUNTS = Hot(select(_m.kind, _m.state, func.count().label("count")).group_by(_m.kind, _m.state).order_by(_m.kind, _m.state))


def decide(tx: Tx, rows: Sequence[NewMessage]) -> None:
    """Writes decisions down. A key is decided once; only one that was held or came back is decided anew."""
    _DECIDE.many(tx, rows)
    if rows:
        ring(tx, DELIVERY_BELL)


def allow_again(tx: Tx, rows: Sequence[Values]) -> None:
    """(from_at, until_at, next_at, lead, key): mails that came back may leave at another time."""
    _AGAIN.many(tx, rows)
    if rows:
        ring(tx, DELIVERY_BELL)


def drop_held(tx: Tx, rows: Sequence[Values]) -> None:
    """(moment, lead, run): mails that were held and whose run is over. Nobody will judge them again."""
    _DROP.many(tx, rows)


def claim(tx: Tx, owner: str, now: Instant, lease: Instant, limit: int) -> Sequence[MessageRow]:
    """Takes what is due, and what others let lie: the rows, for `owner` alone until `lease`."""
    return sorted(_CLAIM.all(tx, owner, lease, now, limit), key=lambda row: (row.from_at, row.id))


def claim_alone(tx: Tx, owner: str, now: Instant, lease: Instant) -> Sequence[MessageRow]:
    """One of those that `claim` no longer takes, for they were claimed again and again and nothing came of it."""
    return _CLAIM_ALONE.all(tx, owner, lease, now, 1)


def let_go(tx: Tx, owner: str, later: Instant) -> int:
    """After a batch broke off: what it had claimed and not fenced is looked at again `later`. How many there were."""
    return _LET_GO.run(tx, later, owner)


def release(tx: Tx, now: Instant) -> int:
    """Ends every claim: who calls this knows that nobody else delivers. What was fenced stays so. How many it ended."""
    return _RELEASE.run(tx, now)


def give_back(tx: Tx, owner: str, now: Instant) -> int:
    """In good order, at the end: what is claimed and not fenced may be another's at once. How many there were."""
    return _GIVE_BACK.run(tx, now, owner)


def freeze(tx: Tx, rows: Sequence[Values]) -> int:
    """(target, topic, purpose, inputs, digest, id, owner): from here on nothing of them changes. How many it froze."""
    return _FREEZE.many(tx, rows)


def bring_elsewhere(tx: Tx, rows: Sequence[Values]) -> None:
    """(address, id, owner): where the next attempt brings them instead of to their target; "" where it brings them there again."""
    _BRING.many(tx, rows)


def add_links(tx: Tx, rows: Sequence[Link]) -> None:
    _LINK.many(tx, rows)


def link(tx: Tx, id_: str) -> Link | None:
    """What a link in a mail stands for."""
    row = _LINK_OF.first(tx, id_)
    return None if row is None else Link._make(row)


class Settlement(NamedTuple):
    """The next step of one message. next_at: when delivery looks again, None for never. tried: the other side was asked, and said no."""

    id: str
    step: Step
    moment: Instant
    reason: str = ""
    answer: str = ""
    next_at: Instant | None = None
    tried: bool = False


def settle(tx: Tx, one: Settlement, owner: str) -> bool:
    """Takes the step if the law allows it from where the message stands; False if it does not."""
    values: tuple[Any, ...] = (one.reason, one.answer, one.next_at, one.moment, int(one.tried), one.id)
    return _SETTLE[one.step].run(tx, *values, *(() if one.step in _FENCED else (owner,))) == 1


def silent(tx: Tx, now: Instant, limit: int) -> Sequence[MessageRow]:
    """Messages behind the fence whose lease is over without a word."""
    return _SILENT.all(tx, now, limit)


def of_lead(tx: Tx, lead: str) -> Sequence[MessageRow]:
    """A lead's messages in the order of decision."""
    return _OF_LEAD.all(tx, lead)


def message(tx: Tx, id_: str) -> MessageRow:
    """The message, None where there is none."""
    return _BY_ID.first(tx, id_)


def next_at(tx: Tx) -> Instant | None:
    """When delivery next has something to look at."""
    row = _NEXT.first(tx)
    return None if row is None or row[0] is None else int(row[0])


def counts(tx: Tx) -> list[tuple[str, str, int]]:
    """(kind, state, how many)."""
    return [(str(row[0]), str(row[1]), int(row[2])) for row in _COUNTS.all(tx)]
