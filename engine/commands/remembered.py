"""What a check found last time, under the hash of everything it follows from: an unchanged workspace is answered at once.

The file is plain JSON in the state folder. One that is damaged, missing or read-only only costs time.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import engine.domain
import engine.lab
import engine.rules
import engine.templates
import grammar
from engine.app import place_at, verdict_of
from engine.settings.workspace import CONFIG
from engine.settings.workspace import Workspace as Place
from engine.templates.sentences import SENTENCES
from engine.templates.sources import SUFFIXES
from grammar.diagnostics import Diagnostic, Fix, Justification, Related, Rule, Sifted
from grammar.source import Span
from grammar.witness import Demand, Witness

FILE = "check.json"
SCENARIO = ".nurture"
ROOMS = (grammar, engine.templates, engine.domain, engine.rules, engine.lab)
"""Code that findings follow from."""


@dataclass(frozen=True, slots=True)
class Look:
    """findings: with paths as the workspace calls them. files: scenario texts by path; templates: how many there are.

    allowed: what its writers allowed, each with its reason.
    """

    findings: tuple[Diagnostic, ...]
    files: dict[str, str]
    templates: int
    allowed: tuple[Diagnostic, ...] = ()


def look_at(root: Path) -> Look:
    """The findings of one workspace. Raises NurtureError for settings that cannot be meant."""
    place = place_at(root)
    scenarios, templates = _scenarios(place.root), _templates(place.templates)
    key = _key(place, scenarios, templates)
    told = _known(place.state / FILE, key)
    if told is None:
        told = verdict_of(place, SENTENCES)
        _keep(place.state / FILE, key, told)
    texts = {name: data.decode("utf-8-sig", "replace") for name, data in scenarios.items()}
    return Look(told.findings, texts, len({Path(name).stem for name in templates}), told.allowed)


def _scenarios(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob(f"*{SCENARIO}") if path.is_file())
    named = ((path.relative_to(root), path) for path in found)
    return {name.as_posix(): _bytes(path) for name, path in sorted(named) if not any(part.startswith(".") for part in name.parts)}


def _templates(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {path.name: _bytes(path) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b"?"


def _key(place: Place, scenarios: Mapping[str, bytes], templates: Mapping[str, bytes]) -> str:
    """Of the texts, the settings, the environment over them, and the code itself."""
    digest = sha256(_code().encode())
    environment = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("NURTURE_SENDER__"))
    digest.update("\0".join([str(place.root), str(place.templates), *environment]).encode())
    for name, data in [(CONFIG, _bytes(place.root / CONFIG)), *scenarios.items(), *templates.items()]:
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _code() -> str:
    """Changes when the checker does: names, sizes and dates of its files."""
    folders = (Path(folder) for room in ROOMS for folder in room.__path__)
    told = ((path, path.stat()) for folder in folders for path in [*folder.glob("*.*"), *folder.glob("*/*.py")])
    return "\n".join(sorted(f"{path}:{found.st_size}:{found.st_mtime_ns}" for path, found in told))


def _known(file: Path, key: str) -> Sifted | None:
    try:
        told = json.loads(file.read_text("utf-8"))
        if told["key"] != key:
            return None
        return Sifted(*(tuple(_diagnostic(one) for one in told[part]) for part in ("findings", "allowed")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, found: Sifted) -> None:
    told = {"key": key} | {part: [asdict(one) for one in getattr(found, part)] for part in ("findings", "allowed")}
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)


def _diagnostic(told: dict[str, Any]) -> Diagnostic:
    fix = told["fix"]
    return Diagnostic(
        of=Rule(**told["of"]),
        span=Span(*told["span"]),
        words=tuple((name, word) for name, word in told["words"]),
        fix=Fix(Span(*fix["span"]), fix["replacement"], fix["safe"]) if fix else None,
        related=tuple(Related(Span(*one["span"]), one["en"], one["ja"]) for one in told["related"]),
        example=told["example"],
        witness=_witness(told["witness"]),
        allowed=Justification(told["allowed"]["reason"], Span(*told["allowed"]["span"])) if told["allowed"] else None,
    )


def _witness(told: dict[str, Any] | None) -> Witness | None:
    if told is None:
        return None
    reaches, misses = (tuple(Span(*one) for one in told[part]) for part in ("reaches", "misses"))
    demand = told["demand"]
    return Witness(told["text"], reaches, misses, Demand(**_lists(demand)) if demand else None, told["played"])


def _lists(told: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no tuples."""
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return plain | {"cap": Span(*told["cap"]) if told["cap"] else None}
