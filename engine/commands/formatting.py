"""`nurture fmt`: files laid out the one way."""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.app import place_at
from engine.domain.errors import NurtureError
from grammar.diagnostics import Diagnostic
from grammar.encodings import decoded
from grammar.file_rules import NOT_UTF8, unreadable
from grammar.folder import SUFFIX, source_files
from grammar.formatter import NotFormattable, format_file
from grammar.parse import parse
from grammar.source import Span

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Laid:
    """A file as it is and as it should be. state: `same`, `changes`, `broken` (why is in `findings`), or `unproven`."""

    path: Path
    state: Literal["same", "changes", "broken", "unproven"]
    before: str
    after: str
    findings: tuple[Diagnostic, ...] = ()


def lay_out(folder: Path, paths: Sequence[Path]) -> list[Laid]:
    """The named files and all below the named folders; without names all of the workspace. Writes nothing."""
    return [laid_file(path) for path in named(folder, paths)]


def named(folder: Path, paths: Sequence[Path]) -> list[Path]:
    """The files that are meant. Raises NurtureError for what is not there, and for what is no scenario file."""
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


def laid_file(path: Path) -> Laid:
    """One file, proven to say the same; one that cannot be read is broken."""
    try:
        return laid(path, path.read_bytes())
    except OSError as error:
        return _broken(path, unreadable(_start_of(path), error))


def laid(path: Path, raw: bytes) -> Laid:
    """One text. A byte order mark goes; lines end as the first one does, for that is git's affair and not ours."""
    try:
        before = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _broken(path, NOT_UTF8.at(_start_of(path), encoding=decoded(raw)[1]))
    result = parse(before.removeprefix(_BOM), str(path))
    if any(one.severity == "error" for one in result.diagnostics):
        return Laid(path, "broken", before, before, result.diagnostics)
    try:
        after = format_file(result.file)
    except NotFormattable:
        return Laid(path, "unproven", before, before)
    if before.partition("\n")[0].endswith("\r"):
        after = after.replace("\n", "\r\n")
    return Laid(path, "same" if after == before else "changes", before, after)


def write(one: Laid) -> None:
    """Puts the file in its place at once: a reader sees the old text or the new one, never half of it.

    The file keeps its rights, and a link to it stays a link. Raises `OSError` if it may not be written, and NurtureError
    if somebody has changed it since it was read.
    """
    target = one.path.resolve()
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(one.path))
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(draft, "wb") as file:
            draft.chmod(target.stat().st_mode)
            file.write(one.after.encode())
            file.flush()
            os.fsync(file.fileno())
        if target.read_bytes() != one.before.encode("utf-8", "surrogateescape"):
            raise NurtureError("changed-meanwhile", path=one.path)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _broken(path: Path, finding: Diagnostic) -> Laid:
    return Laid(path, "broken", "", "", (finding,))


def _start_of(path: Path) -> Span:
    return Span(str(path), 0, 0, 1, 1, 1, 1)
