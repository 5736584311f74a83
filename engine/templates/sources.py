"""Templates as they lie in a folder: `NAME.md` or `NAME.html`, front matter between lines of `---`, then the body."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from unicodedata import normalize

from engine.templates import SUFFIXES
from engine.templates.facts import TemplateProblem

RENDERER = "1"
"""Raised whenever the same template would give other bytes: it is part of every digest."""

KEYS = ("subject", "preheader", "from", "topic", "purpose", "language")
PURPOSES = ("marketing", "transactional")
LANGUAGES = ("en", "ja")
MAX_BYTES = 200_000

_KEY = re.compile(r"([^\s:#][^:]*?)\s*:(?:\s+(.*))?$")
_QUOTED = re.compile(r"""("(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*(#.*)?$""")
_MARKS = re.compile("[\ue000-\ue00f]")


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template's text and where it came from. suffix: `.md` or `.html`; language: if the front matter names none."""

    name: str
    path: str
    suffix: str
    text: str
    language: str = "en"

    @property
    def digest(self) -> str:
        """Of everything its mails and facts follow from: 64 hexadecimal digits."""
        parts = (RENDERER, self.name, self.suffix, self.language, self.text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """values and the lines they stand on, by key; body_line: the line the body begins on, 1-based."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[TemplateProblem, ...] = ()

    def value(self, key: str, otherwise: str = "") -> str:
        return self.values.get(key) or otherwise

    @property
    def purpose(self) -> Literal["marketing", "transactional"]:
        return "transactional" if self.values.get("purpose") == "transactional" else "marketing"


def template_names(folder: Path) -> tuple[str, ...]:
    """Every template of a folder, in order. A folder that is not there has none."""
    if not folder.is_dir():
        return ()
    return tuple(sorted({normalize("NFC", file.stem) for file in folder.iterdir() if file.suffix in SUFFIXES}))


def read_source(folder: Path, name: str, language: str = "en") -> TemplateSource | TemplateProblem:
    """The template of that name. Names are compared in NFC, whatever form the disk keeps."""
    files = _files(folder, normalize("NFC", name))
    if not files:
        return TemplateProblem("missing-template", values={"template": name, "folder": str(folder)})
    if len(files) > 1:
        both = ", ".join(file.name for file in files)
        return TemplateProblem("two-templates", values={"template": name, "files": both})
    return _read(files[0], normalize("NFC", name), language)


def _files(folder: Path, name: str) -> list[Path]:
    """Only files that lie in the folder itself: a name is never a path."""
    if not folder.is_dir():
        return []
    found = [file for file in folder.iterdir() if file.suffix in SUFFIXES and normalize("NFC", file.stem) == name]
    return sorted(found)


def _read(file: Path, name: str, language: str) -> TemplateSource | TemplateProblem:
    try:
        octets = file.read_bytes()
        text = octets.decode("utf-8-sig")
    except OSError as failure:
        return TemplateProblem("unreadable-template", values={"file": file.name, "reason": failure.strerror or ""})
    except UnicodeDecodeError:
        return TemplateProblem("not-utf8", values={"file": file.name})
    if len(octets) > MAX_BYTES:
        return TemplateProblem("template-too-large", values={"file": file.name, "limit": str(MAX_BYTES)})
    return TemplateSource(name, str(file), file.suffix, normalize("NFC", text.replace("\r\n", "\n")), language)


def front_matter(source: TemplateSource) -> FrontMatter:
    """The keys at the head of a template, its body, and what is wrong with them."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter(body=source.text, problems=(TemplateProblem("missing-front-matter", 1),))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if not end:
        return FrontMatter(body=source.text, problems=(TemplateProblem("open-front-matter", 1),))
    values, places, problems = _read_keys(lines[1:end])
    body = "\n".join(lines[end + 1 :])
    problems += _check_keys(values, places, source.text)
    return FrontMatter(values, places, body, end + 2, tuple(problems))


def _read_keys(lines: list[str]) -> tuple[dict[str, str], dict[str, int], list[TemplateProblem]]:
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    problems: list[TemplateProblem] = []
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _KEY.match(line.strip())
        if match is None:
            problems.append(TemplateProblem("front-matter-line", number, {"line": line.strip()[:60]}))
        elif match[1] not in KEYS:
            problems.append(TemplateProblem("unknown-key", number, {"key": match[1], "known": ", ".join(KEYS)}))
        elif match[1] in values:
            problems.append(TemplateProblem("key-twice", number, {"key": match[1], "first": str(places[match[1]])}))
        else:
            values[match[1]], places[match[1]] = _unquote(match[2] or ""), number
    return values, places, problems


def _unquote(value: str) -> str:
    quoted = _QUOTED.match(value.strip())
    if quoted is None:
        return value.strip()
    return quoted["double"] if quoted["double"] is not None else quoted["single"]


def _check_keys(values: dict[str, str], places: dict[str, int], text: str) -> list[TemplateProblem]:
    problems = []
    if not values.get("subject"):
        problems.append(TemplateProblem("missing-subject", places.get("subject", 1)))
    for key, allowed in (("purpose", PURPOSES), ("language", LANGUAGES)):
        if values.get(key) and values[key] not in allowed:
            given = {"key": key, "value": values[key], "allowed": ", ".join(allowed)}
            problems.append(TemplateProblem("unknown-value", places[key], given))
    if mark := _MARKS.search(text):
        problems.append(TemplateProblem("private-character", text.count("\n", 0, mark.start()) + 1))
    return problems
