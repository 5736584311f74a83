"""What a name means by the place it stands in: one table from the classes of the tree to sorts of names.

Names of other declarations are known from `grammar.references`; here are those that live inside another (fields, steps,
levels, arms, leads of a test), those of mails and webhooks, and which place declares them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from grammar.ast import (
    Accepts,
    AccountDid,
    AccountRef,
    AddItem,
    Arm,
    Assignment,
    Attribute,
    Becomes,
    Branch,
    ChecklistItem,
    Declaration,
    Deployed,
    DidAgo,
    Does,
    EntryRef,
    Event,
    EventHappened,
    EventPattern,
    Field,
    FieldRef,
    Finishes,
    ForPart,
    Given,
    GivenAccount,
    GivenArm,
    GoTo,
    Has,
    Imported,
    IsOfAccount,
    Item,
    LeadRef,
    LeadsReachingLevel,
    Level,
    LevelExpected,
    LevelIs,
    ListAttribute,
    MailMeets,
    MergedInto,
    Moved,
    Name,
    Node,
    NoWebhook,
    OneAtATime,
    OneMail,
    OneRunPer,
    PerAmount,
    PickBest,
    Play,
    PointsOn,
    Raises,
    Rejects,
    RemoveItems,
    RunState,
    Scenario,
    ScoreGroup,
    Split,
    SplitExpected,
    Stage,
    Step,
    StepRef,
    SumOf,
    Webhook,
    WebhookDone,
    WebhookExpected,
    WebhookFailed,
    WinnerExpected,
)
from grammar.names import DECLARATIONS, entry_events
from grammar.references import uses
from grammar.walk import children


@dataclass(frozen=True, slots=True)
class Standing:
    """A node with what is around it. source: the node whose `where` it is part of."""

    node: Node
    declaration: Declaration
    above: tuple[Node, ...]
    source: Node | None = None

    @property
    def parent(self) -> Node | None:
        return self.above[-1] if self.above else None


class Meaning(NamedTuple):
    """owners: what it lives in, by key; one that lives nowhere has an empty one."""

    sort: str
    owners: tuple[str, ...] = ("",)
    declares: bool = False


def standing_in(declaration: Declaration) -> Iterator[Standing]:
    """All nodes of a declaration, a parent before its children."""
    stack = [Standing(declaration, declaration, ())]
    while stack:
        here = stack.pop()
        yield here
        node, where = here.node, getattr(here.node, "where", None)
        above = (*here.above, node)
        below = [Standing(child, declaration, above, node if child is where else here.source) for child in children(node)]
        stack.extend(reversed(below))


def meaning(here: Standing, part: str, name: Name) -> Meaning | None:
    """What the name in that part of the node stands for; None for what is declared nowhere."""
    if (special := _SPECIAL.get((type(here.node), part))) is not None:
        return special(here)
    if (kind := DECLARATIONS.get(type(here.node))) is not None and part == "name":
        return Meaning(kind, declares=True)
    for use in uses(here.node):
        if use.name is name:
            return Meaning(use.kind)
    if part in ("mail", "mails", "answers"):
        return Meaning("mail")
    return _lead(here) if part == "lead" else None


# ── what lives where ────────────────────────────────────────────────────────────────────


def _lead(here: Standing) -> Meaning:
    """A lead of a test is known in that test only."""
    span = here.declaration.span
    return Meaning("lead", (f"{span.file}:{span.start}",))


def _given(here: Standing) -> Meaning:
    return _lead(here)._replace(declares=True)


def _attribute(here: Standing) -> Meaning:
    account = getattr(here.node, "of", "lead") == "account"
    return Meaning("account attribute" if account else "attribute", declares=True)


def _declared_field(here: Standing) -> Meaning | None:
    owner = _owner_of_fields(here.parent)
    return Meaning("field", (owner,), declares=True) if owner else None


def _owner_of_fields(node: Node | None) -> str:
    """Under what the fields of an event or of a list's items are found."""
    match node:
        case Event(name=name):
            return f"event {name.key}"
        case ListAttribute(name=name, of=of):
            return f"{'account attribute' if of == 'account' else 'attribute'} {name.key}"
        case (
            EventPattern(event=name) | EventHappened(event=name) | AccountDid(event=name) | Does(event=name) | DidAgo(event=name)
            | Raises(event=name)
        ):
            return f"event {name.key}"
        case Has(ref=LeadRef(name=name)) | RemoveItems(ref=LeadRef(name=name)) | AddItem(target=LeadRef(name=name)):
            return f"attribute {name.key}"
        case Has(ref=AccountRef(name=name)) | RemoveItems(ref=AccountRef(name=name)) | AddItem(target=AccountRef(name=name)):
            return f"account attribute {name.key}"
        case _:
            return ""


def _field(here: Standing) -> Meaning | None:
    owner = _owner_of_fields(here.source)
    return Meaning("field", (owner,)) if owner else None


def _entry_field(here: Standing) -> Meaning | None:
    events = entry_events(here.declaration) if isinstance(here.declaration, Scenario) else ()
    owners = tuple(dict.fromkeys(f"event {event.key}" for event in events))
    return Meaning("field", owners) if owners else None


def _counted_field(here: Standing) -> Meaning | None:
    rule = here.parent
    patterns = rule.patterns if isinstance(rule, PointsOn) else ()
    owners = tuple(dict.fromkeys(f"event {each.event.key}" for each in patterns if isinstance(each, EventPattern)))
    return Meaning("field", owners) if owners else None


def _summed_field(here: Standing) -> Meaning | None:
    return Meaning("field", (f"event {here.node.event.key}",)) if isinstance(here.node, SumOf) else None


def _assigned(here: Standing) -> Meaning | None:
    """`{ 業種 = "IT" }` of a lead, `{ kind = "x" }` of an event, `{ plan = "A" }` of a list's item."""
    match here.above:
        case [*_, Does() | DidAgo() | Raises() as played]:
            return Meaning("field", (_owner_of_fields(played),))
        case [*_, AddItem() as adding, Item()]:
            return Meaning("field", (_owner_of_fields(adding),))
        case [*above, Assignment(name=name), _, Item()]:
            account = bool(above) and isinstance(above[-1], GivenAccount | IsOfAccount)
            return Meaning("field", (f"{'account attribute' if account else 'attribute'} {name.key}",))
        case [*_, Given() | Becomes() | Imported()]:
            return Meaning("attribute")
        case [*_, GivenAccount() | IsOfAccount()]:
            return Meaning("account attribute")
        case _:
            return None


def _own(sort: str) -> Callable[[Standing], Meaning | None]:
    """Declared here, inside of the declaration."""
    return lambda here: Meaning(sort, (_key(here.declaration),), declares=True)


def _of_scenario(here: Standing) -> Meaning:
    """A step of the scenario one stands in, or of the one that is named."""
    named = getattr(here.node, "scenario", None)
    return Meaning("step", (named.key if isinstance(named, Name) else _key(here.declaration),))


def _level(here: Standing) -> Meaning:
    score: Name = getattr(here.node, "score")  # noqa: B009 - every class of the table has one
    return Meaning("level", (score.key,))


def _arm(here: Standing) -> Meaning | None:
    """Of the split that is named, or of the one above."""
    named = getattr(here.node, "split", None)
    if isinstance(named, Name):
        return Meaning("arm", (named.key,))
    split = here.parent
    return Meaning("arm", (split.name.key,), isinstance(here.node, Arm)) if isinstance(split, Split) else None


def _picked(here: Standing) -> Meaning | None:
    """The arm a split takes where too few came."""
    split = here.parent
    return Meaning("arm", (split.name.key,)) if isinstance(split, Split) else None


def _subject(here: Standing) -> Meaning:
    match here.node:
        case Play(act=MailMeets()):
            return Meaning("mail")
        case Play(act=WebhookDone() | WebhookFailed()):
            return Meaning("webhook")
        case Play(act=Deployed()):
            return Meaning("scenario")
        case Play(act=Accepts() | Rejects() | Finishes()):
            return Meaning("team")
        case Play(act=Imported()):
            return _given(here)
        case _:
            return _lead(here)


def _step_scenario(here: Standing) -> Meaning | None:
    """Where leads come from is the scenario as it was called once."""
    moved = here.parent
    return None if isinstance(moved, Moved) and here.node is moved.origin else Meaning("scenario")


def _step_of_ref(here: Standing) -> Meaning | None:
    return _of_scenario(here) if _step_scenario(here) else None


def _for_part(here: Standing) -> Meaning:
    part = here.node
    kind = part.kind if isinstance(part, ForPart) else ""
    return Meaning("mail" if kind == "email" else kind)


def _key(declaration: Declaration) -> str:
    name = getattr(declaration, "name", None)
    return name.key if isinstance(name, Name) else ""


def _plain(sort: str, *, declares: bool = False) -> Callable[[Standing], Meaning | None]:
    return lambda here: Meaning(sort, declares=declares)


_SPECIAL: Mapping[tuple[type[Any], str], Callable[[Standing], Meaning | None]] = {
    (Attribute, "name"): _attribute,
    (ListAttribute, "name"): _attribute,
    (Stage, "name"): _plain("stage", declares=True),
    (Split, "name"): _plain("split", declares=True),
    (OneAtATime, "group"): _plain("group", declares=True),
    (Field, "name"): _declared_field,
    (FieldRef, "name"): _field,
    (EntryRef, "name"): _entry_field,
    (OneRunPer, "field"): _entry_field,
    (PerAmount, "field"): _counted_field,
    (SumOf, "field"): _summed_field,
    (Assignment, "name"): _assigned,
    (Step, "name"): _own("step"),
    (Branch, "name"): _own("branch"),
    (Level, "name"): _own("level"),
    (ScoreGroup, "name"): _own("score group"),
    (ChecklistItem, "name"): _own("item"),
    (GoTo, "step"): _of_scenario,
    (RunState, "step"): _of_scenario,
    (StepRef, "scenario"): _step_scenario,
    (StepRef, "step"): _step_of_ref,
    (LevelIs, "level"): _level,
    (LevelExpected, "level"): _level,
    (LeadsReachingLevel, "level"): _level,
    (Arm, "name"): _arm,
    (PickBest, "otherwise"): _picked,
    (GivenArm, "arm"): _arm,
    (SplitExpected, "arm"): _arm,
    (WinnerExpected, "arm"): _arm,
    (Given, "lead"): _given,
    (Play, "subject"): _subject,
    (MergedInto, "lead"): _lead,
    (ForPart, "name"): _for_part,
    (OneMail, "name"): _plain("mail"),
    (Webhook, "name"): _plain("webhook"),
    (WebhookExpected, "name"): _plain("webhook"),
    (NoWebhook, "name"): _plain("webhook"),
}
