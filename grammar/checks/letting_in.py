"""Those who are let in little by little: who is already in, and how fast."""

from collections.abc import Iterable

from grammar.ast import EnterOn, OnEvent, Rate
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Workspace

IN_AN_EVENT = Rule(
    id="F271",
    name="already-in-an-event",
    en="nobody is already in an event: `including those already in` belongs to `enter when`",
    ja="出来事には「すでに入っている人」がいません。`including those already in` は `enter when` に付けます",
    help_en="say it as a condition, as in `enter when did download including those already in`",
    help_ja="`enter when did download including those already in` のように、条件で書きます",
)
NOBODY = Rule(
    id="F272",
    name="rate-of-nothing",
    en="`at most 0 per {unit}` never lets anybody in",
    ja="`at most 0 per {unit}` では、だれも入れません",
    help_en="write 1 or more",
    help_ja="1以上を書きます",
)
RULES = (IN_AN_EVENT, NOBODY)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """What is said of those already in can be done."""
    for entry in workspace.each(EnterOn):
        if entry.already_in is not None and isinstance(entry.trigger, OnEvent):
            yield IN_AN_EVENT.at(entry.already_in.span)
    for rate in workspace.each(Rate):
        if rate.count == 0:
            yield NOBODY.at(rate.span, unit=rate.per)
