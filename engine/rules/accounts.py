"""The story of an account: its people tell it what they show, and it tells them which conditions on the account hold."""

import msgspec

from engine.domain.accounts import Account, Person, Share, Through
from engine.domain.documents import OWNER, id_of
from engine.domain.effects import Decision
from engine.domain.events import Cause, Event, Kind
from engine.domain.instants import NEVER, Instant
from engine.rules.account_conditions import People
from engine.rules.answering import Answering
from engine.rules.calendar import after
from engine.rules.conditions import earliest
from engine.rules.filters import account_key
from engine.rules.holds import hold_of
from engine.rules.owners import address_of
from engine.rules.places import Scenario
from engine.rules.program import Program
from engine.rules.values import coerce


def decide(program: Program, account: Account, cause: Cause, moment: Instant) -> Decision:
    """Takes the letter, and tells the people what is true of their company now."""
    answering = Answering(program, account, cause, moment)
    newcomer, is_changed = "", False
    if isinstance(cause, Event):
        match cause.type:
            case Kind.ACCOUNT_SHARE:
                newcomer = _take_share(answering.subject, cause)
            case Kind.ACCOUNT_LEFT:
                _leave(answering.subject, cause)
            case Kind.ACCOUNT_CHANGED:
                before = address_of(account.attributes.get("owner"))
                is_changed = _change(answering, cause)
                _pass_on(answering, before)
            case Kind.ACCOUNT_HELD | Kind.ACCOUNT_RELEASED:
                answering.subject.hold = hold_of(cause, program.zone)
                is_changed = True
            case Kind.ENTRY_ASKED:
                _answer(answering, cause)
            case Kind.RUN_OVER:
                _run_over(answering, cause)
            case _:
                pass
    return _told(answering, newcomer, is_changed=is_changed)


def switch(program: Program, account: Account, moment: Instant) -> Decision:
    """Under another version the conditions are looked at anew; nothing fires by that."""
    silence = Event(source="deployment", id="", type="deployed", subject=account.id, at=moment, received=moment, live=False)
    answering = Answering(program, account, silence, moment)
    answering.subject.runs = {name: through for name, through in answering.subject.runs.items() if name in program.scenarios}
    return _told(answering, "", is_changed=True)


def _take_share(account: Account, event: Event) -> str:
    """The lead, if the account did not know it yet."""
    lead, number = str(event.props["lead"]), int(event.props["number"])
    known = account.people.get(lead)
    if known is None or known.number < number:
        account.people[lead] = Person(number=number, share=msgspec.convert(event.props["share"], Share))
    return lead if known is None else ""


def _leave(account: Account, event: Event) -> None:
    """One who is another lead, too, is in the account's scenarios as that one."""
    lead, into = event.props["lead"], str(event.props.get("into") or "")
    account.people.pop(lead, None)
    for through in account.runs.values() if into else ():
        through.lead = into if through.lead == lead else through.lead


def _change(answering: Answering[Account], event: Event) -> bool:
    """The attributes that were given; a value of None takes one away."""
    before = dict(answering.subject.attributes)
    for name, value in event.props.items():
        kind = answering.program.attributes.get(account_key(name))
        kept = coerce(value, kind, answering.program.zone) if kind and kind != "list" else value
        if kept in (None, "") or kept not in answering.program.choices.get(account_key(name), (kept,)):
            answering.subject.attributes.pop(name, None)
        else:
            answering.subject.attributes[name] = kept
    return before != answering.subject.attributes


def _pass_on(answering: Answering[Account], before: str) -> None:
    """Tells the new owner of an account that is held. What people said of its leads, those tell themselves."""
    account, moment = answering.subject, answering.moment
    now = address_of(account.attributes.get("owner"))
    if now and now != before and account.hold is not None and not 0 < account.hold.until <= moment:
        answering.say("owner-replaced", owner=now)
        answering.write(Kind.OWNER_REPLACED, id_of(OWNER, now), lead=account.id)


def _told(answering: Answering[Account], newcomer: str, *, is_changed: bool) -> Decision:
    account, program = answering.subject, answering.program
    people = People(account.people, answering.moment, program.zone, program.calendar)
    conditions = program.accounts.conditions if program.accounts is not None else {}
    truths = {key: True for key, condition in conditions.items() if condition.holds(people)}
    if truths != account.told or is_changed:
        account.told = truths
        readers = list(account.people)
    else:
        readers = [newcomer] if newcomer else []
    if account.hold is not None and 0 < account.hold.until <= answering.moment:
        account.hold = None
    held = {"hold": msgspec.to_builtins(account.hold)} if account.hold is not None else {}
    for lead in readers:
        answering.write(Kind.ACCOUNT_TOLD, lead, account=account.id, attributes=dict(account.attributes), truths=dict(truths), **held)
    if readers and account.hold is not None:
        answering.say("account-held", until=account.hold.until or NEVER, because=account.hold.because, by=account.hold.by)
    if readers:
        answering.say("told", people=len(readers))
    due = earliest(*(condition.next_change(people) for condition in conditions.values()))
    return answering.decision(NEVER if due is None else max(due, answering.moment + 1))


# ── one run per account ─────────────────────────────────────────────────────────────────


def _answer(answering: Answering[Account], event: Event) -> None:
    """Whether this lead may enter: one of the account at a time, and again only when the scenario says so."""
    props = event.props
    lead, name = str(props["lead"]), str(props["scenario"])
    scenario = answering.program.scenarios.get(name)
    through = answering.subject.runs.setdefault(name, Through())
    refusal = _refusal(answering, scenario, through, lead)
    if not refusal:
        through.lead, through.entered = lead, answering.moment
    answering.say("answered", scenario=name, lead=lead, reason=refusal)
    asked = {field: props[field] for field in ("scenario", "key", "entry", "origin", "round")}
    answering.write(Kind.ENTRY_ANSWERED, lead, **asked, reason=refusal)


def _refusal(answering: Answering[Account], scenario: Scenario | None, through: Through, lead: str) -> str:
    if scenario is None:
        return "no such scenario"
    if through.lead:
        return "already in" if through.lead == lead else "another of the account is in"
    if not through.times or scenario.reenter == "always":
        return ""
    if scenario.again is None:
        return "was in before"
    since = through.entered if scenario.reenter == "entry" else through.ended
    free = after(since, scenario.again, answering.program.zone, answering.program.calendar)
    return "was in too recently" if free > answering.moment else ""


def _run_over(answering: Answering[Account], event: Event) -> None:
    """props: scenario, lead; void: the lead could not enter after all, and it was as if nobody had."""
    through = answering.subject.runs.get(str(event.props["scenario"]))
    if through is None or through.lead != event.props["lead"]:
        return
    through.lead = ""
    if not event.props.get("void"):
        through.times, through.ended = through.times + 1, answering.moment
