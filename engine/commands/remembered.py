"""What a check found last time, under the hash of everything it follows from: an unchanged workspace is answered at once.

The file is plain JSON in the state folder. One that is damaged, missing or read-only only costs time.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import engine.domain
import engine.lab
import engine.rules
import engine.templates
import grammar
from engine.app import place_at, verdict_of
from engine.settings.workspace import CONFIG
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
    files: Mapping[str, bytes]
    templates: int
    allowed: tuple[Diagnostic, ...] = ()


def look_at(root: Path) -> Look:
    """The findings of one workspace. Raises NurtureError for settings that cannot be meant."""
    place = place_at(root)
    scenarios, templates = _scenarios(place.root), _templates(place.templates)
    key = _key(place, scenarios, templates)
    told = _known(place.state / FILE, key)
    if told is None:
        told = verdict_of(place)
        _keep(place.state / FILE, key, told)
    return Look(told.findings, scenarios, len({Path(name).stem for name in templates}), told.allowed)


def _scenarios(root: Path) -> dict[str, bytes]:
    return {name: _bytes(f"{root}/{name}") for name in source_names(root)}


def _templates(folder: Path) -> dict[str, bytes]:
    names = os.listdir(folder) if folder.is_dir() else []
    return {name: _bytes(f"{folder}/{name}") for name in sorted(names) if name.endswith(SUFFIXES)}


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


def _key(place: Place, scenarios: Mapping[str, bytes], templates: Mapping[str, bytes]) -> str:
    """Of the texts, the settings, the environment over them, and the code itself."""
    digest = sha256(_code().encode())
    environment = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("NURTURE_SENDER__"))
    digest.update("\0".join([str(place.root), str(place.templates), *environment]).encode())
    for name, data in [(CONFIG, _bytes(f"{place.root}/{CONFIG}")), *scenarios.items(), *templates.items()]:
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


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


def _known(file: Path, key: str) -> Sifted | None:
    try:
        told = json.loads(file.read_text("utf-8"))
        if told["key"] != key:
            return None
        return Sifted(*(tuple(from_plain(one) for one in told[part]) for part in ("findings", "allowed")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, found: Sifted) -> None:
    told = {"key": key} | {part: [to_plain(one) for one in getattr(found, part)] for part in ("findings", "allowed")}
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
