"""What machines did with mails: observed, and counted for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.domain.instants import Instant
from engine.store.hot import Tx
from engine.store.schema import clicks, links, messages


@dataclass(frozen=True, slots=True)
class Machines:
    """What machines did with a mail. what: `open`, `click` or `leave` (they looked at the page to leave by); why: see `machine_signs`."""

    template: str
    what: str
    why: str
    count: int
    last: Instant


_WHAT = {"unsubscribe": "leave"}


def of_person(tx: Tx, ids: Sequence[str]) -> tuple[Machines, ...]:
    """In the mails of the leads of one person, by mail and reason."""
    columns = (messages.c.template, links.c.kind, clicks.c.why)
    query = (
        select(*columns, func.count(), func.max(clicks.c.at))
        .join_from(clicks, links, clicks.c.link == links.c.id)
        .join(messages, clicks.c.message == messages.c.id)
        .where(clicks.c.lead.in_(ids), clicks.c.verdict == "machine")
        .group_by(*columns)
        .order_by(*columns)
    )
    return tuple(Machines(template, _WHAT.get(kind, kind), why, count, last) for template, kind, why, count, last in tx.execute(query))


def by_template(tx: Tx) -> dict[tuple[str, str], int]:
    """How many observations of each (scenario, template) were a machine's."""
    pair = (messages.c.scenario, messages.c.template)
    query = (
        select(*pair, func.count())
        .join_from(clicks, messages, clicks.c.message == messages.c.id)
        .where(clicks.c.verdict == "machine")
        .group_by(*pair)
    )
    return {(scenario, template): count for scenario, template, count in tx.execute(query)}
