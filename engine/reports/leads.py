"""Who is there: leads in lists, and one in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from engine.domain.events import Event, standing
from engine.domain.instants import Instant
from engine.domain.subjects import Hold, Lead, read_lead
from engine.reports import machines
from engine.reports.machines import Machines
from engine.store import inbox, ledger, people
from engine.store.hot import Tx
from engine.store.schema import events, keys, subjects
from engine.store.words import number_at, text_at


@dataclass(frozen=True, slots=True)
class Line:
    """A lead in a list. name, company: "" where unknown; keys: what it is known by, kind to value."""

    id: str
    keys: dict[str, str]
    name: str
    company: str
    stage: str
    levels: dict[str, str]
    activity: Instant
    runs: tuple[str, ...]
    suppressed: str
    held: bool
    judgements: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """total: how many there are; lines: the first of them; waiting: events that no decision has seen yet."""

    total: int
    waiting: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Full:
    """A lead with the newest of what happened to it. waiting: events that no decision has seen yet.

    withdrawn: (source, id) of what turned out to be a machine's; machines: what machines did with its mails.
    """

    line: Line
    lead: Lead
    events: tuple[Event, ...]
    waiting: int
    withdrawn: frozenset[tuple[str, str]] = frozenset()
    machines: tuple[Machines, ...] = ()


def listed(tx: Tx, *, stage: str = "", owner: str = "", limit: int) -> Page:
    """Those with the newest activity first. owner: only whose lead or account is that colleague's."""
    where = and_(_in_stage(stage), _of_owner(owner)) if owner else _in_stage(stage)
    active = func.coalesce(number_at(subjects.c.document, "facts.activity"), 0)
    rows = tx.execute(select(subjects.c.id, subjects.c.document).where(where).order_by(active.desc(), subjects.c.id).limit(limit)).all()
    known = keys_of(tx, [row.id for row in rows])
    total = tx.execute(select(func.count()).select_from(subjects).where(where)).scalar_one()
    return Page(total, inbox.depth(tx), tuple(_line(read_lead(row.document), known.get(row.id, {})) for row in rows))


def one(tx: Tx, id_: str, *, limit: int = 20) -> Full | None:
    """Everything about one lead; None where no such document is stored."""
    document = tx.execute(select(subjects.c.document).where(subjects.c.id == id_)).scalar()
    lead = read_lead(document) if document else Lead(id=id_)
    history = [event for _, event in ledger.of_person(tx, [id_, *lead.merged])]
    if document is None and not history:
        return None
    waiting = sum(1 for event in history if event.received > lead.moment) if document else len(history)
    newest = tuple(sorted(history, key=lambda event: event.order)[-limit:])
    stands = {(event.source, event.id) for event in standing(history)}
    gone = frozenset((event.source, event.id) for event in newest if (event.source, event.id) not in stands)
    return Full(_line(lead, keys_of(tx, [id_]).get(id_, {})), lead, newest, waiting, gone, machines.of_person(tx, [id_, *lead.merged]))


def keys_of(tx: Tx, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """What each of these leads is known by, without its own id."""
    found: dict[str, dict[str, str]] = {}
    rows = tx.execute(select(keys.c.lead, keys.c.kind, keys.c.value).where(keys.c.lead.in_(ids), keys.c.kind != people.LEAD))
    for row in rows:
        found.setdefault(row.lead, {})[row.kind] = row.value
    return found


def count_of_events(tx: Tx) -> int:
    """All that ever happened."""
    return int(tx.execute(select(func.count()).select_from(events)).scalar_one())


def _in_stage(stage: str) -> ColumnElement[bool]:
    leads = subjects.c.kind == "lead"
    return and_(leads, text_at(subjects.c.document, "stage.name") == stage) if stage else leads


def _of_owner(owner: str) -> ColumnElement[bool]:
    """The lead's own owner, and that of its account where it has none."""
    own, account = (text_at(subjects.c.document, f"facts.{place}") for place in ("attributes.owner.value", "account.attributes.owner"))
    return func.coalesce(own, account) == owner


def _line(lead: Lead, known: dict[str, str]) -> Line:
    return Line(
        id=lead.id,
        keys=known,
        name=_text(lead, "name"),
        company=_text(lead, "company"),
        stage=lead.stage.name if lead.stage else "",
        levels={score: level for score, level in lead.levels.items() if level},
        activity=lead.facts.activity,
        runs=tuple(run.scenario for run in lead.runs),
        suppressed=lead.facts.suppressed,
        held=lead.judgement is not None,
        judgements=tuple(lead.judgements),
    )


def _text(lead: Lead, attribute: str) -> str:
    found: Any = lead.facts.attributes.get(attribute)
    return "" if found is None else str(found.value)
