"""`nurture fmt`: files laid out the one way."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.app import place_at
from engine.domain.errors import NurtureError
from grammar.diagnostics import Diagnostic
from grammar.formatter import NotFormattable, format_file
from grammar.parse import parse
from grammar.workspace import SUFFIX, source_files


@dataclass(frozen=True, slots=True)
class Laid:
    """A file as it is and as it should be. state: `same`, `changes`, `broken` (mistakes, in `findings`), or `unproven`."""

    path: Path
    state: Literal["same", "changes", "broken", "unproven"]
    before: str
    after: str
    findings: tuple[Diagnostic, ...] = ()


def lay_out(folder: Path, paths: Sequence[Path]) -> Iterator[Laid]:
    """The named files and all below the named folders; without names all of the workspace. Writes nothing."""
    for path in _files(folder, paths):
        yield laid(path, path.read_text(encoding="utf-8-sig"))


def laid(path: Path, text: str) -> Laid:
    """One text, proven to say the same."""
    result = parse(text, str(path))
    if any(one.severity == "error" for one in result.diagnostics):
        return Laid(path, "broken", text, text, result.diagnostics)
    try:
        after = format_file(result.file)
    except NotFormattable:
        return Laid(path, "unproven", text, text)
    return Laid(path, "same" if after == text else "changes", text, after)


def write(one: Laid) -> None:
    """Puts the file in its place at once: a reader sees the old text or the new one, never half of it."""
    draft = one.path.with_name(f".{one.path.name}.{os.getpid()}")
    try:
        draft.write_text(one.after, encoding="utf-8")
        draft.chmod(one.path.stat().st_mode)
        draft.replace(one.path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _files(folder: Path, paths: Sequence[Path]) -> list[Path]:
    if not paths:
        return source_files(place_at(folder).root)
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NurtureError("no-such-file", path=path)
        if path.is_file() and path.suffix != SUFFIX:
            raise NurtureError("not-a-scenario-file", path=path)
        found += source_files(path) if path.is_dir() else [path]
    return list(dict.fromkeys(found))
