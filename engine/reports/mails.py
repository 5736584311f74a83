"""What mails did: decided, sent, opened, clicked, and not sent for which reason."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, exists, func, literal_column, select, true

from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.reports.machines import by_template
from engine.store.hot import Tx
from engine.store.outbox import PERSONAL
from engine.store.schema import events, links, messages
from engine.store.words import text_at

_REACTIONS = {Kind.MAIL_OPENED: "opened", Kind.MAIL_CLICKED: "clicked", Kind.MAIL_REPLIED: "replied"}


@dataclass(slots=True)
class Tally:
    """One template in one scenario. waiting: held or on its way; opened, clicked, replied: mails, each counted once.

    unobserved: of those sent, written without a picture and with plain links: of them no open and no click can be seen, and no rate
    counts them. machines: what machines did with them, which counts for nothing.
    """

    scenario: str
    template: str
    decided: int = 0
    sent: int = 0
    waiting: int = 0
    skipped: int = 0
    failed: int = 0
    doubtful: int = 0
    shadow: int = 0
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    machines: int = 0
    unobserved: int = 0

    @property
    def observed(self) -> int:
        """What a rate of opens or clicks is of."""
        return max(self.sent - self.unobserved, 0)


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many mails did not leave for one reason."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A mail that passed the fence and was never answered for: it may have arrived, and is not sent again."""

    lead: str
    template: str
    target: str
    fenced_at: Instant


@dataclass(frozen=True, slots=True)
class Mails:
    """doubtful: the newest hundred."""

    tallies: tuple[Tally, ...] = ()
    unsent: tuple[Unsent, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()


_ENDS = {"sent": "sent", "skipped": "skipped", "failed": "failed", "doubtful": "doubtful", "shadow": "shadow"}


def mails(tx: Tx, scenario: str = "") -> Mails:
    """By scenario and template; of all scenarios unless one is named."""
    tallies = _decided(tx, scenario)
    _add_reactions(tx, tallies)
    for pair, count in by_template(tx).items():
        if pair in tallies:
            tallies[pair].machines = count
    for pair, count in _unobserved(tx, scenario):
        tallies[pair].unobserved = count
    return Mails(tuple(tallies[pair] for pair in sorted(tallies)), _unsent(tx, scenario), _doubtful(tx, scenario))


def _decided(tx: Tx, scenario: str) -> dict[tuple[str, str], Tally]:
    query = (
        select(messages.c.scenario, messages.c.template, messages.c.state, func.count().label("count"))
        .where(messages.c.kind == PERSONAL, _of(scenario))
        .group_by(messages.c.scenario, messages.c.template, messages.c.state)
    )
    tallies: dict[tuple[str, str], Tally] = {}
    for row in tx.execute(query):
        tally = tallies.setdefault((row.scenario, row.template), Tally(row.scenario, row.template))
        tally.decided += row._mapping["count"]
        name = _ENDS.get(row.state, "waiting")
        setattr(tally, name, getattr(tally, name) + row._mapping["count"])
    return tallies


def _unobserved(tx: Tx, scenario: str) -> list[tuple[tuple[str, str], int]]:
    """Mails that have left and never had a picture. Their inputs may be tidied away; the ids of their pictures are not."""
    seen = exists(select(1).where(links.c.message == messages.c.id, links.c.kind == literal_column("'open'")))
    query = (
        select(messages.c.scenario, messages.c.template, func.count())
        .where(messages.c.kind == PERSONAL, messages.c.state == "sent", messages.c.digest != "", ~seen, _of(scenario))
        .group_by(messages.c.scenario, messages.c.template)
    )
    return [((row[0], row[1]), row[2]) for row in tx.execute(query)]


def _add_reactions(tx: Tx, tallies: dict[tuple[str, str], Tally]) -> None:
    """A reaction that was withdrawn takes one of its kind away: which one, an erased ledger cannot say any more, how many it can."""
    template = text_at(events.c.props, "template")
    scenario = func.coalesce(text_at(events.c.props, "scenario"), literal_column("''"))
    key = func.coalesce(text_at(events.c.props, "key"), literal_column("''"))
    is_withdrawn = events.c.type == literal_column(f"'{Kind.MAIL_WITHDRAWN}'")
    told = case((is_withdrawn, text_at(events.c.props, "what")), else_=events.c.type)
    each = (
        select(scenario.label("of"), template.label("name"), told.label("kind"), (events.c.subject + "/" + key).label("mail"))
        .add_columns(case((is_withdrawn, -1), else_=1).label("more"))
        .where(events.c.type.in_([*(kind.value for kind in _REACTIONS), Kind.MAIL_WITHDRAWN.value]))
        .subquery()
    )
    one = select(each.c.of, each.c.name, each.c.kind).group_by(*(each.c.of, each.c.name, each.c.kind, each.c.mail))
    mails = one.having(func.sum(each.c.more) > 0).subquery()
    query = select(mails.c.of, mails.c.name, mails.c.kind, func.count()).group_by(mails.c.of, mails.c.name, mails.c.kind)
    for of, name, kind, count in tx.execute(query):
        for tally in _tallies_of(tallies, of, name):
            setattr(tally, _REACTIONS[Kind(kind)], getattr(tally, _REACTIONS[Kind(kind)]) + count)


def _tallies_of(tallies: dict[tuple[str, str], Tally], scenario: str, template: str) -> list[Tally]:
    """An event that names no scenario counts for the template's only one."""
    if (scenario, template) in tallies:
        return [tallies[scenario, template]]
    same = [tally for (_, name), tally in tallies.items() if name == template]
    return same if not scenario and len(same) == 1 else []


def _unsent(tx: Tx, scenario: str) -> tuple[Unsent, ...]:
    reason = case((messages.c.reason == literal_column("''"), messages.c.state), else_=messages.c.reason)
    query = (
        select(reason, func.count())
        .where(
            messages.c.kind == PERSONAL,
            messages.c.state.in_(("skipped", "failed", "held", "returned", "doubtful")),
            _of(scenario),
        )
        .group_by(reason)
        .order_by(func.count().desc(), reason)
    )
    return tuple(Unsent(str(said), count) for said, count in tx.execute(query))


def _doubtful(tx: Tx, scenario: str) -> tuple[Doubtful, ...]:
    query = (
        select(messages.c.lead, messages.c.template, messages.c.target, messages.c.fenced_at)
        .where(messages.c.state == "doubtful", _of(scenario))
        .order_by(messages.c.fenced_at.desc(), messages.c.id)
        .limit(100)
    )
    return tuple(Doubtful(row.lead, row.template, row.target, row.fenced_at) for row in tx.execute(query))


def _of(scenario: str) -> ColumnElement[bool]:
    return messages.c.scenario == scenario if scenario else true()
