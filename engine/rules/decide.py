"""The story: what happens to one lead at one moment.

An event is folded into the facts; then level, stage, goals and leaving, waits, entries and runs are settled, pass after pass, until the
moment is worked to its end; then caps and windows are judged once over all mails it proposed. No clock, no dice, no database.
"""

from collections.abc import Iterable

import msgspec

from engine.domain.effects import Decision
from engine.domain.events import Cause, Event, Kind
from engine.domain.instants import Instant
from engine.domain.subjects import Facts, Hold, Lead, Returned, Run, clone
from engine.rules.admitting import forget_unknown
from engine.rules.assigning import take_answer
from engine.rules.belonging import tell_account
from engine.rules.consent import ask_back, confirm
from engine.rules.editions import put_on_editions
from engine.rules.entering import by_hand, knock, leave_scenarios, let_in, take_entry
from engine.rules.facts import refold
from engine.rules.holds import expire, judged, told
from engine.rules.identity import identify, meet
from engine.rules.joining import forget_old, taken_up
from engine.rules.journey import move_to, settle_levels, settle_stages
from engine.rules.limits import judge, judge_returned
from engine.rules.merge import merge
from engine.rules.outcomes import overdue, take_outcome
from engine.rules.owners import owner_of, pass_on
from engine.rules.picking import hear, tell
from engine.rules.program import Program
from engine.rules.queues import next_called
from engine.rules.runs import go_on, meet_waits
from engine.rules.turn import Turn
from engine.rules.waking import next_moment
from engine.rules.webhooks import take_reply

_PASSES = 100
"""The 100th pass stops the lead with a report: the checker refuses cycles, this is the belt to its braces."""

_NOTHING: frozenset[int] = frozenset()


def decide(program: Program, lead: Lead, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None) -> Decision:
    """What `cause` does to `lead` at `moment`.

    ledger: all events of the lead, needed only where the event happened before something already folded (`facts.is_late`); it may
    or may not hold the event itself. Raises LedgerNeeded without it.
    """
    turn = Turn(program, taken_up(lead, cause), cause, moment)
    owner = owner_of(turn.lead)
    expire(turn)
    if isinstance(cause, Event):
        before = turn.lead.facts
        turn.take(cause, ledger)
        confirm(turn)
        _receive(turn, cause, before)
        tell(turn, cause)
    if turn.news:
        overdue(turn)
    matched = turn.matched
    for _ in range(_PASSES):
        moved = _settle(turn, matched)
        matched = _NOTHING
        if not moved and not judge(turn):
            break
    else:
        turn.say("runaway")
        turn.lead.hold = Hold(because="runaway")
    judge_returned(turn)
    identify(turn)
    pass_on(turn, owner)
    return decision_of(turn)


def _settle(turn: Turn, matched: frozenset[int]) -> bool:
    """One pass: score → level → stage → goals and leaving → waits → entries → runs. True if anything moved."""
    settle_levels(turn)
    moved = settle_stages(turn, matched)
    moved |= leave_scenarios(turn, matched)
    if turn.news and matched:
        meet_waits(turn)
    knock(turn, matched)
    if not turn.is_fresh and let_in(turn):
        turn.is_fresh = True
        return True  # what would end a run is looked at before its first step
    turn.is_fresh = False
    if turn.news:
        moved |= go_on(turn)
    return moved or bool(turn.entries) or next_called(turn) is not None


def _receive(turn: Turn, event: Event, before: Facts) -> None:
    """The engine's own events, which do more than change facts. before: what was known until now."""
    match event.type:
        case Kind.HANDOFF_ACCEPTED | Kind.HANDOFF_REJECTED | Kind.TASK_DONE:
            take_outcome(turn, event)
        case Kind.WEBHOOK_DONE | Kind.WEBHOOK_FAILED:
            take_reply(turn, event)
        case Kind.MAIL_SENT | Kind.MAIL_FAILED | Kind.MAIL_RETURNED:
            _delivered(turn, event)
        case Kind.CONSENT_ASKED:
            ask_back(turn, event)
        case Kind.EXPERIMENT_ANSWERED:
            hear(turn, event)
        case Kind.LEAD_HELD | Kind.LEAD_RELEASED:
            judged(turn, event)
        case Kind.ACCOUNT_TOLD:
            told(turn, event)
        case Kind.RUN_STARTED | Kind.RUN_REMOVED:
            by_hand(turn, event)
        case Kind.ASSIGNED:
            take_answer(turn, event)
        case Kind.ENTRY_ANSWERED:
            take_entry(turn, event)
        case Kind.LEAD_MERGED:
            merge(turn, msgspec.convert(event.props["document"], Lead), before)
        case Kind.LEAD_MET:
            meet(turn, event)
        case Kind.STAGE_MOVED:
            move_to(turn, event.props["stage"], "")
        case _:
            pass


def _delivered(turn: Turn, event: Event) -> None:
    """What became of a mail: caps count the moment at which it really left. One that a person replays was let go of before."""
    key = event.props.get("key", "")
    send = next((one for one in turn.lead.sends if one.key == key), None)
    if send is None:
        if event.type == Kind.MAIL_RETURNED and event.props.get("again") and all(one.key != key for one in turn.lead.returned):
            template, scenario = str(event.props.get("template", "")), str(event.props.get("scenario", ""))
            turn.lead.returned.append(Returned(key=key, template=template, scenario=scenario, deadline=turn.moment))
        return
    if event.type == Kind.MAIL_SENT:
        send.sent = event.at
        return
    turn.lead.sends.remove(send)
    if event.type == Kind.MAIL_RETURNED:
        turn.lead.returned.append(Returned(key=key, template=send.template, scenario=send.scenario, deadline=send.sent))


def decision_of(turn: Turn) -> Decision:
    """The lead as it stands now, with what is to be done; its account is told what has changed."""
    tell_account(turn)
    forget_old(turn.lead)
    turn.lead.program = turn.program.hash
    return Decision(subject=turn.lead, effects=turn.effects, trace=turn.trace, due=next_moment(turn))


def switch(program: Program, lead: Lead, ledger: Iterable[Event], moment: Instant) -> Decision:
    """Puts a lead under another version: facts anew from its ledger, entries and levels set silently, nothing fires.

    Runs follow the new version where they stand on a place it has; the others leave, which the deployment has asked a person about.
    """
    lead = clone(lead)
    put_on_editions(program, lead)
    lead.facts = refold(program, ledger) if lead.number else lead.facts
    return settle_silently(Turn(program, lead, _silence(lead, moment), moment))


def settle_silently(turn: Turn) -> Decision:
    """Entries and levels are set as the facts say, and nothing fires."""
    turn.event, turn.news, turn.silent = None, False, True
    forget_unknown(turn)
    for run in list(turn.lead.runs):
        if steps_gone(turn.program, run):
            turn.end(run, "removed", "", "deployment")
    _settle(turn, _NOTHING)
    identify(turn)
    return decision_of(turn)


def steps_gone(program: Program, run: Run) -> list[str]:
    """The steps a run stands on that the program does not have; all of them if it does not have the scenario."""
    scenario = program.edition(run)
    nodes = scenario.nodes if scenario is not None else {}
    return [place.step for place in run.places if scenario is None or (place.step and place.step not in nodes)]


def _silence(lead: Lead, moment: Instant) -> Event:
    return Event(source="deployment", id="", type="deployed", subject=lead.id, at=moment, received=moment, live=False)
