"""The folder a demo is played in: a copy of an example workspace, and the user's own from then on."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.commands.bundled import PEOPLE, TEMPLATES, companies, texts_of
from engine.domain.errors import NurtureError
from engine.lab.demo.people import Edit, Model, read_model
from engine.settings.workspace import CONFIG, STATE

FOLDER = "nurture-demo"
RECORD = "demo.json"
"""In the state folder: what the last play came to. Where it is missing, the database is not the demo's to throw away."""

IGNORED = f"# What the engine writes: database, caches, spool.\n{STATE}/\ndemo.html\n"


@dataclass(frozen=True, slots=True)
class Place:
    """root: of the workspace; new: it was made just now."""

    root: Path
    new: bool = False

    @property
    def record(self) -> Path:
        return self.root / STATE / RECORD


def place_of(base: Path, *, folder: str, company: str) -> Place:
    """The demo's folder at `base`: `base` itself if it is one, else one below it, made where it is missing.

    company: a name of `companies()` or its beginning; "" for the first, or for whichever `base` is.
    """
    if not (folder or company) and (base / STATE / RECORD).is_file():
        return Place(base)
    name = _company(company)
    root = base / (folder or _folder(name))
    if root.is_dir() and any(root.iterdir()):
        for file in (CONFIG, PEOPLE):
            if not (root / file).is_file():
                raise NurtureError("demo-not-a-folder", path=root, file=file)
        return Place(root)
    _copy(name, root)
    return Place(root, new=True)


def _company(wanted: str) -> str:
    found = companies()
    for name in found:
        if wanted.lower() in ("", name, name.partition("-")[0], name.partition("-")[2]):
            return name
    raise NurtureError("demo-no-company", name=wanted, known=", ".join(f"`{one}`" for one in found))


def _folder(name: str) -> str:
    """Each company in a folder of its own; the first in the plainest."""
    return FOLDER if name == next(iter(companies())) else f"{FOLDER}-{name}"


def _copy(name: str, root: Path) -> None:
    scenarios, templates = companies()[name]
    written = {one: text.replace(f"../../{TEMPLATES}/{name}", TEMPLATES) for one, text in texts_of(scenarios).items()}
    written |= {f"{TEMPLATES}/{one}": text for one, text in texts_of(templates).items()} | {".gitignore": IGNORED}
    for one, text in written.items():
        path = root / one
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / STATE).mkdir(mode=0o700, exist_ok=True)
    (root / STATE / RECORD).write_text("{}", encoding="utf-8")


def model_in(place: Place, *, leads: int, days: int) -> Model:
    """The people of the folder; of another number, or for another time, where one is given. Raises NurtureError."""
    path = place.root / PEOPLE
    try:
        model = read_model(path)
    except (msgspec.ValidationError, ValueError) as error:
        raise NurtureError("demo-bad-people", path=path, reason=str(error)) from error
    return msgspec.structs.replace(model, leads=leads or model.leads, days=days or model.days)


# ── the proposed edit ───────────────────────────────────────────────────────────────────


def is_made(place: Place, edit: Edit) -> bool:
    """Whether the file says already what the edit proposes."""
    text = _text(place, edit)
    return edit.replace in text and edit.find not in text


def make(place: Place, edit: Edit, *, undo: bool = False) -> None:
    """Makes the proposed edit, or takes it back. Raises NurtureError where the file is no longer as proposed."""
    before, after = (edit.replace, edit.find) if undo else (edit.find, edit.replace)
    text = _text(place, edit)
    if text.count(before) != 1:
        raise NurtureError("demo-edit-made" if after in text else "demo-edit-lost", file=edit.file, text=before)
    (place.root / edit.file).write_text(text.replace(before, after), encoding="utf-8")


def line_of(place: Place, edit: Edit) -> int:
    """The line on which it stands, or will have stood; 0 where it is nowhere."""
    for number, line in enumerate(_text(place, edit).splitlines(), 1):
        if edit.find in line or edit.replace in line:
            return number
    return 0


def _text(place: Place, edit: Edit) -> str:
    path = place.root / edit.file
    return path.read_text("utf-8") if path.is_file() else ""
