"""How tests are written: what is given, played and expected."""

from collections.abc import Iterable
from typing import assert_never

from grammar import spell_values as spell
from grammar.acts import LeadOwner
from grammar.expectations import (
    AttributeExpected,
    ByDay,
    ConsentExpected,
    DayMoment,
    EmailCount,
    EmailNotSent,
    EmailSent,
    EmailShows,
    Expectation,
    FactExpected,
    HandoffExpected,
    HeldExpected,
    LevelExpected,
    NoEmail,
    NoHandoff,
    NoTask,
    NotifyExpected,
    NoWebhook,
    RunState,
    ScoreExpected,
    SplitExpected,
    StageDropped,
    StageExpected,
    StageMoved,
    TagExpected,
    TaskExpected,
    WebhookExpected,
    WinnerExpected,
)
from grammar.source import Name
from grammar.spell_conditions import single
from grammar.spell_statements import held, recipient
from grammar.timelines import (
    Accepts,
    AccountHeld,
    AccountReleased,
    Becomes,
    Bounces,
    Deployed,
    DidAgo,
    Does,
    Expect,
    Finishes,
    Given,
    GivenAccount,
    GivenArm,
    GivenConsent,
    GivenPoints,
    GivenStage,
    GivenTag,
    GivesConsent,
    Imported,
    IsGiven,
    IsHeld,
    IsOfAccount,
    IsPutInto,
    IsReleased,
    IsTagged,
    MailMeets,
    MergedInto,
    MovesTo,
    Play,
    Reacts,
    Rejects,
    StartAt,
    Test,
    TestAct,
    TestItem,
    Trait,
    Unmerged,
    Unsubscribes,
    WebhookDone,
    WebhookFailed,
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
            traits = ", ".join(map(_trait, node.traits))
            return f"given lead {node.lead}{_braced(node.values)}{' ' if traits else ''}{traits}"
        case Play():
            return f"at {_moment(node.at)} {_kind(node.act)}{node.subject} {_act(node.act)}"
        case Expect():
            return f"expect{_asked(node.at)} {_expectation(node.expectation)}"
        case _:
            assert_never(node)


def _kind(act: TestAct) -> str:
    """What stands before the subject."""
    match act:
        case WebhookDone() | WebhookFailed():
            return "webhook "
        case AccountHeld() | AccountReleased():
            return "account of "
        case _:
            return ""


def _asked(node: DayMoment | ByDay | None) -> str:
    return "" if node is None else f" {'by' if isinstance(node, ByDay) else 'at'} {_moment(node)}"


def _trait(node: Trait) -> str:
    match node:
        case GivenTag():
            return f"tagged {spell.quoted(node.tag)}"
        case GivenStage():
            return f"in stage {node.stage}"
        case GivenConsent():
            return f"consents to {node.topic}"
        case GivenPoints():
            return f"with {spell.number(node.points)} points in {node.score}"
        case GivenArm():
            return f"in {node.arm} of {node.split}"
        case GivenAccount():
            return f"of account{_braced(node.values)}"
        case _:
            assert_never(node)


def _moment(node: DayMoment | ByDay) -> str:
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
        case DidAgo():
            return f"did {node.event}{_braced(node.values)} {spell.duration(node.ago)} ago"
        case Reacts():
            link = "" if node.link is None else f" link {spell.quoted(node.link)}"
            return f"{_VERBS[node.verb]} {node.mail}{link}"
        case Bounces():
            return f"bounces {node.mail}{' softly' if node.soft else ''}"
        case GivesConsent():
            return f"consents to {node.topic}"
        case Unsubscribes():
            return f"unsubscribes{spell.maybe('from ', node.topic)}"
        case Imported():
            return f"is imported{_braced(node.values)}"
        case Deployed():
            return "is deployed"
        case Accepts():
            return f"accepts{_for(node.lead)}"
        case Rejects():
            return f"rejects{spell.label(node.reason)}{_for(node.lead)}"
        case Finishes():
            return f"finishes {spell.quoted(node.task)}{spell.label(node.result)}{_for(node.lead)}"
        case Becomes():
            return f"has {_given(node.values)}"
        case _:
            return _done_to(node)


def _done_to(
    node: MergedInto | Unmerged | IsTagged | MovesTo | IsGiven | IsHeld | IsReleased | AccountHeld | AccountReleased
    | IsPutInto | IsOfAccount | MailMeets | WebhookDone | WebhookFailed,
) -> str:
    """What people and other systems do to a lead, or becomes of a mail or a webhook."""
    match node:
        case MergedInto():
            return f"is merged into {node.lead}"
        case Unmerged():
            return "is unmerged"
        case IsTagged():
            return f"is {'untagged' if node.absent else 'tagged'} {spell.quoted(node.tag)}"
        case MovesTo():
            return f"moves to stage {node.stage}"
        case IsGiven(anew=True):
            return f"is set to {spell.number(node.points)} points in {node.score}"
        case IsGiven():
            return f"is given {spell.points(node.points)} in {node.score}"
        case IsHeld() | AccountHeld():
            return f"is held{held(node.until)}{spell.because(node.because)}"
        case IsReleased() | AccountReleased():
            return "is released"
        case IsPutInto():
            return f"is {'taken out of' if node.out else 'put into'} {node.scenario}"
        case IsOfAccount():
            return f"is of account{_braced(node.values)}"
        case MailMeets():
            return f"{node.fate}{_for(node.lead)}"
        case WebhookDone():
            return f"done{spell.label(node.result)}{_for(node.lead)}"
        case WebhookFailed():
            return f"failed{_for(node.lead)}"
        case _:
            assert_never(node)


def _for(lead: Name | None) -> str:
    return spell.maybe("for ", lead)


def _with(member: str | None) -> str:
    return "" if member is None else f" with {spell.quoted(member)}"


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
        case EmailShows():
            verb = "does not show" if node.absent else "shows"
            return f"email {node.mail}{_to(node.lead)} {verb} {spell.quoted(node.text)}"
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
        case WinnerExpected():
            return f"winner of {node.split} is {node.arm}" if node.arm else f"no winner of {node.split}"
        case FactExpected():
            return f"{'not ' if node.absent else ''}{single(node.condition)}{_for(node.lead)}"
        case _:
            return _state(node) + _for(node.lead)


def _state(
    node: ScoreExpected | LevelExpected | StageExpected | StageMoved | StageDropped | SplitExpected
    | HandoffExpected | NoHandoff | TaskExpected | NoTask
    | WebhookExpected | NoWebhook | AttributeExpected | RunState,
) -> str:
    match node:
        case ScoreExpected():
            of = "account " if node.of == "account" else ""
            return f"{of}score {node.score} {node.operator} {spell.number(node.points)}"
        case LevelExpected():
            return f"level {node.score} {node.operator} {node.level}"
        case StageExpected():
            return f"stage {node.operator} {node.stage}"
        case StageMoved():
            return f"stage moved from {node.origin} to {node.to}"
        case StageDropped():
            return f"dropped from stage {node.stage}"
        case SplitExpected():
            return f"{node.split} is {node.arm}"
        case HandoffExpected():
            return f"handoff to {node.team}{_with(node.member)}{spell.maybe('', node.state)}{spell.because(node.because)}"
        case NoHandoff():
            return "no handoff"
        case TaskExpected():
            to = "owner" if isinstance(node.to, LeadOwner) else node.to and node.to.name
            due = "" if node.due is None else f" due at {_moment(node.due)}"
            who = f"{spell.maybe('to ', to)}{_with(node.member)}"
            return f"task {spell.quoted(node.title)}{who}{due}{spell.maybe('', node.state)}{spell.because(node.because)}"
        case NoTask():
            return f"no task{spell.label(node.title)}"
        case WebhookExpected():
            return f"webhook {node.name}"
        case NoWebhook():
            return f"no webhook{spell.maybe('', node.name)}"
        case AttributeExpected():
            value = "empty" if node.value is None else spell.value(node.value)
            return f"{spell.ref(node.ref)} {node.operator} {value}"
        case RunState():
            return f"{node.scenario} {node.state}{spell.maybe('in step ', node.step)}{spell.because(node.because)}"
        case _:
            assert_never(node)
