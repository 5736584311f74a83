"""All mistakes in one go: names are looked at in a scenario that has a mistake elsewhere, and nothing is told twice."""

from engine.templates.facts import TemplateFacts
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

CATALOGUE = """
event download
event visit
score 関心 {
  on visit give +5 points
}
"""


def _found(text: str) -> list[str]:
    templates = {"thanks": TemplateFacts("thanks", "thanks.md")}
    found = check_workspace(assemble([parse(CATALOGUE + text, "a.nurture")], templates))
    return [f"{each.name} {dict(each.words).get('name', '')}".strip() for each in found if each.severity == "error"]


def test_a_misspelt_name_is_told_beside_a_line_that_cannot_be_read() -> None:
    text = """
scenario 甲 {
  enter on downloads
  もし lead.業種 が IT なら
  if score 興味 >= 40 {
    send thank
  }
}
"""
    assert ["unknown-event downloads", "borrowed-word", "unknown-score 興味", "missing-template thank"] == _found(text)


def test_a_line_with_a_mistake_is_told_once() -> None:
    assert ["number-and-unit", "borrowed-word"] == _found("scenario 甲 {\n  enter on download\n  wait for visits up to 3日\n  もし\n}\n")


def test_a_name_that_another_broken_declaration_may_bring_is_no_mistake() -> None:
    text = """
score 興味 {
  on visit give
}

scenario 甲 {
  enter on download
  もし
  if score 興味 >= 40 {
    send thanks
  }
}
"""
    assert ["line-ends-early", "borrowed-word"] == _found(text)


def test_what_the_lines_that_were_left_out_may_declare_is_no_mistake() -> None:
    text = """
scenario 甲 {
  enter on download
  step もし 送る {
    send thanks
  }
  go to 送る at most 2 times
}
"""
    assert ["name-with-space"] == [each.split()[0] for each in _found(text)]
