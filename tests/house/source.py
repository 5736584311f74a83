"""The project as these tests see it: every Python file, read and parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("engine", "grammar")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file. name: its path from the project's top, with slashes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Of the whole tree. Many tests walk all trees, and walking takes longer than looking."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def length(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))

    def imports(self) -> Iterator[tuple[str, int]]:
        """The dotted name of each thing imported, with its line. `from a import b` gives `a.b`."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)

    def at(self, node: ast.AST, *, name: str = "") -> str:
        """Where a reader finds the node: `engine/clock.py:12 now`."""
        return f"{self.name}:{getattr(node, 'lineno', 1)} {name}".rstrip()


@lru_cache
def product() -> tuple[Module, ...]:
    """What is shipped."""
    return tuple(_read(path) for path in [ROOT / "cli.py", *_below(*ROOMS)] if path.exists())


@lru_cache
def proofs() -> tuple[Module, ...]:
    """What is not shipped, but must be as clear."""
    return tuple(_read(path) for path in _below("benchmarks", "editors", "tests"))


def size(function: Function) -> int:
    """Lines from `def` to its last one; decorators are not counted."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain, or nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (left := dotted(node.value)):
        return f"{left}.{node.attr}"
    return ""


def _below(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts)


def _read(path: Path) -> Module:
    return Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
