"""A split that picks its best arm, as a lead goes through it.

The lead asks the experiment which arm is to be taken. While none has won, the leads of the test take the arm of their chance, and the
others wait and ask again. What becomes of the mails of an arm is told to the experiment, once a lead.
"""

from collections.abc import Mapping
from typing import Any

from engine.domain.documents import EXPERIMENT, id_of, name_in
from engine.domain.events import Event, Kind
from engine.domain.subjects import Lead, Place, Run, Trial
from engine.rules.places import SplitArm, SplitNode
from engine.rules.program import Program
from engine.rules.turn import Turn, chance

_TRIALS_KEPT = 20
"""Newest tests a lead keeps in mind; what becomes of the mails of older ones is told no more."""

REST = "rest"
"""What a test says instead of an arm: the lead is not among those tested."""

_REACHED: Mapping[str, int] = {Kind.MAIL_SENT: 1, Kind.MAIL_OPENED: 2, Kind.MAIL_CLICKED: 3}


def experiment_of(run: Run, node: SplitNode) -> str:
    """The experiment a run is part of at a split."""
    mark = node.picking.mark if node.picking is not None else ""
    return id_of(EXPERIMENT, f"{run.scenario}/{node.name}/{run.round or '-'}/{mark}")


def split_of(program: Program, experiment: str) -> SplitNode | None:
    """The split an experiment is about; None where no text of its scenario has one that compares the same."""
    name, _, _, mark = name_in(experiment).split("/")
    older = [text for (scenario, _), text in program.editions.items() if scenario == name]
    texts = [program.scenarios[name], *older] if name in program.scenarios else older
    found = next((text.nodes[text.picks[mark]] for text in texts if mark in text.picks), None)
    return found if isinstance(found, SplitNode) else None


# ── at the split ────────────────────────────────────────────────────────────────────────


def pick(turn: Turn, run: Run, place: Place, node: SplitNode, drawn: SplitArm) -> SplitArm | None:
    """The arm to take, or None while there is no word of it. drawn: the arm of the lead's chance."""
    experiment = experiment_of(run, node)
    if place.state == "waiting" and not place.ref:
        arm = node.arm(run.choices.get(node.name, ""))
        if arm is not None:
            return arm
    elif place.ref == experiment and not (place.due and turn.is_over(place.due, place.since)):
        return None
    _ask(turn, run, place, node, drawn)
    return None


def _ask(turn: Turn, run: Run, place: Place, node: SplitNode, drawn: SplitArm) -> None:
    experiment = experiment_of(run, node)
    arm = drawn.name if _is_tested(turn, run, node) else ""
    joins = bool(arm) and _trial(turn.lead, experiment) is None
    if joins:
        _join(turn.lead, Trial(experiment=experiment, run=run.id, arm=arm))
    place.state, place.ref, place.due = "waiting", experiment, 0
    turn.say("asks", node.rule, split=node.name, scenario=run.scenario)
    turn.write(Kind.EXPERIMENT_ASKED, experiment, node.rule, lead=turn.lead.id, arm=arm, joins=joins)


def _is_tested(turn: Turn, run: Run, node: SplitNode) -> bool:
    """A test of the language may say so, and that a lead is of the rest."""
    said = turn.program.drawn.get((turn.lead.id, node.name))
    if said is not None:
        return said != REST or node.arm(REST) is not None
    share = node.picking.testing if node.picking is not None else 0
    return chance(turn.lead.id, run.scenario, f"{node.name} testing") < share


def hear(turn: Turn, answer: Event) -> None:
    """Word from an experiment. A paused run hears it too, and goes on when it is resumed."""
    for run in turn.lead.runs:
        for place in run.places:
            if place.ref != answer.props["experiment"]:
                continue
            node = turn.node(run, place)
            if isinstance(node, SplitNode) and experiment_of(run, node) == place.ref:
                _take_word(turn, run, place, node, answer.props)
            else:
                ask_anew(place)


def ask_anew(place: Place) -> None:
    """Whatever was asked before, it is asked again: the split compares something else by now, or the lead is another."""
    place.state, place.ref, place.due = "ready", "", 0


def _take_word(turn: Turn, run: Run, place: Place, node: SplitNode, said: Mapping[str, Any]) -> None:
    arm = str(said["winner"] or said["arm"])
    if not arm:
        place.due = said["again"]
        turn.say("test-goes-on", node.rule, split=node.name, until=place.due)
        return
    place.ref, run.choices[node.name] = "", arm
    if said["winner"]:
        turn.say("won", node.rule, split=node.name, arm=arm)
        _profit(turn.lead, Trial(experiment=said["experiment"], run=run.id, arm=arm, tested=False))


def _profit(lead: Lead, trial: Trial) -> None:
    """The mails of who takes the winner are counted apart; who was in the test before stays what it was there."""
    before = _trial(lead, trial.experiment)
    if before is not None and before.run == trial.run and not before.reached:
        lead.trials.remove(before)
        before = None
    if before is None:
        _join(lead, trial)


def _join(lead: Lead, trial: Trial) -> None:
    lead.trials = [*lead.trials, trial][-_TRIALS_KEPT:]


def _trial(lead: Lead, experiment: str) -> Trial | None:
    return next((trial for trial in lead.trials if trial.experiment == experiment), None)


# ── what becomes of the mails ───────────────────────────────────────────────────────────


def tell(turn: Turn, event: Event) -> None:
    """Tells how far a mail of an arm has come with this lead, if it is news and further than before. A click implies an open."""
    reached = _REACHED.get(event.type, 0)
    if not (reached and turn.lead.trials and turn.news):
        return
    key, is_observed = str(event.props.get("key", "")), event.props.get("observed") is not False
    for trial in [one for one in turn.lead.trials if one.reached < reached and _is_of(turn.program, one, key)]:
        if not is_observed:
            _unseen(turn, trial)
            continue
        before, trial.reached = trial.reached, reached
        fewer, trial.unseen = -int(trial.unseen), False
        _write(turn, trial, before=before, unseen=fewer)


def _unseen(turn: Turn, trial: Trial) -> None:
    """Silence of a reader who is not observed says nothing of the arm: they are counted apart, once, until something is seen."""
    if not trial.reached and not trial.unseen:
        trial.unseen = True
        _write(turn, trial, unseen=1)


def _is_of(program: Program, trial: Trial, mail: str) -> bool:
    """Whether the mail of that key stands in the arm: the key is the run, the place and the visit."""
    node = split_of(program, trial.experiment)
    arm = node.arm(trial.arm) if node is not None else None
    start = f"{trial.run}/"
    return arm is not None and mail.startswith(start) and mail.removeprefix(start).rpartition("/")[0] in arm.mails


def _write(turn: Turn, trial: Trial, *, before: int = 0, withdrawn: bool = False, unseen: int = 0) -> None:
    said = {"lead": turn.lead.id, "arm": trial.arm, "tested": trial.tested, "before": before, "reached": trial.reached}
    said |= {"unseen": unseen} if unseen else {}
    node = split_of(turn.program, trial.experiment)
    turn.write(Kind.EXPERIMENT_TOLD, trial.experiment, node.rule if node else "", withdrawn=withdrawn, **said)


# ── two leads that are one person ───────────────────────────────────────────────────────


def unite(turn: Turn, other: Lead) -> None:
    """A person counts once, as the lead that came further; the other part is withdrawn."""
    for theirs in other.trials:
        ours = _trial(turn.lead, theirs.experiment)
        if ours is None:
            _join(turn.lead, theirs)
            continue
        least = theirs if theirs.reached <= ours.reached else ours
        _write(turn, least, withdrawn=True, unseen=-int(least.unseen))
        if least is ours:
            turn.lead.trials = [theirs if trial is ours else trial for trial in turn.lead.trials]
