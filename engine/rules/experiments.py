"""An experiment: it counts how the arms of a split do, decides when its time has come, and answers who asks.

It keeps no list of leads: who has to wait is told when to ask again. Once an arm has won it stays the winner; what comes later is
counted, and decides nothing.
"""

from fractions import Fraction

import msgspec

from engine.domain.effects import Decision
from engine.domain.events import Cause, Event, Kind
from engine.domain.experiments import Experiment, Tally
from engine.domain.instants import DAY, HOUR, NEVER, Instant
from engine.rules.answering import Answering
from engine.rules.calendar import after
from engine.rules.picking import split_of
from engine.rules.places import Picking, SplitNode
from engine.rules.program import Program

_PATIENCE = 30 * DAY
"""How much longer than said a test goes on for want of leads; then the best so far is taken."""

_GRACE = 7 * DAY
"""The same where nothing is said, and an arm has leads whose mails all still wait for a window or a cap."""

_PAUSE = HOUR
"""The least time between two looks: every lead that waits asks after each."""

_STEPS = ("joined", "arm-delivered", "arm-opened", "arm-clicked")
"""What is said of a lead that has come so far."""


def decide(program: Program, experiment: Experiment, cause: Cause, moment: Instant) -> Decision:
    """Counts, answers, and picks the winner when it is time."""
    answering = Answering(program, experiment, cause, moment)
    node = split_of(program, experiment.id)
    if isinstance(cause, Event) and cause.type == Kind.EXPERIMENT_ASKED:
        _answer(answering, node, cause)
    elif isinstance(cause, Event) and cause.type == Kind.EXPERIMENT_TOLD:
        _count(answering, cause)
    else:
        _look(answering, node)
    return _decision(answering, node)


def switch(program: Program, experiment: Experiment, moment: Instant) -> Decision:
    """Under another version a test that goes on keeps its counts; what is said now of its time and its least number of leads holds."""
    silence = Event(source="deployment", id="", type="deployed", subject=experiment.id, at=moment, received=moment, live=False)
    answering = Answering(program, experiment, silence, moment)
    node = split_of(program, experiment.id)
    if node is not None and node.picking is not None and answering.subject.began and not answering.subject.winner:
        answering.subject.picks = _first(answering, node.picking)
    return _decision(answering, node)


def _decision(answering: Answering[Experiment], node: SplitNode | None) -> Decision:
    experiment = answering.subject
    is_open = node is not None and experiment.began and not experiment.winner
    return answering.decision(experiment.picks if is_open else NEVER)


# ── letters ─────────────────────────────────────────────────────────────────────────────


def _answer(answering: Answering[Experiment], node: SplitNode | None, asked: Event) -> None:
    """A question at the moment of the pick is answered after it."""
    experiment, arm = answering.subject, str(asked.props["arm"])
    if node is not None and node.picking is not None and not experiment.began:
        experiment.began, experiment.metric = answering.moment, node.picking.metric
        experiment.arms = {name: Tally() for name in _names(node)}
        experiment.picks = _first(answering, node.picking)
        answering.say("test-begins", node.rule, split=node.name, until=experiment.picks)
    _look(answering, node)
    if asked.props["joins"] and not experiment.winner:
        _tally(experiment, arm).leads += 1
        answering.say("joined", node.rule if node else "", arm=arm, lead=asked.props["lead"])
    again = max(experiment.picks, answering.moment + 1) if node is not None else answering.moment + DAY
    answering.write(
        Kind.EXPERIMENT_ANSWERED, asked.props["lead"], node.rule if node else "",
        experiment=experiment.id, arm=arm, winner=experiment.winner, again=again,
    )  # fmt: skip


def _count(answering: Answering[Experiment], told: Event) -> None:
    """How far one lead has come, in leads: each step once."""
    experiment, props = answering.subject, told.props
    tally = _tally(experiment, props["arm"]) if props["tested"] else experiment.rest
    more = -1 if props["withdrawn"] else 1
    if props["withdrawn"] and props["tested"]:
        tally.leads -= 1
    before, reached = props["before"], props["reached"]
    tally.unobserved += props.get("unseen", 0)
    tally.delivered += more * (before < 1 <= reached)
    tally.opened += more * (before < 2 <= reached)
    tally.clicked += more * (before < 3 <= reached)
    said = "withdrawn-from" if props["withdrawn"] else _STEPS[reached] if reached else "arm-unobserved"
    answering.say(said, arm=props["arm"], lead=told.props["lead"])


def _tally(experiment: Experiment, arm: str) -> Tally:
    return experiment.arms.setdefault(arm, Tally())


# ── picking ─────────────────────────────────────────────────────────────────────────────


def _look(answering: Answering[Experiment], node: SplitNode | None) -> None:
    """Picks the winner if it is time and enough is known; else says when it looks again."""
    experiment = answering.subject
    if node is None or node.picking is None or experiment.winner or not experiment.began or answering.moment < experiment.picks:
        return
    last = _first(answering, node.picking) + (_PATIENCE if node.picking.at_least else _GRACE)
    is_enough, otherwise = _is_enough(experiment, node, node.picking), node.picking.otherwise
    if answering.moment < last and not is_enough and not otherwise:
        experiment.picks = min(_next(answering, node.picking), last)
        answering.say("test-goes-on", node.rule, split=node.name, until=experiment.picks, rates=_rates(experiment, node, node.picking))
        return
    experiment.winner = otherwise if otherwise and not is_enough else best(experiment, node, node.picking)
    experiment.picked = answering.moment
    experiment.at_pick = {name: msgspec.structs.replace(tally) for name, tally in experiment.arms.items()}
    what = "picked" if is_enough else "picked-for-want"
    answering.say(what, node.rule, split=node.name, arm=experiment.winner, rates=_rates(experiment, node, node.picking))


def best(experiment: Experiment, node: SplitNode, picking: Picking) -> str:
    """The arm with the highest rate; of equal ones the one written first."""
    return max(_names(node), key=lambda name: _rate(experiment.arms.get(name, Tally()), picking.metric))


def _is_enough(experiment: Experiment, node: SplitNode, picking: Picking) -> bool:
    """As many leads in each arm as is said; else that no arm has leads whose mails all still wait."""
    tallies = [experiment.arms.get(name, Tally()) for name in _names(node)]
    if picking.at_least:
        return all(tally.delivered >= picking.at_least for tally in tallies)
    return all(tally.delivered or not tally.leads for tally in tallies)


def _rate(tally: Tally, metric: str) -> Fraction:
    return Fraction(tally.count(metric), tally.delivered) if tally.delivered else Fraction(0)


def _rates(experiment: Experiment, node: SplitNode, picking: Picking) -> list[str]:
    tallies = [(name, experiment.arms.get(name, Tally())) for name in _names(node)]
    return [f"{name} {tally.count(picking.metric)}/{tally.delivered}" for name, tally in tallies]


def _names(node: SplitNode) -> list[str]:
    """The arms that can win; a holdout is none."""
    return [arm.name for arm in node.arms if not arm.holdout]


def _first(answering: Answering[Experiment], picking: Picking) -> Instant:
    return _after(answering, answering.subject.began, picking)


def _next(answering: Answering[Experiment], picking: Picking) -> Instant:
    """After the same time again, and again, until that lies ahead."""
    moment = answering.subject.picks
    while moment <= answering.moment:
        moment = max(_after(answering, moment, picking), moment + _PAUSE)
    return moment


def _after(answering: Answering[Experiment], start: Instant, picking: Picking) -> Instant:
    """By the scenario's own calendar, else by that of the workspace."""
    program = answering.program
    scenario = answering.subject.id.partition(":")[2].partition("/")[0]
    calendar = program.calendars.get((scenario, ""), program.calendar)
    return after(start, picking.after, calendar.zone, calendar)
