"""All builders under the names of their rules."""

from collections.abc import Callable, Iterator
from typing import Any

from grammar import build_conditions, build_declarations, build_statements, build_timelines
from grammar.build import framed, worded

TABLES = (
    build_conditions.VALUES,
    build_conditions.PATTERNS,
    build_conditions.CONDITIONS,
    build_statements.SCENARIO,
    build_statements.FLOW,
    build_statements.ACTS,
    build_declarations.CATALOGUE,
    build_declarations.SCORING,
    build_declarations.GUARDRAILS,
    build_timelines.TIMELINES,
)
WORDS = (build_conditions.WORDS, build_statements.WORDS, build_declarations.WORDS, build_timelines.WORDS)


def builders() -> Iterator[tuple[str, Callable[[list[Any]], Any]]]:
    """Each rule's name with what makes a node of it."""
    for table in TABLES:
        for name, make in table.items():
            yield name, framed(make)
    for words in WORDS:
        for name, take in words.items():
            yield name, worded(take)
