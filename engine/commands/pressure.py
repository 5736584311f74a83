"""`nurture pressure`: what the scenarios together can ask of one lead at worst, against what the policy lets through."""

from dataclasses import dataclass
from pathlib import Path

from engine.app import place_at, workspace_at
from engine.commands.checking import roots_of
from engine.templates.sentences import SENTENCES
from grammar.ast import Broken
from grammar.model import Workspace
from grammar.pressure.worst import Pressure, Worst


@dataclass(frozen=True, slots=True)
class Share:
    """What one scenario adds. again: it can come again and again in that time, and is counted once."""

    scenario: str
    mails: int
    again: bool


@dataclass(frozen=True, slots=True)
class Row:
    """persona: "" for leads of none. cap: its words; count: what it lets through; worst: the most that can be offered.

    open: there may be more. unsure: why nothing can be said, in English and Japanese.
    """

    persona: str
    cap: str
    file: str
    line: int
    count: int
    worst: int
    open: bool
    shares: tuple[Share, ...]
    unsure: tuple[str, str] | None

    @property
    def is_over(self) -> bool:
        """Whether more can come than is let through."""
        return self.unsure is None and self.worst > self.count


@dataclass(frozen=True, slots=True)
class Table:
    """personas: whether any are declared. broken: declarations that could not be read, so that the table may lack something."""

    rows: tuple[Row, ...]
    personas: bool
    broken: int


def pressure(folder: Path) -> Table:
    """The worst cases of every workspace at, above or below the folder. Raises NurtureError where there is none."""
    rows: list[Row] = []
    personas, broken = False, list[Broken]()
    for root in roots_of(folder):
        workspace = workspace_at(place_at(root), SENTENCES)
        found = Pressure(workspace)
        rows += [_row(workspace, found, worst) for worst in found.worst()]
        personas = personas or bool(found.personas)
        broken += workspace.broken
    return Table(tuple(rows), personas, len(broken))


def _row(workspace: Workspace, pressure: Pressure, worst: Worst) -> Row:
    name = next((str(each.name) for each in pressure.personas if each.name.key == worst.persona), "")
    span = worst.cap.span
    shares = sorted(worst.shares, key=lambda share: -share.mails)
    return Row(
        persona=name,
        cap=" ".join(workspace.text(span).split()),
        file=span.file,
        line=span.line,
        count=worst.cap.count,
        worst=worst.mails,
        open=worst.is_open,
        shares=tuple(Share(str(share.scenario.name), share.mails, share.again) for share in shares),
        unsure=worst.unsure,
    )
