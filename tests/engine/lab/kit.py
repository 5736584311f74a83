"""How these tests tell a story and hear what became of it."""

from engine.lab.trials import Trial
from engine.testing import run_tests


def played(top: str, *lines: str, given: str = "given lead 山田", scenario: str = "", templates: dict[str, str] | None = None) -> Trial:
    """The story of 山田, told in these lines over a Monday's program. given: the line that says who 山田 is."""
    story = "\n  ".join(["start at 2026-11-09 09:00", given, *lines])
    only = f" for {scenario}" if scenario else ""
    (trial,) = run_tests(f'{top}test "話"{only} {{\n  {story}\n}}\n', templates=templates)
    return trial


def found(trial: Trial) -> list[str]:
    """What there was instead of what was expected, as codes."""
    return [failure.found for failure in trial.failures]
