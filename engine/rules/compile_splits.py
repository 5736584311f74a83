"""A split laid out: its arms with their shares, and how the best of them is found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.rules import places as p
from engine.rules.compile_conditions import fingerprint, rule_of
from engine.rules.compile_parts import shares
from grammar import ast as g

_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Laying:
    """Where a split is put down. body: lays a block out below a path; nodes: all places laid out so far."""

    place: str
    following: str
    body: Callable[[g.Block | None, str, str], str]
    nodes: Mapping[str, p.Node]


def split_node(statement: g.Split, laying: Laying) -> p.SplitNode:
    """The node of a split. An arm goes on behind it; a holdout is over."""
    arms = tuple(_arm(arm, share, laying) for arm, share in zip(statement.arms, shares(statement), strict=True))
    picking = _picking(statement, arms, laying.nodes) if statement.pick is not None else None
    return p.SplitNode(laying.place, rule_of(statement), laying.following, str(statement.name), arms, picking)


def picks_of(nodes: Iterable[p.Node]) -> dict[str, str]:
    """Mark of each split that picks -> its place."""
    return {node.picking.mark: node.id for node in nodes if isinstance(node, p.SplitNode) and node.picking is not None}


def _arm(arm: g.Arm | g.Holdout, share: int, laying: Laying) -> p.SplitArm:
    before = set(laying.nodes)
    if isinstance(arm, g.Holdout):
        first = laying.body(arm.body, f"{laying.place}/holdout", "")
        return p.SplitArm("holdout", share, first, holdout=True, rule=rule_of(arm))
    first = laying.body(arm.body, f"{laying.place}/{arm.name}", laying.following)
    mails = frozenset(id_ for id_, node in laying.nodes.items() if id_ not in before and isinstance(node, p.SendNode))
    return p.SplitArm(str(arm.name), share, first, rule=rule_of(arm), mails=mails)


def _picking(statement: g.Split, arms: Iterable[p.SplitArm], nodes: Mapping[str, p.Node]) -> p.Picking | None:
    """What is compared is in the mark: the arms, their mails, and what is measured. Shares, times and minima may change on the way."""
    if statement.pick is None:
        return None
    pick = statement.pick
    compared = [(arm.name, sorted(mail for id_ in arm.mails for mail in _mails(nodes[id_]))) for arm in arms if not arm.holdout]
    testing = _ALL if statement.testing is None else int(statement.testing * 100)
    mark = fingerprint((pick.metric, compared))
    return p.Picking(pick.metric, pick.after, pick.at_least or 0, testing, mark, str(pick.otherwise or ""))


def _mails(node: p.Node) -> tuple[str, ...]:
    return (node.series or (node.template,)) if isinstance(node, p.SendNode) else ()
