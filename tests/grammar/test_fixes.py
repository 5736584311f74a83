"""Fixes: after them nothing safe is left to mend, nothing new is wrong, and what they say is right is right."""

from collections import Counter
from pathlib import Path

import pytest

from grammar.diagnostics import Diagnostic, Rule
from grammar.fixes import fixed
from grammar.parse import parse
from grammar.rulebook import RULEBOOK
from tests.grammar.checks import pages, written
from tests.grammar.checks.test_mistakes import FILES, reports_of

ROUNDS = 10
MENDED = [rule for rule in RULEBOOK.values() if "mends it" in written.text_of(rule)]
"""Rules whose pages promise a fix."""


def mended(example: pages.Example, *, unsafe: bool) -> pages.Example:
    """The example after all its fixes, as `nurture fix` puts them in."""
    for _ in range(ROUNDS):
        found = [each for each in example.said() if each.fix and each.fix.span.file == pages.HERE]
        text, done = fixed(example.text, found, unsafe=unsafe)
        if not done:
            return example
        example = pages.Example(text, example.files)
    raise AssertionError(f"the fixes go in circles:\n{example.text}")


def errors(found: list[Diagnostic]) -> Counter[str]:
    return Counter(each.name for each in found if each.severity == "error")


@pytest.mark.parametrize("rule", RULEBOOK.values(), ids=lambda rule: rule.name)
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_after_fixing_the_mistake_of_a_page_no_fix_is_left_and_no_error_is_new(rule: Rule, unsafe: bool) -> None:
    mistake = pages.examples(written.text_of(rule)).get("Mistake")
    if mistake is None or mistake.encoding != "utf-8":
        return
    after = mended(mistake, unsafe=unsafe).said()

    assert [] == [each.name for each in after if each.fix and (each.fix.safe or unsafe) and each.fix.span.file == pages.HERE]
    assert Counter() == errors(after) - errors(mistake.said())


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.name)
def test_the_fix_of_a_rule_mends_what_it_reports(rule: Rule) -> None:
    mistake = pages.examples(written.text_of(rule))["Mistake"]
    after = mended(mistake, unsafe="--unsafe" in written.text_of(rule)).said()

    assert rule.name not in {each.name for each in after}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_after_fixing_a_mistake_people_make_no_safe_fix_is_left_and_no_error_is_new(path: Path) -> None:
    text = path.read_text("utf-8")
    before = reports_of(path, text)
    for _ in range(ROUNDS):
        found = [each for each in reports_of(path, text) if each.fix and each.fix.safe]
        text, done = fixed(text, found)
        if not done:
            break

    assert [] == [each.name for each in found]
    assert Counter() == errors(reports_of(path, text)) - errors(before)


@pytest.mark.parametrize(
    ("written_so", "meant"),
    [
        ("if tagged VIP {\n  }", 'if tagged "VIP" {\n  }'),
        ('if lead.a is "x" or "y" {\n  }', 'if lead.a in ["x", "y"] {\n  }'),
        ('if lead.a is "x" or is "y" {\n  }', 'if lead.a in ["x", "y"] {\n  }'),
        ("give +5 to s", "give +5 points to s"),
        ("wait 3日", "wait 3 days"),
        ("wait　3 days", "wait 3 days"),
        ('send "thanks"', "send thanks"),
        ("wait until monday 10:00", "wait until 10:00 on monday"),
        ("send a send b", "send a \nsend b"),
        ('if tagged "x" { send a }', 'if tagged "x" {\nsend a\n}'),
        ('if tagged "x" {\n  send a }', 'if tagged "x" {\n  send a \n}'),
        ('if tagged "x" {\n  }\n  else {\n  }', 'if tagged "x" {\n  } else {\n  }'),
    ],
)
def test_a_meaning_that_is_certain_goes_in_unasked(written_so: str, meant: str) -> None:
    frame = "scenario s {{\n  enter on e\n  {}\n}}\n"
    text = frame.format(written_so)
    for _ in range(ROUNDS):
        text, _ = fixed(text, parse(text).diagnostics)

    assert frame.format(meant) == text


@pytest.mark.parametrize(
    ("written_so", "meant"),
    [
        ("wait 1 month", "wait 30 days"),
        ("wait 1.5 days", "wait 36 hours"),
        ("wait 3", "wait 3 days"),
        ('if lead.a is not "x" or "y" {\n  }', 'if lead.a not in ["x", "y"] {\n  }'),
        ('wait for e where a is "x" and b is "y" up to 1 day', 'wait for e where (a is "x" and b is "y") up to 1 day'),
        ("give 5 points to s", "give +5 points to s"),
    ],
)
def test_a_meaning_that_is_only_probable_goes_in_when_asked(written_so: str, meant: str) -> None:
    frame = "scenario s {{\n  enter on e\n  {}\n}}\n"
    text = frame.format(written_so)

    assert text == fixed(text, parse(text).diagnostics)[0]
    assert frame.format(meant) == fixed(text, parse(text).diagnostics, unsafe=True)[0]


def test_a_comment_is_never_lost_by_a_fix() -> None:
    text = 'scenario s {\n  enter on e\n  if tagged "x" {\n    send a\n  }  # why\n  else {\n    send b\n  }\n}\n'

    assert "# why" in fixed(text, parse(text).diagnostics, unsafe=True)[0]
