"""Files made wrong by hand, editor or merge: only findings, each inside its file, and not many more than there are mistakes.

The short form makes a hundred of them; NURTURE_TEST_MUTATIONS says how many instead (`make mutated` makes thousands).
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from statistics import median

import pytest

from grammar.parse import parse
from tests.fuzz.mutations import MUTATIONS, Mutated, mutated, tokens_of
from tests.fuzz.sources import Source, sources

MADE = int(os.environ.get("NURTURE_TEST_MUTATIONS", "100"))
MOST = 5
MORE = 3
"""p95 may lie so far above the number of mutations; a deleted brace is at most so many errors."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file with so many mutations, and how many errors `check` finds in its workspace."""

    number: int
    source: Source
    made: Mutated
    errors: int

    @property
    def count(self) -> int:
        return len(self.made.kinds)


@cache
def cases() -> tuple[Case, ...]:
    """Each by its number alone."""
    return tuple(_case(number) for number in range(MADE))


def _case(number: int) -> Case:
    chance = Random(number)
    source = chance.choice(sources())
    made = mutated(source.text, chance, 1 + number % MOST)
    found = source.findings(made.text)
    for each in found:
        if each.span.file == source.path:
            assert 0 <= each.span.start <= each.span.end <= len(made.text), (number, each)
        assert each.message("en") and each.message("ja"), (number, each)
    return Case(number, source, made, sum(each.severity == "error" for each in found))


def _high(values: Sequence[int]) -> int:
    """95 of a hundred are at most this."""
    return sorted(values)[min(len(values) - 1, len(values) * 95 // 100)]


def test_there_are_at_most_as_many_errors_as_mutations(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(*_table(), sep="\n")

    for count in range(1, MOST + 1):
        errors = [case.errors for case in cases() if case.count == count]
        assert median(errors) <= count
        assert _high(errors) <= count + MORE
    assert median(case.errors - case.count for case in cases()) <= 0


def _table() -> Iterator[str]:
    yield f"\n{'mutations':<18}{'files':>6}{'median':>8}{'p95':>6}{'most':>6}"
    for count in range(1, MOST + 1):
        yield _row(str(count), [case.errors for case in cases() if case.count == count])
    by_kind: dict[str, list[int]] = defaultdict(list)
    for case in cases():
        for kind in case.made.kinds if case.count == 1 else ():
            by_kind[kind].append(case.errors)
    yield from (_row(kind, by_kind[kind]) for kind in MUTATIONS if by_kind[kind])


def _row(name: str, errors: Sequence[int]) -> str:
    return f"{name:<18}{len(errors):>6}{median(errors):>8}{_high(errors):>6}{max(errors):>6}"


def braces() -> list[tuple[Source, int]]:
    """Every brace of every file; in the short form one of many."""
    found = [(source, token.span.start) for source in sources() for token in tokens_of(source.text, "{}")]
    return Random(0).sample(found, min(MADE // 2, len(found)))


def test_a_deleted_brace_is_never_more_than_three_errors() -> None:
    for source, place in braces():
        text = source.text[:place] + source.text[place + 1 :]
        errors = [found for found in source.findings(text) if found.severity == "error"]
        assert 1 <= len(errors) <= MORE, (source.workspace, source.path, text.count("\n", 0, place) + 1)


def test_a_good_file_stays_good_after_a_mutation_is_taken_back() -> None:
    for source in sources()[:: max(1, 2000 // MADE)]:
        assert () == parse(source.text, source.path).diagnostics
