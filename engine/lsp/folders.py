"""A workspace as an editor works on it: its files as read last, drafts before what is on disk, and what surrounds them."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.app import facts_of, judged, place_at, sender_of, systems_of
from engine.domain.errors import NurtureError, Problem
from engine.lsp.drafts import Draft
from engine.settings.workspace import CONFIG, Where, papers_in, read_config
from engine.settings.workspace import Workspace as Place
from engine.templates import SUFFIXES
from engine.templates.inspection import inspect
from engine.templates.sentences import SENTENCES
from engine.templates.sources import TemplateSource
from grammar.ast import Declaration
from grammar.diagnostics import Diagnostic
from grammar.editing.occurrences import Index, Occurrence, broken_name, occurrences_in, own_name
from grammar.facts import SenderFacts, SystemFacts, TemplateFacts
from grammar.folder import SUFFIX, source_files
from grammar.incremental import Draft as Reader
from grammar.model import Workspace
from grammar.parse import ParseResult
from grammar.workspace import assemble, check_workspace, read

DEEPEST = 4
"""So many folders down from the one an editor opens, workspaces are looked for."""
_SKIPPED = {"node_modules", "__pycache__", "venv"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What checks are told from outside. templates: None where nobody could look; problem: what is wrong with `nurture.toml`."""

    templates: Mapping[str, TemplateFacts] | None = None
    place: Place | None = None
    sender: SenderFacts | None = None
    systems: SystemFacts | None = None
    problem: Problem | None = None


@dataclass
class Folder:
    """One workspace. findings: of the last whole check, by file; checked: the texts they were found in."""

    root: Path
    results: dict[str, ParseResult]
    around: Surroundings
    findings: dict[str, list[Diagnostic]] = field(default_factory=dict)
    checked: dict[str, str] = field(default_factory=dict)
    _dates: dict[str, tuple[int, int]] = field(default_factory=dict)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _program: Workspace | None = None
    _index: Index | None = None
    _names: Index | None = None
    _read_once: dict[tuple[str, str], tuple[Occurrence, ...]] = field(default_factory=dict)
    _known: dict[int, tuple[Declaration, tuple[Occurrence, ...]]] = field(default_factory=dict)

    def name(self, path: Path) -> str:
        """How the program calls a file."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def put(self, draft: Draft) -> None:
        """Reads a draft; one of a template changes what is known of its mail."""
        if draft.path is None:
            return
        if draft.path.suffix == SUFFIX:
            name = self.name(draft.path)
            self.results[name] = self._readers.setdefault(name, Reader(name)).read(draft.text)
        elif self.is_template(draft.path):
            self.around = replace(self.around, templates={**(self.around.templates or {}), **_of_draft(draft, self.around)})
        self._program = self._index = self._names = None

    def drop(self, path: Path) -> None:
        """The file is as it is on disk, or gone."""
        name = self.name(path)
        if any(part.startswith(".") for part in Path(name).parts):
            return
        self.results.pop(name, None)
        self._readers.pop(name, None)
        self._dates[name] = _date(path)
        if path.suffix == SUFFIX and path.is_file():
            self.results[name] = read(path, self.root)
        self._program = self._index = self._names = None

    def judged(self, program: Workspace) -> tuple[Diagnostic, ...]:
        """Everything there is to say of the program; what a witness shows is played first."""
        place = self.around.place
        return judged(place, program) if place else tuple(check_workspace(program))

    def index(self) -> Index:
        """Every name of the program. Declarations that were not read anew are not gone through anew."""
        if self._index is None:
            declarations = self.program().declarations
            known = {id(one): self._known.get(id(one)) or (one, tuple(occurrences_in(one))) for one in declarations}
            self._known = known
            broken = (each for one in self.program().broken for each in broken_name(one))
            self._index = Index((*(each for _, found in known.values() for each in found), *broken))
            self._read_once.update({(one.span.file, own_name(one)): found for one, found in known.values()})
        return self._index

    def known_names(self) -> Index:
        """The names to propose: where a declaration cannot be read just now, those it had when it last could."""
        index, broken = self.index(), self.program().broken
        if not broken or self._names is not None:
            return self._names or index
        before = (self._read_once.get((one.span.file, own_name(one)), ()) for one in broken)
        self._names = Index((*index.all, *(each for found in before for each in found)))
        return self._names

    def has_changed(self, name: str) -> bool:
        """Whether the file on disk is another than the one that was read."""
        told = self._dates.get(name)
        now = _date(self.root / name)
        self._dates[name] = now
        return told is not None and told != now

    def surround(self, around: Surroundings) -> None:
        self.around = around
        self._program = self._index = self._names = None

    def is_template(self, path: Path) -> bool:
        return path.suffix in SUFFIXES and self.around.place is not None and path.parent == self.around.place.templates

    def program(self) -> Workspace:
        """All files as one program."""
        if self._program is None:
            results = [self.results[name] for name in sorted(self.results, key=Path)]
            around = self.around
            made = assemble(results, around.templates, sender=around.sender, sentences=SENTENCES, root=self.root)
            self._program = replace(made, systems=around.systems, papers=papers_in(self.root))
        return self._program


def load(root: Path) -> Folder:
    """Reads a whole workspace from disk."""
    results = {path.relative_to(root).as_posix(): read(path, root) for path in source_files(root)}
    return Folder(root, results, surroundings(root), _dates={name: _date(root / name) for name in results})


def _date(path: Path) -> tuple[int, int]:
    """When a file was written, and its size; zero for one that is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def surroundings(root: Path) -> Surroundings:
    """What `nurture.toml` and the templates say."""
    try:
        place = place_at(root)
        text, config = read_config(root)
    except NurtureError as error:
        return Surroundings(problem=error.problem)
    systems = systems_of(config, Where(root / CONFIG, text))
    return Surroundings(facts_of(place), place, sender_of(config), systems)


def _of_draft(draft: Draft, around: Surroundings) -> dict[str, TemplateFacts]:
    if draft.path is None:
        return {}
    language = around.place.language if around.place else "en"
    name, text = draft.path.stem, draft.text.replace("\r\n", "\n")
    return {name: inspect(TemplateSource(name, str(draft.path), draft.path.suffix, text, language))}


def root_of(path: Path) -> Path | None:
    """The nearest folder above with a `nurture.toml`."""
    return next((folder for folder in path.parents if (folder / CONFIG).is_file()), None)


def roots_in(folders: Iterable[Path]) -> list[Path]:
    """The workspaces an editor has before it: at or above each of its folders, else those not too far below."""
    found: dict[Path, None] = {}
    for folder in folders:
        above = root_of(folder / CONFIG)
        found.update(dict.fromkeys([above] if above else _below(folder, DEEPEST)))
    return list(found)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    if (folder / CONFIG).is_file():
        yield folder
    elif depth:
        try:
            inside = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
        except OSError:
            return
        for name in inside:
            if not name.startswith(".") and name not in _SKIPPED:
                yield from _below(folder / name, depth - 1)
