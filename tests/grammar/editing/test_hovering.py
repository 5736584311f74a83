"""What is told of a place."""

import pytest

from grammar.diagnostics import Language
from grammar.editing.hovering import told
from tests.grammar.editing.marked import program, split

CATALOGUE = 'event download "資料" {\n  asset: text\n}\n'


def said(text: str, language: Language = "en") -> str:
    workspace, index = program(text.replace("▮", "\N{BLACK VERTICAL RECTANGLE}").replace("\N{BLACK VERTICAL RECTANGLE}", ""), CATALOGUE)
    _, offset = split(text)
    found = told(workspace, index, "0.nurture", offset, language)
    return found.text if found else ""


def test_a_name_is_told_with_its_declaration_and_its_users() -> None:
    text = said("scenario a {\n  enter on down▮load\n}\nscenario b {\n  enter on download\n}\n")

    assert '**download** · event\n\n```nurture\nevent download "資料" {\n  asset: text\n}\n```\n\nused 2 times, by `a`, `b`' == text


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("wait ▮3 business hours", "**3 business hour**: time in which the calendar is open"),
        ("wait 3 business ho▮urs", "**3 business hour**: time in which the calendar is open"),
        ("wait 2 we▮eks", "**2 week**: calendar days in the zone of the lead"),
        ("wait until 2026-▮11-02", "**2026-11-02** · Monday"),
        ("se▮nd x", "**send**: Send the template of that name."),
        ("send m▮issing", "**missing** · mail"),
    ],
)
def test_words_durations_and_dates_are_explained(line: str, start: str) -> None:
    assert said(f"scenario a {{\n  enter by hand\n  {line}\n}}\n").startswith(start)


def test_it_is_said_in_japanese_too() -> None:
    assert "**send**: その名前のテンプレートを送ります。" == said("scenario a {\n  enter by hand\n  ▮send x\n}\n", "ja")


def test_of_a_text_and_of_nothing_there_is_nothing_to_say() -> None:
    assert "" == said('scenario a {\n  enter by hand\n  tag "v▮ip"\n}\n')
    assert "" == said("▮\n")
