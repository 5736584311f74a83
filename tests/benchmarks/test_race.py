"""The benchmarks must be true before they are fast: all contenders do the same work, and the sums are right."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import pytest
import rule_engine

from benchmarks import race, rules
from benchmarks.__main__ import ROWS
from benchmarks.race import Contender, Row
from benchmarks.rules_by_hand import POINTS
from benchmarks.rules_by_peer import RULES
from benchmarks.table import as_data, as_text
from engine.domain.events import Event
from engine.domain.subjects import Facts
from engine.rules import facts
from engine.rules.program import Program


def test_everybody_gives_the_same_points() -> None:
    compiled = {kind: [(rule_engine.Rule(text), points) for text, points in those] for kind, those in RULES.items()}
    events = rules.happenings(200)
    by_peer = [sum(points for rule, points in compiled[kind] if rule.matches(fields)) for kind, fields in events]
    by_hand = [POINTS[kind][1](POINTS[kind][0](**fields)) for kind, fields in events]
    ours = rules.program()
    by_rules = [points_of(ours, kind, fields) for kind, fields in events]

    assert by_peer == by_hand
    assert by_rules == by_hand
    assert len(set(by_hand)) > 20


def test_everybody_starts_in_every_place() -> None:
    order: list[str] = []
    row = Row("row", "a row", "one lap", 2.0, lambda: nullcontext([runner("a", order), runner("b", order)]))
    race.run(row, rounds=2)

    assert [*"ab", *"ab", *"ba"] == order


def test_the_limit_is_once_itself() -> None:
    row = Row("row", "a row", "one lap", 2.0, lambda: nullcontext([runner("a", []), runner("b", [], operations=1_000)]))
    results = race.run(row, rounds=3)
    table = as_text(row, results)

    assert [1.0] == [result.ratio for result in results if result.role == "limit"]
    assert ["a", "b"] == [result["name"] for result in as_data(row, results)["results"]]
    assert "1.00x" in table and "a row" in table


@pytest.mark.parametrize("row", ["rules", "step-100", "help"])
def test_a_row_runs_from_end_to_end(row: str) -> None:
    results = next(race.run(one, rounds=1) for one in ROWS if one.name == row)

    assert {"limit", "peer"} <= {result.role for result in results}


def points_of(program: Program, kind: str, fields: Mapping[str, Any]) -> int:
    kept = Facts()
    event = Event(source="web", id="1", type=kind, subject="lead", at=rules.START, received=rules.START, props=dict(fields))
    facts.fold(program, kept, event)
    return round(sum(score.points for score in kept.scores.values()) / 100)


def runner(name: str, order: list[str], *, operations: int = 1) -> Contender:
    def lap() -> int:
        order.append(name)
        return operations

    return Contender(name, "limit" if name == "a" else "ours", lap)
