"""The questions of a stage: each has an answer for whoever asks it, and somebody sends that answer."""

from collections.abc import Iterable, Iterator

from grammar.ast import Asks
from grammar.content import Cell, cells, senders
from grammar.diagnostics import Diagnostic, Fix, Rule
from grammar.model import Workspace
from grammar.names import nearest

UNANSWERED = Rule(
    id="Q721",
    name="question-without-answer",
    en='nothing answers "{question}" in the stage `{stage}`{whom}',
    ja="ステージ `{stage}` の「{question}」に{whom_ja}答えるコンテンツがありません",
    help_en="write `answered by` and a mail, or say with `for` who asks this",
    help_ja="`answered by` とメールを書くか、だれの疑問かを `for` で書きます",
    severity="warning",
)
NOT_SENT = Rule(
    id="Q722",
    name="answer-never-sent",
    en='`{name}` answers "{question}", and no scenario sends it',
    ja="`{name}` は「{question}」への答えですが、送るシナリオがありません",
    help_en="send it in a scenario, or name another mail",
    help_ja="シナリオで送るか、別のメールにします",
    severity="warning",
)

RULES = (UNANSWERED, NOT_SENT)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Nothing is said while a file cannot be read: that may hold the answer."""
    if workspace.is_whole:
        yield from _unanswered(workspace)
        yield from _not_sent(workspace)


def _unanswered(workspace: Workspace) -> Iterator[Diagnostic]:
    """One finding a question, which names everybody it leaves without an answer."""
    empty: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells(workspace):
        if not cell.answers:
            empty.setdefault((cell.stage.key, cell.question.question), []).append(cell)
    for found in empty.values():
        cell, whom = found[0], ", ".join(f"`{cell.persona}`" for cell in found if cell.persona)
        told = (f" for {whom}", f" {whom} 向けに") if whom else ("", "")
        question = cell.question
        yield UNANSWERED.at(question.span, question=question.question, stage=cell.stage, whom=told[0], whom_ja=told[1])


def _not_sent(workspace: Workspace) -> Iterator[Diagnostic]:
    sent = senders(workspace)
    for line in workspace.each(Asks):
        for name in line.answers:
            if name.key not in sent:
                near = nearest(name, workspace.sent)
                fix = Fix(name.span, near) if near else None
                yield NOT_SENT.at(name.span, name=name, question=line.question, suggestion=near, fix=fix)
