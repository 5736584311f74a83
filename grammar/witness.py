"""What a finding shows instead of asserting it: a test of the language that plays on the very workspace."""

from dataclasses import dataclass

from grammar.source import Span

_FOR_EXAMPLE = {"en": "for example", "ja": "例えば"}
_PLAYED = {"en": " (played: it happens so)", "ja": "（シミュレーターで確認済み）"}


@dataclass(frozen=True, slots=True)
class Witness:
    """text: one whole `test`, as it can be put into a file. played: the simulator has confirmed it.

    reaches, misses: statements or branches that the play must pass, and must not pass.
    """

    text: str
    reaches: tuple[Span, ...] = ()
    misses: tuple[Span, ...] = ()
    played: bool = False

    def heading(self, language: str) -> str:
        """What stands above the test in a report."""
        return _FOR_EXAMPLE[language] + (_PLAYED[language] if self.played else "")
