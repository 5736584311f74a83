"""The one way a file is laid out. Printed from the tree and the comments, and proven before it is handed out."""

from typing import assert_never

from grammar.catalogue import (
    AccountRules,
    Attribute,
    Changed,
    Event,
    Identity,
    Kpi,
    ListAttribute,
    Moved,
    Persona,
    Segment,
    Series,
    Topic,
)
from grammar.file import Declaration, SourceFile
from grammar.guardrails import Calendar, Policy, Team
from grammar.papers import Asset, Form
from grammar.parse import parse
from grammar.scenario import Scenario
from grammar.scoring import Checklist, Journey, Score
from grammar.spell_declarations import catalogue, checklist, journey, kpi, score
from grammar.spell_guardrails import calendar, policy, team
from grammar.spell_papers import papers
from grammar.spell_scenario import scenario
from grammar.spell_tests import test
from grammar.timelines import Test
from grammar.writer import Writer


class NotFormattable(ValueError):
    """The file has mistakes, or laying it out would change what it says. Nothing may be written."""


def format_file(file: SourceFile) -> str:
    """The file as it should be laid out, ending in one line break.

    Raises `NotFormattable` if declarations of the file could not be read, and if the result did not say the same,
    with the same comments, or would change once more if it were laid out again.
    """
    if file.broken:
        raise NotFormattable("the file has mistakes: run `nurture check`")
    text = printed(file)
    again = parse(text, file.path)
    if again.diagnostics or again.file.declarations != file.declarations:
        raise NotFormattable("laying the file out would change its meaning; it stays as it is. This is our mistake")
    if [comment.text for comment in again.file.comments] != [comment.text for comment in file.comments]:
        raise NotFormattable("laying the file out would lose a comment; it stays as it is. This is our mistake")
    if printed(again.file) != text:
        raise NotFormattable("laying the file out has no stable result; it stays as it is. This is our mistake")
    return text


def printed(file: SourceFile) -> str:
    """The file laid out, unproven."""
    writer = Writer(file.text, file.comments)
    for declaration in file.declarations:
        _declaration(writer, declaration)
    return writer.text()


def _declaration(writer: Writer, node: Declaration) -> None:
    match node:
        case Scenario():
            scenario(writer, node)
        case Test():
            test(writer, node)
        case Score():
            score(writer, node)
        case Checklist():
            checklist(writer, node)
        case Journey():
            journey(writer, node)
        case Calendar():
            calendar(writer, node)
        case Policy():
            policy(writer, node)
        case Team():
            team(writer, node)
        case Kpi():
            kpi(writer, node)
        case Asset() | Form():
            papers(writer, node)
        case (
            Attribute() | ListAttribute() | Event() | Topic() | Series() | Identity() | AccountRules()
            | Segment() | Persona() | Moved() | Changed()
        ):
            catalogue(writer, node)
        case _:
            assert_never(node)
