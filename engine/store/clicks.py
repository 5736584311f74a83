"""What was observed of mails: links followed, pictures loaded, pages to leave by looked at. Noted as it comes, judged once it is clear."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, distinct, exists, func, insert, literal, not_, or_, select, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.outbox import Link
from engine.store.schema import clicks, links, messages

MOST = 2_000
"""Clicks looked at in one go."""
MOST_A_LINK = 200
"""So many observations of a link are kept: whoever asks for it for ever fills no table."""
MOST_BESIDE = 100
"""Of the newest observations of a mail, so many are looked at together."""


class Seen(NamedTuple):
    """What is kept of one. verdict: "" where it is to be judged after its quiet time; agent, mark: see `machine_signs`."""

    verdict: str = ""
    agent: str = ""
    mark: str = ""
    why: str = ""


class Click(NamedTuple):
    """An observation. link: its id; of: `click`, `open` or `unsubscribe`; name, target: as the template says; key: of the message.

    left: when the mail did, 0 if it has not.
    """

    seq: int
    link: str
    message: str
    lead: str
    at: Instant
    verdict: str
    agent: str
    mark: str
    why: str
    of: str
    name: str
    target: str
    template: str
    scenario: str
    key: str
    left: Instant


_c = clicks.c
_same = (_c.link == bindparam("of"), _c.mark == bindparam("by"), _c.why == bindparam("said"))
_just_now = exists(select(literal(1)).select_from(clicks).where(*_same, or_(_c.verdict == "", _c.at > bindparam("since"))))
_of_the_link = (
    select(func.count()).select_from(clicks).where(_c.message == bindparam("in_mail"), _c.link == bindparam("of_link")).scalar_subquery()
)
_NAMES = ("link", "message", "lead", "at", "verdict", "agent", "mark", "why")
_NOTE = Hot(
    insert(clicks).from_select(
        list(_NAMES), select(*(bindparam(name) for name in _NAMES)).where(not_(_just_now), _of_the_link < MOST_A_LINK)
    ),
    *(*_NAMES, "of", "by", "said", "since", "in_mail", "of_link"),
)
_all = (
    select(
        *(_c[name] for name in ("seq", "link", "message", "lead", "at", "verdict", "agent", "mark", "why")),
        *(links.c.kind.label("of"), links.c.name, links.c.target),
        *(messages.c.template, messages.c.scenario, messages.c.key, messages.c.fenced_at.label("left_at")),
    )
    .join_from(clicks, links, _c.link == links.c.id)
    .join(messages, _c.message == messages.c.id)
)
_WAITING = Hot(_all.where(_c.verdict == "").order_by(_c.message, _c.at, _c.seq).limit(bindparam("limit")), "limit")
_OF_MAIL = Hot(_all.where(_c.message == bindparam("mail")).order_by(_c.at.desc(), _c.seq.desc()).limit(bindparam("limit")), "mail", "limit")
_LINKS = Hot(select(func.count()).where(links.c.message == bindparam("mail"), links.c.kind == "click"), "mail")
_READERS = Hot(
    select(func.count(distinct(_c.lead))).where(
        _c.mark == bindparam("by"), _c.at > bindparam("after"), _c.at < bindparam("before"), _c.lead != bindparam("but")
    ),
    *("by", "after", "before", "but"),
)
_JUDGE = Hot(update(clicks).where(_c.seq == bindparam("number")).values(given("verdict", "why")), "verdict", "why", "number")


def note(tx: Tx, link: Link, at: Instant, seen: Seen, quiet: int) -> bool:
    """Somebody, or something, asked for it. While the same waits, or less than the quiet time later, it is the same one: then False."""
    same = (link.id, seen.mark, seen.why, at - quiet, link.message, link.id)
    return _NOTE.run(tx, link.id, link.message, link.lead, at, *seen, *same) == 1


def waiting(tx: Tx) -> list[Click]:
    """Those without a verdict, message by message, each in order of time."""
    return [Click._make(row) for row in _WAITING.all(tx, MOST)]


def of_mail(tx: Tx, message: str) -> list[Click]:
    """The newest observations of a mail, in order of time."""
    return [Click._make(row) for row in reversed(_OF_MAIL.all(tx, message, MOST_BESIDE))]


def links_of(tx: Tx, message: str) -> int:
    """How many links of it are counted."""
    row = _LINKS.first(tx, message)
    return int(row[0]) if row is not None else 0


def readers(tx: Tx, mark: str, at: Instant, span: int, but: str) -> int:
    """In how many other leads' mails the same mark was, within the span before or after."""
    row = _READERS.first(tx, mark, at - span, at + span, but) if mark else None
    return int(row[0]) if row is not None else 0


def judge(tx: Tx, verdicts: Sequence[tuple[int, str, str]]) -> None:
    """(seq, verdict, why)."""
    _JUDGE.many(tx, [(verdict, why, seq) for seq, verdict, why in verdicts])
