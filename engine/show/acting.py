"""What was done to leads, said in one line."""

from engine.commands import acting
from engine.commands.acting import Acted
from engine.domain.events import Kind
from engine.show.plain import plain
from engine.show.screen import FINE, Screen


def show_add(screen: Screen, lead: str, values: tuple[str, ...], *, scenario: str | None) -> int:
    """A lead was added, changed, or put into a scenario."""
    acted = acting.add(screen.folder, lead, values, scenario=scenario)
    if scenario:
        return _said(screen, acted, f"`{lead}` goes into `{scenario}`", f"`{lead}` を `{scenario}` に入れます")
    if acted.new:
        return _said(screen, acted, f"`{lead}` is a lead now", f"`{lead}` をリードに加えました")
    return _said(screen, acted, f"`{lead}` was changed", f"`{lead}` を更新しました")


def show_hold(screen: Screen, lead: str, *, until: str, because: str) -> int:
    """Nothing goes to this lead for now."""
    acted = acting.hold(screen.folder, lead, until=until, because=because)
    if until:
        return _said(screen, acted, f"`{lead}` is held until the end of {until}", f"`{lead}` を {until} の終わりまで保留します")
    undo = f"nurture leads release {lead}"
    return _said(screen, acted, f"`{lead}` is held; `{undo}` ends it", f"`{lead}` を保留しました。解除は `{undo}`")


def show_release(screen: Screen, lead: str) -> int:
    """The hold is over."""
    acted = acting.release(screen.folder, lead)
    return _said(screen, acted, f"`{lead}` is released", f"`{lead}` の保留を解きました")


def show_remove(screen: Screen, lead: str, *, scenario: str) -> int:
    """The lead leaves a scenario."""
    acted = acting.remove(screen.folder, lead, scenario=scenario)
    return _said(screen, acted, f"`{lead}` leaves `{scenario}`", f"`{lead}` を `{scenario}` から外します")


def show_accept(screen: Screen, handoff: str) -> int:
    """Sales takes the lead."""
    acted = acting.answer_handoff(screen.folder, handoff, Kind.HANDOFF_ACCEPTED)
    return _said(screen, acted, f"accepted: lead `{acted.lead}`", f"引き受けました：リード `{acted.lead}`")


def show_reject(screen: Screen, handoff: str, *, reason: str) -> int:
    """Sales gives the lead back."""
    acted = acting.answer_handoff(screen.folder, handoff, Kind.HANDOFF_REJECTED, reason=reason)
    return _said(screen, acted, f"rejected: lead `{acted.lead}`", f"差し戻しました：リード `{acted.lead}`")


def show_done(screen: Screen, task: str, *, result: str) -> int:
    """A task is finished."""
    acted = acting.finish_task(screen.folder, task, result=result)
    return _said(screen, acted, f"done: lead `{acted.lead}`", f"完了：リード `{acted.lead}`")


def _said(screen: Screen, acted: Acted, en: str, ja: str) -> int:
    screen.document(plain(acted))
    screen.say(en, ja)
    return FINE
