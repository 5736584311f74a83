"""Another name for something: nowhere forgotten, nothing else taken along."""

from pathlib import Path

import pytest

from grammar.editing.occurrences import Index, Occurrence, index_of
from grammar.editing.renaming import cannot, places, read_in, refused
from grammar.model import Workspace
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace, load_workspace
from tests.grammar.editing.marked import under
from tests.house.source import ROOT

NEW = "まったく新しい名前"
EXAMPLES = sorted(path.parent for path in (ROOT / "scenarios").glob("*/nurture.toml"))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_name_of_an_example_can_be_another_and_nothing_else_changes(folder: Path) -> None:
    """One name of each sort."""
    before = load_workspace(folder)
    index = index_of(before)
    for found in {one.sort: one for one in declared(index) if cannot(one, index, before) is None}.values():
        after = renamed(before, found, index)

        assert meanings(index) == meanings(index_of(after))
        assert not after.broken


def test_an_example_with_another_name_has_the_same_findings() -> None:
    before = load_workspace(EXAMPLES[0])
    index = index_of(before)
    for sort in ("attribute", "event", "score", "stage", "team", "topic"):
        after = renamed(before, next(one for one in declared(index) if one.sort == sort), index)

        assert [one.of.id for one in check_workspace(before)] == [one.of.id for one in check_workspace(after)]


def declared(index: Index) -> list[Occurrence]:
    return [one for one in index.all if one.declares]


def meanings(index: Index) -> list[tuple[str | int, ...]]:
    """What each name stands for, in the order of the files: its sort, and how often that is meant."""
    return [(each.sort, *(len(index.of(target)) for target in each.targets)) for each in index.all]


def renamed(workspace: Workspace, found: Occurrence, index: Index) -> Workspace:
    texts = {file.path: file.text for file in workspace.files}
    for name in sorted(places(found, index), key=lambda one: one.span.start, reverse=True):
        text = texts[name.span.file]
        texts[name.span.file] = text[: name.span.start] + NEW + text[name.span.end :]
    return assemble([parse(text, path) for path, text in texts.items()])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('segment s while lead.ema▮il is "x"\n', "every lead has `email`: its name cannot be changed"),
        ("segment s while in segment ▮t\n", "`t` is declared nowhere"),
        ("scenario s {\n  enter by hand\n  webhook ▮crm\n}\n", "a webhook is named in `nurture.toml`: rename it there, and then here"),
        (
            "event a {\n  k: text\n}\nevent b {\n  k: text\n}\nscenario s {\n  enter on a or b\n  one run per ▮k\n}\n",
            "`k` means a field of each of `a`, `b`: rename it event by event",
        ),
    ],
)
def test_what_cannot_have_another_name_says_why(text: str, why: str) -> None:
    workspace, index, found = under(text)
    told = cannot(found, index, workspace)

    assert told is not None and why == told[0]
    assert not told[1].isascii()


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("b", "the name `b` is taken already"),
        ("Ｂ", "the name `Ｂ` is taken already"),
        ("phone", "the name `phone` is taken already"),
        ("wait", "`wait` is a word of the language"),
        ("3days", "`3days` is no name: a name begins with a letter and has no spaces"),
        ("", "`` is no name: a name begins with a letter and has no spaces"),
    ],
)
def test_a_name_that_cannot_be_says_why(new: str, why: str) -> None:
    _, index, found = under("attribute ▮a: text\nattribute B: text\nattribute b: text\n")
    told = refused(found, new, index)

    assert told is not None and why.replace("Ｂ", new) == told[0]


def test_the_same_name_in_another_width_is_no_other_name() -> None:
    _, index, found = under("attribute ＡＢ▮: text\n")

    assert refused(found, "AB", index) is None


def test_templates_are_searched_in_their_code_only() -> None:
    template = 'lead.業種 {{ lead.業種 }} {% if lead . 業種 and lead["業種"] %} {{ lead.業種別 }} {{ x.lead.業種 }}'

    assert ["業種"] * 3 == [template[start:end] for start, end in read_in(template, "lead", "業種")]
    assert [16, 35, 48] == [start for start, _ in read_in(template, "lead", "業種")]
