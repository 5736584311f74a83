"""`nurture content`: what customers ask in each stage, and what answers them."""

from dataclasses import dataclass
from pathlib import Path

from engine.commands.checking import roots_of
from grammar.content import cells, senders
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
