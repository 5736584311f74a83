"""Findings that stay while somebody writes above or below them."""

from grammar.editing.carrying import carried, changed_part
from grammar.parse import parse

TEXT = "scenario s {\n  wait 3 dayz\n  wait 4 dayz\n  wait 5 dayz\n}\n"


def kept(after: str) -> list[str]:
    found = parse(TEXT, "a").diagnostics
    return [after[one.span.start : one.span.end] + str(after.count("\n", 0, one.span.start)) for one in carried(found, TEXT, after)]


def test_what_stands_above_and_below_an_edit_is_carried_along() -> None:
    assert ["dayz2", "dayz3", "dayz4"] == kept(TEXT.replace("scenario s {", "scenario s {\n  enter by hand"))
    assert ["dayz1", "dayz3"] == kept(TEXT.replace("4 dayz", "4 days"))


def test_a_fix_is_not_offered_for_another_text() -> None:
    assert {None} == {one.fix for one in carried(parse(TEXT, "a").diagnostics, TEXT, "\n" + TEXT)}


def test_the_part_that_changed_is_as_small_as_can_be() -> None:
    assert (3, 4, 5) == changed_part("abcXdef", "abcYYdef")
    assert (2, 2, 3) == changed_part("aa", "aaa")
    assert (1, 1, 1) == changed_part("a", "a")
