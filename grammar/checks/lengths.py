"""Stretches of time that nobody can mean: longer than a hundred years, past which dates cannot be reckoned either."""

from collections.abc import Iterator

from grammar.ast import Duration
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Workspace
from grammar.wording import lasting

TOO_LONG = Rule(
    id="T141",
    name="longer-than-a-century",
    en="`{word}` is longer than a hundred years",
    ja="`{word}` は百年を超えています",
    help_en="say what is meant in days or weeks; for no limit at all there is `without limit`",
    help_ja="実際の長さを日数や週数で書いてください。期限を設けないときは `without limit` と書けます",
)
RULES = (TOO_LONG,)
_MOST = {"minute": 52_596_000, "hour": 876_600, "day": 36_525, "week": 5_218}


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Whatever lasts or lies away."""
    for duration in workspace.each(Duration):
        unit = duration.unit.rpartition(" ")[2].removesuffix("s")
        if duration.amount > _MOST.get(unit, 36_525):
            yield TOO_LONG.at(duration.span, word=lasting(duration))
