"""What the checker says cannot happen never does: on random programs, in random lives.

The short form plays a few; `make reference` plays ten thousand. Each part prints how often each rule was put to the test.
"""

import os
from collections import Counter
from datetime import date, time
from itertools import combinations, product
from random import Random

import pytest

from engine.lab.witnesses import confirmed, settled
from engine.lab.world import World
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.program import Program
from grammar.ast import Condition, Segment
from grammar.diagnostics import Diagnostic
from grammar.logic import judged
from grammar.model import Workspace
from grammar.parse import parse
from grammar.search import Goal
from grammar.workspace import assemble, check_workspace
from tests.reference.chances import CATALOGUE, Chances, people
from tests.reference.claims import claims_of
from tests.reference.clocks import moment
from tests.reference.lives import LEADS, Life
from tests.reference.places import Places

PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "32"))
FOLLOWED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "12"))
"""Programs whose conditions are looked at two by two: there is more to see in each."""
PARTS = max(1, PLAYED // 250)
ZONE = "Asia/Tokyo"
START = moment(date(2026, 11, 2), time(9), ZONE)
EVENTS = 120
RULES = {"F201", "F202", "F203", "F204", "F205", "F206", "F207", "F208", "F209", "F217", "F231", "S401", "S407"}
"""Each of them must have been put to the test."""

ENDLESS = ("F214",)
"""A program with this may never come to rest."""


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_comes_where_the_checker_says_that_nobody_comes(part: int) -> None:
    counted: Counter[str] = Counter()
    for number in range(part, PLAYED, PARTS):
        counted += _played(number)

    print(f"\nput to the test: {', '.join(f'{rule} {counted[rule]}' for rule in sorted(counted))}")
    assert set() == RULES - counted.keys()


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_said_to_follow_follows_in_every_life(part: int) -> None:
    counted: Counter[str] = Counter()
    for number in range(part, FOLLOWED, PARTS):
        counted += _followed(number)

    print(f"\nof pairs of conditions: {dict(counted)}")
    assert counted["never"] > 10 * FOLLOWED // PARTS and counted["of one"] > 0


def test_every_witness_that_is_printed_happens_and_none_shows_the_contrary() -> None:
    """A test below a finding has been played; one that goes by the place that nobody comes to would refute the finding."""
    counted: Counter[str] = Counter()
    for number in range(PLAYED // 4):
        workspace = _read(Places(Random(f"places {number}")).program())
        findings = [one for one in check_workspace(workspace) if one.witness is not None and one.severity == "error"]
        program = compile_program(workspace.files, ProgramSettings(ZONE))
        for one in settled(workspace, findings, zone=ZONE):
            assert one.name != "not-analysed", workspace.text(one.span)
            assert one.witness is None or confirmed(program, one.witness)
            counted["shown" if one.witness is not None else "proved only"] += 1

    print(f"\nwitnesses: {dict(counted)}")
    assert counted["shown"] > 0


# ── places ──────────────────────────────────────────────────────────────────────────────


def _played(number: int) -> Counter[str]:
    """Plays one program; how many claims of each rule were put to the test."""
    text = Places(Random(f"places {number}")).program()
    workspace = _read(text)
    findings = check_workspace(workspace)
    if any(one.severity == "error" and (one.rule[0] in "NTE" or one.rule in ENDLESS) for one in findings):
        return Counter()
    claims = claims_of(workspace, findings)
    world = _world(workspace)
    seen = 0
    for _ in Life(Random(f"life {number}"), world).moments(EVENTS):
        told = [line for entry in world.journal[seen:] for line in entry.trace]
        seen = len(world.journal)
        broken = [*claims.broken_by_lines(told)]
        for lead in LEADS:
            broken += claims.broken_by(world.sight(lead)) if lead in world.leads else []
        assert [] == broken, _numbered(number, text, findings)
    return claims.counted


def _numbered(number: int, text: str, findings: list[Diagnostic]) -> str:
    lines = "\n".join(f"{place:4} {line}" for place, line in enumerate(text.splitlines(), 1))
    said = "\n".join(f"{one.span.line}: {one.rule} {one.message()}" for one in findings if one.severity != "info")
    return f"program {number}\n{lines}\n{said}"


# ── conditions ──────────────────────────────────────────────────────────────────────────


def _followed(number: int) -> Counter[str]:
    """Looks at twelve conditions, two by two, in one program's world; how many were said to exclude each other."""
    workspace = _read(_conditions(Random(f"conditions {number}")))
    asked = {str(one.name): one.condition for one in workspace.declarations if isinstance(one, Segment)}
    counted: Counter[str] = Counter()
    never = [claim for claim in _pairs(asked) if _is_never(claim, asked, workspace, counted)]
    world = _world(workspace)
    segments = world.program.segments
    for _ in Life(Random(f"life {number}"), world).moments(EVENTS):
        for lead in LEADS:
            sight = world.sight(lead)
            so = {name: segments[name].holds(sight) for name in asked}
            broken = [claim for claim in never if lead in world.leads and all(so[name] is holds for name, holds in claim)]
            assert [] == broken, "\n".join(f"{holds}: {workspace.text(asked[name].span)}" for name, holds in broken[0])
    return counted


def _conditions(dice: Random) -> str:
    chances = Chances(dice)
    lines = [CATALOGUE, *people(chances)]
    for group in range(3):
        about = chances.about()
        for each in range(4):
            name = f"g{group}{each}"
            lines.append(f"segment {name} while {chances.condition(about, 2)}")
            chances.names.append(name)
    lines += ["scenario q {", "enter on view", "reenter always", "send m-1", "wait 1 day", "send m-2", 'handoff to sales because "so"', "}"]
    return "\n".join(lines) + "\n"


Claim = tuple[tuple[str, bool], ...]


def _pairs(asked: dict[str, Condition]) -> list[Claim]:
    """Every condition, alone and beside every other one, each as said and denied."""
    alone: list[Claim] = [((name, holds),) for name in asked for holds in (True, False)]
    return alone + [((one, a), (two, b)) for one, two in combinations(asked, 2) for a, b in product((True, False), repeat=2)]


def _is_never(claim: Claim, asked: dict[str, Condition], workspace: Workspace, counted: Counter[str]) -> bool:
    verdict = judged([Goal(asked[name], holds) for name, holds in claim], workspace.symbols)
    counted["never" if verdict.is_never else "sometimes" if verdict.is_known else "unknown"] += 1
    counted["of one"] += verdict.is_never and len(claim) == 1
    return verdict.is_never


# ── both ────────────────────────────────────────────────────────────────────────────────


def _read(text: str) -> Workspace:
    result = parse(text, "case.nurture")
    assert not result.diagnostics, f"{result.diagnostics[0].message()}: {text.splitlines()[result.diagnostics[0].span.line - 1]}"
    return assemble([result])


def _world(workspace: Workspace) -> World:
    program: Program = compile_program(workspace.files, ProgramSettings(ZONE))
    return World(program, START)
