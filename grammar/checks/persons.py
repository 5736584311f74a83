"""Who is the same person: what would make one lead of two strangers."""

from collections.abc import Iterable

from grammar.ast import Attribute, Name, OneOf, SameWhen
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Workspace

SHARED = Rule(
    id="N143",
    name="nobodys-own",
    en="`same when {keys}` would make one lead of strangers: {what} is not one person's own",
    ja="`same when {keys}` では別人が一人のリードになります。{what} は一人だけのものではありません",
    help_en="join by more, such as `same when phone and name`, or let a person decide: `review when name and company are alike`",
    help_ja="`same when phone and name` のように組み合わせるか、人が決める `review when name and company are alike` にします",
)

RULES = (SHARED,)

_OF_MANY = frozenset({"name", "company", "phone", "language", "timezone", "source", "owner"})
"""Attributes every lead has that many share: a company has one number, and two people of one name."""
_ENOUGH = frozenset({"phone", "name"})
"""What of these is one person's own when taken together."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Each rule that joins leads by itself names something that only one person has."""
    for rule in workspace.each(SameWhen):
        if all(_is_shared(workspace, name) for name in rule.keys) and not {str(name) for name in rule.keys} >= _ENOUGH:
            quoted = " and ".join(str(name) for name in rule.keys)
            yield SHARED.at(rule.span, keys=quoted, what=f"`{rule.keys[0]}`")


def _is_shared(workspace: Workspace, name: Name) -> bool:
    declared = workspace.symbols.attribute(name)
    if isinstance(declared, Attribute):
        return isinstance(declared.type, OneOf) or declared.type.kind == "yesno"
    return str(name) in _OF_MANY
