"""Splits that pick their best arm: how the arms did, how sure that is, and which of them was picked."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.domain.documents import EXPERIMENT, name_in, read_document
from engine.domain.experiments import Experiment, Tally
from engine.domain.instants import Instant
from engine.reports.intervals import Interval, Share, difference, wilson
from engine.store.hot import Tx
from engine.store.schema import subjects


@dataclass(frozen=True, slots=True)
class ArmRate:
    """leads: who took it in the test; did: those whose mail left, and who clicked (opened); at_pick: the same when it was decided.

    unobserved: leads whose mail left without anybody seeing what becomes of it; no rate counts them.
    """

    name: str
    leads: int
    did: Share
    rate: Interval
    at_pick: Share
    unobserved: int = 0


@dataclass(frozen=True, slots=True)
class SplitTest:
    """One test of a split. round: the day it is of, "" where the split has one test for ever; picks: when it looks next.

    winner: "" while it is tested; ahead: by how much it leads the best of the others, with what is known by now; rest: the leads who
    got the winner because it had won.
    """

    id: str
    scenario: str
    split: str
    round: str
    metric: str
    began: Instant
    picks: Instant
    winner: str
    picked: Instant
    arms: tuple[ArmRate, ...]
    ahead: Interval | None
    rest: Share

    @property
    def is_proven(self) -> bool:
        """Whether chance alone is unlikely (95 %) to put the winner ahead."""
        return self.ahead is not None and self.ahead.low > 0


def split_tests(tx: Tx, scenario: str = "") -> tuple[SplitTest, ...]:
    """All of them, or those of one scenario; the newest last."""
    rows = tx.execute(select(subjects.c.id, subjects.c.document).where(subjects.c.kind == EXPERIMENT))
    found = [one for row in rows if isinstance(one := read_document(row.id, row.document), Experiment) and one.began]
    tests = [_test(one) for one in sorted(found, key=lambda one: (one.began, one.id))]
    return tuple(one for one in tests if scenario in ("", one.scenario))


def _test(one: Experiment) -> SplitTest:
    scenario, split, day, _ = name_in(one.id).split("/")
    return SplitTest(
        id=one.id,
        scenario=scenario,
        split=split,
        round="" if day == "-" else day,
        metric=one.metric,
        began=one.began,
        picks=0 if one.winner else one.picks,
        winner=one.winner,
        picked=one.picked,
        arms=tuple(_arm(one, name, tally) for name, tally in one.arms.items()),
        ahead=_ahead(one),
        rest=_share(one, one.rest),
    )


def _arm(one: Experiment, name: str, tally: Tally) -> ArmRate:
    did = _share(one, tally)
    return ArmRate(name, tally.leads, did, wilson(did), _share(one, one.at_pick.get(name, Tally())), tally.unobserved)


def _share(one: Experiment, tally: Tally) -> Share:
    return Share(tally.count(one.metric), tally.delivered)


def _ahead(one: Experiment) -> Interval | None:
    others = [_share(one, tally) for name, tally in one.arms.items() if name != one.winner]
    if not one.winner or not others or one.winner not in one.arms:
        return None
    return difference(_share(one, one.arms[one.winner]), max(others, key=lambda share: share.value))
