"""What of that which holds at one moment of a run still holds at a later one, and which statements let other moments come."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    AccountRef,
    AddItem,
    AddTo,
    Ago,
    AllOf,
    And,
    AnyOf,
    AtLeastOf,
    Between,
    Compare,
    Condition,
    DateValue,
    EntryRef,
    EventHappened,
    FieldRef,
    FromToday,
    Give,
    GroupAct,
    Handoff,
    InLast,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LeadRef,
    MailHappened,
    MoveToStage,
    Node,
    NoneOf,
    Not,
    Now,
    Or,
    Reassign,
    RemoveItems,
    ScenarioAct,
    Send,
    SetAttribute,
    SetScore,
    Split,
    Statement,
    Subscribe,
    Suppress,
    Tag,
    Task,
    TextTest,
    Today,
    Together,
    Unsubscribe,
    Untag,
    Wait,
    WaitForAny,
    WaitForEvent,
    WaitUntil,
    WaitUntilTrue,
    Webhook,
)
from grammar.node import changed
from grammar.search import Goal
from grammar.walk import walk

PAUSES = (Wait, WaitUntil, WaitForEvent, WaitUntilTrue, WaitForAny)

_TIME_PASSES = (*PAUSES, Send, Handoff, Task, Together)
"""A mail may be held for days, a handoff by a judgement; branches side by side begin when all other runs have had their turn."""

_CHANGES = (
    ScenarioAct, GroupAct, Reassign, Tag, Untag, SetAttribute, AddTo, AddItem, RemoveItems, Give, SetScore, MoveToStage, Subscribe,
    Unsubscribe, Suppress,
)  # fmt: skip
_MAY_CHANGE = frozenset((Webhook, Split, *_TIME_PASSES, *_CHANGES))

_VALUE_TESTS = (Compare, Between, IsEmpty, IsNotEmpty, IsIn, IsNotIn, TextTest)
_MOVING = (Today, Now, Ago, FromToday, LeadRef, AccountRef, DateValue)
"""Values that are other ones tomorrow; a day, too, begins when the zone of the lead says so."""


def changes(statement: Node) -> bool:
    """Whether a lead may be another below it than it was above it."""
    return any(node.__class__ in _MAY_CHANGE and _changes(node) for node in walk(statement))


def _changes(node: Node) -> bool:
    match node:
        case Webhook(arms=arms):
            return bool(arms)
        case Split(pick=pick):
            return pick is not None
        case _:
            return node.__class__ in _MAY_CHANGE


def holds_run(statement: Statement) -> bool:
    """Whether its own blocks begin at a later moment than it does."""
    match statement:
        case Webhook() | Split():
            return _changes(statement)
        case _:
            return isinstance(statement, _TIME_PASSES)


def lasting(goals: Iterable[Goal]) -> list[Goal]:
    """What of it holds for the rest of the run, whatever happens."""
    return [kept for goal in goals for kept in _parts(goal) if _lasts(kept)]


def _parts(goal: Goal) -> Iterator[Goal]:
    """What must be so one by one."""
    match goal:
        case Goal(what=And(parts=parts) | AllOf(parts=parts), holds=True) | Goal(what=Or(parts=parts) | AnyOf(parts=parts), holds=False):
            for part in parts:
                yield from _parts(Goal(part, goal.holds))
        case Goal(what=NoneOf(parts=parts), holds=True):
            for part in parts:
                yield from _parts(Goal(part, holds=False))
        case Goal(what=Not(part=part)):
            yield from _parts(Goal(part, not goal.holds))
        case _:
            yield goal


def _lasts(goal: Goal) -> bool:
    match goal.what:
        case And(parts=parts) | AllOf(parts=parts) | Or(parts=parts) | AnyOf(parts=parts) | AtLeastOf(parts=parts):
            return all(_lasts(Goal(part, goal.holds)) for part in parts)
        case NoneOf(parts=parts):
            return all(_lasts(Goal(part, not goal.holds)) for part in parts)
        case Not(part=part):
            return _lasts(Goal(part, not goal.holds))
        case EventHappened() | MailHappened():
            return goal.holds and _has_been(goal.what)
        case _:
            return _is_of_entry(goal.what)


def _has_been(condition: EventHappened | MailHappened) -> bool:
    """What has happened stays so, unless it is looked back for, or looked at in the light of what is known later."""
    refs = () if condition.where is None else walk(condition.where)
    return not isinstance(condition.window, InLast) and not any(isinstance(node, EntryRef | LeadRef | AccountRef) for node in refs)


def _is_of_entry(condition: object) -> bool:
    """What the entering event said never changes for a run."""
    if not isinstance(condition, _VALUE_TESTS):
        return False
    ref = condition.left if isinstance(condition, Compare) else condition.ref
    return isinstance(ref, EntryRef) and not any(isinstance(node, _MOVING) for node in walk(condition))


def of_entry(where: Condition) -> Condition:
    """A filter on the entering event, as it is asked of the run: its fields are what the entry said."""
    match where:
        case And(parts=parts):
            return changed(where, parts=tuple(of_entry(part) for part in parts))
        case Compare(left=FieldRef(name=name)):
            return changed(where, left=EntryRef(name=name))
        case IsIn(ref=FieldRef(name=name)) | IsNotIn(ref=FieldRef(name=name)) | Between(ref=FieldRef(name=name)):
            return changed(where, ref=EntryRef(name=name))
        case IsEmpty(ref=FieldRef(name=name)) | IsNotEmpty(ref=FieldRef(name=name)):
            return changed(where, ref=EntryRef(name=name))
        case _:
            return where
