"""The same name twice, in any width."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from grammar.ast import (
    Ask,
    Attribute,
    Checklist,
    ChecklistItem,
    Event,
    Form,
    Given,
    ListAttribute,
    Name,
    Node,
    OneOf,
    Priority,
    RejectReasons,
    Scenario,
    Score,
    Split,
    Test,
    Text,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.names import SYSTEM_ATTRIBUTES, levels_of, steps_of
from grammar.walk import found

DUPLICATE = Rule(
    id="N131",
    name="duplicate-name",
    en="`{name}` is there already",
    ja="`{name}` はすでにあります",
    help_en="give one of the two another name; width makes no difference (`ﾘｽﾄ` is `リスト`)",
    help_ja="どちらかの名前を変えてください。全角・半角の違いは、違いになりません（`ﾘｽﾄ` は `リスト`）",
)
SYSTEM = Rule(
    id="N132",
    name="system-attribute",
    en="every lead has `{name}` already; it needs no declaration",
    ja="`{name}` はすべてのリードに最初からあります。宣言は要りません",
    help_en="take the line away, or choose another name",
    help_ja="この行を消すか、別の名前にします",
)
TWICE = Rule(
    id="N133",
    name="said-twice",
    en="`{name}` stands in this list twice",
    ja="この並びに `{name}` が二度あります",
    help_en="take one of them away",
    help_ja="片方を消します",
    severity="warning",
)

RULES = (DUPLICATE, SYSTEM, TWICE)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """A name stands for one thing."""
    for clash in workspace.symbols.clashes:
        yield _again(clash.first.name, clash.again.name)
    attributes: list[Attribute | ListAttribute] = [*workspace.each(Attribute), *workspace.each(ListAttribute)]
    for attribute in attributes:
        if attribute.of == "lead" and attribute.name in SYSTEM_ATTRIBUTES:
            yield SYSTEM.at(attribute.name.span, name=attribute.name)
    for owner in workspace.near.declarations:
        for names in _inner_names(owner):
            yield from _repeated(names)
    yield from _lists(workspace)


def _inner_names(owner: Node) -> Iterator[list[Name]]:
    match owner:
        case Event(fields=fields) | ListAttribute(fields=fields):
            yield [field.name for field in fields]
        case Form(rules=rules):
            yield [rule.attribute for rule in rules if isinstance(rule, Ask)]
        case Score():
            yield [level.name for level in levels_of(owner)]
        case Checklist(rules=rules):
            yield [rule.name for rule in rules if isinstance(rule, ChecklistItem)]
        case Scenario():
            yield [step.name for step in steps_of(owner)]
            yield [split.name for split in found(owner, Split)]
        case Test(items=items):
            yield [item.lead for item in items if isinstance(item, Given)]
        case _:
            return


def _repeated(names: Iterable[Name]) -> Iterator[Diagnostic]:
    seen: dict[str, Name] = {}
    for name in names:
        first = seen.setdefault(name.key, name)
        if first is not name:
            yield _again(first, name)


def _again(first: Name, again: Name) -> Diagnostic:
    note = Related(first.span, f"`{first}` stands here first", f"`{first}` は先にここにあります")
    return DUPLICATE.at(again.span, name=again, related=[note])


_Place = TypeVar("_Place")


def _lists(workspace: Workspace) -> Iterator[Diagnostic]:
    for one_of in workspace.each(OneOf):
        texts = [(text.value, text.span) for text in one_of.values if isinstance(text, Text)]
        yield from (TWICE.at(span, name=text) for text, span in _said_before(texts))
    for priority in workspace.each(Priority):
        yield from (TWICE.at(name.span, name=name) for _, name in _said_before([(name.key, name) for name in priority.scenarios]))
    for reasons in workspace.each(RejectReasons):
        yield from (TWICE.at(reasons.span, name=reason) for reason, _ in _said_before([(reason, None) for reason in reasons.reasons]))


def _said_before(said: Iterable[tuple[str, _Place]]) -> Iterator[tuple[str, _Place]]:
    """What stands in a list a second time."""
    seen: set[str] = set()
    for word, place in said:
        if word in seen:
            yield word, place
        seen.add(word)



