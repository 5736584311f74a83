"""A program read by two who are told little of each other's half: what they find is what one finds who reads all, word for word.

Short, every page of a rule is dealt once as it stands; NURTURE_TEST_HALVES=N disturbs each of them and every workspace N times more.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random

import pytest

from benchmarks.checking import scenario, write
from engine.app import making_at, place_at, verdict_of, workspace_at
from engine.templates.sentences import SENTENCES
from grammar import ast as g
from grammar import halves
from grammar.file import SourceFile
from grammar.folder import source_names
from grammar.model import NotTold, Workspace
from grammar.pair import in_halves
from grammar.parse import ParseResult, parse
from grammar.telling import class_of, node_from_plain, node_to_plain
from grammar.walk import found, walk
from grammar.workspace import read_in, verdict
from tests.grammar.checks import pages
from tests.grammar.dealing import Pack, in_one, in_two, packed, plain

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (*ROOT.glob("scenarios/*/nurture.toml"), *ROOT.glob("tests/recipes/*/nurture.toml")))
PAGES = sorted(ROOT.glob("docs/rules/*.md"))
AGAIN = int(os.environ.get("NURTURE_TEST_HALVES", "0"))
LEAST_TOLD = 0.95
"""So many of the programs are checked in halves to the end; the rest are given up, and one process checks them."""


@pytest.fixture(autouse=True)
def nobody_meets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails that come to one lead together are looked for in the whole program, so that nothing could be compared."""
    monkeypatch.setattr("grammar.checks.pressing.MOST_SCENARIOS", 0)
    for place in ("across.alone", "templates.sent_to"):
        monkeypatch.setattr(f"grammar.checks.{place}", lambda *_: None)


def programs() -> Iterator[tuple[str, Workspace]]:
    """Every workspace of the project, and every example of the pages of the rules, right and wrong."""
    for folder in FOLDERS:
        yield folder.name, workspace_at(place_at(folder), SENTENCES)
    for page in PAGES:
        for title, example in pages.examples(page.read_text("utf-8")).items():
            yield f"{page.name}#{title}", _of_kept(example.workspace())


def _of_kept(workspace: Workspace) -> Workspace:
    """The surroundings of an example have the text of declarations, too, that it has in its own way."""
    return replace(workspace, files=tuple(map(_shortened, workspace.files)))


def _shortened(file: SourceFile) -> SourceFile:
    if file.path != "workspace.nurture":
        return file
    return replace(file, text="".join(file.text[one.span.start : one.span.end] + "\n" for one in file.declarations))


def _compared(name: str, pack: Pack, cut: int) -> str:
    told = in_two(pack, cut)
    if told is None:
        return ""
    assert plain(in_one(pack)) == plain(told), (name, cut)
    return name


def test_two_who_read_a_half_each_find_what_one_finds() -> None:
    told = [
        _compared(f"{name} {seed}", pack, Random(f"{name}{seed}").randrange(1, len(pack.names)))
        for name, workspace in programs()
        for seed in range(AGAIN + 1)
        for pack in [packed(workspace, seed)]
        if len(pack.names) > 1
    ]

    print(f"promise: counted {len(told)} programs dealt between two, {told.count('')} given up, 0 told otherwise")
    assert len(told) - told.count("") > LEAST_TOLD * len(told)


@pytest.mark.parametrize("name", sorted(kind.__name__ for kind in halves.TOLD - {g.Scenario, g.Test}))
def test_a_class_that_is_not_told_is_never_missed_in_silence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for it is told so; only `steps_of` and `Symbols` look for theirs in the declarations themselves."""
    kind = class_of(name)
    monkeypatch.setattr(halves, "TOLD", halves.TOLD - {kind})
    looked_for = {g.Step, g.Split, g.OneAtATime}
    told = [(in_two(pack, len(pack.names) // 2), whole) for pack, whole in _some()]

    assert all(one is None or kind in looked_for or plain(one) == whole for one, whole in told)


@cache
def _some() -> list[tuple[Pack, str]]:
    """A few programs, and what one process says of them."""
    packs = [packed(workspace_at(place_at(folder), SENTENCES)) for folder in FOLDERS[3:8]]
    return [(pack, plain(in_one(pack))) for pack in packs]


def test_a_check_that_asks_for_more_than_was_told_is_given_up() -> None:
    texts = {f"{number}.nurture": scenario(number) for number in range(2)}
    first, second = (halves.Half([*texts], {name: parse(text, name)}) for name, text in texts.items())
    told = json.loads(json.dumps(second.message(second.near)))
    workspace = first.workspace(first.near, told, lambda name: parse(texts[name], name), _made)

    assert len(workspace.all(g.Send)) == 10
    assert len(workspace.each(g.Send)) == len(workspace.placed(g.Send)) == 5
    assert len(workspace.each(g.Wait)) == 4
    with pytest.raises(NotTold):
        workspace.all(g.Wait)
    with pytest.raises(NotTold):
        _ = workspace.whole


def _made(results: Sequence[ParseResult]) -> Workspace:
    return Workspace(files=tuple(one.file for one in results))


def test_what_is_told_is_what_was_read() -> None:
    file = parse((ROOT / "docs" / "tour.nurture").read_text("utf-8"), "tour.nurture").file
    cut = (g.Block, g.Scenario, g.Test)
    nodes = [node for one in file.declarations for node in walk(one) if not found(node, *cut)]
    again = [node_from_plain(json.loads(json.dumps(node_to_plain(node))), "tour.nurture") for node in nodes]

    assert len(nodes) > 500
    assert nodes == again
    assert [node.span for node in nodes] == [node.span for node in again]


# ── two processes ───────────────────────────────────────────────────────────────────────

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no twins")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A large workspace with a finding in each half, in a mail and across both."""
    monkeypatch.setattr("grammar.side_by_side.LEAST_FILES", 2)
    monkeypatch.setattr("grammar.side_by_side.can_be", lambda: True)
    write(tmp_path, files=60)
    (tmp_path / "00" / "a.nurture").write_text('scenario 甲 "x" {\n  enter on download\n  send mail-1\n  tag "上得意"\n}\n', "utf-8")
    (tmp_path / "zz.nurture").write_text('scenario 乙 "x" {\n  enter on download\n  send nobody\n  untag "上得意客"\n}\n', "utf-8")
    (tmp_path / "templates" / "mail-1.md").write_text("---\nsubject: x\n---\n{{ lead.nothing }} {{ unsubscribe_url }}\n", "utf-8")
    return tmp_path


@forks
@pytest.mark.parametrize("cut", [1, 20, 60])
def test_two_processes_say_what_one_says(folder: Path, cut: int) -> None:
    place, names = place_at(folder), source_names(folder)
    make, read = making_at(place, SENTENCES), partial(read_in, folder)
    told = in_halves(names, read, make, cut=cut)

    assert told is not None
    assert {"missing-template", "misspelt-tag", "unknown-template-variable"} <= {one.name for one in told.findings}
    assert plain(told) == plain(verdict(make(list(map(read, names))))) == plain(verdict_of(place))


@forks
@pytest.mark.parametrize("lost", ["00/a.nurture", "zz.nurture"])
def test_a_half_that_fails_is_done_by_one_process(folder: Path, lost: str) -> None:
    here = os.getpid()

    def read(name: str) -> ParseResult:
        if name == lost and os.getpid() != here:
            raise MemoryError
        return parse((folder / name).read_text("utf-8"), name)

    names = ["00/a.nurture", "zz.nurture"]
    told = in_halves(names, read, _made, cut=1)

    assert (told is None) is (lost == "zz.nurture")


@forks
def test_two_scenarios_of_one_name_take_the_whole_program() -> None:
    """It matters which of them is the last."""
    assert in_halves(["a", "b"], lambda name: parse(scenario(1), name), _made, cut=1) is None
