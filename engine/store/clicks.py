"""Clicks on links in mails: noted as they come, counted once it is clear that a person made them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, exists, insert, literal, not_, select, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.outbox import Link
from engine.store.schema import clicks, links, messages

MOST = 2_000
"""Clicks looked at in one go."""


class Click(NamedTuple):
    """A click whose quiet time is not over. link: its id; name, target: as the template says; key: of the message."""

    seq: int
    link: str
    message: str
    lead: str
    at: Instant
    name: str
    target: str
    template: str
    scenario: str
    key: str


_waits = exists(select(literal(1)).select_from(clicks).where(clicks.c.verdict == "", clicks.c.link == bindparam("of")))
_NOTE = Hot(
    insert(clicks).from_select(
        ["link", "message", "lead", "at"],
        select(*(bindparam(name) for name in ("link", "message", "lead", "at"))).where(not_(_waits)),
    ),
    *("link", "message", "lead", "at", "of"),
)
_WAITING = Hot(
    select(
        *(clicks.c[name] for name in ("seq", "link", "message", "lead", "at")),
        *(links.c.name, links.c.target),
        *(messages.c.template, messages.c.scenario, messages.c.key),
    )
    .join_from(clicks, links, clicks.c.link == links.c.id)
    .join(messages, clicks.c.message == messages.c.id)
    .where(clicks.c.verdict == "")
    .order_by(clicks.c.message, clicks.c.at, clicks.c.seq)
    .limit(bindparam("limit")),
    "limit",
)
_JUDGE = Hot(update(clicks).where(clicks.c.seq == bindparam("number")).values(given("verdict")), "verdict", "number")


def note(tx: Tx, link: Link, at: Instant) -> None:
    """Somebody, or something, followed the link. While a click on it waits, another is the same click."""
    _NOTE.run(tx, link.id, link.message, link.lead, at, link.id)


def waiting(tx: Tx) -> list[Click]:
    """Clicks without a verdict, message by message, each in order of time."""
    return [Click._make(row) for row in _WAITING.all(tx, MOST)]


def judge(tx: Tx, verdicts: Sequence[tuple[int, str]]) -> None:
    """(seq, `human` or `machine`)."""
    _JUDGE.many(tx, [(verdict, seq) for seq, verdict in verdicts])
