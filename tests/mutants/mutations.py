"""Small mistakes, made in a module on purpose: one at a time, each a line of code that differs."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.FloorDiv,
}  # fmt: skip
DROPPED_FROM = {"and_", "or_", "where", "order_by", "values", "select", "union"}
"""Calls that stay calls when one of their arguments is gone: the conditions of a statement."""

LONGEST = 160
"""Of a change as it is shown, in characters."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed module. code: the line as it was. twin: which it is of several changes on one line that read alike, from 1."""

    file: str
    line: int
    before: str
    after: str
    source: str
    code: str = ""
    twin: int = 1

    @property
    def name(self) -> str:
        """`file:line before -> after`, what it is told apart by."""
        return f"{self.file}:{self.line} {self.change}{f' #{self.twin}' if self.twin > 1 else ''}"

    @property
    def change(self) -> str:
        return f"{self.before} -> {self.after}"

    @property
    def key(self) -> str:
        """Without its number, which moves; with the whole line, as the same change means something else elsewhere."""
        return f"{self.file} | {self.code} | {self.change}"


def mutants(file: str, text: str) -> list[Mutant]:
    """All there are, in the order of the file; what would read the same is left out."""
    tree = ast.parse(text)
    silent, lines = _silent(tree), text.splitlines()
    found: list[Mutant] = []
    places = [node for node in ast.walk(tree) if id(node) not in silent]
    for node in places:
        for changed in _changed(node):
            made = _with(tree, node, changed)
            before, after = _shown(node), _shown(changed)
            if before != after:
                line = getattr(node, "lineno", 0)
                found.append(Mutant(file, line, *_shortened(before, after), ast.unparse(made), lines[line - 1].strip()))
    seen: Counter[str] = Counter()
    for number, one in enumerate(sorted(found, key=lambda one: (one.line, one.change))):
        seen[one.name] += 1
        found[number] = replace(one, twin=seen[one.name])
    return found


def _silent(tree: ast.Module) -> set[int]:
    """What says nothing to a machine: docstrings, imports, annotations, and the texts of errors."""
    found: set[int] = set()
    for node in ast.walk(tree):
        gone: list[ast.AST] = []
        if isinstance(node, ast.Import | ast.ImportFrom):
            gone = [node]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            gone = [node]
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            gone = [node.annotation]
        if isinstance(node, ast.FunctionDef):
            gone = [one for one in (node.returns, *node.decorator_list) if one is not None]
        if isinstance(node, ast.ClassDef):
            gone = [*node.decorator_list, *node.bases]
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id in ("T", "MessageRow", "Key") for one in node.targets):
            gone = [node]
        found |= {id(inner) for one in gone for inner in ast.walk(one)}
    return found


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield _replaced(node, op=SWAPS[type(node.op)]())
            for number in range(len(node.values)):
                rest = node.values[:number] + node.values[number + 1 :]
                yield rest[0] if len(rest) == 1 else _replaced(node, values=rest)
        case ast.BinOp() if type(node.op) in SWAPS:
            yield _replaced(node, op=SWAPS[type(node.op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as number):
            yield ast.Constant(number + 1)
        case ast.Constant(value=str() as text) if text:
            yield ast.Constant(f"{text}X")
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield()):
            yield ast.Pass()
        case ast.Call():
            yield from _called(node)


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for number, op in enumerate(node.ops):
        yield _replaced(node, ops=[*node.ops[:number], SWAPS[type(op)](), *node.ops[number + 1 :]])


def _called(node: ast.Call) -> Iterator[ast.AST]:
    """A condition fewer; `not_(x)` is x, `exists(x)` is not."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    if name in DROPPED_FROM and len(node.args) > 1:
        for number in range(len(node.args)):
            yield _replaced(node, args=node.args[:number] + node.args[number + 1 :])
    if name == "not_":
        yield node.args[0]
    if name in ("and_", "or_"):
        yield _replaced(node, func=ast.Name("or_" if name == "and_" else "and_", ast.Load()))
    if name in ("max", "min"):
        other = "min" if name == "max" else "max"
        yield _replaced(node, func=_replaced(node.func, **{"attr" if isinstance(node.func, ast.Attribute) else "id": other}))


def _replaced(node: ast.AST, **fields: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _with(tree: ast.Module, old: ast.AST, new: ast.AST) -> ast.Module:
    """The same module with one node in another's place; all others are shared."""
    return ast.fix_missing_locations(_rebuilt(tree, old, new))


def _rebuilt(node: ast.AST, old: ast.AST, new: ast.AST) -> ast.Module:
    def again(one: object) -> object:
        if one is old:
            return new
        if isinstance(one, list):
            return [again(each) for each in one]
        if isinstance(one, ast.AST):
            made = copy.copy(one)
            for name, value in ast.iter_fields(one):
                setattr(made, name, again(value))
            return made
        return one

    made = again(node)
    assert isinstance(made, ast.Module)
    return made


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Of long ones what is about the place where they begin to differ."""
    if len(before) <= LONGEST:
        return before, after[:LONGEST]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    begin = max(0, alike - LONGEST // 2)
    dots = "…" if begin else ""
    return dots + before[begin : begin + LONGEST], dots + after[begin : begin + LONGEST]
