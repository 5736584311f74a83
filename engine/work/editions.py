"""Which older texts of scenarios a new program must still hold: those by which runs in flight shall finish.

What the new files say counts: `versions pin` in them, or a scenario they do not have any more and that was pinned, keeps its runs on the
text they have gone by so far. A text that says the same as today's needs no keeping.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.rules.editions import version_of
from engine.store import subjects
from engine.store.hot import Tx
from engine.store.programs import Edition, Source, Stored
from engine.work.deployments import scenarios_in, text_of
from grammar.ast import Scenario, SourceFile, Versions

SHORT = 8
"""Signs of a hash by which a version is called in the places of its rules."""

PAGE = 500
"""Leads read together."""

Text = tuple[Scenario, Source]
Standing = Counter[tuple[str, str]]
"""(scenario, version) -> runs under way."""


@dataclass(frozen=True, slots=True)
class Staying:
    """An older text that is still needed. runs: who stands in it now; none, if somebody might still enter until the switch."""

    edition: Edition
    runs: int


def staying(tx: Tx, before: Stored | None, files: Sequence[SourceFile]) -> list[Staying]:
    """The older texts that the program of these files must hold if it follows on `before`."""
    if before is None:
        return []
    today = {str(one.name): one for file in files for one in file.declarations if isinstance(one, Scenario)}
    texts = dict(_texts(before))
    pinned = {name for name, _ in texts if _keeps(today.get(name), texts.get((name, before.hash)))}
    if not pinned:
        return []
    standing = _standing(tx, pinned)
    found = []
    for name, version in sorted(standing.keys() | {(name, before.hash) for name in pinned}):
        # A lead that has not followed to `before` yet goes by what `before` reads its version as.
        text = texts.get((name, version)) or texts.get((name, before.hash))
        if text is not None and text[0] != today.get(name):
            found.append(Staying(Edition(name, version, text[1]), standing[name, version]))
    return found


def _keeps(today: Scenario | None, yesterday: Text | None) -> bool:
    """Today's word counts; a scenario that is gone keeps its runs if it was pinned, or was gone before."""
    text = today or (yesterday[0] if yesterday else None)
    return text is None or is_pinned(text)


def is_pinned(scenario: Scenario) -> bool:
    """Whether its runs finish on the version they entered with."""
    return any(isinstance(rule, Versions) and rule.how == "pin" for rule in scenario.rules)


def _texts(before: Stored) -> Iterator[tuple[tuple[str, str], Text]]:
    """What each version is read as under that program. Its own files are called by their version, so that a rule says which one it is."""
    for one in before.editions:
        yield (one.scenario, one.version), (text_of(one), one.source)
    for scenario, source in scenarios_in(before):
        called = Source(f"{source.path}@{before.hash[:SHORT]}", source.text)
        yield (str(scenario.name), before.hash), (scenario, called)


def _standing(tx: Tx, pinned: Iterable[str]) -> Standing:
    """The documents are read, not the table of runs: it says what a run was last moved by, not what it goes by."""
    names, found, after = set(pinned), Standing(), ""
    while page := subjects.page(tx, after, PAGE):
        found.update((run.scenario, version_of(lead, run)) for lead in page for run in lead.runs if run.scenario in names)
        after = page[-1].id
    return found
