"""Goes once through the HTML of a mail: collects and names its links, and refuses what has no place in a mail."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

from engine.templates.facts import WAYS, Link, TemplateProblem
from engine.templates.markdown import LINE
from engine.templates.pieces import MARK, Pieces, as_comment, literal

FORBIDDEN = frozenset(
    {"applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "iframe", "input"}
    | {"link", "meta", "object", "script", "select", "svg", "template", "textarea", "video"}
)
"""Elements that mail programs drop or that could act on a reader."""

HEAD_ONLY = frozenset({"meta", "link"})
"""Allowed in the head of a whole HTML document."""

COUNTED = ("https://", "http://", "asset:")
UNCOUNTED = ("mailto:", "tel:", "#")
SYSTEM = frozenset(WAYS)

_VOID = frozenset({"area", "br", "col", "hr", "img", "wbr", "meta", "link", "source"})
_BARE = re.compile(r"https?://[!-;=?-~]+")
_ENCODED = re.compile(r"\|\s*urlencode\s*$")


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """How a link is written at send time. code: what works out its target, "" where the target is always the same."""

    name: str
    target: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Markup:
    """The HTML with marks in place of link targets."""

    html: str
    plans: tuple[LinkPlan, ...]
    links: tuple[Link, ...]
    problems: tuple[TemplateProblem, ...]
    is_document: bool


@dataclass(slots=True)
class _OpenLink:
    """place: where in the output its tag stands; words: its text so far."""

    place: int
    line: int
    target: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)


def read_markup(html: str, pieces: Pieces, first_line: int, source: str = "") -> Markup:
    """Read HTML with marks in it. first_line: of the HTML in its file; source: as its author wrote it, for lines."""
    reader = _Reader(pieces, first_line)
    reader.feed(html)
    reader.close()
    reader.finish()
    problems = (*reader.problems, *_name_clashes(reader.links), *_bare_addresses(reader.bare, pieces, source))
    return Markup("".join(reader.out), tuple(reader.plans), tuple(reader.links), problems, reader.is_document)


def _name_clashes(links: list[Link]) -> list[TemplateProblem]:
    """Two targets under one name cannot be told apart in a scenario."""
    first: dict[str, Link] = {}
    clashes = []
    for link in links:
        known = first.setdefault(link.name, link)
        if known.target != link.target:
            values = {"link": link.name, "first": str(known.line)}
            clashes.append(TemplateProblem("link-name-twice", link.line, values, "warning"))
    return clashes


def _bare_addresses(found: list[str], pieces: Pieces, source: str) -> list[TemplateProblem]:
    """Mail programs make a link of an address in the text, but no click on it is seen."""
    problems = []
    for target in dict.fromkeys(map(pieces.shown, found)):
        line = source[: source.find(target)].count("\n") + 1 if target in source else 0
        problems.append(TemplateProblem("bare-address", line, {"target": target}, "warning"))
    return problems


class _Reader(HTMLParser):
    def __init__(self, pieces: Pieces, first_line: int) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces = pieces
        self.offset = first_line - 1
        self.out: list[str] = []
        self.plans: list[LinkPlan] = []
        self.links: list[Link] = []
        self.problems: list[TemplateProblem] = []
        self.is_document = False
        self.open: _OpenLink | None = None
        self.bare: list[str] = []
        self.in_style = False

    @property
    def line(self) -> int:
        return self.getpos()[0] + self.offset

    def blame(self, code: str, line: int, **values: str) -> None:
        self.problems.append(TemplateProblem(code, line, values))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = int(attributes.pop(LINE, 0)) or self.line
        self.is_document |= tag == "html"
        self._check(tag, attributes, line)
        if tag == "a" and "href" in attributes:
            self._end_link()
            self.open = _OpenLink(len(self.out), line, attributes["href"].strip(), attributes)
            self.out.append("")
        else:
            self.in_style = tag == "style"
            if self.open is not None and attributes.get("alt"):
                self.open.words.append(attributes["alt"])
            self.out.append(_tag(tag, attributes))

    def _check(self, tag: str, attributes: dict[str, str], line: int) -> None:
        if tag in FORBIDDEN and not (self.is_document and tag in HEAD_ONLY):
            self.blame("forbidden-element", line, element=tag)
        for name, value in attributes.items():
            if name.startswith("on") or name == "srcdoc":
                self.blame("forbidden-attribute", line, attribute=name)
            if MARK.search(name) or (name == "style" and MARK.search(value)):
                self.blame("syntax-in-tag", line, element=tag)
        source = attributes.get("src", "")
        if source and not (source.startswith(("https://", "http://", "cid:")) or MARK.match(source)):
            self.blame("odd-picture", line, target=self.pieces.shown(source))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False
        if tag == "a":
            self._end_link()
        if tag not in _VOID:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.in_style:
            if MARK.search(data):
                self.blame("syntax-in-style", self.line)
            self.out.append(data)
            return
        if self.open is not None:
            self.open.words.append(data)
        elif bare := _BARE.search(data):
            self.bare.append(bare[0])
        text = data.replace("<", "&lt;").replace(">", "&gt;")
        self.out.append(MARK.sub(lambda mark: as_comment(mark) if self.pieces.is_statement(mark) else mark[0], text))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        self.out.append(reference)
        if self.open is not None:
            self.open.words.append(unescape(reference))

    def handle_comment(self, data: str) -> None:
        """Only what mail programs read survives: a condition for Outlook."""
        if data.startswith("[if") and not MARK.search(data):
            self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def finish(self) -> None:
        self._end_link()

    def _end_link(self) -> None:
        link, self.open = self.open, None
        if link is None:
            return
        given = [link.attributes.pop(attribute, "") for attribute in ("data-link", "title", "name")]
        named = next(filter(None, given), "")
        name = " ".join(self.pieces.shown(named or "".join(link.words)).split())
        link.attributes["href"] = self._written(link, name)
        self.out[link.place] = _tag("a", link.attributes)

    def _written(self, link: _OpenLink, name: str) -> str:
        """What stands in `href`: a mark for a counted link, the target itself for another."""
        target = link.target
        shown = self.pieces.shown(target)
        mark = MARK.match(target)
        if mark and mark.end() == len(target) and self.pieces.pieces[int(mark[1])].code in SYSTEM:
            return target
        if target.lower().startswith(UNCOUNTED) and not any(map(self.pieces.is_statement, MARK.finditer(target))):
            return target
        if not mark and not target.lower().startswith(COUNTED):
            self.blame("odd-link", link.line, target=shown)
        elif any(map(self.pieces.is_statement, MARK.finditer(target))):
            self.blame("statement-in-link", link.line, target=shown)
        elif not name:
            self.blame("nameless-link", link.line, target=shown)
        else:
            self.links.append(Link(name, shown, link.line))
            return self._plan(name, target, shown)
        return "#"

    def _plan(self, name: str, target: str, shown: str) -> str:
        number = len(self.plans)
        if not MARK.search(target):
            self.plans.append(LinkPlan(name, target))
            return self.pieces.add(f"link{number}")
        code = f"write_link({number}, {self._joined(target)})"
        self.plans.append(LinkPlan(name, shown, code))
        return self.pieces.add(code)

    def _joined(self, target: str) -> str:
        """The target as an expression. A value inside a target is encoded; one that begins it is its start."""
        parts, end = [], 0
        for mark in MARK.finditer(target):
            if mark.start() > end:
                parts.append(literal(target[end : mark.start()]))
            code = self.pieces.pieces[int(mark[1])].code
            encoded = mark.start() == 0 or _ENCODED.search(code)
            parts.append(f"({code})" if encoded else f"(({code})|urlencode)")
            end = mark.end()
        if end < len(target):
            parts.append(literal(target[end:]))
        return " ~ ".join(parts)


def _tag(tag: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"
