"""`nurture law` on the screen."""

from engine.commands.laws import Kept, laws
from engine.show.plain import plain
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.tables import Column, table
from grammar.laws import Duty

COLUMNS = (Column("what it asks", "求めること"), Column("where it says so", "根拠の条文"), Column("who looks after it", "誰が守るか"))
KEEPERS = {"check": ("check", "検査"), "engine": ("the engine", "エンジン"), "people": ("people", "人")}


def show_law(screen: Screen, country: str) -> int:
    """One table for each law. Exit code 1 where a declared one is not kept."""
    found = laws(screen.folder, country)
    screen.document({"laws": [_document(screen, kept) for kept in found]})
    for kept in found:
        _show(screen, kept)
    screen.say(
        "no legal advice: a checker sees what is written, not what was really agreed",
        "法律上の助言ではありません。検査で分かるのは書かれていることだけで、実際の同意までは分かりません",
    )
    return FINDINGS if any(kept.missing for kept in found) else FINE


def _show(screen: Screen, kept: Kept) -> None:
    pack = kept.pack
    screen.say(f"{kept.country} · {pack.en} · as of {pack.as_of}", f"{kept.country} · {pack.ja} · {pack.as_of} 時点")
    if kept.because:
        screen.say(f"stated ground: {kept.because}", f"書かれている根拠：{kept.because}")
    if not kept.declared:
        screen.say(f'your policy does not name it: `law "{kept.country}"`', f'ポリシーに `law "{kept.country}"` はありません')
    table(screen, COLUMNS, [_row(screen, kept, duty) for duty in pack.duties])
    screen.say("", "")


def _row(screen: Screen, kept: Kept, duty: Duty) -> tuple[str, str, str]:
    return screen.pick(duty.en, duty.ja), screen.pick(duty.source, duty.source_ja or duty.source), _keeper(screen, kept, duty)


def _keeper(screen: Screen, kept: Kept, duty: Duty) -> str:
    missing = kept.missing.get(duty.topic, ()) if duty.keeper == "check" else ()
    if missing:
        return screen.pick(f"missing: {missing[0].rule}", f"不足：{missing[0].rule}")
    fine = screen.pick(": fine", "：問題なし") if kept.declared and duty.keeper == "check" else ""
    return screen.pick(*KEEPERS[duty.keeper]) + fine


def _document(screen: Screen, kept: Kept) -> dict[str, object]:
    pack = kept.pack
    duties = [
        {"topic": duty.topic, "says": screen.pick(duty.en, duty.ja), "source": screen.pick(duty.source, duty.source_ja or duty.source)}
        | {"keeper": duty.keeper, "missing": [one.rule for one in kept.missing.get(duty.topic, ()) if duty.keeper == "check"]}
        for duty in pack.duties
    ]
    head = {"country": kept.country, "law": screen.pick(pack.en, pack.ja), "as_of": pack.as_of.isoformat()}
    return head | {"declared": kept.declared, "because": kept.because, "duties": plain(duties)}
