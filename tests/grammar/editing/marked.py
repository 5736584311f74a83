"""Texts with a `▮` where the cursor stands."""

from grammar.editing.occurrences import Index, Occurrence, index_of
from grammar.model import Workspace
from grammar.parse import parse
from grammar.workspace import assemble

CURSOR = "▮"


def split(text: str) -> tuple[str, int]:
    """The text without its cursor, and where that stood."""
    return text.replace(CURSOR, ""), text.index(CURSOR)


def program(*texts: str) -> tuple[Workspace, Index]:
    """Files `0.nurture`, `1.nurture` … as one program, with its names."""
    made = assemble([parse(text.replace(CURSOR, ""), f"{number}.nurture") for number, text in enumerate(texts)])
    return made, index_of(made)


def under(*texts: str) -> tuple[Workspace, Index, Occurrence]:
    """The name at the cursor."""
    workspace, index = program(*texts)
    number = next(number for number, text in enumerate(texts) if CURSOR in text)
    found = index.at(f"{number}.nurture", texts[number].index(CURSOR))
    assert found is not None
    return workspace, index, found


def lines_of(found: list[Occurrence]) -> list[tuple[str, int]]:
    """File and line of each."""
    return [(each.name.span.file[0], each.name.span.line) for each in found]
