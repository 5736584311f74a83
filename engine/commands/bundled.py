"""The example workspaces: beside the source in a checkout, inside the package in a wheel."""

from pathlib import Path

import engine

PACKAGE = Path(engine.__file__).parent
PLACES = (PACKAGE / "_bundled", PACKAGE.parent)
"""Where `scenarios/` and `templates/` may lie."""

SCENARIOS, TEMPLATES = "scenarios", "templates"
PEOPLE = "people.toml"
"""Only a workspace with people in it can be played."""


def companies() -> dict[str, tuple[Path, Path]]:
    """Name -> its scenarios and its templates, of every example that can be played."""
    place = next((place for place in PLACES if (place / SCENARIOS).is_dir() and (place / TEMPLATES).is_dir()), PACKAGE.parent)
    found = sorted(path.parent for path in (place / SCENARIOS).glob(f"*/{PEOPLE}"))
    return {folder.name: (folder, place / TEMPLATES / folder.name) for folder in found}


def texts_of(folder: Path) -> dict[str, str]:
    """The files of a folder by their paths below it; what begins with a dot is not part of it."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {path.relative_to(folder): path for path in paths}
    return {name.as_posix(): path.read_text("utf-8") for name, path in names.items() if not any(p.startswith(".") for p in name.parts)}
