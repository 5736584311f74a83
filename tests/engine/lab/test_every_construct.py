"""Every construct of the language is executed: each class of the tree stands in a program that some test plays, where it is passed.

What is played here are tests of programs: the tour of the language, the manual's examples, the recipes and the companies. A class
without a place in any of them is named, until somebody plays it. What is not executed yet stands in one list only, the checker's.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from engine.lab.trials import Trial, play, trials_of
from engine.rules.compile import ProgramSettings, compile_program
from grammar import ast as g
from grammar.checks.not_yet import NOT_YET
from grammar.node import Node
from grammar.parse import parse
from grammar.walk import children, walk
from tests.grammar.checks import pages
from tests.grammar.tour import TOUR

HERE = Path(__file__).parent
HOUSE = Path(__file__).parents[3]
PLACES = (
    *get_args(g.Statement), *get_args(g.WaitArm), *get_args(g.HandoffArm), *get_args(g.TaskArm), *get_args(g.WebhookArm),
    *get_args(g.ChooseArm), g.IfBranch, g.Arm, g.Holdout, g.Branch, g.Goal, g.Leave, g.EnterOn, g.EnterEvery, g.EnterAt,
)  # fmt: skip
"""What the journal tells by its line, or by the lines below it."""
ELSEWHERE = {g.EmailShows: ("test_expected.py", "test_a_mail_shows_its_subject_and_text_with_the_values_of_its_lead")}
"""What asks for more than a program, such as templates: the file beside this one, and the test in it."""
Played = tuple[Sequence[g.SourceFile], Sequence[Trial]]


# ── what is played ──────────────────────────────────────────────────────────────────────


def played(files: Sequence[g.SourceFile]) -> Played:
    """The tests of some files, through the engine."""
    program = compile_program(files, ProgramSettings("Asia/Tokyo"))
    return files, [play(program, test) for test in trials_of(files)]


@cache
def tour() -> Played:
    """The tour, and tests for every scenario of it. The one it ends with shows what a test looks like; its score is not reached."""
    file = parse(TOUR, "tour.nurture").file
    shown = tuple(one for one in file.declarations if not isinstance(one, g.Test))
    tests = parse((HERE / "tour_played.nurture").read_text("utf-8"), "tour_played.nurture")
    assert not tests.diagnostics, str(tests.diagnostics[0])
    return played([g.SourceFile(file.path, file.text, shown), tests.file])


@cache
def others() -> Played:
    """What no other program that is played here has."""
    result = parse((HERE / "constructs_played.nurture").read_text("utf-8"), "constructs_played.nurture")
    assert not result.diagnostics, str(result.diagnostics[0])
    return played([result.file])


@cache
def programs() -> tuple[Played, ...]:
    """The tour, the examples of the manual, the recipes, the companies."""
    found = [tour(), others()]
    for path in sorted((pages.DOCS / "manual").glob("*.md")):
        example = pages.examples(path.read_text("utf-8")).get("Example")
        if example is not None:
            found.append(played(example.workspace().files))
    for folder in sorted([*(HOUSE / "tests" / "recipes").glob("R*"), *(HOUSE / "scenarios").glob("?-*")]):
        found.append(played([parse(path.read_text("utf-8"), path.name).file for path in sorted(folder.rglob("[!.]*.nurture"))]))
    return tuple(found)


# ── what was passed ─────────────────────────────────────────────────────────────────────


def passed(files: Sequence[g.SourceFile], trials: Sequence[Trial]) -> Iterator[type[Node]]:
    """The classes of every node that was looked at or gone through."""
    lines = {rule for trial in trials for entry in trial.timeline for rule in _rules(entry.trace, entry.effects)}
    entered = {str(one.detail["scenario"]) for trial in trials for entry in trial.timeline for one in entry.trace if one.what == "entered"}
    held = {trial.title for trial in trials if trial.passed}
    for declaration in (one for file in files for one in file.declarations):
        match declaration:
            case g.Test(title=title):
                yield from (type(node) for node in walk(declaration) if title in held)
            case g.Scenario(name=name):
                yield from _gone(declaration, lines, is_passed=str(name) in entered)
            case _:
                yield from (type(node) for node in walk(declaration) if trials)


def _rules(*told: Iterable[object]) -> Iterator[str]:
    for one in (one for part in told for one in part):
        yield str(getattr(one, "rule", ""))


def _gone(node: Node, lines: set[str], *, is_passed: bool) -> Iterator[type[Node]]:
    if isinstance(node, PLACES):
        is_passed = any(_line(one) in lines for one in walk(node) if one is node or isinstance(one, PLACES))
    if is_passed:
        yield type(node)
    for child in children(node):
        yield from _gone(child, lines, is_passed=is_passed)


def _line(node: Node) -> str:
    return f"{node.span.file}:{node.span.line}"


# ── what must be ────────────────────────────────────────────────────────────────────────


def classes() -> set[type[Node]]:
    """Every class of the tree but what stands for a declaration that cannot be read.

    Another test of this process may have loaded the language a second time: what its modules do not hold any more is not asked for.
    """
    return {one for one in _below(Node) if one is not g.Broken and getattr(sys.modules.get(one.__module__), one.__name__, None) is one}


def _below(kind: type[Node]) -> Iterator[type[Node]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def not_yet() -> set[type[Node]]:
    """What the checker says is not executed yet, and what stands nowhere but in that."""
    kinds = tuple(kind for gap in NOT_YET for kind, test in gap.kinds.items() if test is None)
    inside, outside = set[type[Node]](), set[type[Node]]()
    for declaration in (one for files, _ in programs() for file in files for one in file.declarations):
        (inside if isinstance(declaration, kinds) else outside).update(type(node) for node in walk(declaration))
    return inside - outside


def test_every_class_of_the_tree_is_executed_by_a_test() -> None:
    found = {kind for files, trials in programs() for kind in passed(files, trials)}

    assert [] == sorted(kind.__name__ for kind in classes() - found - not_yet() - set(ELSEWHERE))


def test_what_is_played_elsewhere_is_played_there() -> None:
    missing = [name for file, name in ELSEWHERE.values() if f"def {name}(" not in (HERE / file).read_text("utf-8")]

    assert [] == missing


def test_what_is_played_here_holds() -> None:
    trials = [trial for _, trials in (tour(), others()) for trial in trials]

    assert [] == [(trial.title, one.span.line, one.found, one.values) for trial in trials for one in trial.failures]


def test_every_scenario_of_the_tour_is_entered() -> None:
    files, trials = tour()
    entered = {str(one.detail["scenario"]) for trial in trials for entry in trial.timeline for one in entry.trace if one.what == "entered"}

    assert {str(one.name) for one in files[0].declarations if isinstance(one, g.Scenario)} == entered


def test_every_kind_of_node_in_the_tour_is_passed_by_its_own_tests() -> None:
    files, trials = tour()
    there = {type(node) for one in files[0].declarations for node in walk(one)}

    assert [] == sorted(kind.__name__ for kind in there - set(passed(files, trials)) - not_yet())
