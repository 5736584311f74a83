"""`nurture fix` on the screen."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.commands.checking import errors_and_warnings, text_of
from engine.commands.fixing import Fixing, Mended, fix, fix_text
from engine.show.difference import difference
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.stdin import STDIN, stdin_of
from grammar.diagnostics import Diagnostic
from grammar.render import summary


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked. unsafe: probable fixes too. mode: `check` only says which files would change, `diff` shows how."""

    paths: tuple[Path, ...]
    unsafe: bool
    mode: str
    stdin_name: Path | None = None


def show_fix(screen: Screen, wish: Wish) -> int:
    """What was put right in each file, and what is left. Exit code 1 while errors or warnings are left, or files would change."""
    raw = stdin_of(wish.paths, wish.stdin_name)
    if raw is not None:
        return _show_stdin(screen, wish, text_of(raw))
    written = wish.mode == "write"
    made = fix(screen.folder, wish.paths, unsafe=wish.unsafe, dry=not written)
    for file in made.files:
        _file(screen, file, wish.mode)
    screen.document(_document(made, written=written))
    _left(screen, made)
    return _code(made, written=written)


def put_in(screen: Screen, paths: tuple[Path, ...]) -> int:
    """Only the safe fixes, before a check of files; how many they were."""
    return 0 if STDIN in paths else fix(screen.folder, paths).count


def _show_stdin(screen: Screen, wish: Wish, text: str) -> int:
    """The text with its fixes on the standard output, or what they change."""
    made = fix_text(screen.folder, text, wish.stdin_name, unsafe=wish.unsafe)
    after = made.files[0].after if made.files else text
    screen.document(_document(made, written=False) | {"text": after})
    if wish.mode == "write" and not screen.as_json:
        sys.stdout.flush()
        sys.stdout.buffer.write(after.encode())
    else:
        for file in made.files:
            _file(screen, file, wish.mode)
    _left(screen, made)
    return _code(made, written=wish.mode == "write")


def _code(made: Fixing, *, written: bool) -> int:
    return FINDINGS if errors_and_warnings(made.left) or (made.files and not written) else FINE


def _file(screen: Screen, file: Mended, mode: str) -> None:
    done = _counted(file.done)
    if mode == "diff" and not screen.as_json:
        screen.pour(difference(file.name, file.shown, file.after))
    elif mode == "check":
        screen.say(f"would fix `{file.name}`: {done}", f"`{file.name}` を直せます：{done}")
    else:
        screen.say(f"fixed `{file.name}`: {done}", f"`{file.name}` を直しました：{done}")


def _counted(done: Sequence[Diagnostic]) -> str:
    """`E109 full-width-space, N103 unknown-event (2)`."""
    counts = Counter(f"{found.rule} {found.name}" for found in done)
    return ", ".join(f"{name} ({count})" if count > 1 else name for name, count in sorted(counts.items()))


def _left(screen: Screen, made: Fixing) -> None:
    told = summary(errors_and_warnings(made.left), screen.lang)
    if told:
        screen.note(f"left: {told}; `nurture check` shows them", f"残り：{told}。`nurture check` で見られます")
    elif not made.files:
        screen.note("nothing to fix", "直すところはありません")
    if probable := made.offered(safe=False):
        screen.note(
            f"{probable} more could be fixed if they are meant so: `--unsafe` does it, `--unsafe --diff` shows it",
            f"ほかに {probable} か所は、意味が合っていれば直せます。`--unsafe` で直し、`--unsafe --diff` で確かめられます",
        )


def _document(made: Fixing, *, written: bool) -> dict[str, Any]:
    kinds: tuple[Literal["error", "warning", "info"], ...] = ("error", "warning", "info")
    return {
        "files": [{"file": file.name, "fixed": [_plain(found) for found in file.done]} for file in made.files],
        "left": {kind: sum(found.severity == kind for found in made.left) for kind in kinds},
        "offered": {"safe": made.offered(safe=True), "unsafe": made.offered(safe=False)},
        "written": written,
    }


def _plain(found: Diagnostic) -> dict[str, Any]:
    """line: as it stood before the fix went in."""
    return {"rule": found.rule, "name": found.name, "line": found.span.line, "safe": found.fix is not None and found.fix.safe}
