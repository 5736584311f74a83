"""`nurture check` on the screen."""

from pathlib import Path

from engine.commands.checking import Checked, check, errors_and_warnings
from engine.show.screen import FINDINGS, FINE, Screen
from grammar.render import FORMATS, summary

FOR_MACHINES = ("json", "github", "sarif", "gitlab", "markdown")


def show_check(screen: Screen, paths: tuple[Path, ...], *, style: str, fix: bool, hints: bool) -> int:
    """The findings in the wanted format. Hints are shown on demand, and are no reason for an exit code."""
    style = "json" if screen.as_json else style
    found = check(screen.folder, paths, fix=fix)
    serious = errors_and_warnings(found.findings)
    shown = found.findings if hints else serious
    text = FORMATS[style](shown, found.sources, screen.lang)
    if text:
        screen.write(text)
    if style not in FOR_MACHINES:
        _sum(screen, found, hints=hints)
    return FINDINGS if serious else FINE


def _sum(screen: Screen, found: Checked, *, hints: bool) -> None:
    if found.fixes:
        screen.note(f"{found.fixes} fixes put in", f"{found.fixes} か所を直しました")
    told = summary(found.findings if hints else errors_and_warnings(found.findings), screen.lang)
    hidden = 0 if hints else len(found.findings) - len(errors_and_warnings(found.findings))
    if told:
        screen.note(f"\n{told}", f"\n{told}")
    else:
        screen.note(
            f"{found.files} files, {found.templates} templates: no mistakes",
            f"ファイル {found.files} 個、テンプレート {found.templates} 個：誤りはありません",
        )
    if hidden:
        screen.note(f"{hidden} hints; `--hints` shows them", f"ヒントが {hidden} 件あります。`--hints` で見られます")
