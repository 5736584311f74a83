"""House numbers: what is small can be read. A file that grows past them tells something about the design."""

import ast
import re
from collections.abc import Iterator
from statistics import median

from tests.house.source import Function, Module, product, proofs, size

MODULE_LINES = 400
MODULE_MEDIAN = 150
FUNCTION_LINES = 50
TEST_LINES = 80
FUNCTION_MEDIAN = 8
PARAMETERS = 5
FORBIDDEN_NAMES = {"base", "common", "helper", "helpers", "manager", "util", "utils"}
CALLED_BY_CLICK = {"cli.py", *(f"engine/show/verbs_{kind}.py" for kind in ("files", "keys", "mail", "outbox", "people"))}
"""There options and arguments are given by name."""
LAZY = {
    "cli.py",
    "engine/app.py",
    "engine/domain/phones.py",
    "engine/doors/kafka/following.py",
    "engine/doors/kafka/line.py",
    "engine/settings/workspace.py",
    "engine/show/asking.py",
    "engine/show/failures.py",
    "engine/show/verbs.py",
    "engine/show/verbs_files.py",
    "engine/show/verbs_keys.py",
    "engine/show/verbs_mail.py",
    "engine/show/verbs_outbox.py",
    "engine/show/verbs_papers.py",
    "engine/show/verbs_people.py",
    "grammar/render.py",
    "grammar/table.py",
}
"""Here imports may stand in functions, so that `--help` loads nothing, and `check` only what it needs; and for the driver of an extra."""
CALLED_BY_LIBRARIES = ("engine/templates/markdown.py", "grammar/build_")
"""Functions a library calls, which gives everything by position."""


def test_no_module_is_longer_than_a_reader_holds() -> None:
    too_long = [f"{module.name}: {module.length} lines" for module in everything() if module.length > MODULE_LINES]

    assert [] == too_long


def test_the_module_in_the_middle_is_short() -> None:
    assert median(module.length for module in product()) <= MODULE_MEDIAN


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = [
        module.at(function, name=f"{function.name}: {size(function)} lines")
        for module in everything()
        for function in module.functions()
        if size(function) > (TEST_LINES if function.name.startswith("test_") else FUNCTION_LINES)
    ]

    assert [] == too_long


def test_the_function_in_the_middle_is_short() -> None:
    assert median(size(function) for module in product() for function in module.functions()) <= FUNCTION_MEDIAN


def test_no_function_takes_more_than_five_things_by_position() -> None:
    too_many = [
        module.at(function, name=function.name)
        for module in everything()
        for function in module.functions()
        if len(positional(function)) > PARAMETERS
        and not function.name.startswith("test_")  # pytest gives by name
        and not module.name.startswith(CALLED_BY_LIBRARIES)
    ]

    assert [] == too_many


def test_no_yes_or_no_is_given_by_position() -> None:
    """`send(mail, True)` tells a reader nothing. A function of that one thing, such as its formatter, is plain."""
    bare = [
        module.at(argument, name=f"{function.name}({argument.arg})")
        for module in product()
        if module.name not in CALLED_BY_CLICK
        and not module.name.startswith(CALLED_BY_LIBRARIES)
        for function in module.functions()
        if len(positional(function)) > 1
        for argument in positional(function)
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
    ]

    assert [] == bare


def test_no_module_is_named_after_nothing() -> None:
    found = [module.name for module in everything() if FORBIDDEN_NAMES & set(re.split(r"[/._]", module.name))]

    assert [] == found


def test_imports_stand_at_the_top() -> None:
    inside = [
        module.at(node, name=function.name)
        for module in product()
        if module.name not in LAZY
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert [] == inside


def test_every_module_says_what_it_is() -> None:
    silent = [module.name for module in product() if module.text.strip() and not ast.get_docstring(module.tree)]

    assert [] == silent


def everything() -> Iterator[Module]:
    yield from product()
    yield from proofs()


def positional(function: Function) -> list[ast.arg]:
    """What may be given without its name, but for the object itself."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    return arguments[1:] if arguments and arguments[0].arg in {"self", "cls"} else arguments
