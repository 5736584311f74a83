"""Ways to break a workspace as people do: found in its tree, made in its text, each on a line of its own.

Nothing here is written for one workspace. A way to break it looks for its places in any tree; which are taken is
drawn by the workspace's name, so that the same workspace is always broken alike.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from engine.settings.workspace import read_workspace
from grammar import ast as g
from grammar.folder import source_files
from grammar.node import Node
from grammar.parse import parse
from grammar.references import uses
from grammar.walk import walk


@dataclass(frozen=True, slots=True)
class Break:
    """One slip: `text` instead of what stands at start..end of a file. line: where a report of it belongs; changed: where it was made."""

    name: str
    file: Path
    start: int
    end: int
    text: str
    line: int
    changed: int


@dataclass(frozen=True, slots=True)
class Source:
    """One scenario file as read."""

    path: Path
    text: str
    tree: g.SourceFile


@dataclass(frozen=True)
class Place:
    """A workspace as it is before anybody broke it."""

    root: Path
    sources: tuple[Source, ...]
    templates: tuple[Path, ...]


def place_of(root: Path) -> Place:
    """Reads a workspace. Its templates may lie outside its folder."""
    sources = []
    for path in source_files(root):
        text = path.read_text("utf-8")
        sources.append(Source(path, text, parse(text, path.relative_to(root).as_posix()).file))
    found = read_workspace(root)
    templates = tuple(sorted(found.templates.glob("*.md")))
    return Place(root, tuple(sources), templates)


Finder = Callable[[Place], Iterator[Break]]

# ── names ───────────────────────────────────────────────────────────────────────────────


def misspelt(name: str) -> str:
    """The name with two letters swapped, or with its last one doubled where a swap would change nothing."""
    for place in range(len(name) - 2, 0, -1):
        if name[place] != name[place + 1] and name[place : place + 2].isalnum():
            return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name + name[-1]


def _names(kind: str) -> Finder:
    def find(place: Place) -> Iterator[Break]:
        declared = {str(each) for source in place.sources for node in _nodes(source) for each in _own_names(node)}
        for source in place.sources:
            for node in _nodes(source):
                for use in uses(node):
                    if use.kind == kind and misspelt(use.name) not in declared:
                        yield _instead(f"{kind} misspelt", source, use.name.span, misspelt(use.name))

    return find


def _own_names(node: Node) -> Iterator[str]:
    name = getattr(node, "name", None)
    if isinstance(name, g.Name):
        yield name


def unknown_template(place: Place) -> Iterator[Break]:
    """`send wp-thakns`."""
    for source in place.sources:
        for node in _nodes(source):
            if isinstance(node, g.Send) and isinstance(node.mail, g.OneMail):
                yield _instead("template misspelt", source, node.mail.name.span, misspelt(node.mail.name))


def unknown_step(place: Place) -> Iterator[Break]:
    """`go to` a step that is not there."""
    for source in place.sources:
        for node in _nodes(source):
            if isinstance(node, g.GoTo):
                yield _instead("step misspelt", source, node.step.span, misspelt(node.step))


def unknown_level(place: Place) -> Iterator[Break]:
    """`level interest >= hto`."""
    for source in place.sources:
        for node in _nodes(source):
            if isinstance(node, g.LevelIs | g.LevelExpected):
                yield _instead("level misspelt", source, node.level.span, misspelt(node.level))


def unknown_value(place: Place) -> Iterator[Break]:
    """A value that is not among those the attribute can have."""
    lists = {
        str(one.name)
        for source in place.sources
        for one in source.tree.declarations
        if isinstance(one, g.Attribute) and isinstance(one.type, g.OneOf)
    }
    for source in place.sources:
        for node in _nodes(source):
            if not isinstance(node, g.Compare) or not isinstance(node.left, g.LeadRef) or node.left.name not in lists:
                continue
            if isinstance(node.right, g.Text) and node.operator == "is":
                span = node.right.span
                yield _instead("value not in the list", source, span, f'"{misspelt(node.right.value)}"')


def declared_twice(place: Place) -> Iterator[Break]:
    """A one-line declaration that stands in the file once more."""
    for source in place.sources:
        for one in source.tree.declarations:
            if one.span.line == one.span.end_line and isinstance(one, g.Attribute | g.Event | g.Topic | g.Segment):
                end = len(source.text)
                line = source.text.count("\n") + 2
                text = "\n" + source.text[one.span.start : one.span.end] + "\n"
                yield Break("declared twice", source.path, end, end, text, line, line)


# ── templates ───────────────────────────────────────────────────────────────────────────


def template_variable(place: Place) -> Iterator[Break]:
    """`{{ lead.nmae }}`."""
    for path in place.templates:
        text = path.read_text("utf-8")
        for found in re.finditer(r"\{\{ *lead\.(\w+)", text):
            start, end = found.span(1)
            line = _line(text, start)
            yield Break("template variable misspelt", path, start, end, misspelt(found[1]), line, line)


def template_topic(place: Place) -> Iterator[Break]:
    """`topic: nwes` at the head of a mail."""
    for path in place.templates:
        text = path.read_text("utf-8")
        for found in re.finditer(r"^topic: *([\w-]+)$", text, re.MULTILINE):
            start, end = found.span(1)
            line = _line(text, start)
            yield Break("topic of a template misspelt", path, start, end, misspelt(found[1]), line, line)


# ── values ──────────────────────────────────────────────────────────────────────────────


def split_not_100(place: Place) -> Iterator[Break]:
    """A share that is changed and not taken from another."""
    for source in place.sources:
        for node in _nodes(source):
            if isinstance(node, g.Split):
                arm = next((each for each in node.arms if isinstance(each, g.Arm) and each.share is not None), None)
                if arm is not None and arm.share is not None and arm.share > 5:
                    found = re.compile(r"\d+(?=%)").search(source.text, arm.span.start)
                    assert found is not None
                    yield _at("split not 100", source, found.span(), str(int(found[0]) - 5), line=node.span.line)


def _lines(name: str, pattern: str, instead: str) -> Finder:
    """A slip inside one line: the pattern finds it in code, not in texts and comments."""

    def find(place: Place) -> Iterator[Break]:
        for source in place.sources:
            for owner in source.tree.declarations:
                for found in re.finditer(pattern, source.text[owner.span.start : owner.span.end], re.MULTILINE):
                    start, end = (owner.span.start + each for each in found.span())
                    yield _at(name, source, (start, end), found.expand(instead))

    return find


# ── braces ──────────────────────────────────────────────────────────────────────────────


def brace_deleted(place: Place) -> Iterator[Break]:
    """The `}` of a block is gone; the report belongs to its `{`, or to what is left of the line of `} else {`."""
    for source in place.sources:
        for opened, closed in _blocks(source):
            is_alone = source.text[closed + 1 :].partition("\n")[0] == ""
            yield _at("brace deleted", source, (closed, closed + 1), "", line=_line(source.text, opened if is_alone else closed))


def brace_full_width(place: Place) -> Iterator[Break]:
    """`｛` instead of `{`."""
    for source in place.sources:
        for opened, _ in _blocks(source):
            yield _at("brace full-width", source, (opened, opened + 1), "｛")


def _blocks(source: Source) -> Iterator[tuple[int, int]]:
    """Where blocks open and close: lines that end in `{` and the line of the same depth that begins with `}`."""
    for owner in source.tree.declarations:
        waiting: dict[int, int] = {}
        start = owner.span.start
        for line in source.text[owner.span.start : owner.span.end].splitlines(keepends=True):
            depth = len(line) - len(line.lstrip(" "))
            if line.lstrip().startswith("}") and depth in waiting:
                yield waiting.pop(depth), start + depth
            if line.rstrip().endswith("{"):
                waiting[depth] = start + len(line.rstrip()) - 1
            start += len(line)


# ── finding ─────────────────────────────────────────────────────────────────────────────


def _nodes(source: Source) -> Iterator[Node]:
    return (node for declaration in source.tree.declarations for node in walk(declaration))


def _instead(name: str, source: Source, span: g.Span, text: str) -> Break:
    return Break(name, source.path, span.start, span.end, text, span.line, span.line)


def _at(name: str, source: Source, place: tuple[int, int], text: str, *, line: int = 0) -> Break:
    changed = _line(source.text, place[0])
    return Break(name, source.path, *place, text, line or changed, changed)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


KINDS = (
    "event", "attribute", "segment", "stage", "team", "scenario", "score", "topic", "persona", "checklist", "series",
    "calendar", "split", "group", "account attribute",
)  # fmt: skip
WAYS: tuple[Finder, ...] = (
    *(_names(kind) for kind in KINDS),
    unknown_template,
    template_variable,
    brace_deleted,
    _lines("unit missing", r"^( +wait [0-9]+) (?:days?|hours?|weeks?)$", r"\1"),
    brace_full_width,
    unknown_value,
    unknown_step,
    split_not_100,
    declared_twice,
    unknown_level,
    _lines("word misspelt", r"^( +)send ", r"\1sned "),
    _lines("impossible time", r"\b[01][0-9]:([0-5][0-9])\b(?=[^\"\n]*$)", r"25:\1"),
    _lines("space full-width", r"^( +expect) (?=at )", r"\1　"),
    _lines("points missing", r"^( +.*give [+-][0-9]+) points?\b", r"\1"),
    _lines("impossible date", r"^( +start at [0-9]{4})-[0-9]{2}-[0-9]{2}\b", r"\1-02-30"),
    _lines("month as duration", r"^( +wait )[0-9]+ days?\b", r"\g<1>2 months"),
    _lines("percent missing", r"^( +[0-9]+)%", r"\1"),
    _lines("equals sign", r"^( +if [^\n\"]*lead\.\w+) is (?=\")", r"\1 = "),
    _lines("text not closed", r'^((?:scenario|test) "?[^"\n]*"[^"\n]+)"(?= |$)', r"\1"),
    _lines("lead misspelt", r"^( +at [^\"\n]*?)(\w+)(?= does )", r"\1\2x"),
    template_topic,
)


def all_breaks(place: Place) -> dict[str, list[Break]]:
    """Everything that can be broken, by the kind of slip; kinds that do not fit the workspace are left out."""
    found: dict[str, list[Break]] = {}
    for way in WAYS:
        for each in way(place):
            found.setdefault(each.name, []).append(each)
    return found


def broken(text: str, breaks: Iterable[Break]) -> str:
    """The text of a file with its slips."""
    for each in sorted(breaks, key=lambda one: one.start, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def drawn(place: Place, count: int, dice: Random) -> list[Break]:
    """So many slips of different kinds, no two on one line; rare kinds choose first. Raises ValueError where there are not so many."""
    kinds = [one for one in all_breaks(place).values()]
    if len(kinds) < count:
        raise ValueError(f"{place.root.name} can be broken in {len(kinds)} ways only")
    taken: list[Break] = []
    for kind in sorted(dice.sample(kinds, len(kinds)), key=len):
        free = [each for each in kind if all(_apart(each, other) for other in taken)]
        if free:
            taken.append(dice.choice(free))
    if len(taken) < count:
        raise ValueError(f"only {len(taken)} ways to break {place.root.name} keep apart")
    return dice.sample(taken, count)


def _apart(one: Break, other: Break) -> bool:
    is_elsewhere = one.file != other.file or {one.line, one.changed}.isdisjoint({other.line, other.changed})
    return is_elsewhere and (one.text != other.text or not one.text)
