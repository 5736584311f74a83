"""Whatever the engine refuses of a program at its moment, `check` has said before; and what has no error runs.

The reasons are counted in the source, so that a new one cannot come without its rule.
"""

import ast
import os
from pathlib import Path

import pytest

from engine.lab.world import World
from engine.rules.compile import ProgramSettings, compile_program
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace
from tests.reference.programs import case_of
from tests.reference.side_by_side import event_of

ROOT = Path(__file__).parents[2]
PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "40"))

CATALOGUE = """
event download {
  kind: text optional
  n: number optional
}
attribute 業種: text optional
attribute 日: date optional
"""
SCORE = "score 関心 {{\n  on download give +20 points{0}\n{1}}}\nsegment 甲 while score 関心 >= 1\n"
RUN = "scenario 育成 {{\n  enter on download{0}\n  {1}\n}}\n"

REFUSED = {
    # what the engine refuses -> the rule that says it first
    "a filter that asks for more than fields": ("E132", "segment 甲 while did download where score 関心 > 3\n"),
    "the entry, where there is none": ("N123", "scenario 育成 {\n  enter on download where kind is entry.kind\n  wait 1 day\n}\n"),
    "a count by more than equal values": ("T112", RUN.format("", "if did download where n > entry.n {\n    send a\n  }")),
    "halving by business days": ("S411", SCORE.format("", "  halve every 2 business days\n")),
    "fading of nothing": ("S414", SCORE.format(" fading 0 points every 1 day", "")),
    "a pattern that cannot be read": ("T127", 'segment 甲 while lead.業種 matches "("\n'),
    "an unknown level": ("N124", SCORE.format("", "  level 高 at 20\n") + "segment 乙 while level 関心 is 低\n"),
    "a length beyond the calendar": ("T141", RUN.format("", "wait 999999999 days")),
    "a look back before the calendar": ("T141", "segment 甲 while lead.日 > 9999999 days ago\n"),
    "a repeat of no times": ("F210", RUN.format("", "repeat at most 0 times {\n    wait 1 day\n  }")),
    "a loop without a wait": ("F213", RUN.format("", 'repeat at most 999999 times {\n    tag "x"\n  }')),
}


@pytest.mark.parametrize(("rule", "text"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_an_error_of_check(rule: str, text: str) -> None:
    found = check_workspace(assemble([parse(CATALOGUE + text, "a.nurture")]))

    assert rule in {one.rule for one in found if one.severity == "error"}


ONLY_DATA = {
    "program-unknown": "a database that was written by another installation",
    "program-of-another-release": "a program that an older release had read otherwise",
    "subject-stuck": "a lead whose work fails again and again, whatever the reason; it is set aside",
}
"""What no file of a workspace can be to blame for."""

FROM_FILES = {"not-yet": "N9xx, and those of `REFUSED` that stop the compiler"}

NOT_YET = {
    "engine/rules/compile_acts.py": 1,
    "engine/rules/compile_conditions.py": 2,
    "engine/rules/compile_parts.py": 1,
    "engine/rules/compile_scenario.py": 2,
    "engine/rules/filters.py": 2,
}
"""Where the compiler stops: at a construct that is not executed yet (N9xx), and at those of `REFUSED`."""


def test_every_refusal_of_a_program_has_its_rule_or_is_declared_as_one_of_data() -> None:
    known = FROM_FILES.keys() | ONLY_DATA.keys()
    files = [ROOT / "engine" / "work" / name for name in ("deployments.py", "programs.py", "fold.py")]
    raised = {code for path in [*files, *(ROOT / "engine" / "rules").glob("*.py")] for code in _codes(path, "NurtureError")}

    assert known == raised


def test_the_compiler_stops_nowhere_else() -> None:
    stops = {path: len(_raised(path, "NotYet")) for path in (ROOT / "engine" / "rules").glob("*.py")}

    assert {f"engine/rules/{path.name}": count for path, count in stops.items() if count} == NOT_YET


def test_a_program_without_errors_is_compiled_and_played_to_its_end() -> None:
    """Programs of everything the language has: those that `check` finds no error in never fail."""
    played = 0
    for number in range(PLAYED):
        case = case_of(number)
        result = parse(case.text, "case.nurture")
        if any(one.severity == "error" for one in check_workspace(assemble([result]))):
            continue
        played += 1
        world = World(compile_program([result.file], ProgramSettings(case.zone)), case.start)
        for place, heard in enumerate(case.heard):
            world.put(event_of(place, heard))
        world.run_until(case.until)

        assert not [line for entry in world.journal for line in entry.trace if line.what == "runaway"], case.text
    print(f"\nwithout errors: {played} of {PLAYED}")
    assert played > PLAYED // 20


def _raised(path: Path, name: str) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == name]


def _codes(path: Path, name: str) -> set[str]:
    return {str(call.args[0].value) for call in _raised(path, name) if call.args and isinstance(call.args[0], ast.Constant)}
