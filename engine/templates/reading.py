"""Reads a template's own syntax: which values it asks for, and whether it asks for anything a mail may not do.

An allow-list of syntax: what is not named here is refused, whatever a newer template language may bring.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jinja2 import Environment, TemplateSyntaxError, nodes

from engine.templates.facts import ROOTS, WAYS, TemplateProblem, Variable
from engine.templates.filters import FILTER_WORDS
from engine.templates.sandbox import LOOP_WORDS

MAX_LOOPS = 2
"""Loops inside each other."""

MAX_BLOCKS = 20
"""Conditions and loops inside each other."""

MAX_PLACE = 2_000
"""Characters within one `{{ … }}` or `{% … %}`."""

PARSER = Environment()
"""Only ever parses: nothing is run in it."""

_WORDS = {
    nodes.Call: "( )",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.With: "with",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Scope: "autoescape",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Neg: "-",
    nodes.Pos: "+",
    nodes.List: "[ ]",
    nodes.Tuple: "( , )",
    nodes.Dict: "{ }",
    nodes.Slice: "[ : ]",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a piece of template asks for, and what is wrong with it."""

    variables: tuple[Variable, ...] = ()
    problems: tuple[TemplateProblem, ...] = ()


@dataclass(slots=True)
class _Reader:
    variables: list[Variable] = field(default_factory=list)
    problems: list[TemplateProblem] = field(default_factory=list)
    offset: int = 0

    def blame(self, code: str, node: nodes.Node, **values: str) -> None:
        self.problems.append(TemplateProblem(code, (node.lineno or 1) + self.offset, values))


@dataclass(frozen=True, slots=True)
class _Scope:
    """names: what a loop calls its things -> their path; safe: paths known to be there; depth: of loops; blocks: of all that has an end."""

    names: dict[str, str] = field(default_factory=dict)
    safe: frozenset[str] = frozenset()
    depth: int = 0
    blocks: int = 0

    def knowing(self, paths: frozenset[str]) -> "_Scope":
        return replace(self, safe=self.safe | paths)

    def inside(self, name: str, path: str) -> "_Scope":
        return replace(self, names=self.names | {name: path}, depth=self.depth + 1)

    def deeper(self) -> "_Scope":
        return replace(self, blocks=self.blocks + 1)


def read_template(text: str, first_line: int = 1) -> Reading:
    """Read a piece of template that begins on that line of its file."""
    reader = _Reader(offset=first_line - 1)
    try:
        if _has_long_place(text):
            return Reading(problems=(TemplateProblem("too-deep", first_line),))
        tree = PARSER.parse(text)
        _read_all(reader, tree.iter_child_nodes(), _Scope())
    except TemplateSyntaxError as error:
        reader.problems.append(_syntax_problem(error, text, reader.offset))
    except RecursionError:
        reader.problems.append(TemplateProblem("too-deep", first_line))
    return Reading(tuple(reader.variables), tuple(reader.problems))


def _has_long_place(text: str) -> bool:
    """Whether one place goes on beyond the limit; what is a comment or raw only seems to, and is no shorter."""
    return any(len(part.partition("%}" if mark == "{%" else "}}")[0]) > MAX_PLACE for mark in ("{{", "{%") for part in text.split(mark)[1:])


def _syntax_problem(error: TemplateSyntaxError, text: str, offset: int) -> TemplateProblem:
    """The parser's sentence is not for marketers: ours names the kind of mistake and shows the line."""
    message, line = error.message or "", error.lineno
    if tag := re.search(r"Encountered unknown tag '([^']*)'", message):
        code = "stray-end" if tag[1].startswith(("end", "el")) else "unknown-tag"
        return TemplateProblem(code, line + offset, {"tag": tag[1]})
    if tag := re.search(r"innermost block that needs to be closed is '([^']*)'", message):
        return TemplateProblem("open-block", line + offset, {"tag": tag[1]})
    shown = text.split("\n")[line - 1].strip() if line <= text.count("\n") + 1 else ""
    return TemplateProblem("template-syntax", line + offset, {"near": shown[:60]})


def _read_all(reader: _Reader, parts: Iterator[nodes.Node] | list[nodes.Node], scope: _Scope) -> None:
    for part in parts:
        _read(reader, part, scope)


def _read(reader: _Reader, node: nodes.Node, scope: _Scope) -> None:
    match node:
        case nodes.TemplateData() | nodes.Const():
            pass
        case nodes.Output() | nodes.Concat():
            _read_all(reader, list(node.nodes), scope)
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            _read_value(reader, node, scope, guarded=False)
        case nodes.If() | nodes.For() if scope.blocks >= MAX_BLOCKS:
            reader.blame("too-deep", node)
        case nodes.If():
            _read_if(reader, node, scope.deeper())
        case nodes.CondExpr():
            _read_test(reader, node.test, scope)
            _read(reader, node.expr1, scope.knowing(_present(node.test, scope)))
            _read(reader, node.expr2 or nodes.Const("", lineno=node.lineno), scope.knowing(_absent(node.test, scope)))
        case nodes.For():
            _read_for(reader, node, scope.deeper())
        case nodes.Filter():
            _read_filter(reader, node, scope)
        case nodes.Or():
            _read_test(reader, node.left, scope)
            _read(reader, node.right, scope)
        case nodes.And() | nodes.Compare() | nodes.Not() | nodes.Test():
            _read_test(reader, node, scope)
        case _:
            _refuse(reader, node)


def _refuse(reader: _Reader, node: nodes.Node) -> None:
    if isinstance(node, nodes.Sub) and isinstance(node.left, nodes.Getattr) and isinstance(node.right, nodes.Name):
        holder = _path(node.left.node, _Scope()) or "entry"
        name = f"{node.left.attr}-{node.right.name}"
        reader.blame("hyphen-name", node, written=f"{holder}.{name}", right=f'{holder}["{name}"]')
    else:
        reader.blame("not-allowed", node, construct=_WORDS.get(type(node), type(node).__name__.lower()))


def _read_if(reader: _Reader, node: nodes.If, scope: _Scope) -> None:
    _read_test(reader, node.test, scope)
    _read_all(reader, node.body, scope.knowing(_present(node.test, scope)))
    otherwise = scope.knowing(_absent(node.test, scope))
    for branch in node.elif_:
        _read_if(reader, branch, otherwise)
        otherwise = otherwise.knowing(_absent(branch.test, scope))
    _read_all(reader, node.else_, otherwise)


def _read_for(reader: _Reader, node: nodes.For, scope: _Scope) -> None:
    if not isinstance(node.target, nodes.Name) or node.test is not None or node.recursive:
        reader.blame("odd-loop", node)
    elif scope.depth >= MAX_LOOPS:
        reader.blame("deep-loop", node, limit=str(MAX_LOOPS))
    else:
        _read(reader, node.iter, scope)
        path = _path(node.iter, scope) or "list"
        _read_all(reader, node.body, scope.inside(node.target.name, path))
        _read_all(reader, node.else_, scope)


def _read_filter(reader: _Reader, node: nodes.Filter, scope: _Scope) -> None:
    if node.name not in FILTER_WORDS:
        reader.blame("unknown-filter", node, filter=node.name, known=", ".join(FILTER_WORDS))
    if node.dyn_args is not None or node.dyn_kwargs is not None or node.node is None:
        reader.blame("not-allowed", node, construct="filter")
        return
    if node.name == "default" and isinstance(node.node, nodes.Name | nodes.Getattr | nodes.Getitem):
        _read_value(reader, node.node, scope, guarded=True)
    else:
        _read(reader, node.node, scope)
    _read_all(reader, [*node.args, *(pair.value for pair in node.kwargs)], scope)


def _read_test(reader: _Reader, node: nodes.Node, scope: _Scope) -> None:
    """A condition: a missing value makes it false and holds nothing."""
    match node:
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            _read_value(reader, node, scope, guarded=True)
        case nodes.And() | nodes.Or():
            _read_test(reader, node.left, scope)
            _read_test(reader, node.right, scope.knowing(_present(node.left, scope)))
        case nodes.Not():
            _read_test(reader, node.node, scope)
        case nodes.Compare():
            for part in [node.expr, *(operand.expr for operand in node.ops)]:
                _read_test(reader, part, scope)
        case nodes.Test():
            if node.name != "defined":
                reader.blame("unknown-test", node, test=node.name)
            _read_test(reader, node.node, scope)
        case _:
            _read(reader, node, scope)


def _read_value(reader: _Reader, node: nodes.Expr, scope: _Scope, *, guarded: bool) -> None:
    path = _path(node, scope)
    if path is None:
        # `"text".upper`, `lead[other]`: looking into what is no group of values.
        reader.blame("not-allowed", node, construct="[ ]" if isinstance(node, nodes.Getitem) else ".")
        return
    root, _, rest = path.partition(".")
    if any(part.startswith("_") for part in path.split(".")):
        reader.blame("private-name", node, name=path)
    elif root == "loop" and scope.depth:
        if rest not in LOOP_WORDS:
            reader.blame("unknown-root", node, name=path, known=", ".join(sorted(LOOP_WORDS)))
    elif root not in ROOTS:
        reader.blame("unknown-root", node, name=path, known=", ".join(ROOTS))
    elif not rest and root not in WAYS:
        reader.blame("needs-field", node, name=path)
    else:
        reader.variables.append(Variable(path, node.lineno + reader.offset, guarded or path in scope.safe))


def _path(node: nodes.Node, scope: _Scope) -> str | None:
    """`lead.業種` for a chain of names, None for anything else."""
    match node:
        case nodes.Name():
            return scope.names.get(node.name, node.name)
        case nodes.Getattr():
            holder, part = _path(node.node, scope), node.attr
        case nodes.Getitem(arg=nodes.Const(value=str() as text)):
            holder, part = _path(node.node, scope), text
        case nodes.Getitem(arg=nodes.Const(value=int())):
            return _path(node.node, scope)
        case _:
            return None
    return None if holder is None else f"{holder}.{part}"


def _present(test: nodes.Node, scope: _Scope) -> frozenset[str]:
    """The paths that are there whenever the condition is true."""
    match test:
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            path = _path(test, scope)
            return frozenset({path} if path else ())
        case nodes.And():
            return _present(test.left, scope) | _present(test.right, scope)
        case nodes.Or():
            return _present(test.left, scope) & _present(test.right, scope)
        case nodes.Compare() if all(operand.op != "notin" for operand in test.ops):
            sides = [test.expr, *(operand.expr for operand in test.ops)]
            return frozenset().union(*(_present(side, scope) for side in sides))
        case nodes.Test():
            return _present(test.node, scope)
        case nodes.Not():
            return _absent(test.node, scope)
        case _:
            return frozenset()


def _absent(test: nodes.Node, scope: _Scope) -> frozenset[str]:
    """The paths that are there whenever the condition is false: only what stands behind a `not`."""
    return _present(test.node, scope) if isinstance(test, nodes.Not) else frozenset()
