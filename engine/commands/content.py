"""`nurture content`: what customers ask in each stage, and what answers them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.commands.checking import roots_of
from engine.domain.papers import Asset, Form
from engine.rules.compile_papers import assets_of, forms_of
from grammar.content import cells, senders
from grammar.source import key
from grammar.workspace import load_workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """scenarios: those that send it."""

    mail: str
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """persona: "" for everybody, where no persona is declared."""

    stage: str
    question: str
    persona: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """An asset, for the stage and the personas it is made for ("" and () where its writer said nothing). forms: those that offer it."""

    name: str
    label: str
    stage: str
    theme: str
    personas: tuple[str, ...]
    forms: tuple[str, ...]


def papers(folder: Path) -> tuple[Paper, ...]:
    """The assets of every workspace there, by stage in the order of the journey. Raises NurtureError where there is none."""
    found: list[Paper] = []
    for root in roots_of(folder):
        workspace = load_workspace(root)
        stages = [stage.name.key for stage in workspace.symbols.stages]
        forms = forms_of(workspace.declarations).values()
        own = [_paper(one, forms) for one in assets_of(workspace.declarations).values()]
        found += sorted(own, key=lambda one: stages.index(key(one.stage)) if key(one.stage) in stages else len(stages))
    return tuple(found)


def _paper(one: Asset, forms: Iterable[Form]) -> Paper:
    giving = tuple(form.name for form in forms if any(offer.asset == one.name for offer in form.offers))
    return Paper(one.name, one.label, one.stage, one.theme, one.personas, giving)


def content(folder: Path) -> tuple[Cell, ...]:
    """The cells of every workspace at, above or below the folder. Raises NurtureError where there is none."""
    found: list[Cell] = []
    for root in roots_of(folder):
        workspace = load_workspace(root)
        sent = senders(workspace)
        for cell in cells(workspace):
            answers = tuple(Answer(str(name), tuple(str(one) for one in sent.get(name.key, ()))) for name in cell.answers)
            found.append(Cell(str(cell.stage), cell.question.question, str(cell.persona or ""), answers))
    return tuple(found)
