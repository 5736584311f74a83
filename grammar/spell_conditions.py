"""How conditions are written; those with a list of conditions take several lines."""

from typing import assert_never

from grammar import spell_values as spell
from grammar.conditions import (
    AccountDid,
    AllOf,
    And,
    AnyOf,
    AtLeastOf,
    Between,
    Compare,
    Condition,
    Consents,
    DuringClock,
    DuringDates,
    DuringHours,
    EventHappened,
    HandoffWas,
    Has,
    InScenario,
    InSegment,
    InStageFor,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LevelIs,
    MailHappened,
    NoActivityFor,
    NoneOf,
    Not,
    Or,
    Owner,
    Passes,
    PersonaIs,
    ScoreAgainst,
    ScoreBetween,
    ScoreIs,
    StageIs,
    Tagged,
    TextTest,
    Unsubscribed,
)
from grammar.patterns import OnEvent, Trigger
from grammar.writer import Writer

Joined = And | Or | Not | AllOf | AnyOf | NoneOf | AtLeastOf
Score = ScoreIs | ScoreAgainst | ScoreBetween | LevelIs
Happened = MailHappened | EventHappened | AccountDid | NoActivityFor | HandoffWas
Belonging = (
    StageIs | InStageFor | PersonaIs | InSegment | InScenario | Passes | Tagged | Consents | Unsubscribed
    | DuringHours | DuringClock | DuringDates
)
Single = Score | Happened | Belonging | spell.FieldTest


def condition(writer: Writer, node: Condition) -> None:
    """Goes on in the line with a condition."""
    match node:
        case And() | Or() | Not() | AllOf() | AnyOf() | NoneOf() | AtLeastOf():
            _joined(writer, node)
        case _:
            writer.write(single(node))


def single(node: Single) -> str:
    """A condition that is not made of others."""
    match node:
        case ScoreIs() | ScoreAgainst() | ScoreBetween() | LevelIs():
            return _score(node)
        case MailHappened() | EventHappened() | AccountDid() | NoActivityFor() | HandoffWas():
            return _happened(node)
        case Compare() | IsEmpty() | IsNotEmpty() | IsIn() | IsNotIn() | TextTest() | Between() | Has():
            return spell.field_test(node)
        case _:
            return _belonging(node)


def trigger(writer: Writer, node: Trigger) -> None:
    """`on PATTERN` or `when CONDITION`."""
    if isinstance(node, OnEvent):
        writer.write(f"on {spell.patterns(node.patterns)}")
    else:
        writer.write("when ")
        condition(writer, node.condition)


def _joined(writer: Writer, node: Joined) -> None:
    match node:
        case And() | Or():
            for index, part in enumerate(node.parts):
                if index:
                    writer.write(" and " if isinstance(node, And) else " or ")
                _part(writer, part)
        case Not():
            writer.write("not ")
            _part(writer, node.part)
        case AllOf():
            _listed(writer, "all of", node)
        case AnyOf():
            _listed(writer, "any of", node)
        case NoneOf():
            _listed(writer, "none of", node)
        case AtLeastOf():
            _listed(writer, f"at least {node.count} of", node)
        case _:
            assert_never(node)


def _part(writer: Writer, node: Condition) -> None:
    if not isinstance(node, And | Or):
        condition(writer, node)
        return
    writer.write("(")
    condition(writer, node)
    writer.write(")")


def _listed(writer: Writer, words: str, node: AllOf | AnyOf | NoneOf | AtLeastOf) -> None:
    writer.write(words)
    writer.open()
    for part in node.parts:
        writer.start(part, "")
        condition(writer, part)
        writer.end()
    writer.close(node)


def _owner(of: Owner) -> str:
    return "account " if of == "account" else ""


def _score(node: Score) -> str:
    match node:
        case ScoreIs():
            return f"{_owner(node.of)}score {node.score} {node.operator} {spell.number(node.points)}"
        case ScoreAgainst():
            return f"{_owner(node.of)}score {node.score} {node.operator} score {node.other}"
        case ScoreBetween():
            low, high = spell.number(node.low), spell.number(node.high)
            return f"{_owner(node.of)}score {node.score} between {low} and {high}"
        case LevelIs():
            return f"level {node.score} {node.operator} {node.level}"
        case _:
            assert_never(node)


def _belonging(node: Belonging) -> str:
    match node:
        case StageIs():
            return f"stage {node.operator} {node.stage}"
        case InStageFor():
            return f"in stage {node.stage} for {spell.duration(node.duration)}"
        case PersonaIs():
            return f"persona {node.operator} {node.persona}"
        case DuringHours():
            return "during business hours"
        case DuringClock():
            on = "" if node.days is None else f" on {spell.days(node.days)}"
            return f"during {spell.clock(node.opens)} to {spell.clock(node.closes)}{on}"
        case DuringDates():
            return f"during {spell.day(node.first)} to {spell.day(node.last)}"
        case InSegment():
            return f"in segment {node.segment}"
        case InScenario():
            return f"in scenario {node.scenario}"
        case Passes():
            return f"passes {node.checklist}"
        case Tagged():
            return f"tagged {spell.quoted(node.tag)}"
        case Consents():
            return f"consents to {node.topic}"
        case Unsubscribed():
            return f"unsubscribed{spell.maybe('from ', node.topic)}"
        case _:
            assert_never(node)


def _happened(node: Happened) -> str:
    match node:
        case MailHappened():
            head = f"{node.verb} {spell.mail(node.mail)}{spell.where(node.where)}"
            return head + _at_least(node.at_least) + spell.look_back(node.window)
        case EventHappened():
            head = f"did {node.event}{spell.where(node.where)}"
            return head + _at_least(node.at_least) + spell.look_back(node.window)
        case AccountDid():
            head = f"account did {node.event}{spell.where(node.where)}"
            return f"{head} by at least {node.people} people{spell.look_back(node.window)}"
        case NoActivityFor():
            return f"no activity for {spell.duration(node.duration)}"
        case HandoffWas():
            return f"handoff {node.outcome}{spell.maybe('by ', node.by)}"
        case _:
            assert_never(node)


def _at_least(count: int | None) -> str:
    return "" if count is None else f" at least {spell.counted(count, 'time')}"
