"""What was tidied away, on the screen."""

from engine.commands.tidying import tidy
from engine.domain.instants import to_iso
from engine.show.moments import moment
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, table

ROWS = (Column("table", "表"), Column("rows", "行数", align="right", keep=True))


def show_tidy(screen: Screen, *, dry: bool) -> int:
    """By table, how many rows lost something."""
    done = tidy(screen.folder, dry=dry)
    told = {name: to_iso(at, done.zone) if at else None for name, at in (("horizon", done.horizon), ("proof", done.proof))}
    screen.document({"dry": dry, **told, "rows": done.rows})
    if not done.horizon and not done.proof:
        screen.say("nothing is ever too old: `[retention]` says so", "`[retention]` により、古いものも消しません")
        return FINE
    before = moment(done.horizon or done.proof, done.zone)
    if not done.rows:
        screen.say(f"nothing is left from before {before}", f"{before} より前に、消すものはありません")
        return FINE
    if dry:
        screen.say(f"from before {before} this would go; every fact stays", f"（予行）{before} より前のものを消します。事実は変わりません")
    else:
        screen.say(f"from before {before} this has gone; every fact stayed", f"{before} より前のものを消しました。事実は変わりません")
    table(screen, ROWS, [(name, f"{count:,}") for name, count in sorted(done.rows.items())])
    return FINE
