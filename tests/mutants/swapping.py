"""Puts a changed module in the place of one that is loaded already, without loading anything else anew.

A function gets its changed code in place, so that whoever imported it by name runs the change too. What a module makes once as it is
loaded, a statement of SQL above all, is made anew from the whole changed text. Where neither would be the same as a fresh start, the
plan is None, and a process that has loaded nothing of ours yet takes the change.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import EnumType
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutants.quiet import Text

Path = tuple[int, ...]
"""Places among the constants of one code after another, from the module inward."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A module as it is. while_loading: first lines of its functions that ran as it was loaded; from_outside: as others were."""

    module: ModuleType
    text: str
    while_loading: frozenset[int]
    from_outside: frozenset[int]
    ours: tuple[ModuleType, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """swap: makes the change. owners: first lines, in the original, of the functions it changes; none where all may be changed."""

    swap: Callable[[], None]
    owners: frozenset[int]


def plan(loaded: Loaded, changed: str) -> Plan | None:
    """How to make the change in this process, None where only a fresh start would do."""
    file = loaded.module.__file__ or ""
    how = kind(loaded, changed)
    if how != "place":
        return made_anew(loaded, changed) if how else None
    before, after = dict(_pieces(_compiled(loaded.text, file))), dict(_pieces(_compiled(changed, file)))
    touched = _touched(before, after)
    lines = _lines(loaded, touched)
    functions = [(_alive(loaded.module, before, path), after[path]) for path in touched]
    if any(one is None or one.__code__.co_freevars != code.co_freevars for one, code in functions):
        return None

    def swap() -> None:
        for function, code in functions:
            assert function is not None
            function.__code__ = code
            _forget(function)

    return Plan(swap, lines)


def kind(loaded: Loaded, changed: str) -> str:
    """How the change could be made: in `place`, by making the module `anew`, or "" for neither."""
    file = loaded.module.__file__ or ""
    before, after = dict(_pieces(_compiled(loaded.text, file))), dict(_pieces(_compiled(changed, file)))
    if before.keys() != after.keys():
        return ""
    touched = _touched(before, after)
    lines = _lines(loaded, touched)
    if lines & loaded.from_outside or any(path and not _is_function(before[path]) for path in touched):
        return ""
    return "anew" if () in touched or lines & loaded.while_loading else "place"


def functions_of(text: str) -> list[tuple[int, int]]:
    """(first line, last line) of each function that stands in no other function, decorators included."""
    found: list[tuple[int, int]] = []

    def look(body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef):
                found.append((min([node.lineno, *(one.lineno for one in node.decorator_list)]), node.end_lineno or node.lineno))
            if isinstance(node, ast.ClassDef):
                look(node.body)

    look(ast.parse(text).body)
    return found


def _touched(before: dict[Path, CodeType], after: dict[Path, CodeType]) -> set[Path]:
    return {path for path in before if _told_apart(before[path]) != _told_apart(after[path])}


@lru_cache(maxsize=4)
def _compiled(text: str, file: str) -> CodeType:
    return compile(ast.unparse(ast.parse(text)), file, "exec", dont_inherit=True)


def _pieces(code: CodeType, path: Path = ()) -> Iterator[tuple[Path, CodeType]]:
    """The module, its classes, and the functions that stand in no other function."""
    yield path, code
    if _is_function(code):
        return
    for number, constant in enumerate(one for one in code.co_consts if isinstance(one, CodeType)):
        yield from _pieces(constant, (*path, number))


def _told_apart(code: CodeType) -> tuple[Any, ...]:
    """By what it says itself; a function's inner ones are a part of it."""
    inner = [_told_apart(one) if _is_function(code) else None for one in code.co_consts if isinstance(one, CodeType)]
    constants = [inner, *(repr(one) for one in code.co_consts if not isinstance(one, CodeType))]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return code.co_code, constants, names, code.co_exceptiontable, code.co_argcount


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & inspect.CO_OPTIMIZED)


def _lines(loaded: Loaded, touched: set[Path]) -> frozenset[int]:
    """The texts are laid out anew before they are compared, so lines are looked up by the order in which functions stand."""
    real = dict(_pieces(compile(loaded.text, "", "exec", dont_inherit=True)))
    return frozenset(real[path].co_firstlineno for path in touched if path and _is_function(real[path]))


def _alive(module: ModuleType, pieces: dict[Path, CodeType], path: Path) -> FunctionType | None:
    """The function that was made from that code."""
    place: Any = module
    for end in range(1, len(path) + 1):
        place = vars(place).get(pieces[path[:end]].co_name)
        if place is None:
            return None
    return _bare(place)


def _bare(found: Any) -> FunctionType | None:
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found if isinstance(found, FunctionType) else None


def _forget(function: Any) -> None:
    if hasattr(function, "cache_clear"):
        function.cache_clear()


def made_anew(loaded: Loaded, changed: str) -> Plan | None:
    """Runs the changed module beside the old one and takes over what it made; nobody else may hold anything that differs then."""
    module = loaded.module
    if any(isinstance(one, EnumType) and one.__module__ == module.__name__ for one in vars(module).values()):
        return None
    fresh = ModuleType(module.__name__)
    Text(module.__name__, module.__file__ or "", changed).exec_module(fresh)
    taken: dict[str, Any] = {}
    for name, made in vars(fresh).items():
        there = vars(module).get(name)
        is_own = getattr(made, "__module__", "") == module.__name__
        if name.startswith("__") or (not is_own and made is there):
            continue
        if isinstance(made, type) or (is_own and _bare(made) is not None):
            continue
        if any(vars(other).get(name) is there for other in loaded.ours if other is not module) and made != there:
            return None
        taken[name] = made

    def swap() -> None:
        for name, made in vars(fresh).items():
            if getattr(made, "__module__", "") == module.__name__:
                _take(vars(module).get(name), made)
        vars(module).update(taken)

    return Plan(swap, frozenset())


def _take(old: Any, new: Any) -> None:
    """The code and the defaults of functions, and of those of classes; the old ones stay where others hold them."""
    if isinstance(old, type) and isinstance(new, type):
        for name, made in vars(new).items():
            if (function := _bare(made)) is not None and function.__code__.co_filename == sys.modules[old.__module__].__file__:
                _take(_bare(vars(old).get(name)), function)
        return
    before, after = _bare(old), _bare(new)
    if before is not None and after is not None and before.__code__.co_freevars == after.__code__.co_freevars:
        before.__code__, before.__defaults__, before.__kwdefaults__ = after.__code__, after.__defaults__, after.__kwdefaults__
        _forget(old)
