"""`nurture check` on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.commands.checking import Checked, check, check_text, errors_and_warnings
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.stdin import stdin_of
from grammar.diagnostics import Diagnostic
from grammar.render import FORMATS, TELLS_ALLOWED, as_concise, summary

UNSURE = "not-analysed"
"""The rule that says where the checker stopped looking; its name is enough, so that the checks need not be loaded."""

FOR_PEOPLE = ("text", "concise")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a check. style: a format; allowed: list what comments allow; fixes: how many were put in before."""

    paths: tuple[Path, ...] = ()
    style: str = "text"
    hints: bool = False
    allowed: bool = False
    fixes: int = 0
    stdin_name: Path | None = None


def show_check(screen: Screen, wish: Wish) -> int:
    """The findings in the wanted format. Hints are shown on demand, and are no reason for an exit code."""
    style = "json" if screen.as_json else wish.style
    text = stdin_of(wish.paths, wish.stdin_name)
    found = check(screen.folder, wish.paths) if text is None else check_text(screen.folder, text, wish.stdin_name)
    shown = _wanted(found.findings, hints=wish.hints)
    told = [*shown, *_wanted(found.allowed, hints=wish.hints)] if style in TELLS_ALLOWED else shown
    written = FORMATS[style](told, found.sources, screen.lang)
    if written:
        screen.write(written)
    if style in FOR_PEOPLE:
        _allowed(screen, found, wish)
        _sum(screen, found, fixes=wish.fixes, hints=wish.hints)
    return FINDINGS if errors_and_warnings(found.findings) else FINE


def _wanted(findings: Sequence[Diagnostic], *, hints: bool) -> Sequence[Diagnostic]:
    return findings if hints else errors_and_warnings(findings)


def _allowed(screen: Screen, found: Checked, wish: Wish) -> None:
    """What comments allow: the finding, and below it why and where that is said."""
    for each in found.allowed if wish.allowed else ():
        if each.allowed is None:
            continue
        place = f"{each.allowed.span.file}:{each.allowed.span.line}"
        screen.write(as_concise([each], found.sources, screen.lang))
        screen.say(f"  allowed at {place} because {each.allowed.reason}", f"  {place} で許可：{each.allowed.reason}")


def _sum(screen: Screen, found: Checked, *, fixes: int, hints: bool) -> None:
    if fixes:
        screen.note(f"{fixes} {'fix' if fixes == 1 else 'fixes'} put in", f"{fixes} か所を直しました")
    told = summary(_wanted(found.findings, hints=hints), screen.lang)
    if told:
        screen.note(f"\n{told}", f"\n{told}")
    else:
        screen.note(
            f"{found.files} files, {found.templates} templates: no mistakes",
            f"ファイル {found.files} 個、テンプレート {found.templates} 個：誤りはありません",
        )
    unsure = sum(one.name == UNSURE for one in found.findings) if hints else 0
    if unsure:
        screen.note(f"{unsure} could not be settled (`{UNSURE}`)", f"判定できなかったもの {unsure} 件（`{UNSURE}`）")
    hidden = 0 if hints else len(found.findings) - len(errors_and_warnings(found.findings))
    if hidden:
        screen.note(f"{hidden} hints; `--hints` shows them", f"ヒントが {hidden} 件あります。`--hints` で見られます")
    if found.allowed:
        count = len(found.allowed)
        screen.note(f"{count} allowed; `--allowed` shows why", f"許可された指摘が {count} 件あります。`--allowed` で理由が見られます")
