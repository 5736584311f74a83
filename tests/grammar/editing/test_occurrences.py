"""Who says a name: found by what it means, not by how it is spelled."""

from collections.abc import Iterator

import pytest

from grammar.editing.occurrences import occurrences_in
from grammar.node import Node, parts_of
from grammar.parse import parse
from grammar.source import Name
from grammar.walk import walk
from tests.grammar.editing.marked import lines_of, under
from tests.grammar.samples import SAMPLES, Sample, framed, full

CATALOGUE = """\
event download {
  kind: text
}
event booking {
  kind: text
}
attribute kind: text
"""


def test_a_name_is_found_in_all_files_and_in_any_width() -> None:
    _, index, found = under("event ＡＢ▮\n", "scenario s {\n  enter on AB\n}\n")

    assert [("0", 1), ("1", 2)] == lines_of(index.of(found.targets[0]))


def test_a_field_is_that_of_its_event_only() -> None:
    waiting = "wait for booking where kind is entry.kind up to 1 day"
    scenario = f'scenario s {{\n  enter on download where ki▮nd is "a"\n  {waiting}\n  set lead.kind to "x"\n}}\n'
    _, index, found = under(CATALOGUE, scenario)

    assert [("0", 2), ("1", 2), ("1", 3)] == lines_of(index.of(found.targets[0]))


def test_a_field_of_several_entering_events_stands_for_each() -> None:
    _, _, found = under(CATALOGUE, "scenario s {\n  enter on download or booking\n  one run per ki▮nd\n}\n")

    assert ["event download", "event booking"] == [target.owner for target in found.targets]


def test_levels_of_two_scores_are_two_things() -> None:
    scores = "score a {\n  level hot at 5\n}\nscore b {\n  level hot at 9\n}\n"
    _, index, found = under(scores, "scenario s {\n  enter when level a is hot or level b is ho▮t\n}\n")

    assert [("0", 5), ("1", 2)] == lines_of(index.of(found.targets[0]))


def test_steps_are_known_to_notes_for_leads_in_flight_and_to_tests() -> None:
    scenario = "scenario s {\n  enter by hand\n  step on▮e {\n    wait 1 day\n  }\n}\n"
    others = 'moved s.old to s.one\nchanged s.one keep timer\ntest "t" for s {\n  given lead x\n  expect s waiting in step one for x\n}\n'
    _, index, found = under(scenario, others)

    assert [("0", 3), ("1", 1), ("1", 2), ("1", 5)] == lines_of(index.of(found.targets[0]))


def test_a_lead_is_known_in_its_test_only() -> None:
    test = 'test "{}" {{\n  given lead 山田\n  at day 0 {} unsubscribes\n  expect no task for 山田\n}}\n'
    _, index, found = under(test.format("a", "山▮田") + test.format("b", "山田"))

    assert [("0", 2), ("0", 3), ("0", 4)] == lines_of(index.of(found.targets[0]))


def test_who_plays_is_told_by_what_is_played() -> None:
    test = 'test "t" {\n  at day 0 desk accepts\n  at day 0 mail▮ fails\n}\n'
    _, _, found = under(test)

    assert "mail" == found.sort


def test_the_step_leads_come_from_is_no_step_of_today() -> None:
    _, index, found = under("scenario s {\n  enter by hand\n}\nmoved s.old to s▮.new\n")

    assert [("0", 1), ("0", 4)] == lines_of(index.of(found.targets[0]))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.text[:40])
def test_every_name_of_the_language_stands_for_something(sample: Sample) -> None:
    """Apart from a bare field of an email, fields where no event enters, and the step leads come from."""
    file = parse(framed(Sample(full(sample.text), sample.frame)), "a.nurture").file
    known = {id(each.name) for declaration in file.declarations for each in occurrences_in(declaration)}
    nodes = (node for declaration in file.declarations for node in walk(declaration))
    unknown = {(type(node).__name__, part) for node in nodes for part, name in said(node) if id(name) not in known}

    nowhere = {("FieldRef", "name"), ("EntryRef", "name"), ("OneRunPer", "field"), ("StepRef", "scenario"), ("StepRef", "step")}
    assert set() == unknown - nowhere


def said(node: Node) -> Iterator[tuple[str, Name]]:
    for part in parts_of(type(node)):
        value = getattr(node, part)
        yield from ((part, each) for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Name))
