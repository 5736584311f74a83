"""What a finding shows instead of asserting it: a test of the language that plays on the very workspace."""

from dataclasses import dataclass

from grammar.source import Span

_FOR_EXAMPLE = {"en": "for example", "ja": "例えば"}
_PLAYED = {"en": " (played: it happens so)", "ja": "（シミュレーターで確認済み）"}


@dataclass(frozen=True, slots=True)
class Demand:
    """Mails to a lead from one moment to another, as they would leave if no cap stood in the way: (`2026-06-01`, `10:00`).

    mails: how many there should be; least: fewer would show nothing. names: what they are. cap: the cap that holds some of them back;
    None: each of them really leaves.
    """

    lead: str
    mails: int
    least: int
    names: tuple[str, ...]
    since: tuple[str, str]
    until: tuple[str, str]
    cap: Span | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """text: one whole `test`, as it can be put into a file. played: the simulator has confirmed it.

    reaches, misses: statements or branches that the play must pass, and must not pass. demand: mails the lead must be offered; what
    becomes of them, the simulator writes into the test. illustrates: the finding is certain without it, so one that does not play is
    only left out.
    """

    text: str
    reaches: tuple[Span, ...] = ()
    misses: tuple[Span, ...] = ()
    demand: Demand | None = None
    illustrates: bool = False
    played: bool = False

    def heading(self, language: str) -> str:
        """What stands above the test in a report."""
        return _FOR_EXAMPLE[language] + (_PLAYED[language] if self.played else "")
