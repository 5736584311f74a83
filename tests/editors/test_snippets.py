"""Each snippet, with what it puts in by itself, is a program without mistakes, laid out as `fmt` would."""

import json
import re

import pytest

from grammar.formatter import format_file
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace
from tests.editors.kit import EXTENSION

SNIPPETS = json.loads((EXTENSION / "snippets" / "nurture.json").read_text("utf-8"))
WORLD = """\
attribute 役職: text optional
attribute 企業規模: one of ["大企業", "中小企業"] optional
event download
event meeting-booked
score 関心 {
  on download give +20 points
}
team 営業 {
  notify "mailto:sales@example.jp"
}
scenario お礼 {
  enter on download
  send wp-thanks
  send wp-reminder
  handoff to 営業
}
"""
RULES = ("goal", "leave")
"""These stand among the rules of a scenario."""


def expanded(body: list[str]) -> str:
    """What stands there when nothing is typed: each default, and of choices the first."""
    text = "\n".join(body)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text)


def placed(text: str) -> str:
    """As a file: a declaration stands alone, what stands in a scenario gets one."""
    head = text.split()[0]
    if head not in RULES and parse(text + "\n").file.declarations:
        return text + "\n"
    inside = "".join(f"  {line}\n" for line in text.split("\n"))
    first = "" if head in RULES else "  send wp-thanks\n"
    return f"scenario その場 {{\n  enter on download\n{first}{inside}}}\n"


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_a_program_without_mistakes(name: str) -> None:
    text = placed(expanded(SNIPPETS[name]["body"]))
    result = parse(text, "snippet.nurture")
    found = check_workspace(assemble([parse(WORLD, "world.nurture"), result]))
    ours = (each for each in found if each.span.file == "snippet.nurture" and each.severity == "error")

    assert [] == [f"{each.rule} {each.message()}\n{text}" for each in ours]
    assert text == format_file(result.file)


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_described_in_both_languages_and_begins_with_its_word(name: str) -> None:
    snippet = SNIPPETS[name]

    assert re.fullmatch(r"[A-Z][^·]+ · .*[^\x00-\x7F].*", snippet["description"])
    assert snippet["body"][0].startswith(snippet["prefix"].split()[0])
