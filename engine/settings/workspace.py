"""The folder of a workspace and the few settings that even `check` needs. Loads nothing but the standard library."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.domain.errors import NurtureError

CONFIG = "nurture.toml"
LANGUAGES = ("en", "ja")
SECTION = {"name": "", "language": "en", "timezone": "UTC", "region": "JP", "templates": "templates"}
"""The keys of `[workspace]` and what they are where the file is silent."""
STATE = ".nurture"
"""The folder beside `nurture.toml` for what the engine writes: database, caches, spool.

Not for git; and whoever makes it lets only its owner in, for it holds people's data."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """root: the folder of `nurture.toml`. timezone: an IANA name. templates: a folder, absolute.

    region: two letters, where a telephone number without a country is from.
    """

    root: Path
    name: str
    language: str
    timezone: str
    templates: Path
    region: str = "JP"

    @property
    def state(self) -> Path:
        """Where the engine keeps its own files; it may not exist yet."""
        return self.root / STATE


ASSETS = "assets"
"""The folder beside `nurture.toml` for what is handed out."""


def papers_in(root: Path) -> frozenset[str]:
    """The files in the folder of assets, in folders inside it too, as a program names them."""
    folder = root / ASSETS
    found = folder.rglob("*") if folder.is_dir() else ()
    return frozenset(path.relative_to(folder).as_posix() for path in found if path.is_file())


def find_workspace(start: Path) -> Path:
    """The folder of the nearest `nurture.toml` in `start` or above it. Raises NurtureError where there is none."""
    here = start.resolve()
    for folder in [here, *here.parents]:
        if (folder / CONFIG).is_file():
            return folder
    raise NurtureError("settings.no-workspace", folder=start)


def read_workspace(root: Path) -> Workspace:
    """The `[workspace]` section of the folder's `nurture.toml`. Raises NurtureError for what cannot be meant."""
    text, data = read_config(root)
    section = data.get("workspace", {})
    where = Where(root / CONFIG, text)
    if not isinstance(section, dict):
        raise NurtureError("settings.not-a-section", key="workspace", where=where.of(["workspace"]))
    for key, value in section.items():
        _check(key, value, where)
    told = SECTION | section
    folder = (root / told["templates"]).resolve()
    return Workspace(root, told["name"] or root.name, told["language"], told["timezone"], folder, told["region"])


def _check(key: str, value: object, where: "Where") -> None:
    place = where.of(["workspace", key])
    if key not in SECTION:
        raise unknown_key(["workspace", key], SECTION, place)
    if not isinstance(value, str):
        raise NurtureError("settings.not-text", key=f"workspace.{key}", where=place)
    if key == "language" and value not in LANGUAGES:
        raise NurtureError("settings.language", value=value, where=place)
    if key == "timezone" and not is_zone(value):
        raise NurtureError("settings.timezone", value=value, where=place)
    if key == "region" and not is_region(value):
        raise NurtureError("settings.region", value=value, where=place)


def is_region(text: str) -> bool:
    """Two capital letters, as ISO 3166 has them."""
    return re.fullmatch("[A-Z]{2}", text) is not None


def read_config(root: Path) -> tuple[str, dict[str, Any]]:
    """The text of `nurture.toml` and what it says."""
    path = root / CONFIG
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise NurtureError("settings.unreadable", file=path) from error
    except UnicodeDecodeError as error:
        raise NurtureError("settings.not-utf8", file=path) from error
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", None) or _line_said(str(error))
        raise NurtureError("settings.not-toml", where=f"{path}:{line}") from error


def _line_said(message: str) -> str:
    """Before Python 3.14 the line stands only in the message."""
    _, _, rest = message.partition("at line ")
    return rest.partition(",")[0] or "?"


def is_zone(name: str) -> bool:
    """Whether that is an IANA zone name."""
    if name == SECTION["timezone"]:
        return True
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def unknown_key(path: list[str], known: Iterable[str], where: str) -> NurtureError:
    """The report of a key nobody reads, with the nearest known one."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(path[-1], names, n=1)
    key, choices = ".".join(path), ", ".join(f"`{name}`" for name in names)
    if near:
        return NurtureError("settings.unknown-key-near", key=key, near=near[0], where=where)
    return NurtureError("settings.unknown-key", key=key, known=choices, where=where)


class Where:
    """`file:line` of a key: found in the text, as the TOML reader keeps no places."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = text.splitlines()

    def of(self, path: list[str]) -> str:
        """The line of the longest part of the path that stands in the file, else the file alone."""
        found = self.line(path)
        return f"{self.path}:{found}" if found else str(self.path)

    def line(self, path: list[str]) -> int:
        """Its number, 0 where no part of the path stands in the file."""
        section: list[str] = []
        found = depth = 0
        for number, line in enumerate(self._lines, start=1):
            bare = line.strip()
            if bare.startswith("["):
                section = name = _parts(bare.strip("[] \t").partition("]")[0])
            else:
                name = section + _parts(bare.partition("=")[0])
            reach = _reach(name, path)
            if reach > depth:
                depth, found = reach, number
        return found


def _parts(key: str) -> list[str]:
    """`webhooks."顧客管理"` without its quotes."""
    return [one.strip("\"'") for one in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s\"']+", key)]


def _reach(name: list[str], path: list[str]) -> int:
    """How much of the path that line names: its length if it is a beginning of it, else 0."""
    return len(name) if name == path[: len(name)] else 0
