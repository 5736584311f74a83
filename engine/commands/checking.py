"""`nurture check`: every workspace at, above or below the given places, with its findings."""

import os
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from engine.app import place_at, verdict_of
from engine.commands.remembered import Files, Look, Texts, look_at
from engine.domain.errors import NurtureError
from engine.settings.workspace import CONFIG, find_workspace
from grammar.diagnostics import Diagnostic
from grammar.folder import SUFFIX
from grammar.source import Span
from grammar.witness import Witness


@dataclass(frozen=True, slots=True)
class Checked:
    """findings: of the places that were named, sorted by file and line; allowed: those their writers allowed, likewise.

    files: how many were read.
    """

    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    files: int
    templates: int
    allowed: tuple[Diagnostic, ...] = ()


def check(folder: Path, paths: Sequence[Path]) -> Checked:
    """Checks whole programs; what is shown is of the named files and folders. Raises NurtureError where there is none."""
    places = named_places(folder, paths)
    roots = dict.fromkeys(root for place in places for root in roots_of(place))
    return _sum([_checked(root, places if paths else []) for root in roots])


def check_text(folder: Path, raw: bytes, name: Path | None) -> Checked:
    """One text in the place of a file of the workspace around it. Raises NurtureError where there is none."""
    path = (name or folder / f"stdin{SUFFIX}").resolve()
    root = find_workspace(path.parent)
    inside, text = path.relative_to(root).as_posix(), text_of(raw)
    told = verdict_of(place_at(root), drafts={inside: text})
    return _seen_from_here(root, Look(told.findings, Files({inside: str(path)}, {inside: raw}), 0, told.allowed), [path])


def text_of(raw: bytes) -> str:
    """What came by the standard input. Raises NurtureError if it is no text."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NurtureError("not-text", path="-") from error


def named_places(folder: Path, paths: Sequence[Path]) -> list[Path]:
    """What is looked at: the named places, else the folder. Raises NurtureError for one that is not there."""
    return [_existing(path) for path in paths] or [folder]


def roots_of(place: Path) -> list[Path]:
    """The workspace at or above a place; where there is none, all those below it. Raises NurtureError."""
    here = place.resolve() if place.is_dir() else place.resolve().parent
    above = next((one for one in (here, *here.parents) if (one / CONFIG).is_file()), None)
    if above is not None:
        return [above]
    below = sorted(path.parent for path in here.rglob(CONFIG) if not _is_hidden(path.relative_to(here)))
    if not below:
        raise NurtureError("settings.no-workspace", folder=place)
    return below


def errors_and_warnings(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without hints."""
    return tuple(one for one in findings if one.severity != "info")


def _checked(root: Path, places: Sequence[Path]) -> Checked:
    return _seen_from_here(root, look_at(root), places)


def _seen_from_here(root: Path, look: Look, places: Sequence[Path]) -> Checked:
    # A folder that holds the workspace means all of it; its templates may lie elsewhere.
    is_whole = any(root.is_relative_to(place.resolve()) for place in places)
    named = ([one for one in told if is_whole or is_named(root / one.span.file, places)] for told in (look.findings, look.allowed))
    found, allowed = named
    others = {one.span.file for one in found} - look.files.keys()
    mails = {name: _bytes(root / name) for name in others}
    return Checked(
        findings=tuple(_moved(one, root) for one in found),
        sources=Texts(_all_seen(root, look.files, mails)),
        files=len(look.files),
        templates=look.templates,
        allowed=tuple(_moved(one, root) for one in allowed),
    )


def _moved(found: Diagnostic, root: Path) -> Diagnostic:
    """The same finding, its files as seen from where the command was called."""
    return replace(
        found,
        span=_span(found.span, root),
        fix=replace(found.fix, span=_span(found.fix.span, root)) if found.fix else None,
        related=tuple(replace(one, span=_span(one.span, root)) for one in found.related),
        witness=_shown(found.witness, root) if found.witness else None,
        allowed=replace(found.allowed, span=_span(found.allowed.span, root)) if found.allowed else None,
    )


def _shown(witness: Witness, root: Path) -> Witness:
    reaches, misses = (tuple(_span(span, root) for span in spans) for spans in (witness.reaches, witness.misses))
    return replace(witness, reaches=reaches, misses=misses)


def _span(span: Span, root: Path) -> Span:
    return span._replace(file=seen(root, span.file))


def seen(root: Path, name: str) -> str:
    """Relative to the folder one is in, if the file lies in it; else as the workspace calls it."""
    whole, here = _resolved(root), _resolved(Path.cwd())
    # A mail is named by its whole path: its folder may lie beside the workspace.
    file = os.path.normpath(os.path.join(whole, name))
    return file[len(here.rstrip(os.sep)) + 1 :].replace(os.sep, "/") if file.startswith(here.rstrip(os.sep) + os.sep) else name


def _all_seen(root: Path, files: Files, mails: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Texts by how their files are seen: from the folder of the workspace that is as they are, but for mails that lie elsewhere."""
    here = _resolved(root) == _resolved(Path.cwd())
    shown = files if here else Files({seen(root, name): path for name, path in files.paths.items()})
    return ChainMap({seen(root, name): data for name, data in mails.items()}, shown)  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _resolved(folder: Path) -> str:
    return str(folder.resolve())


def _sum(checked: Sequence[Checked]) -> Checked:
    if len(checked) == 1:
        return checked[0]
    return Checked(
        findings=tuple(found for one in checked for found in one.findings),
        sources={name: text for one in checked for name, text in one.sources.items()},
        files=sum(one.files for one in checked),
        templates=sum(one.templates for one in checked),
        allowed=tuple(found for one in checked for found in one.allowed),
    )


def _existing(path: Path) -> Path:
    if not path.exists():
        raise NurtureError("no-such-file", path=path)
    return path


def is_named(file: Path, places: Sequence[Path]) -> bool:
    """Whether a file lies in one of the places; in none of them, if there are none, everything does."""
    return not places or any(file.resolve().is_relative_to(place.resolve()) for place in places)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
