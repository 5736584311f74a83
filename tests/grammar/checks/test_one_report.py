"""One slip of the pen is one finding: names of a real workspace, misspelt one after the other."""

from functools import cache
from pathlib import Path

import pytest

from grammar.ast import Name
from grammar.folder import source_files
from grammar.model import Workspace
from grammar.parse import ParseResult, parse
from grammar.workspace import assemble, check_workspace, read

FOLDER = Path(__file__).parents[3] / "scenarios" / "a-it"
PARTS = 8


@cache
def _files() -> dict[str, ParseResult]:
    results = [read(path, FOLDER) for path in source_files(FOLDER)]
    return {result.file.path: result for result in results}


@cache
def _workspace() -> Workspace:
    return assemble(_files().values())


def _used() -> list[Name]:
    found = {use.name.span: use.name for use in _workspace().uses}
    return [found[span] for span in sorted(found)]


def _reports(name: Name) -> list[str]:
    """What is said when the name has a letter too many there."""
    results = dict(_files())
    text = results[name.span.file].file.text
    results[name.span.file] = parse(f"{text[: name.span.end]}x{text[name.span.end :]}", name.span.file)
    found = check_workspace(assemble(results.values()))
    return [f"{each.span.line} {each.message()}" for each in found if each.severity != "info"]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_misspelt_name_is_one_finding(part: int) -> None:
    """Every fourth use, spread over the parts: all of them take too long for every day."""
    chosen = _used()[part :: PARTS * 4]

    assert chosen
    assert [(name, _reports(name)) for name in chosen if len(_reports(name)) != 1] == []
