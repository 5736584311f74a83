"""`nurture init`: a small workspace that works from the first minute, and what checks it in every pull request."""

import json
import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from engine.domain.errors import NurtureError

IGNORED = "# What the engine writes: database, caches, spool.\n.nurture/\n"
Platform = Literal["github", "gitlab", "none"]
PIPELINES: dict[Platform, str] = {"github": ".github/workflows/nurture.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each platform looks for it, from the top of the repository."""


@dataclass(frozen=True, slots=True)
class Begun:
    """folder: the new workspace; written: its files, as paths from it; kept: what was there already and stays as it is."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...] = ()


def begin(folder: Path, lang: str, platform: Platform | None = None) -> Begun:
    """Writes the first files into a folder. platform: whose pipeline is written too; None: the one the repository shows.

    Raises NurtureError, having written none, where a file of the workspace is already there. A pipeline that is there stays.
    """
    texts = {".gitignore": IGNORED, **dict(_texts(files("engine.commands") / "first" / lang))}
    for name in texts:
        if (folder / name).exists() and name != ".gitignore":
            raise NurtureError("file-exists", path=folder / name)
    top = top_of(folder)
    pipelines = _pipeline(folder, top, lang, platform or platform_of(top))
    kept = tuple(name for name in pipelines if (folder / name).exists())
    texts |= {name: text for name, text in pipelines.items() if name not in kept}
    for name, text in texts.items():
        _write(folder / name, text)
    return Begun(folder, tuple(texts), kept)


# ── the repository around it ────────────────────────────────────────────────────────────


def top_of(folder: Path) -> Path:
    """The top of the git repository that a folder is in or will be; the folder itself, where there is none yet."""
    here = folder.resolve()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), here)


def platform_of(top: Path) -> Platform:
    """GitLab, if a pipeline of it is there or git fetches from a host of that name; else GitHub."""
    try:
        remotes = (top / ".git" / "config").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        remotes = ""
    return "gitlab" if "gitlab" in remotes.casefold() or (top / PIPELINES["gitlab"]).exists() else "github"


def _pipeline(folder: Path, top: Path, lang: str, platform: Platform) -> dict[str, str]:
    if platform == "none":
        return {}
    text = (files("engine.commands") / "first_ci" / lang / f"{platform}.yml").read_text("utf-8")
    place = Path(os.path.relpath(folder.resolve(), top)).as_posix()
    name = Path(os.path.relpath(top / PIPELINES[platform], folder.resolve())).as_posix()
    # A text of JSON is one of YAML, whatever a folder is called.
    return {name: text.replace("@place@", json.dumps(place, ensure_ascii=False)).replace("@package@", _package())}


def _package() -> str:
    """This very release; a checkout that is not installed has none."""
    try:
        return f"nurture-dsl=={version('nurture-dsl')}"
    except PackageNotFoundError:
        return "nurture-dsl"


# ── files ───────────────────────────────────────────────────────────────────────────────


def _write(path: Path, text: str) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _texts(place: Traversable, path: str = "") -> list[tuple[str, str]]:
    """Every file below a place with its path from there, in the order of names; none that a run left behind."""
    found: list[tuple[str, str]] = []
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        name = f"{path}{entry.name}"
        found += _texts(entry, f"{name}/") if entry.is_dir() else [(name, entry.read_text("utf-8"))]
    return found
