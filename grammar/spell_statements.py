"""How scenarios and their statements are written."""

from collections.abc import Sequence
from typing import assert_never

from grammar import spell_values as spell
from grammar.acts import (
    AccountOwner,
    Act,
    AddItem,
    Address,
    AddTo,
    Deadline,
    Give,
    GroupAct,
    HoldLead,
    LeadOwner,
    Manager,
    MoveToStage,
    Mute,
    NextOf,
    Notify,
    Reassign,
    Recipient,
    ReleaseLead,
    RemoveItems,
    ScenarioAct,
    Send,
    SetAttribute,
    SetScore,
    Stop,
    Subscribe,
    Suppress,
    Tag,
    TeamRef,
    Unmute,
    Unsubscribe,
    Untag,
    WithoutLimit,
)
from grammar.node import Node
from grammar.patterns import Moment
from grammar.spell_conditions import condition
from grammar.statements import (
    AcceptedArm,
    Arm,
    Block,
    Branch,
    Case,
    Choose,
    DoneArm,
    ElseCase,
    EmptyCase,
    FailedArm,
    GoTo,
    Handoff,
    Holdout,
    If,
    OnArm,
    OverdueArm,
    RejectedArm,
    Repeat,
    Rung,
    Split,
    Statement,
    Step,
    Task,
    TimeoutArm,
    Together,
    UpTo,
    UpToMoment,
    Wait,
    WaitForAny,
    WaitForEvent,
    WaitLimit,
    WaitUntil,
    WaitUntilTrue,
    Webhook,
    WhenArm,
)
from grammar.values import Duration
from grammar.writer import Writer

SimpleArm = (
    OnArm | Rung | TimeoutArm | Case | EmptyCase | ElseCase | Arm | Branch
    | AcceptedArm | RejectedArm | OverdueArm | DoneArm | FailedArm
)
AnyArm = SimpleArm | WhenArm | Holdout


def statement(writer: Writer, node: Statement) -> None:
    """One statement with all that belongs to it."""
    match node:
        case Step():
            writer.start(node, f"step {node.name}")
            block(writer, node.body)
        case Wait() | WaitUntil() | WaitForEvent() | WaitUntilTrue() | WaitForAny():
            _wait(writer, node)
        case If():
            _if(writer, node)
        case Repeat():
            writer.start(node, f"repeat at most {spell.counted(node.times, 'time')}")
            block(writer, node.body)
        case GoTo():
            _go_to(writer, node)
        case Choose() | Split() | Together() | Handoff() | Task() | Webhook():
            _with_arms(writer, node)
        case _:
            writer.start(node, "")
            _act(writer, node)
    writer.end()


def block(writer: Writer, node: Block) -> None:
    """` { … }`; the line goes on after the brace."""
    writer.open()
    for each in node.statements:
        statement(writer, each)
    writer.close(node)


def followed(writer: Writer, word: str, node: Block | None) -> None:
    """An optional block after a word: ` timeout { … }`."""
    if node is not None:
        writer.write(f" {word}" if word else "")
        block(writer, node)


# ── acts ────────────────────────────────────────────────────────────────────────────────


def _act(writer: Writer, node: Act) -> None:
    if not isinstance(node, Send):
        writer.write(_told(node))
        return
    sent = f"next of {node.mail.series}" if isinstance(node.mail, NextOf) else node.mail.name
    writer.write(f"send {sent}{spell.at(node.at)}{spell.on_days(node.days)}{deadline(node.deadline)}")
    if node.skip_if is not None:
        writer.write(" skip if ")
        condition(writer, node.skip_if)


def deadline(node: Deadline | None) -> str:
    """` within 1 day else leave`, or nothing."""
    return "" if node is None else f" within {spell.duration(node.within)} else {node.otherwise}"


def _told(
    node: Stop | ScenarioAct | GroupAct | Reassign | Notify | Tag | Untag | SetAttribute | AddTo | AddItem
    | RemoveItems | Give | SetScore
    | MoveToStage | Mute | Unmute | HoldLead | ReleaseLead | Subscribe | Unsubscribe | Suppress,
) -> str:
    match node:
        case Stop():
            return f"stop{spell.because(node.because)}"
        case ScenarioAct():
            return f"{node.verb} scenario {node.scenario}"
        case GroupAct():
            return f"{node.verb} all in {node.group}"
        case Reassign():
            return f"reassign{spell.maybe('to ', node.to)}{spell.because(node.because)}"
        case Notify():
            return f"notify {recipient(node.to)}{spell.because(node.because)}"
        case Tag():
            return f"tag {spell.quoted(node.tag)}"
        case Untag():
            return f"untag {spell.quoted(node.tag)}"
        case SetAttribute(value=None):
            return f"clear {spell.ref(node.target)}"
        case SetAttribute():
            return f"set {spell.ref(node.target)} to {spell.value(node.value)}" if node.value else ""
        case AddTo():
            return f"add {spell.number(node.amount)} to {spell.ref(node.target)}"
        case AddItem():
            return f"add {spell.item(node.item)} to {spell.ref(node.target)}"
        case RemoveItems():
            return f"remove from {spell.ref(node.ref)}{spell.where(node.where)}"
        case Give():
            return f"give {spell.points(node.points)} to {node.score}"
        case SetScore():
            return f"set score {node.score} to {spell.number(node.points)}"
        case MoveToStage():
            return f"move to stage {node.stage}"
        case Mute() | Unmute() | HoldLead() | ReleaseLead() | Subscribe() | Unsubscribe() | Suppress():
            return _about_consent(node)
        case _:
            assert_never(node)


def _about_consent(node: Mute | Unmute | HoldLead | ReleaseLead | Subscribe | Unsubscribe | Suppress) -> str:
    match node:
        case Mute():
            return f"mute {spell.duration(node.duration)}"
        case Unmute():
            return "unmute"
        case HoldLead():
            return f"hold lead{held(node.until)}{spell.because(node.because)}"
        case ReleaseLead():
            return "release lead"
        case Subscribe():
            return f"subscribe to {node.topic}{spell.because(node.because)}"
        case Unsubscribe():
            return f"unsubscribe{spell.maybe('from ', node.topic)}{spell.because(node.because)}"
        case Suppress():
            return f"suppress{spell.because(node.because)}"
        case _:
            assert_never(node)


def held(node: Duration | Moment | WithoutLimit) -> str:
    """For how long a lead is held, with a blank before it."""
    match node:
        case Duration():
            return f" {spell.duration(node)}"
        case WithoutLimit():
            return " without limit"
        case _:
            return f" until {spell.moment(node)}"


def recipient(node: Recipient) -> str:
    match node:
        case Address():
            return spell.quoted(node.address)
        case LeadOwner():
            return "owner"
        case Manager():
            return "manager"
        case TeamRef():
            return f"team {node.name}"
        case AccountOwner():
            return "account owner"
        case _:
            assert_never(node)


# ── waiting ─────────────────────────────────────────────────────────────────────────────


def _wait(writer: Writer, node: Wait | WaitUntil | WaitForEvent | WaitUntilTrue | WaitForAny) -> None:
    match node:
        case Wait():
            writer.start(node, f"wait {spell.duration(node.duration)}{spell.at(node.at)}{spell.on_days(node.days)}")
        case WaitUntil():
            writer.start(node, f"wait until {spell.moment(node.moment)}")
            followed(writer, "", node.body)
            followed(writer, "past", node.past)
        case WaitForEvent():
            writer.start(node, f"wait for {spell.patterns(node.patterns)}{limit(node.limit)}")
            followed(writer, "", node.body)
            followed(writer, "timeout", node.timeout)
        case WaitUntilTrue():
            writer.start(node, "wait until ")
            condition(writer, node.condition)
            writer.write(limit(node.limit))
            followed(writer, "", node.body)
            followed(writer, "timeout", node.timeout)
        case WaitForAny():
            writer.start(node, f"wait for any{limit(node.limit)}")
            arms(writer, node, node.arms)
        case _:
            assert_never(node)


def limit(node: WaitLimit) -> str:
    """How long a wait may take, with a blank before it."""
    match node:
        case UpTo():
            return f" up to {spell.duration(node.duration)}"
        case UpToMoment():
            return f" up to {spell.moment(node.moment)}"
        case WithoutLimit():
            return " without limit"
        case _:
            assert_never(node)


# ── flow ────────────────────────────────────────────────────────────────────────────────


def _if(writer: Writer, node: If) -> None:
    writer.start(node, "")
    for index, branch in enumerate(node.branches):
        writer.write(" else if " if index else "if ")
        condition(writer, branch.condition)
        block(writer, branch.body)
    followed(writer, "else", node.otherwise)


def _go_to(writer: Writer, node: GoTo) -> None:
    writer.start(node, f"go to {node.step}")
    if node.at_most is not None:
        writer.write(f" at most {spell.counted(node.at_most, 'time')}")
        followed(writer, "else", node.otherwise)


def _with_arms(writer: Writer, node: Choose | Split | Together | Handoff | Task | Webhook) -> None:
    match node:
        case Choose():
            writer.start(node, f"choose {spell.ref(node.ref)}")
            arms(writer, node, node.arms)
        case Split():
            writer.start(node, _split(node))
            arms(writer, node, node.arms)
        case Together():
            writer.start(node, "together")
            arms(writer, node, node.branches)
        case Handoff():
            within = spell.maybe("within ", node.within and spell.duration(node.within))
            writer.start(node, f"handoff to {node.team}{within}{spell.because(node.because)}")
            arms(writer, node, node.arms)
        case Task():
            who = node.assignee.name if isinstance(node.assignee, TeamRef) else "owner"
            within = spell.maybe("within ", node.within and spell.duration(node.within))
            writer.start(node, f"task {spell.quoted(node.title)} for {who}{within}")
            arms(writer, node, node.arms)
        case Webhook():
            writer.start(node, f"webhook {node.name}")
            arms(writer, node, node.arms)
        case _:
            assert_never(node)


def _split(node: Split) -> str:
    text = f"split {node.name}" + (" evenly" if node.evenly else "")
    if node.testing is not None:
        text += f" testing {spell.number(node.testing)}%"
    if node.pick is not None:
        text += f" pick best by {node.pick.metric} rate after {spell.duration(node.pick.after)}"
        if node.pick.at_least is not None:
            text += f" with at least {spell.counted(node.pick.at_least, 'lead')} per arm{spell.maybe('else ', node.pick.otherwise)}"
    return text


# ── arms ────────────────────────────────────────────────────────────────────────────────


def arms(writer: Writer, node: Node, nodes: Sequence[AnyArm]) -> None:
    """` { arms }`; nothing at all if there are none."""
    if not nodes:
        return
    writer.open()
    for each in nodes:
        if isinstance(each, WhenArm):
            writer.start(each, "when ")
            condition(writer, each.condition)
            block(writer, each.body)
        elif isinstance(each, Holdout):
            writer.start(each, f"{_share(each)}holdout")
            followed(writer, "", each.body)
        else:
            writer.start(each, _arm(each))
            block(writer, each.body)
        writer.end()
    writer.close(node)


def _arm(node: SimpleArm) -> str:
    match node:
        case OnArm():
            return f"on {spell.patterns(node.patterns)}"
        case Rung():
            return f"after {spell.duration(node.after)}"
        case TimeoutArm():
            return "timeout"
        case Case():
            return ", ".join(map(spell.value, node.values))
        case EmptyCase():
            return "empty"
        case ElseCase():
            return "else"
        case Arm():
            return f"{_share(node)}{node.name}"
        case Branch():
            return f"branch {node.name}"
        case AcceptedArm():
            return "accepted"
        case RejectedArm():
            return "rejected" + _quoted(node.reasons)
        case OverdueArm():
            return "overdue"
        case DoneArm():
            return "done" + _quoted(node.results)
        case FailedArm():
            return "failed"
        case _:
            assert_never(node)


def _share(node: Arm | Holdout) -> str:
    return "" if node.share is None else f"{spell.number(node.share)}% "


def _quoted(texts: Sequence[str]) -> str:
    return f" {', '.join(map(spell.quoted, texts))}" if texts else ""


