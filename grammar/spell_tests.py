"""How tests are written: what is given, played and expected."""

from collections.abc import Iterable
from typing import assert_never

from grammar import spell_values as spell
from grammar.acts import LeadOwner
from grammar.expectations import (
    AttributeExpected,
    ConsentExpected,
    DayMoment,
    EmailCount,
    EmailNotSent,
    EmailSent,
    Expectation,
    HandoffExpected,
    HeldExpected,
    LevelExpected,
    NoEmail,
    NoHandoff,
    NoTask,
    NotifyExpected,
    RunState,
    ScoreExpected,
    StageExpected,
    TagExpected,
    TaskExpected,
)
from grammar.source import Name
from grammar.spell_statements import held, recipient
from grammar.timelines import (
    Accepts,
    Becomes,
    Bounces,
    Does,
    Expect,
    Finishes,
    Given,
    GivesConsent,
    IsHeld,
    IsReleased,
    MergedInto,
    Play,
    Reacts,
    Rejects,
    StartAt,
    Test,
    TestAct,
    TestItem,
    Unsubscribes,
)
from grammar.values import Assignment
from grammar.writer import Writer


def test(writer: Writer, node: Test) -> None:
    """A whole test."""
    writer.start(node, f"test {spell.quoted(node.title)}{spell.maybe('for ', node.scenario)}")
    writer.open()
    for item in node.items:
        writer.line(item, _item(item))
    writer.close(node)
    writer.end()


def _item(node: TestItem) -> str:
    match node:
        case StartAt():
            return f"start at {spell.day(node.day)} {spell.clock(node.at)}"
        case Given():
            return f"given lead {node.lead}{_braced(node.values)}"
        case Play():
            return f"at {_moment(node.at)} {node.subject} {_act(node.act)}"
        case Expect():
            return f"expect{spell.maybe('at ', node.at and _moment(node.at))} {_expectation(node.expectation)}"
        case _:
            assert_never(node)


def _moment(node: DayMoment) -> str:
    return f"day {node.day}" if node.at is None else f"day {node.day} {spell.clock(node.at)}"


def _given(nodes: Iterable[Assignment]) -> str:
    return ", ".join(map(spell.assigned, nodes))


def _braced(nodes: tuple[Assignment, ...]) -> str:
    return f" {{ {_given(nodes)} }}" if nodes else ""


_VERBS = {
    "opened": "opens", "clicked": "clicks", "replied": "replies to", "complained": "complains about",
}  # fmt: skip


def _act(node: TestAct) -> str:
    match node:
        case Does():
            return f"does {node.event}{_braced(node.values)}"
        case Reacts():
            link = "" if node.link is None else f" link {spell.quoted(node.link)}"
            return f"{_VERBS[node.verb]} {node.mail}{link}"
        case Bounces():
            return f"bounces {node.mail}{' softly' if node.soft else ''}"
        case GivesConsent():
            return f"consents to {node.topic}"
        case Unsubscribes():
            return f"unsubscribes{spell.maybe('from ', node.topic)}"
        case IsHeld():
            return f"is held{held(node.until)}{spell.because(node.because)}"
        case IsReleased():
            return "is released"
        case MergedInto():
            return f"is merged into {node.lead}"
        case Accepts():
            return f"accepts{_for(node.lead)}"
        case Rejects():
            return f"rejects{spell.label(node.reason)}{_for(node.lead)}"
        case Finishes():
            return f"finishes {spell.quoted(node.task)}{spell.label(node.result)}{_for(node.lead)}"
        case Becomes():
            return f"has {_given(node.values)}"
        case _:
            assert_never(node)


def _for(lead: Name | None) -> str:
    return spell.maybe("for ", lead)


def _to(lead: Name | None) -> str:
    return spell.maybe("to ", lead)


def _expectation(node: Expectation) -> str:
    match node:
        case EmailSent():
            return f"email {node.mail}{_to(node.lead)}{' once' if node.once else ''}"
        case NoEmail():
            return f"no email{spell.maybe('', node.mail)}{_to(node.lead)}"
        case EmailNotSent():
            return f"email {node.mail}{_to(node.lead)} {node.how}{spell.because(node.because)}"
        case EmailCount():
            return f"{spell.counted(node.count, 'email')}{_to(node.lead)}"
        case NotifyExpected():
            to = "" if node.to is None else f" {recipient(node.to)}"
            return f"{'no ' if node.none else ''}notify{to}{spell.because(node.because)}{_for(node.lead)}"
        case HeldExpected():
            return f"lead {'not ' if node.absent else ''}held{spell.because(node.because)}{_for(node.lead)}"
        case ConsentExpected():
            return f"{'no ' if node.absent else ''}consent to {node.topic}{_for(node.lead)}"
        case TagExpected():
            return f"{'not ' if node.absent else ''}tagged {spell.quoted(node.tag)}{_for(node.lead)}"
        case _:
            return _state(node) + _for(node.lead)


def _state(
    node: ScoreExpected | LevelExpected | StageExpected | HandoffExpected | NoHandoff | TaskExpected | NoTask
    | AttributeExpected | RunState,
) -> str:
    match node:
        case ScoreExpected():
            return f"score {node.score} {node.operator} {spell.number(node.points)}"
        case LevelExpected():
            return f"level {node.score} {node.operator} {node.level}"
        case StageExpected():
            return f"stage {node.operator} {node.stage}"
        case HandoffExpected():
            return f"handoff to {node.team}{spell.because(node.because)}"
        case NoHandoff():
            return "no handoff"
        case TaskExpected():
            to = "owner" if isinstance(node.to, LeadOwner) else node.to and node.to.name
            due = "" if node.due is None else f" due at {_moment(node.due)}"
            return f"task {spell.quoted(node.title)}{spell.maybe('to ', to)}{due}{spell.maybe('', node.state)}"
        case NoTask():
            return f"no task{spell.label(node.title)}"
        case AttributeExpected():
            value = "empty" if node.value is None else spell.value(node.value)
            return f"{spell.ref(node.ref)} {node.operator} {value}"
        case RunState():
            return f"{node.scenario} {node.state}{spell.because(node.because)}"
        case _:
            assert_never(node)
