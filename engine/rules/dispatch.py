"""One fold for every kind of subject: each is decided on by its own story."""

from collections.abc import Iterable
from typing import assert_never

from engine.domain.accounts import Account
from engine.domain.desks import Desk
from engine.domain.documents import Subject
from engine.domain.effects import Decision
from engine.domain.events import Cause, Event, Kind
from engine.domain.experiments import Experiment
from engine.domain.instants import Instant
from engine.domain.owners import Owner
from engine.domain.subjects import Lead
from engine.rules import accounts, desks, experiments, joining, owners, unmerging
from engine.rules.decide import decide as decide_on_lead
from engine.rules.decide import switch as switch_lead
from engine.rules.facts import is_late
from engine.rules.program import Program


def decide(program: Program, subject: Subject, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None) -> Decision:
    """What `cause` does to `subject` at `moment`. ledger: see `decide.decide`; only leads need one."""
    match subject:
        case Lead() if isinstance(cause, Event) and unmerging.concerns(subject, cause):
            return unmerging.decide(program, subject, cause, moment, ledger)
        case Lead() if joining.leaves(subject, cause):
            return joining.decide(program, subject, cause, moment)
        case Lead():
            return decide_on_lead(program, subject, cause, moment, ledger)
        case Account():
            return accounts.decide(program, subject, cause, moment)
        case Desk():
            return desks.decide(program, subject, cause, moment)
        case Experiment():
            return experiments.decide(program, subject, cause, moment)
        case Owner():
            return owners.decide(program, subject, cause, moment)
        case _:
            assert_never(subject)


def switch(program: Program, subject: Subject, ledger: Iterable[Event], moment: Instant) -> Decision:
    """Puts a subject under another version; nothing fires."""
    match subject:
        case Lead() if subject.merged_into:
            return joining.switch(program, subject, moment)
        case Lead():
            return switch_lead(program, subject, ledger, moment)
        case Account():
            return accounts.switch(program, subject, moment)
        case Desk():
            return desks.switch(program, subject, moment)
        case Experiment():
            return experiments.switch(program, subject, moment)
        case Owner():
            return owners.switch(program, subject, moment)
        case _:
            assert_never(subject)


def needs_ledger(subject: Subject, cause: Cause) -> bool:
    """Whether `decide` will ask for the ledger: what came late, and a merge, fold the facts anew."""
    if not isinstance(subject, Lead) or not isinstance(cause, Event):
        return False
    if unmerging.concerns(subject, cause):
        return True
    if joining.leaves(subject, cause):
        return False
    return is_late(subject.facts, cause) or cause.type == Kind.LEAD_MERGED


def ledgers_of(subject: Subject, cause: Cause | None = None) -> tuple[str, ...]:
    """The subjects whose ledgers are this one's history: a lead's, those of the leads it is too, and of the one that joins it now."""
    ids = [subject.id]
    if isinstance(subject, Lead):
        ids += subject.merged
    if isinstance(cause, Event) and cause.type == Kind.LEAD_MERGED:
        ids += [cause.props["from"], *cause.props["document"].get("merged", ())]
    if isinstance(cause, Event) and cause.type == Kind.LEAD_PARTED:
        ids += cause.props["document"].get("merged", ())
    return tuple(dict.fromkeys(ids))
