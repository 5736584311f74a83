"""`nurture pressure` on the screen."""

from collections.abc import Sequence
from dataclasses import replace

from engine.commands.pressure import Row, Share, pressure
from engine.show.plain import plain
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, table

COLUMNS = (
    Column("persona", "ペルソナ"),
    Column("cap", "上限"),
    Column("worst", "最悪", keep=True),
    Column("from", "内訳"),
)


def show_pressure(screen: Screen) -> int:
    """One line for each persona and cap: the most mails that can come together, and from which scenarios."""
    found = pressure(screen.folder)
    screen.document({"rows": [plain(row) | {"over": row.is_over} for row in found.rows]})
    if not found.rows:
        screen.say(
            "no policy caps the mails; write `at most 1 email per day` into one",
            "メールの上限がありません。ポリシーに `at most 1 email per day` のように書きます",
        )
        return FINE
    nobody = screen.pick("of none", "どれでもない") if found.personas else screen.pick("everybody", "全員")
    rows = _together(screen, found.rows, nobody)
    table(screen, COLUMNS, [(who, row.cap, _worst(row), _from(screen, row)) for who, row in rows])
    over = sum(row.is_over for row in found.rows)
    screen.say(
        f"{over} of {len(found.rows)} can be offered more than the cap lets through; what is too much is held, as the policy says",
        f"{len(found.rows)} 通りのうち {over} 通りで、上限を超えるメールが重なりえます。超えた分は、ポリシーのとおりに止められます",
    )
    if any(row.open for row in found.rows):
        screen.say(
            "`+`: a scenario can be entered again and again, and is counted once (marked with *)",
            "「+」：何度でも入り直せるシナリオ（*）は、一回と数えています",
        )
    return FINE


def _together(screen: Screen, rows: Sequence[Row], nobody: str) -> list[tuple[str, Row]]:
    """Personas for whom a cap comes to the same stand in one line, in the order of the caps."""
    alike: dict[Row, list[str]] = {}
    for row in rows:
        alike.setdefault(replace(row, persona=""), []).append(row.persona or nobody)
    personas = {row.persona for row in rows}
    everybody = screen.pick("everybody", "全員")
    named = [(everybody if len(who) == len(personas) else ", ".join(who), row) for row, who in alike.items()]
    return sorted(named, key=lambda one: (one[1].file, one[1].line))


def _worst(row: Row) -> str:
    if row.unsure is not None:
        return "?"
    return f"{row.worst}{'+' if row.open else ''} / {row.count}"


def _from(screen: Screen, row: Row) -> str:
    if row.unsure is not None:
        return screen.pick(*row.unsure)
    return ", ".join(_share(share) for share in row.shares)


def _share(share: Share) -> str:
    return f"{share.scenario} {share.mails}{'*' if share.again else ''}"
