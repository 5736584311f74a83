"""`nurture check`: every workspace at, above or below the given places, with its findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.commands.remembered import look_at
from engine.domain.errors import NurtureError
from engine.settings.workspace import CONFIG
from grammar.diagnostics import Diagnostic
from grammar.fixes import fixed
from grammar.source import Span
from grammar.witness import Witness


@dataclass(frozen=True, slots=True)
class Checked:
    """findings: of the places that were named, sorted by file and line. files: how many were read; fixes: put in."""

    findings: tuple[Diagnostic, ...]
    sources: dict[str, str]
    files: int
    templates: int
    fixes: int = 0


def check(folder: Path, paths: Sequence[Path], *, fix: bool = False) -> Checked:
    """Checks whole programs; what is shown is of the named files and folders. Raises NurtureError where there is none."""
    places = [_existing(path) for path in paths] or [folder]
    roots = dict.fromkeys(root for place in places for root in roots_of(place))
    fixes = sum(_fix(root, places if paths else []) for root in roots) if fix else 0
    return _sum([_checked(root, places if paths else []) for root in roots], fixes)


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
    look = look_at(root)
    # A folder that holds the workspace means all of it; its templates may lie elsewhere.
    is_whole = any(root.is_relative_to(place.resolve()) for place in places)
    found = [one for one in look.findings if is_whole or _is_named(root / one.span.file, places)]
    sources = look.files | {name: _text(root / name) for name in {one.span.file for one in found} - look.files.keys()}
    told = tuple(_moved(one, root) for one in found)
    return Checked(told, {_seen(root, name): text for name, text in sources.items()}, len(look.files), look.templates)


def _moved(found: Diagnostic, root: Path) -> Diagnostic:
    """The same finding, its files as seen from where the command was called."""
    return replace(
        found,
        span=_span(found.span, root),
        fix=replace(found.fix, span=_span(found.fix.span, root)) if found.fix else None,
        related=tuple(replace(one, span=_span(one.span, root)) for one in found.related),
        witness=_shown(found.witness, root) if found.witness else None,
    )


def _shown(witness: Witness, root: Path) -> Witness:
    reaches, misses = (tuple(_span(span, root) for span in spans) for spans in (witness.reaches, witness.misses))
    return replace(witness, reaches=reaches, misses=misses)


def _span(span: Span, root: Path) -> Span:
    return span._replace(file=_seen(root, span.file))


def _seen(root: Path, name: str) -> str:
    """Relative to the folder one is in, if the file lies in it; else as the workspace calls it."""
    file, here = (root / name).resolve(), Path.cwd().resolve()
    return file.relative_to(here).as_posix() if file.is_relative_to(here) else name


def _fix(root: Path, places: Sequence[Path]) -> int:
    look = look_at(root)
    count = 0
    for name, before in look.files.items():
        if not _is_named(root / name, places):
            continue
        text, done = fixed(before, [one for one in look.findings if one.span.file == name])
        if done:
            (root / name).write_text(text, encoding="utf-8")
            count += done
    return count


def _sum(checked: Sequence[Checked], fixes: int) -> Checked:
    return Checked(
        findings=tuple(found for one in checked for found in one.findings),
        sources={name: text for one in checked for name, text in one.sources.items()},
        files=sum(one.files for one in checked),
        templates=sum(one.templates for one in checked),
        fixes=fixes,
    )


def _existing(path: Path) -> Path:
    if not path.exists():
        raise NurtureError("no-such-file", path=path)
    return path


def _is_named(file: Path, places: Sequence[Path]) -> bool:
    return not places or any(file.resolve().is_relative_to(place.resolve()) for place in places)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
