"""A merge taken back: two leads that were one person are two again, each with what came to it.

1. The lead that goes on is told `lead.unmerged`. Its facts are folded from its own events alone, what the other had brought goes back by
   one letter, and in the same commit keys, mails and open work are the other's again.
2. The other is told `lead.parted`. It takes up its document, folds its facts from its own ledger and decides for itself from then on.

It is history: nothing starts by it. Who said no by either has said no by both, and a mail that left while they were one comes to
neither again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import structs

from engine.domain.effects import Decision, GaveBack
from engine.domain.events import ENGINE, Cause, Event, Kind
from engine.domain.instants import Instant
from engine.domain.subjects import Facts, Joined, Lead, Passed, Queued, Run, Send, Trial, Waiting
from engine.rules.decide import decision_of, settle_silently
from engine.rules.editions import put_on_editions
from engine.rules.facts import refold
from engine.rules.joining import BY_HAND, TAKEN_BACK_WITHIN
from engine.rules.program import Program
from engine.rules.turn import LedgerNeeded, Turn, passed_key, run_moved

WISHES = ("unsubscribed", "complained", "erased")
"""Why no mail may go to a lead by its own word, as against what its address says."""

_T = TypeVar("_T", Run, Waiting, Queued, Send)


def concerns(lead: Lead, cause: Cause) -> bool:
    """Whether the cause takes a merge back, and is this lead's to work. One that is another itself passes the wish on."""
    if not isinstance(cause, Event):
        return False
    return cause.type == Kind.LEAD_PARTED or (cause.type == Kind.LEAD_UNMERGED and not lead.merged_into)


def decide(program: Program, lead: Lead, event: Event, moment: Instant, ledger: Iterable[Event] | None) -> Decision:
    """ledger: all events of the leads that are one, each under the lead it came to. Raises LedgerNeeded without it."""
    if ledger is None:
        raise LedgerNeeded(event.id)
    if event.type == Kind.LEAD_PARTED:
        return _taken_up(program, lead, event, moment, ledger)
    return _given_back(program, lead, event, moment, list(ledger))


def memory_of(lead: Lead, who: str) -> Joined | None:
    """How a lead became this one, by itself or with another that it had joined before."""
    for id_, one in lead.joined.items():
        found = one if id_ == who else memory_of(one.lead, who)
        if found is not None:
            return structs.replace(found, runs=[run for run in found.runs if run in one.runs])
    return None


def all_memories(lead: Lead) -> Iterator[tuple[str, Joined]]:
    """Of everybody who is this lead, of those who came with another, too."""
    for id_, one in lead.joined.items():
        yield id_, one
        yield from all_memories(one.lead)


def going_along(lead: Lead, who: str, memory: Joined) -> frozenset[str]:
    """The one that leaves, with those that had been joined to it: before it came, or since, when it was this lead already."""
    ids, known = {who, *memory.lead.merged}, list(all_memories(lead))
    while more := [id_ for id_, one in known if one.to in ids and id_ not in ids]:
        ids.update(more)
        ids.update(each for id_, one in known if id_ in more for each in one.lead.merged)
    return frozenset(ids)


def apart(ledger: Iterable[Event], is_theirs: Callable[[Event], bool]) -> tuple[list[Event], list[Event]]:
    """(mine, theirs): each event once, with the lead it came to first; what was passed on stands in the ledger of both."""
    theirs, every = dict[tuple[str, str], Event](), dict[tuple[str, str], Event]()
    for event in ledger:
        pair = (event.source, event.id)
        every[pair] = event
        if is_theirs(event):
            theirs[pair] = event
    return [event for pair, event in every.items() if pair not in theirs], list(theirs.values())


@dataclass(frozen=True, slots=True)
class _Share:
    """What goes with the one that leaves. ids: the leads that are that one; runs: those that go back; brought: of all it came with.

    since: those of them that were joined to it when it was the other one already.

    keys: of the mails that only it had got before.
    """

    who: str
    memory: Joined
    ids: frozenset[str]
    runs: tuple[Run, ...]
    brought: tuple[str, ...]
    keys: frozenset[str]
    since: dict[str, Joined]

    def is_theirs(self, event: Event) -> bool:
        """By the lead it came to; of a mail or an act of a run, by whose it was."""
        if event.subject in self.ids:
            return True
        key = str(event.props.get("key") or "")
        if not key or (event.source == ENGINE and event.type != Kind.SCORE_GIVEN):
            return False
        return key in self.keys or (event.at >= self.memory.at and self.is_of_its_runs(key))

    def is_of_its_runs(self, key: str) -> bool:
        """Whether a mail or an act is of a run it brought: the key is the run, the place and the visit."""
        return any(key.startswith(f"{run}/") for run in self.brought)

    def own(self, one: _T) -> _T:
        """As it stands with the one that leaves."""
        return structs.replace(one, came="") if one.came == self.who else one


def _given_back(program: Program, lead: Lead, event: Event, moment: Instant, ledger: list[Event]) -> Decision:
    turn = Turn(program, lead, event, moment)
    who, because = str(event.props.get("who", "")), str(event.props.get("because") or BY_HAND)
    memory = memory_of(turn.lead, who) if who in turn.lead.merged else None
    if memory is None or turn.moment - memory.at > TAKEN_BACK_WITHIN:
        turn.say("stays-one", lead=who)
        turn.news = False
        return decision_of(turn)
    share = _share(turn, who, memory)
    mine, theirs = apart(ledger, share.is_theirs)
    refused = _refused([turn.lead.facts, refold(program, mine), refold(program, theirs)])
    turn.say("taken-back", lead=who, because=because)
    document = _document(turn, share)
    _keep_own(turn, share, mine)
    turn.do(
        GaveBack(
            lead=who,
            with_=(who, *sorted(share.ids - {who})),
            since=memory.at,
            runs=share.brought,
            events=tuple((one.source, one.id, one.at) for one in theirs),
        )
    )
    turn.news = False
    turn.write(
        Kind.LEAD_PARTED, who, **{"from": lead.id, "document": msgspec.to_builtins(document), "refused": refused, "because": because}
    )
    _refuse(turn, refused)
    return settle_silently(turn)


def _share(turn: Turn, who: str, memory: Joined) -> _Share:
    ids = going_along(turn.lead, who, memory)
    before = dict(all_memories(memory.lead))
    since = {id_: one for id_, one in all_memories(turn.lead) if one.to in ids and id_ not in before}
    runs = tuple(run for run in turn.lead.runs if run.came in ids and not _is_the_accounts(turn, run))
    keys = frozenset(send.key for send in turn.lead.sends if send.came in ids)
    stays = {run.id for run in turn.lead.runs if run not in runs}
    brought = tuple(run for one in (memory, *since.values()) for run in one.runs if run not in stays)
    return _Share(who, memory, ids, runs, brought, keys, since)


def _is_the_accounts(turn: Turn, run: Run) -> bool:
    """The company's one run stays with the lead that the account knows in it."""
    scenario = turn.program.edition(run)
    return scenario is not None and scenario.per_account and bool(run.key)


def _document(turn: Turn, share: _Share) -> Lead:
    """The other as it stands on its own: its runs where they are now, its own past, and every mail that left while they were one."""
    lead, before = turn.lead, share.memory.lead
    runs = [share.own(run) for run in share.runs]
    going = {(run.scenario, run.key) for run in runs}
    everybody = (before, *(one.lead for one in share.since.values()))
    ended = [run for one in everybody for run in one.runs if (run.scenario, run.key) not in going]
    own, past = {send.key for send in before.sends}, {key: passed for one in everybody for key, passed in one.passed.items()}
    sends = [share.own(one) for one in lead.sends if one.came in share.ids or one.key in own or one.sent >= share.memory.at]
    return structs.replace(
        before,
        runs=runs,
        passed=past | _passed(past, ended, turn.moment),
        merged=sorted(share.ids - {share.who}),
        joined=before.joined | share.since,
        sends=sends,
        waiting=[share.own(one) for one in lead.waiting if one.came in share.ids],
        queue=[share.own(one) for one in lead.queue if one.came in share.ids],
        trials=_trials(lead, share),
        returned=[one for one in lead.returned if share.is_of_its_runs(one.key)],
        hold=lead.hold,
        held=lead.held,
        account_hold=None,
        muted=lead.muted,
        admitted=lead.admitted | before.admitted,
        looked=lead.looked | before.looked,
        shown={},
    )


def _trials(lead: Lead, share: _Share) -> list[Trial]:
    runs, known = set(share.brought), {trial.experiment for trial in share.memory.lead.trials}
    return [trial for trial in lead.trials if trial.run in runs and trial.experiment in known]


def _passed(before: dict[str, Passed], ended: Sequence[Run], moment: Instant) -> dict[str, Passed]:
    """A run that the merge ended is not taken up again: it has been."""
    found = dict[str, Passed]()
    for run in ended:
        key = passed_key(run.scenario, run.key)
        one = found.get(key) or before.get(key)
        found[key] = Passed(times=(one.times if one else 0) + 1, entered=run.entered, ended=max(one.ended if one else 0, moment))
    return found


def _keep_own(turn: Turn, share: _Share, mine: Sequence[Event]) -> None:
    """What is left of the lead that goes on."""
    lead, memory, gone = turn.lead, share.memory, share.ids
    for run in share.runs:
        lead.runs.remove(run)
        turn.say("goes-back", scenario=run.scenario, lead=share.who)
    trials = _trials(lead, share)
    lead.trials = [one for one in lead.trials if one not in trials]
    lead.returned = [one for one in lead.returned if not share.is_of_its_runs(one.key)]
    lead.sends = [one for one in lead.sends if one.came not in gone or one.sent >= memory.at]
    lead.waiting = [one for one in lead.waiting if one.came not in gone]
    lead.queue = [one for one in lead.queue if one.came not in gone]
    for one in (memory, *share.since.values()):
        lead.passed = _without(lead, one.lead.passed)
    if lead.stage is not None and memory.lead.stage == lead.stage != memory.stage:
        lead.stage = memory.stage
    lead.merged = sorted(set(lead.merged) - gone)
    lead.joined = _forgotten(lead.joined, gone)
    lead.shown = {}
    lead.facts = refold(turn.program, mine)
    turn.sight.refresh()


def _without(lead: Lead, theirs: dict[str, Passed]) -> dict[str, Passed]:
    left = dict(lead.passed)
    for key, one in theirs.items():
        times = left[key].times - one.times if key in left else 0
        left[key] = structs.replace(left[key], times=times) if times > 0 else one
        if times <= 0:
            del left[key]
    return left


def _forgotten(joined: dict[str, Joined], gone: Collection[str]) -> dict[str, Joined]:
    """Also of those that came with another."""
    kept = {id_: one for id_, one in joined.items() if id_ not in gone}
    for one in kept.values():
        one.lead.merged = sorted(set(one.lead.merged) - set(gone))
        one.lead.joined = _forgotten(one.lead.joined, gone)
    return kept


def _refused(facts: Iterable[Facts]) -> list[str]:
    """The topics that anybody has refused; "" for all mail."""
    found = {topic for one in facts for topic, said in one.consents.items() if not said}
    return sorted(found | ({""} if any(one.suppressed in WISHES for one in facts) else set()))


def _refuse(turn: Turn, refused: Iterable[str]) -> None:
    """It is recorded, so that folding anew says the same."""
    for topic in refused:
        facts = turn.lead.facts
        if (not topic and facts.suppressed not in WISHES) or (topic and facts.consents.get(topic, True)):
            turn.record(Kind.UNSUBSCRIBED, "", topic=topic)


def _taken_up(program: Program, lead: Lead, event: Event, moment: Instant, ledger: Iterable[Event]) -> Decision:
    """The lead as it was when it came, with what has become of its runs since."""
    if not lead.merged_into:
        turn = Turn(program, lead, event, moment)
        turn.say("stays-one", lead=str(event.props["from"]))
        turn.news = False
        return decision_of(turn)
    own = msgspec.convert(event.props["document"], Lead)
    own = structs.replace(own, id=lead.id, moment=lead.moment, number=lead.number, program=lead.program, merged_into="", account=None)
    put_on_editions(program, own)
    own.facts = refold(program, ledger)
    turn = Turn(program, own, event, moment)
    turn.news = False
    turn.say("one-of-its-own", lead=str(event.props["from"]), because=str(event.props.get("because") or BY_HAND))
    for run in turn.lead.runs:
        if run.places:
            turn.do(run_moved(run, "standing", "", step=run.places[0].step, reason="unmerged"))
    _refuse(turn, event.props.get("refused", ()))
    return settle_silently(turn)
