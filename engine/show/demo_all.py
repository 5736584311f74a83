"""What every example company measured: nurtured against not nurtured, beside what is claimed for companies like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.commands.demo import Demo
from engine.reports.uplift import Uplift
from engine.show.demo_report import called
from engine.show.languages import Lang
from engine.show.plain import plain
from engine.show.screen import Screen
from engine.show.tables import Column, heading, table

COLUMNS = (
    Column("company", "会社"),
    Column("outcome", "成果"),
    Column("nurtured", "育成群", align="right"),
    Column("holdout", "対照群", align="right"),
    Column("ratio (95 %)", "比（95%区間）", align="right"),
    Column("claimed", "主張", align="right"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One company. claim: the published factor, 0 for none."""

    company: str
    outcome: str
    group: Uplift
    claim: float


def measured(demo: Demo, company: str, lang: Lang) -> list[Measured]:
    """For every scenario with a holdout."""
    model = demo.prepared.model
    return [Measured(company, called(demo, model.meeting, lang), one, model.claim) for one in demo.figures.groups]


def show_measured(screen: Screen, rows: Sequence[Measured]) -> None:
    """The table, and what it is not."""
    screen.document({"companies": [plain(one) for one in rows]})
    heading(screen, "nurtured against not nurtured, of each company", "会社ごとの、育成した人としなかった人")
    table(screen, COLUMNS, [_row(one) for one in rows])
    screen.say(
        "The people are declared models with planted effects. A claim is what others publish;\nnothing was tuned to it.",
        "人々は、効き目まで宣言した作りもののモデルです。主張は公表されている数字で、\nそれに合わせた調整はしていません。",
    )


def _row(one: Measured) -> tuple[str, ...]:
    nurtured, holdout, factor = one.group.nurtured, one.group.holdout, one.group.factor
    times = f"×{factor.value:.2f} ({factor.low:.2f} … {factor.high:.2f})" if factor else "-"
    shares = (f"{share.count}/{share.total} {share.value:.1%}" for share in (nurtured, holdout))
    return one.company, one.outcome, *shares, times, f"×{one.claim:g}" if one.claim else "-"
