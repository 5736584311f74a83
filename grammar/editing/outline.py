"""What a file consists of: its declarations with what is named inside them, and what can be folded away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from grammar.ast import (
    AccountRules,
    Arm,
    Branch,
    Changed,
    ChecklistItem,
    Declaration,
    Event,
    Field,
    Identity,
    Journey,
    Level,
    ListAttribute,
    Moved,
    Name,
    Node,
    Scenario,
    ScoreGroup,
    SourceFile,
    Split,
    Stage,
    Step,
    StepRef,
    Test,
)
from grammar.lexer import lex
from grammar.names import DECLARATIONS
from grammar.source import Span
from grammar.walk import children

_WORDS: dict[type[Node], str] = {
    **{kind: word for kind, word in DECLARATIONS.items()},
    Field: "field",
    Level: "level",
    ScoreGroup: "group",
    ChecklistItem: "item",
    Stage: "stage",
    Step: "step",
    Split: "split",
    Arm: "arm",
    Branch: "branch",
}


@dataclass(frozen=True, slots=True)
class Part:
    """word: what it is, such as `scenario` or `step`. place: the name itself, inside of span."""

    word: str
    name: str
    label: str
    span: Span
    place: Span
    parts: "tuple[Part, ...]" = ()


def outline(file: SourceFile) -> Iterator[Part]:
    """The declarations in their order; what could not be read stands among them by its name alone."""
    for each in file.declarations:
        yield _part(each)
    for broken in file.broken:
        name = broken.name if broken.name is not None else Name(broken.word, broken.span)
        yield Part(broken.word, str(name), "", broken.span, name.span)


def _part(declaration: Declaration) -> Part:
    word, name = _head(declaration)
    label = getattr(declaration, "label", None) or ""
    whole = declaration.span
    place = name.span if isinstance(name, Name) else whole._replace(end=min(whole.end, whole.start + len(word)))
    return Part(word, str(name), label, declaration.span, place, tuple(_inside(declaration)))


def _head(declaration: Declaration) -> tuple[str, str]:
    match declaration:
        case Test(title=title):
            return "test", title
        case Moved(origin=origin):
            return "moved", _spelled(origin)
        case Changed(step=step):
            return "changed", _spelled(step)
        case Journey():
            return "journey", "journey"
        case Identity():
            return "identity", "identity"
        case AccountRules():
            return "account", "account"
        case _:
            return _WORDS.get(type(declaration), "attribute"), declaration.name


def _spelled(ref: StepRef) -> str:
    return f"{ref.scenario}.{ref.step}"


def _inside(node: Node) -> Iterator[Part]:
    """What has a name below, whatever lies between."""
    if isinstance(node, Test) or (isinstance(node, ListAttribute | Event) and not node.fields):
        return
    for child in children(node):
        word, name = _WORDS.get(type(child), ""), getattr(child, "name", None)
        if word and isinstance(name, Name) and not isinstance(child, Scenario):
            yield Part(word, str(name), getattr(child, "label", None) or "", child.span, name.span, tuple(_inside(child)))
        else:
            yield from _inside(child)


# ── folding ─────────────────────────────────────────────────────────────────────────────


class Fold(NamedTuple):
    """Lines count from 0; the last one stays in sight where it closes a block."""

    first: int
    last: int
    is_comment: bool = False


def folds(text: str) -> Iterator[Fold]:
    """Blocks and lists over several lines, and comments of several lines; in a broken text too."""
    lexed = lex(text, "")
    opened: list[int] = []
    for token in lexed.tokens:
        if token.kind in ("{", "["):
            opened.append(token.span.line)
        elif token.kind in ("}", "]") and opened:
            first = opened.pop()
            if token.span.line - 1 > first:
                yield Fold(first - 1, token.span.line - 2)
    yield from _comments([comment.span.line for comment in lexed.comments if comment.own_line])


def _comments(lines: Iterable[int]) -> Iterator[Fold]:
    run: list[int] = []
    for line, following in pairwise([*lines, -1]):
        run.append(line)
        if following != line + 1:
            if len(run) > 1:
                yield Fold(run[0] - 1, run[-1] - 1, is_comment=True)
            run = []
