"""What no line of the product does, whatever it is for."""

import ast
import re
from collections.abc import Collection, Iterator

import pytest

from tests.house.source import ROOT, Module, dotted, product, proofs

CLOCK = {
    "datetime.now", "datetime.today", "datetime.utcnow", "datetime.utcfromtimestamp", "date.today",
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip
DICE = {"os.urandom", "uuid.uuid1", "uuid.uuid4", "uuid1", "uuid4", "random.SystemRandom", "SystemRandom"}
DICE_MODULES = {"random", "secrets"}
CODE_FROM_TEXT = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"marshal", "pickle", "shelve"}
BOUNDARIES = {"engine/heartbeat.py", "engine/heartbeat/ticks.py", "engine/show/failures.py", "engine/store/writer.py"}
"""Only these catch whatever comes: the tick, where the row stays claimable and the failure is counted; the last stop
before a person would see a traceback; and the writer, which tries a failed group again one by one."""
GENERATED = {"engine/rules/filters.py"}
"""The one file that turns a tree, never a text, into functions."""
SPEAKING = ("cli.py", "engine/show/")
PURE = "engine/rules/"
FORBIDDEN_WORDS = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b"
    r"|(?<![\w.:/-])/(home|root|work|Users)/\w"
    r"|\b(issue|PR) ?#\d+",
)


def test_only_the_clock_reads_the_clock() -> None:
    assert [] == calls(CLOCK, except_in={"engine/clock.py"})


def test_only_the_clock_throws_dice() -> None:
    assert [] == calls(DICE, except_in={"engine/clock.py"}) + [
        f"{module.name}:{node.lineno} {dotted(node.func)}"
        for module in product()
        if module.name != "engine/clock.py"
        for node in module.nodes
        if isinstance(node, ast.Call) and is_loose_die(dotted(node.func))
    ]


def test_the_rules_know_neither_clock_nor_disk_nor_network() -> None:
    unfit = {"asyncio", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "time"}
    found = [
        f"{module.name}:{line} {name}"
        for module in product()
        if module.name.startswith(PURE)
        for name, line in module.imports()
        if name.split(".")[0] in unfit or name.startswith("engine.clock")
    ]

    assert [] == found


def test_no_text_becomes_code() -> None:
    assert [] == calls(CODE_FROM_TEXT, except_in=GENERATED) + imports(UNSAFE_MODULES)


def test_whatever_comes_is_caught_only_at_the_boundaries() -> None:
    found = [
        module.at(node)
        for module in product()
        if module.name not in BOUNDARIES
        for node in module.nodes
        if isinstance(node, ast.ExceptHandler) and catches_all(node)
    ]

    assert [] == found


def test_nothing_below_the_show_prints() -> None:
    found = [
        place for place in calls({"print", "sys.stdout.write", "sys.stderr.write"}) if not place.startswith(SPEAKING)
    ]

    assert [] == found


def test_no_moment_is_without_a_zone() -> None:
    """`datetime(2026, 11, 2)` has none; `strptime` and `fromtimestamp` give none unless they are told."""
    found = [
        f"{module.name}:{node.lineno}"
        for module in product()
        for node in module.nodes
        if isinstance(node, ast.Call)
        and dotted(node.func) in {"datetime", "datetime.datetime", "datetime.fromtimestamp"}
        and not any(word.arg in {"tzinfo", "tz", None} for word in node.keywords)
        and len(node.args) < (2 if dotted(node.func).endswith("fromtimestamp") else 8)
    ]

    assert [] == found


def test_no_test_sleeps_or_pretends() -> None:
    sleeping = [
        f"{module.name}:{node.lineno}"
        for module in proofs()
        for node in module.nodes
        if isinstance(node, ast.Call) and dotted(node.func) in {"time.sleep", "sleep", "asyncio.sleep"}
    ]
    pretending = [
        f"{module.name}:{line}"
        for module in proofs()
        for name, line in module.imports()
        if name.startswith("unittest.mock")
    ]

    assert [] == sleeping + pretending


@pytest.mark.parametrize(
    "pattern", ["*.py", "*.md", "*.toml", "*.nurture", "*.lark", "*.j2", "*.html", "*.json", "*.ts", "*.mjs", "*.vim", "Makefile"]
)
def test_no_file_speaks_of_what_is_not_in_the_project(pattern: str) -> None:
    """No wish lists, no numbers of a tracker, no folders of one machine."""
    found = [
        f"{path.relative_to(ROOT)}:{number} {hit[0]}"
        for path in sorted(ROOT.rglob(pattern))
        if path.is_file() and is_ours(path.relative_to(ROOT).as_posix())
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := FORBIDDEN_WORDS.search(line))
    ]

    assert [] == found


def is_ours(path: str) -> bool:
    """Without folders that begin with a dot, what others wrote, what was built, and this file, which must name what it looks for."""
    hidden = any(part.startswith(".") or part == "node_modules" for part in path.split("/"))
    return not hidden and not path.startswith(("build/", "dist/", "nurture-demo/")) and path != "tests/house/test_habits.py"


def is_loose_die(name: str) -> bool:
    """`random.shuffle` and `secrets.token_hex` are loose; a seeded `random.Random` and a comparison are not."""
    module, _, function = name.partition(".")
    return module in DICE_MODULES and function not in {"", "Random", "compare_digest"}


def catches_all(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    everything = any(kind is None or dotted(kind) in {"BaseException", "Exception"} for kind in caught)
    return everything and not reraises(handler)


def reraises(handler: ast.ExceptHandler) -> bool:
    """A handler that lets the same failure go on, or gives it to the thread that waits for it, hides nothing."""
    last = handler.body[-1]
    handed_over = any(isinstance(node, ast.Attribute) and node.attr == "set_exception" for node in ast.walk(handler))
    return handed_over or (isinstance(last, ast.Raise) and last.exc is None)


def calls(names: set[str], *, except_in: Collection[str] = ()) -> list[str]:
    return [
        f"{module.name}:{node.lineno} {dotted(node.func)}"
        for module in product()
        if module.name not in except_in
        for node in walk_calls(module)
        if dotted(node.func) in names
    ]


def imports(names: set[str]) -> list[str]:
    return [
        f"{module.name}:{line} {name}"
        for module in product()
        for name, line in module.imports()
        if name.split(".")[0] in names
    ]


def walk_calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in module.nodes if isinstance(node, ast.Call))
