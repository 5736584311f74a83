"""By how much a mail may leave later than it is offered, for another reason than a cap."""

from grammar.ast import (
    Deadline,
    DeliverWithin,
    GroupAct,
    HoldLead,
    HoldWhile,
    Mute,
    Node,
    ScenarioAct,
    Send,
    SendWindow,
    YieldToHigher,
)
from grammar.model import Workspace
from grammar.paths import minutes
from grammar.pressure.gaps import DAY, SHIFT

_FIRM: tuple[type[Node], ...] = (HoldWhile, Mute, HoldLead)
"""What no deadline that says `send` overrules."""
_SOFT: tuple[type[Node], ...] = (SendWindow, YieldToHigher)


def delay_of(workspace: Workspace) -> int | None:
    """Minutes; None if there is no limit, 0 if nothing holds a mail."""
    steered: list[ScenarioAct | GroupAct] = [*workspace.all(ScenarioAct), *workspace.all(GroupAct)]
    if any(act.verb == "pause" for act in steered):
        return None
    firm, soft = (any(True for kind in kinds for _ in workspace.all(kind)) for kinds in (_FIRM, _SOFT))
    if not firm and not soft:
        return 0
    common = [rule.deadline for rule in workspace.all(DeliverWithin)]
    single = [send.deadline for send in workspace.all(Send) if send.deadline is not None]
    deadlines = [*common, *single]
    if common and all(_ends(deadline, firm=firm) for deadline in deadlines):
        return max(_most(deadline) for deadline in deadlines)
    return DAY + SHIFT if _only_hours(workspace) and not firm else None


def _ends(deadline: Deadline, *, firm: bool) -> bool:
    return deadline.otherwise in ("skip", "leave") or (deadline.otherwise == "send" and not firm)


def _most(deadline: Deadline) -> int:
    """Of business days, as many as the longest holidays may lie between."""
    factor = 4 if deadline.within.unit.startswith("business") else 1
    return minutes(deadline.within) * factor + SHIFT


def _only_hours(workspace: Workspace) -> bool:
    """Whether nothing but windows that open every day keeps mails back."""
    windows = list(workspace.all(SendWindow))
    return len(windows) == 1 and windows[0].days is None and not any(True for _ in workspace.all(YieldToHigher))
