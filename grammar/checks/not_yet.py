"""What can be written, read and formatted already, and is not executed yet. This table only shrinks.

A program that uses one of these is refused by `run` with the same sentence: nothing is ignored in silence.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from grammar.ast import (
    Changed,
    Kpi,
    Moved,
    Node,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace

Test = Callable[[Any], bool]


class Gap(NamedTuple):
    """One kind of construct. kinds: the classes it is seen by, each with what else must hold, if anything."""

    rule: Rule
    kinds: Mapping[type[Node], Test | None]


def _gap(number: int, name: str, words: tuple[str, str], kinds: Mapping[type[Node], Test | None]) -> Gap:
    en, ja = words
    rule = Rule(
        id=f"N{number}",
        name=f"not-yet-{name}",
        en=f"{en} can be written, but not run yet",
        ja=f"{ja}は、書けますが、まだ動きません",
        help_en="take it away to run this program",
        help_ja="このプログラムを動かすには、外してください",
        severity="warning",
    )
    return Gap(rule, kinds)




NOT_YET: tuple[Gap, ...] = (
    _gap(937, "moved-steps", ("`moved` and `changed`", "`moved` と `changed`"), {Moved: None, Changed: None}),
    _gap(938, "targets", ("targets (`kpi`)", "目標（`kpi`）"), {Kpi: None}),
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(gap.rule for gap in NOT_YET)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """One finding for each kind of construct, at its first use; the other uses are its related places."""
    for gap in NOT_YET:
        found = [node for kind, holds in gap.kinds.items() for node in workspace.all(kind) if not holds or holds(node)]
        if found:
            found.sort(key=lambda node: (node.span.file, node.span.start))
            notes = [Related(node.span, "and here", "ここにも") for node in found[1:]]
            yield gap.rule.at(found[0].span, related=notes)
