"""All builders under the names of their rules."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from grammar import build_conditions, build_declarations, build_statements, build_timelines
from grammar.build import Make, Word, framed, worded

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
    build_declarations.PAPERS,
    build_timelines.TIMELINES,
)
WORDS = (build_conditions.WORDS, build_statements.WORDS, build_declarations.WORDS, build_timelines.WORDS)


def makers() -> Iterator[tuple[str, Make]]:
    """Each rule's name with what makes a node of its place and its parts."""
    for table in TABLES:
        yield from table.items()


def takers() -> Iterator[tuple[str, Callable[[Word], Any]]]:
    """The same for rules whose words are their meaning."""
    for words in WORDS:
        yield from words.items()


@cache
def builders() -> dict[str, Callable[[list[Any]], Any]]:
    """Each rule's name with what makes a node of all that the rule consists of."""
    framing = {name: framed(make) for name, make in makers()}
    return framing | {name: worded(take) for name, take in takers()}
