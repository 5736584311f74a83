"""`nurture fix`: the fixes the checker offers, put in until there are none left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.app import place_at, workspace_at
from engine.commands.checking import is_named, named_places, roots_of, seen
from engine.commands.formatting import Laid, write
from engine.settings.workspace import find_workspace
from engine.templates.sentences import SENTENCES
from grammar.diagnostics import Diagnostic
from grammar.encodings import recovered
from grammar.file_rules import NOT_UTF8
from grammar.fixes import fixed
from grammar.folder import SUFFIX
from grammar.model import Workspace
from grammar.parse import parse
from grammar.workspace import drafted, verdict

ROUNDS = 10
"""A mended line shows what stood behind its mistake; after so many rounds something goes in circles."""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with fixes. name: as seen from here; before, after: as they are on the disk; done: what was put right.

    Bytes that are not UTF-8 stand in `before` as halves of characters, each for one.
    """

    path: Path
    name: str
    before: str
    after: str
    done: tuple[Diagnostic, ...]

    @property
    def shown(self) -> str:
        """What it was, with bytes that are no letters spelled out."""
        return self.before.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\0", "\\x00")


@dataclass(frozen=True, slots=True)
class Fixing:
    """files: those that change. left: what is still to be told of the named places, hints too."""

    files: tuple[Mended, ...]
    left: tuple[Diagnostic, ...]

    @property
    def count(self) -> int:
        return sum(len(file.done) for file in self.files)

    def offered(self, *, safe: bool) -> int:
        """How many fixes of that kind are left."""
        return sum(1 for one in self.left if one.fix is not None and one.fix.safe == safe)


def fix(folder: Path, paths: Sequence[Path], *, unsafe: bool = False, dry: bool = False) -> Fixing:
    """Mends the named files and folders, or the whole workspace. dry: writes nothing. Raises NurtureError and `OSError`."""
    places = named_places(folder, paths)
    roots = dict.fromkeys(root for place in places for root in roots_of(place))
    done = [_Mending(root, places if paths else (), unsafe=unsafe).run() for root in roots]
    made = Fixing(tuple(file for one in done for file in one.files), tuple(found for one in done for found in one.left))
    for file in () if dry else made.files:
        write(Laid(file.path, "changes", file.before, file.after))
    return made


def fix_text(folder: Path, text: str, name: Path | None, *, unsafe: bool = False) -> Fixing:
    """One text in the place of a file of the workspace around it. Writes nothing."""
    path = (name or folder / f"stdin{SUFFIX}").resolve()
    return _Mending(find_workspace(path.parent), (path,), unsafe=unsafe, text=(path, text)).run()


@dataclass
class _Mending:
    """One workspace. texts: of its files as the parser read them, by their path in it."""

    root: Path
    places: Sequence[Path]
    unsafe: bool
    text: tuple[Path, str] | None = None
    drafts: dict[str, str] = field(default_factory=dict)
    done: dict[str, list[Diagnostic]] = field(default_factory=dict)

    def run(self) -> Fixing:
        workspace = self._read()
        originals = {file.path: file.text for file in workspace.files}
        workspace = self._in_utf8(workspace)
        found = verdict(workspace).findings
        for _ in range(ROUNDS):
            changed = dict(self._round({file.path: file.text for file in workspace.files}, found))
            if not changed:
                break
            self.drafts |= changed
            workspace = drafted(workspace, changed)
            found = verdict(workspace).findings
        files = (self._mended(name, originals[name], text) for name, text in self.drafts.items())
        return Fixing(tuple(file for file in files if file.after != file.before), tuple(self._told(found)))

    def _read(self) -> Workspace:
        workspace = workspace_at(place_at(self.root), SENTENCES)
        if self.text is None:
            return workspace
        path, text = self.text
        name = path.relative_to(self.root).as_posix()
        return drafted(workspace, {name: text.removeprefix(_BOM)})

    def _in_utf8(self, workspace: Workspace) -> Workspace:
        """The files in other encodings as they will be, where nothing is lost on the way."""
        for found in workspace.reading:
            path, name = self.root / found.span.file, found.span.file
            if found.of is NOT_UTF8 and is_named(path, self.places) and (text := recovered(path.read_bytes())) is not None:
                self.drafts[name] = text.replace("\r\n", "\n")
                self.done[name] = [found]
        return drafted(workspace, self.drafts)

    def _told(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        return (one for one in found if is_named(self.root / one.span.file, self.places))

    def _round(self, texts: Mapping[str, str], found: Sequence[Diagnostic]) -> Iterator[tuple[str, str]]:
        for name, before in texts.items():
            own = [one for one in found if one.fix and one.fix.span.file == name and (one.fix.safe or self.unsafe)]
            if own and is_named(self.root / name, self.places):
                after, done = mended(before, own, unsafe=self.unsafe)
                if after != before:
                    self.done.setdefault(name, []).extend(done)
                    yield name, after

    def _mended(self, name: str, before: str, after: str) -> Mended:
        """As it is written on the disk: with the byte order mark and the line ends the file has."""
        path, shown = self.root / name, seen(self.root, name)
        raw = self.text[1] if self.text else path.read_bytes().decode("utf-8", "surrogateescape")
        mark = _BOM if raw.startswith(_BOM) else ""
        if ("\r\n" in raw or "\r\0\n" in raw) and "\r\n" not in before:
            after = after.replace("\n", "\r\n")
        return Mended(path, shown, raw, mark + after, tuple(self.done[name]))


def mended(text: str, found: Sequence[Diagnostic], *, unsafe: bool) -> tuple[str, list[Diagnostic]]:
    """A text with as many of its fixes as go in without making it worse to read, and whose fixes they were."""
    after, done = fixed(text, found, unsafe=unsafe)
    if _errors(after) <= _errors(text):
        return after, done
    for one in found:
        after, done = fixed(text, [one], unsafe=unsafe)
        if done and _errors(after) <= _errors(text):
            return after, done
    return text, []


def _errors(text: str) -> int:
    result = parse(text)
    return sum(found.severity == "error" for found in result.diagnostics)
