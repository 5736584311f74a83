"""`is not` on something that may be missing: a missing value makes every comparison false, this one too."""

from collections.abc import Iterable, Iterator

from grammar.ast import AllOf, And, AnyOf, Compare, IsEmpty, IsNotEmpty, IsNotIn, NoneOf, Or, Ref
from grammar.diagnostics import Diagnostic, Fix, Rule
from grammar.model import Placed, Workspace
from grammar.shapes import shape_of
from grammar.wording import written

NEGATED = Rule(
    id="T111",
    name="negated-optional",
    en="this is false too for every lead whose `{name}` is empty",
    ja="`{name}` が空欄の人は、この条件に当てはまりません",
    help_en="if they are meant as well: `({condition} or {name} is empty)`; "
    "if not, say so: `({condition} and {name} is not empty)`",
    help_ja="空欄の人も含めるなら：`({condition} or {name} is empty)`。"
    "含めないなら、そう書きます：`({condition} and {name} is not empty)`",
    severity="warning",
)

RULES = (NEGATED,)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Whoever denies a value says what a missing one means."""
    said = set(_considered(workspace))
    negations: list[Placed[Compare | IsNotIn]] = [
        *(placed for placed in workspace.placed(Compare) if placed.node.operator == "is not"),
        *workspace.placed(IsNotIn),
    ]
    for placed in negations:
        node = placed.node
        ref = node.left if isinstance(node, Compare) else node.ref
        shape = shape_of(ref, placed, workspace.symbols)
        if shape and shape.optional and id(node) not in said:
            yield _finding(workspace, node, ref)


def _considered(workspace: Workspace) -> Iterator[int]:
    """The negations beside which somebody asks whether the value is empty."""
    joins: list[And | Or | AllOf | AnyOf | NoneOf] = [*workspace.each(And), *workspace.each(Or), *workspace.each(AllOf)]
    joins += [*workspace.each(AnyOf), *workspace.each(NoneOf)]
    for join in joins:
        asked = [part.ref for part in join.parts if isinstance(part, IsEmpty | IsNotEmpty)]
        for part in join.parts:
            if isinstance(part, Compare | IsNotIn):
                ref = part.left if isinstance(part, Compare) else part.ref
                if ref in asked:
                    yield id(part)


def _finding(workspace: Workspace, node: Compare | IsNotIn, ref: Ref) -> Diagnostic:
    condition, name = workspace.text(node.span), written(ref)
    fix = Fix(node.span, f"({condition} or {name} is empty)")
    return NEGATED.at(node.span, name=name, condition=condition, fix=fix)
