"""Witnesses of findings, played in the lab: only what happens there so is said of a workspace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.lab.coverage import Seen, Way, seen_in, ways_of
from engine.lab.demands import with_outcome
from engine.lab.trials import play
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.filters import NotYet
from engine.rules.program import MailInfo, Program
from grammar import ast as g
from grammar.checks.unsure import unsure_of
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.parse import parse
from grammar.source import Span
from grammar.story import spelled
from grammar.witness import Witness

MOST_PLAYED = 200
"""Witnesses that are played; a workspace with more findings has one cause for many of them."""
_IMPLIED = ("else", "timeout", "past")
"""Ways that are told at the line of the statement itself where no block of their own is written."""


def confirmed(program: Program, witness: Witness) -> bool:
    """Whether the witness's test passes, goes by the places it must go by, and by none of those it must not."""
    return told(program, witness) is not None


def told(program: Program, witness: Witness) -> Witness | None:
    """The witness as the simulator has played it, with what became of the mails it speaks of; None if it does not happen so."""
    test, demand = _test(witness.text), witness.demand
    if test is None:
        return None
    if demand is not None:
        outcome = with_outcome(program, test, demand)
        if outcome is None:
            return None
        test, demand = outcome
        witness = replace(witness, text=spelled(test), demand=demand)
    return replace(witness, played=True) if _passes(program, test, witness) else None


def _passes(program: Program, test: g.Test, witness: Witness) -> bool:
    trial = play(program, test)
    steps = _Steps(ways_of(program), seen_in([trial]))
    return trial.passed and all(map(steps.pass_by, witness.reaches)) and not any(map(steps.pass_by, witness.misses))


def refuted(program: Program, witness: Witness) -> bool:
    """Whether the witness's test goes by a place of which it is said that nobody comes there."""
    test = _test(witness.text)
    steps = _Steps(ways_of(program), seen_in([play(program, test)])) if test is not None else None
    return steps is not None and any(map(steps.pass_by, witness.misses))


def compiled(workspace: Workspace, *, zone: str) -> Program | None:
    """The program of a workspace for the lab alone; None for what is not executed yet. It must be free of errors that reading brings."""
    templates = (workspace.templates or {}).items()
    mails = {name: MailInfo(name, facts.topic, facts.purpose == "transactional") for name, facts in templates}
    try:
        return compile_program(workspace.files, ProgramSettings(zone, mails))
    except NotYet:
        return None


def settled(workspace: Workspace, findings: Sequence[Diagnostic], *, zone: str) -> tuple[Diagnostic, ...]:
    """The findings after their witnesses were played.

    One that does not happen so becomes a hint that it could not be settled. Where other errors keep the workspace from being
    played, errors stay as they are, and the rest waits until those are mended.
    """
    if not any(one.witness for one in findings):
        return tuple(findings)
    played = [one for one in findings if one.witness is not None][:MOST_PLAYED]
    plain = all(one.witness is not None or one.severity != "error" for one in findings)
    program = compiled(workspace, zone=zone) if plain else None
    return tuple(kept for one in findings for kept in ([_without(one)] if _is_beyond(one, played) else _settled(one, program)))


def _without(found: Diagnostic) -> Diagnostic:
    """What is left of a finding whose witness did not play: the finding itself only if it is certain without."""
    return replace(found, witness=None) if found.witness is not None and found.witness.illustrates else unsure_of(found)


def _is_beyond(found: Diagnostic, played: Sequence[Diagnostic]) -> bool:
    """Whether it would have to be played, and is not among those that are; an error stays what it is."""
    return found.witness is not None and found.severity != "error" and not any(one is found for one in played)


def _settled(found: Diagnostic, program: Program | None) -> Iterator[Diagnostic]:
    if found.witness is None or (program is None and found.severity == "error"):
        yield found
    elif program is None and found.witness.illustrates:
        yield replace(found, witness=None)
    elif program is not None:
        witness = told(program, found.witness)
        if witness is not None:
            yield replace(found, witness=witness, words=_counted(found.words, witness))
        elif found.severity == "error" and not refuted(program, found.witness):
            yield replace(found, witness=None)  # it is proved; what should have shown it does not get that far
        else:
            yield _without(found)


def _test(text: str) -> g.Test | None:
    read = parse(text, "witness.nurture")
    match read.file.declarations:
        case [g.Test() as test] if not read.diagnostics:
            return test
        case _:
            return None


def _counted(words: tuple[tuple[str, str], ...], witness: Witness) -> tuple[tuple[str, str], ...]:
    """What the finding says of the number of mails is what the simulator counted."""
    if witness.demand is None:
        return words
    return tuple((name, str(witness.demand.mails) if name == "mails" else word) for name, word in words)


# ── where the play went by ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Steps:
    """What there is in the program, and what the journal of a play names."""

    ways: tuple[Way, ...]
    seen: frozenset[Seen]

    def pass_by(self, span: Span) -> bool:
        """A way is known by its line. Where several stand on one, the branch is meant, not the way beside it that nobody wrote."""
        place = f"{span.file}:{span.line}"
        here = [way for way in self.ways if way.rule == place]
        meant = [way for way in here if way.what not in _IMPLIED] or here
        if meant:
            return any(way.seen in self.seen for way in meant)
        return any(rule == place for rule, _ in self.seen)
