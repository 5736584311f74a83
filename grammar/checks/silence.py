"""Opens and clicks that were not seen: of some readers nobody looks, so that silence is no answer of theirs."""

from collections.abc import Iterable, Iterator

from grammar.ast import AllOf, And, AnyOf, AtLeastOf, Block, Condition, If, MailHappened, NoneOf, Not, Or, Suppress, Unsubscribe
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.walk import walk

SILENCE = Rule(
    id="Q741",
    name="silence-for-no",
    en="who is not observed is unsubscribed here too: an open or a click that nobody saw is not a no",
    ja="開封やクリックを記録しない読者も、ここで配信停止になります。反応が見えないことは、断りではありません",
    help_en="ask them by mail whether they want to stay, or go by what they did elsewhere: `no activity for 180 days`",
    help_ja="続けるかどうかをメールで尋ねるか、`no activity for 180 days` のように、ほかの行動も見て決めます",
    severity="info",
)

RULES = (SILENCE,)

_SEEN = frozenset(("opened", "clicked"))


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Nobody's mails end for want of opens and clicks alone. What takes less away than mails themselves can be taken back."""
    for choice in workspace.each(If):
        for block, why in _silent(choice):
            for act in walk(block):
                if isinstance(act, Unsubscribe | Suppress):
                    note = Related(why.span, "of some readers nobody sees this", "これが見えない読者がいます")
                    yield SILENCE.at(act.span, related=[note])


def _silent(choice: If) -> Iterator[tuple[Block, MailHappened]]:
    """Each block that is gone into because something was not seen, with what that is: denied for it, or asked for those before it."""
    before: MailHappened | None = None
    for branch in choice.branches:
        why = before or next(_in(branch.condition, is_denied=True), None)
        if why is not None:
            yield branch.body, why
        before = before or next(_in(branch.condition, is_denied=False), None)
    if before is not None and choice.otherwise is not None:
        yield choice.otherwise, before


def _in(condition: Condition, *, is_denied: bool) -> Iterator[MailHappened]:
    """What is asked of opens and clicks in it, and denied, or not."""
    match condition:
        case MailHappened(verb=verb) if verb in _SEEN and not is_denied:
            yield condition
        case Not(part=part):
            yield from _in(part, is_denied=not is_denied)
        case NoneOf(parts=parts):
            yield from (found for part in parts for found in _in(part, is_denied=not is_denied))
        case And(parts=parts) | Or(parts=parts) | AllOf(parts=parts) | AnyOf(parts=parts) | AtLeastOf(parts=parts):
            yield from (found for part in parts for found in _in(part, is_denied=is_denied))
        case _:
            pass
