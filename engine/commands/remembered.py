"""What a check found last time, under the hash of everything it follows from: an unchanged workspace is answered at once.

Beside the hash stands a mark of the sizes, dates and numbers of the files: where that is the same, none of them is even opened. The
file is plain JSON in the state folder. One that is damaged, missing or read-only only costs time.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import engine.domain
import engine.lab
import engine.rules
import engine.templates
import grammar
from engine.app import place_at, verdict_of
from engine.settings.workspace import CONFIG, papers_in
from engine.settings.workspace import Workspace as Place
from engine.templates import SUFFIXES
from grammar.diagnostics import Diagnostic, Sifted
from grammar.folder import source_names
from grammar.plain import from_plain, to_plain

FILE = "check.json"
ROOMS = (grammar, engine.templates, engine.domain, engine.rules, engine.lab)
"""Code that findings follow from."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_AT_ONCE = 1 << 16
_TICK = 50_000_000
"""Nanoseconds, more than any disk's clock stands still."""


class Files(Mapping[str, bytes]):
    """What stands in files, read when somebody looks. paths: where they lie, by the names they are called by; read: what is known."""

    def __init__(self, paths: Mapping[str, str], read: Mapping[str, bytes] | None = None) -> None:
        self.paths = paths
        self._read = dict(read or {})

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = _bytes(self.paths[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


class Texts(Mapping[str, str]):
    """Texts by name, decoded when somebody looks: of a thousand files few have findings."""

    def __init__(self, raw: Mapping[str, bytes]) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> str:
        return self._raw[name].decode("utf-8-sig", "replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@dataclass(frozen=True, slots=True)
class Look:
    """findings: with paths as the workspace calls them. files: scenario texts by path; templates: how many there are.

    allowed: what its writers allowed, each with its reason.
    """

    findings: tuple[Diagnostic, ...]
    files: Files
    templates: int
    allowed: tuple[Diagnostic, ...] = ()


class _Mark(NamedTuple):
    """of: what files and code look like from outside. newest: when the last of them changed, by the clock of the disk."""

    of: str
    newest: int


def look_at(root: Path) -> Look:
    """The findings of one workspace. Raises NurtureError for settings that cannot be meant."""
    place = place_at(root)
    files, mails = _scenarios(place.root), _templates(place.templates)
    memory = _memory(place.state / FILE)
    told = _known(memory, "mark", _mark(place, files, mails).of)
    if told is None:
        # In this order: what changes after the draft was begun shows in the mark, or keeps it from being trusted.
        draft = _begun(place.state)
        mark, key = _mark(place, files, mails), _key(place, files, mails)
        told = _known(memory, "key", key) or verdict_of(place)
        _keep(draft, {"key": key, "mark": mark.of}, mark.newest, told)
    return Look(told.findings, files, len({Path(name).stem for name in mails}), told.allowed)


def _scenarios(root: Path) -> Files:
    return Files({name: f"{root}/{name}" for name in source_names(root)})


def _templates(folder: Path) -> Files:
    names = os.listdir(folder) if folder.is_dir() else []
    return Files({name: f"{folder}/{name}" for name in sorted(names) if name.endswith(SUFFIXES)})


def _mark(place: Place, scenarios: Files, templates: Files) -> _Mark:
    """A file that was written anew has another date of change, which nobody can set: a date of writing can be put back."""
    told, newest = [_around(place)], 0
    for path in (f"{place.root}/{CONFIG}", *scenarios.paths.values(), *templates.paths.values()):
        try:
            found = os.stat(path)
        except OSError:
            told.append(f"{path}:?")
            continue
        told.append(f"{path}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}")
        newest = max(newest, found.st_ctime_ns)
    return _Mark(sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest(), newest)


def _bytes(path: str) -> bytes:
    """Read with as few calls as it takes: of a thousand files each one counts."""
    try:
        file = os.open(path, _READ)
        try:
            data = os.read(file, _AT_ONCE)
            while data and len(data) % _AT_ONCE == 0 and (more := os.read(file, _AT_ONCE)):
                data += more
            return data
        finally:
            os.close(file)
    except OSError:
        return b"?"


def _key(place: Place, scenarios: Files, templates: Files) -> str:
    """Of the texts, and what is around them."""
    digest = sha256(_around(place).encode("utf-8", "surrogateescape"))
    for name, data in [(CONFIG, _bytes(f"{place.root}/{CONFIG}")), *scenarios.items(), *templates.items()]:
        digest.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _around(place: Place) -> str:
    """Where the files lie, which papers there are, the environment over the settings, and the code itself."""
    environment = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("NURTURE_SENDER__"))
    return "\0".join([_code(), str(place.root), str(place.templates), *sorted(papers_in(place.root)), *environment])


@cache
def _code() -> str:
    """Changes when the checker does: names, sizes and dates of its files."""
    return "\n".join(sorted(told for room in ROOMS for folder in room.__path__ for told in _files(folder)))


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":  # its date changes when the code is first compiled, not when it is written
                    yield from _files(entry.path)
            elif not entry.name.endswith((".json", ".draft")):  # the parser's table follows from the grammar
                found = entry.stat()
                yield f"{entry.path}:{found.st_size}:{found.st_mtime_ns}"


def _memory(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _known(memory: Any, by: str, value: str) -> Sifted | None:
    try:
        if memory[by] != value:
            return None
        return Sifted(*(tuple(from_plain(one) for one in memory[part]) for part in ("findings", "allowed")))
    except (ValueError, KeyError, TypeError):
        return None


def _begun(folder: Path) -> Path | None:
    """An empty draft beside the memory, whose date says when the check began; None where nothing can be written."""
    draft = folder / f"{FILE}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(b"")
    except OSError:
        return None
    return draft


def _keep(draft: Path | None, under: dict[str, str], newest: int, found: Sifted) -> None:
    if draft is None:
        return
    told = {part: [to_plain(one) for one in getattr(found, part)] for part in ("findings", "allowed")}
    try:
        # What changes twice within a tick of the disk's clock looks the same both times: such files are read once more.
        is_settled = newest < draft.stat().st_ctime_ns - _TICK
        draft.write_text(json.dumps(under | ({} if is_settled else {"mark": ""}) | told, ensure_ascii=False), "utf-8")
        draft.replace(draft.with_name(FILE))
    except OSError:
        draft.unlink(missing_ok=True)
