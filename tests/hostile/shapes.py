"""The shape of a page: its elements and attributes, without the texts. Two pages that differ in texts alone have one shape.

What stands in an attribute counts as far as a browser acts on it: names, kinds, where something leads.
"""

import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

TEXTS = frozenset({"value", "title", "alt", "placeholder", "content", "aria-label"})
"""Attributes that hold a text and nothing else."""
ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "cite", "background", "ping", "xlink:href"})
_IGNORED = re.compile(r"[\x00-\x20]")
"""What browsers leave out of an address before they look at it."""


class Shape(NamedTuple):
    """marks: everything but texts, in its order; values: what stands in each field, by its name; leads: schemes of addresses."""

    marks: tuple[str, ...]
    values: dict[str, str]
    leads: frozenset[str]

    @property
    def form(self) -> tuple[object, ...]:
        """What two pages that differ in texts alone have in common."""
        return self.marks, self.leads


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: list[str] = []
        self.values: dict[str, str] = {}
        self.leads: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.marks.append(f"<{tag} {' '.join(self._mark(name, value) for name, value in attrs)}>")
        if "name" in told and "value" in told:
            self.values[told["name"]] = told["value"]

    def _mark(self, name: str, value: str | None) -> str:
        if name in ADDRESSES:
            self.leads.add(urlsplit(_IGNORED.sub("", value or "").replace("\\", "/")).scheme)
        if name == "srcdoc":
            return f"srcdoc={shape(value or '').marks}"
        return name if name in TEXTS or name in ADDRESSES else f"{name}={value}"

    def handle_endtag(self, tag: str) -> None:
        self.marks.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.marks.append("<!-- -->")

    def handle_decl(self, decl: str) -> None:
        self.marks.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.marks.append("<? ?>")

    def unknown_decl(self, data: str) -> None:
        self.marks.append("<![ ]>")


def shape(html: str) -> Shape:
    """Of a page as Python reads it; browsers are asked in `tests/browser`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Shape(tuple(reader.marks), reader.values, frozenset(reader.leads))
