"""The texts as the editor has them, saved or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from grammar.editing.lines import Lines, Units


@dataclass(frozen=True)
class Draft:
    """A text that is open. path: None for one that has no file yet."""

    uri: str
    path: Path | None
    text: str
    version: int
    units: Units

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text, self.units)


class Drafts:
    """All that are open, by the address the editor knows them by."""

    def __init__(self) -> None:
        self.units: Units = "utf-16"
        self._open: dict[str, Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._open.values())

    def get(self, uri: str) -> Draft | None:
        return self._open.get(uri)

    def of(self, path: Path) -> Draft | None:
        """The draft of a file, if it is open."""
        return next((draft for draft in self._open.values() if draft.path == path), None)

    def open(self, item: types.TextDocumentItem) -> Draft:
        draft = self._open[item.uri] = Draft(item.uri, path_of(item.uri), item.text, item.version, self.units)
        return draft

    def change(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> Draft | None:
        """The draft with its edits, one after the other; None if it was never opened."""
        draft = self._open.get(uri)
        if draft is None:
            return None
        for change in changes:
            text = edited(draft.lines, change) if isinstance(change, types.TextDocumentContentChangePartial) else change.text
            draft = Draft(uri, draft.path, text, version, self.units)
        self._open[uri] = draft
        return draft

    def close(self, uri: str) -> Draft | None:
        return self._open.pop(uri, None)


def edited(lines: Lines, change: types.TextDocumentContentChangePartial) -> str:
    """The text with one stretch of it replaced."""
    start = lines.offset(change.range.start.line, change.range.start.character)
    end = lines.offset(change.range.end.line, change.range.end.character)
    return lines.text[:start] + change.text + lines.text[max(start, end) :]


def path_of(uri: str) -> Path | None:
    """The file an address means; None for what is no file."""
    path = to_fs_path(uri)
    return Path(path).resolve() if path else None


def uri_of(path: Path) -> str:
    """The address of a file."""
    return str(from_fs_path(str(path)))
