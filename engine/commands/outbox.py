"""`nurture outbox`: looking at messages, and what a person does to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.app import current_program, known, store_at
from engine.commands.acting import only
from engine.commands.looking import Seen
from engine.delivery import by_hand
from engine.delivery.by_hand import Word
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.domain.subjects import Hold
from engine.reports import outbox as report
from engine.reports.outbox import Attempt, Item, Page, Wanted
from engine.store import control, holds, outbox, people, subjects
from engine.store.control import Control
from engine.store.database import Store
from engine.store.holds import HoldRow, Scope
from engine.store.hot import Tx


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of messages, the holds that people have laid, and whether anything may leave at all."""

    page: Page
    holds: tuple[HoldRow, ...]
    control: Control


@dataclass(frozen=True, slots=True)
class Full:
    """All there is to say of one message. now: the moment it was looked at; judgement: a hold on its lead; holds: those that cover it."""

    item: Item
    holds: tuple[HoldRow, ...]
    attempts: tuple[Attempt, ...]
    control: Control
    judgement: Hold | None
    now: Instant


@dataclass(frozen=True, slots=True)
class Aim:
    """Which messages a hold covers: some by the beginnings of their ids, or all of a scenario, a template, a lead or a domain."""

    ids: tuple[str, ...] = ()
    scenario: str = ""
    template: str = ""
    lead: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """holds: (scope, name) laid or lifted; messages: ids it was done to; covered: how many messages that concerns just now."""

    dry: bool
    holds: tuple[tuple[str, str], ...] = ()
    messages: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = field(default=())
    covered: int = 0


def listed(folder: Path, wanted: Wanted) -> Seen[Listed]:
    """Those that are wanted, the newest decided first."""
    with store_at(folder) as (settings, store), store.read() as tx:
        lead = people.find(tx, wanted.lead) if wanted.lead else ""
        if wanted.lead:
            known(lead, wanted.lead)
        last = _one(tx, wanted.after).id if wanted.after else ""
        page = report.page(tx, _narrowed(wanted, lead or "", last))
        return Seen(settings.workspace.timezone, Listed(page, tuple(holds.standing(tx)), control.read(tx)))


def _narrowed(wanted: Wanted, lead: str, last: str) -> Wanted:
    return Wanted(
        standings=wanted.standings,
        scenario=wanted.scenario,
        template=wanted.template,
        lead=lead,
        domain=wanted.domain,
        after=last,
        limit=wanted.limit,
    )


def one(folder: Path, beginning: str) -> Seen[Full]:
    """By the beginning of its id."""
    with store_at(folder) as (settings, store), store.read() as tx:
        item = _one(tx, beginning)
        lead = subjects.lead(tx, item.lead)
        judgement = lead.judgement if lead is not None and item.kind == outbox.PERSONAL else None
        covering = tuple(one for one in holds.standing(tx) if item.held is not None and _covers(one, item))
        full = Full(item, covering, report.attempts_of(tx, item.id), control.read(tx), judgement, store.clock.now())
        return Seen(settings.workspace.timezone, full)


def _covers(one: HoldRow, item: Item) -> bool:
    if one.scope == Scope.DOMAIN:
        return item.target.lower().endswith(f"@{one.name}")
    own = {Scope.MESSAGE: item.id, Scope.SCENARIO: item.scenario, Scope.TEMPLATE: item.template, Scope.LEAD: item.lead}
    return own[Scope(one.scope)] == one.name


def hold(folder: Path, aim: Aim, *, because: str, dry: bool) -> Done:
    """From its return on nothing it covers leaves, until it is released."""
    with store_at(folder) as (_, store):
        with store.read() as tx:
            found = _aimed(tx, aim, is_new=True)
            covered = _covered(tx, found)
        if not dry:
            by_hand.hold(store, [HoldRow(scope, name, because, "person", store.clock.now()) for scope, name in found])
    return Done(dry, tuple(found), covered=covered)


def release(folder: Path, aim: Aim, *, dry: bool) -> Done:
    """Ends holds. Raises NurtureError for what is not held."""
    with store_at(folder) as (_, store):
        with store.read() as tx:
            found = _aimed(tx, aim, is_new=False)
            laid = {(one.scope, one.name) for one in holds.standing(tx)}
            covered = _covered(tx, found)
        for scope, name in found:
            if (scope, name) not in laid:
                raise NurtureError("not-held", scope=scope, name=name)
        if not dry:
            by_hand.release(store, found)
    return Done(dry, tuple(found), covered=covered)


def settle(folder: Path, beginning: str, word: Word, *, because: str, dry: bool) -> Done:
    """What a person knows of one in doubt, or that they were wrong. Raises NurtureError where that cannot be said of it."""
    with store_at(folder) as (_, store):
        with store.read() as tx:
            id_ = _one(tx, beginning).id
            row = outbox.message(tx, id_)
        if not by_hand.can_settle(row, word) or not (dry or by_hand.settle(store, row, word, because)):
            raise NurtureError("not-in-doubt" if word != "doubtful" else "nobody-said", id=id_)
    return Done(dry, messages=(id_,), covered=1)


def replay(folder: Path, ids: Sequence[str], *, because: str, dry: bool) -> Done:
    """Each dead letter is judged anew; what is none is passed over and told."""

    def job(store: Store) -> Done:
        with store.read() as tx:
            rows = [outbox.message(tx, _one(tx, beginning).id) for beginning in ids]
        dead = [row for row in rows if by_hand.is_dead(row)]
        done = [row.id for row in dead if dry or by_hand.replay(store, row, because)]
        left = tuple(row.id for row in rows if row.id not in done)
        return Done(dry, messages=tuple(done), passed_over=left, covered=len(done))

    return _on(folder, job)


def _on(folder: Path, job: Callable[[Store], Done]) -> Done:
    with store_at(folder) as (_, store):
        return job(store)


def _one(tx: Tx, beginning: str) -> Item:
    return only(report.find(tx, beginning), beginning, "message")


def _aimed(tx: Tx, aim: Aim, *, is_new: bool) -> list[tuple[str, str]]:
    """(scope, name) of each. Raises NurtureError where nothing is named, or nobody knows a name."""
    found = [(str(Scope.MESSAGE), _one(tx, beginning).id) for beginning in aim.ids]
    for scope, name in ((Scope.SCENARIO, aim.scenario), (Scope.TEMPLATE, aim.template)):
        if name and is_new and not _is_known(tx, scope, name):
            raise NurtureError("nothing-to-hold", scope=scope, name=name)
        found += [(str(scope), name)] if name else []
    if aim.lead:
        found.append((Scope.LEAD, known(people.find(tx, aim.lead), aim.lead)))
    if aim.domain:
        found.append((Scope.DOMAIN, aim.domain.strip().lstrip("@").lower()))
    if not found:
        raise NurtureError("hold-what")
    return found


def _is_known(tx: Tx, scope: Scope, name: str) -> bool:
    program = current_program(tx)
    names = (program.scenarios if scope is Scope.SCENARIO else program.mails) if program else ()
    wanted = Wanted(scenario=name, limit=1) if scope is Scope.SCENARIO else Wanted(template=name, limit=1)
    return name in names or bool(report.page(tx, wanted).items)


def _covered(tx: Tx, found: Sequence[tuple[str, str]]) -> int:
    """How many messages that may still leave are among them."""
    return report.count_open(tx, found)
