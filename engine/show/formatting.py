"""`nurture fmt` on the screen."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

from engine.commands.formatting import Laid, lay_out, write
from engine.show.screen import COULD_NOT, FINDINGS, FINE, Screen
from grammar.render import as_concise


def show_fmt(screen: Screen, paths: tuple[Path, ...], *, mode: str) -> int:
    """mode: `write`, `check` (only says which files would change), or `diff` (shows how)."""
    files = list(lay_out(screen.folder, paths))
    changing = [one for one in files if one.state == "changes"]
    stuck = [one for one in files if one.state in ("broken", "unproven")]
    for one in changing:
        _change(screen, one, mode)
    for one in stuck:
        _stuck(screen, one)
    screen.document({"files": len(files), "changed": _names(changing), "could_not": _names(stuck), "written": mode == "write"})
    _sum(screen, files, changing, mode)
    if stuck:
        return COULD_NOT
    return FINDINGS if changing and mode != "write" else FINE


def _change(screen: Screen, one: Laid, mode: str) -> None:
    if mode == "write":
        write(one)
        screen.say(f"laid out `{one.path}`", f"`{one.path}` を整えました")
    elif mode == "check":
        screen.say(f"would change `{one.path}`", f"`{one.path}` は整っていません")
    elif not screen.as_json:
        name = str(one.path)
        lines = unified_diff(one.before.splitlines(keepends=True), one.after.splitlines(keepends=True), name, name)
        screen.write("".join(lines))


def _stuck(screen: Screen, one: Laid) -> None:
    if one.state == "broken":
        errors = [found for found in one.findings if found.severity == "error"]
        text = as_concise(errors, {}, screen.lang)
        screen.note(text, text)
        screen.note(f"`{one.path}` has mistakes and stays as it is", f"`{one.path}` には誤りがあるため、そのままにします")
    else:
        screen.note(
            f"`{one.path}` stays as it is: laying it out would change what it says; please report this file",
            f"`{one.path}` は整えると意味が変わるため、そのままにします。このファイルを報告してください",
        )


def _sum(screen: Screen, files: Sequence[Laid], changing: Sequence[Laid], mode: str) -> None:
    same = sum(one.state == "same" for one in files)
    if mode == "write":
        screen.note(f"{len(changing)} laid out, {same} were right", f"{len(changing)} 個を整え、{same} 個はそのまま")
    else:
        screen.note(f"{len(changing)} would change, {same} are right", f"{len(changing)} 個が変わり、{same} 個はそのまま")


def _names(files: Sequence[Laid]) -> list[str]:
    return [str(one.path) for one in files]
