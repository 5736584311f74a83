"""What is said to a user about a file: findings as data, sentences in two languages from one table per room.

A rule is one `Rule` entry; every check module keeps its own tuple. A finding is made by `RULE.at(span, word=…)`.
Sentences are lower case, the user's own words stand in backticks, and no word of the implementation is in them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from grammar.source import Span
from grammar.witness import Witness

Severity = Literal["error", "warning", "info"]
Language = Literal["en", "ja"]
Area = Literal["E", "N", "T", "F", "M", "S", "X", "V", "Q"]

AREAS: dict[Area, tuple[str, str]] = {
    "E": ("syntax", "書き方"),
    "N": ("names", "名前"),
    "T": ("types", "型"),
    "F": ("flow", "流れ"),
    "M": ("mail and law", "メールと法令"),
    "S": ("scoring", "スコア"),
    "X": ("across scenarios", "シナリオ間"),
    "V": ("leads in flight", "進行中のリード"),
    "Q": ("quality", "品質"),
}


_LONGEST_WORD = 300
MOST_FINDINGS = 200
"""So many findings of a file are told; whoever has mended those sees the rest."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Put `replacement` in the place of `span`. Safe: the meaning is certain, so `--fix` may do it unasked."""

    span: Span
    replacement: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the finding, with a note in both languages."""

    span: Span
    en: str
    ja: str

    def note(self, language: Language) -> str:
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Justification:
    """Why a finding is allowed, and the comment that says so."""

    reason: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of finding. The texts may name words in braces, which `at` fills: `unknown unit {unit}`.

    `id` is the area's letter and three figures; numbers are never used again for something else.
    """

    id: str
    name: str
    en: str
    ja: str
    help_en: str = ""
    help_ja: str = ""
    severity: Severity = "error"

    def at(
        self,
        span: Span,
        *,
        fix: Fix | None = None,
        related: Iterable[Related] = (),
        witness: Witness | None = None,
        **words: object,
    ) -> "Diagnostic":
        """A finding of this rule at a place. The word `suggestion`, if not empty, becomes `did you mean …?`."""
        filled = tuple((name, _clipped(str(word))) for name, word in words.items())
        return Diagnostic(of=self, span=span, words=filled, fix=fix, related=tuple(related), witness=witness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A finding at a place. witness: a test that shows it.

    allowed: if its writer allowed it, why; such a finding is kept apart from the rest.
    """

    of: Rule
    span: Span
    words: tuple[tuple[str, str], ...] = ()
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    witness: Witness | None = None
    allowed: Justification | None = None

    @property
    def rule(self) -> str:
        return self.of.id

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def severity(self) -> Severity:
        return self.of.severity

    def message(self, language: Language = "en") -> str:
        """The sentence."""
        return _fill(self.of.ja if language == "ja" else self.of.en, self.words)

    def help(self, language: Language = "en") -> str:
        """What to do; empty if there is nothing to add."""
        text = _fill(self.of.help_ja if language == "ja" else self.of.help_en, self.words)
        joiner = "。" if language == "ja" else " "
        return joiner.join(part for part in (_meant(self.words, language), text) if part)


@dataclass(frozen=True, slots=True)
class Sifted:
    """findings: what is to be told. allowed: what is not, since its writer allowed it, each with its justification."""

    findings: tuple[Diagnostic, ...]
    allowed: tuple[Diagnostic, ...] = ()


def _clipped(word: str) -> str:
    """A sentence stays one, whatever it quotes."""
    return word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…"


def by_place(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In reading order, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda found: (found.span.file, found.span.line, found.span.start, found.span.end, found.rule)))


def index(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Rules by id. Raises `ValueError` if an id or a name stands for two rules."""
    table: dict[str, Rule] = {}
    names: set[str] = set()
    for rule in rules:
        if rule.id in table or rule.name in names:
            raise ValueError(f"rule {rule.id} {rule.name} is given twice")
        table[rule.id] = rule
        names.add(rule.name)
    return table


def _fill(template: str, words: tuple[tuple[str, str], ...]) -> str:
    return template.format_map(_Words(words)) if template else ""


class _Words(dict[str, str]):
    """A word nobody gave must not hide the finding."""

    def __missing__(self, key: str) -> str:
        return "…"


def _meant(words: tuple[tuple[str, str], ...], language: Language) -> str:
    suggestion = dict(words).get("suggestion", "")
    if not suggestion:
        return ""
    return f"`{suggestion}` のことですか" if language == "ja" else f"did you mean `{suggestion}`?"
