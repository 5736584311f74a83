"""Forty mistakes people really make: one report each, at the right place, in both languages."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from engine.templates.folder import Templates
from engine.templates.sentences import SENTENCES
from grammar.diagnostics import Diagnostic, Language
from grammar.facts import SenderFacts
from grammar.parse import ParseResult, parse
from grammar.workspace import assemble, check_workspace, read

CORPUS = Path(__file__).parents[2] / "mistakes"
FILES = sorted(CORPUS.glob("[0-9]*.nurture"))
SENDER = SenderFacts("架空クラウド", "info@kaku-cloud.example", "〒100-0000 東京都架空区架空町1-2-3")


def reports_of(path: Path, text: str) -> list[Diagnostic]:
    """What is said of another text in the place of the file."""
    return _told(parse(text, path.relative_to(CORPUS).as_posix()))


def _reports(path: Path) -> list[Diagnostic]:
    """What is said of the file alone; hints are shown only on demand."""
    return _told(read(path, CORPUS))


def _told(result: ParseResult) -> list[Diagnostic]:
    folder = Templates(CORPUS / "templates", "ja")
    facts = {name: folder.facts(name) for name in folder.names}
    workspace = assemble([result], facts, sender=SENDER, sentences=SENTENCES)
    return [found for found in check_workspace(workspace) if found.severity != "info"]


def _expected(path: Path) -> str:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# expect: ")


def _said(found: Diagnostic, language: Language) -> str:
    return f"{found.message(language)} [{found.help(language)}]"


def test_there_are_forty_mistakes() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mistake_gets_one_report_at_its_place(path: Path) -> None:
    said = [f"{found.name} at {found.span.line}:{found.span.column}" for found in _reports(path)]

    assert said == [_expected(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mistake_is_told_in_both_languages(path: Path, snapshot: SnapshotAssertion) -> None:
    (found,) = _reports(path)

    assert snapshot == f"{found.rule} {found.severity}\n{_said(found, 'en')}\n{_said(found, 'ja')}"
