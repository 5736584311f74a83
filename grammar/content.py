"""What a stage's customers ask, and what answers it: one cell for each stage, question and persona."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grammar.ast import Asks, Name, NextOf, Persona, Scenario, Send, Series, Stage
from grammar.model import Workspace


@dataclass(frozen=True, slots=True)
class Cell:
    """persona: None is everybody, where no persona is declared. answers: the mails, of all lines of the question that are meant for it."""

    stage: Name
    question: Asks
    persona: Name | None
    answers: tuple[Name, ...]


def cells(workspace: Workspace) -> Iterator[Cell]:
    """In the order of the journey, its questions and the personas."""
    personas = [persona.name for persona in workspace.all(Persona)]
    for stage in workspace.all(Stage):
        for lines in _questions(stage).values():
            for persona in _audience(lines, personas):
                yield Cell(stage.name, lines[0], persona, tuple(_answers(lines, persona)))


def _questions(stage: Stage) -> Mapping[str, list[Asks]]:
    found: dict[str, list[Asks]] = {}
    for line in stage.asks:
        found.setdefault(line.question, []).append(line)
    return found


def _audience(lines: list[Asks], personas: list[Name]) -> list[Name | None]:
    """A question without `for` is everybody's; else it is asked by the personas its lines name."""
    if all(line.personas for line in lines):
        named = {name.key for line in lines for name in line.personas}
        return [persona for persona in personas if persona.key in named]
    return [*personas] or [None]


def _answers(lines: list[Asks], persona: Name | None) -> Iterator[Name]:
    meant = [line for line in lines if not line.personas or (persona is not None and persona.key in {one.key for one in line.personas})]
    yield from {name.key: name for line in meant for name in line.answers}.values()


def senders(workspace: Workspace) -> Mapping[str, tuple[Name, ...]]:
    """Mail -> the scenarios that send it, by itself or as the next of a series."""
    series = {one.name.key: one.mails for one in workspace.all(Series)}
    found: dict[str, dict[str, Name]] = {}
    for send, owner in workspace.owned(Send):
        if isinstance(owner, Scenario):
            mails = series.get(send.mail.series.key, ()) if isinstance(send.mail, NextOf) else (send.mail.name,)
            for mail in mails:
                found.setdefault(mail.key, {})[owner.name.key] = owner.name
    return {mail: tuple(scenarios.values()) for mail, scenarios in found.items()}
