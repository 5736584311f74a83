"""What a template says beside the mail: comments that may allow a finding, and where they count."""

import re
from collections.abc import Iterator

from engine.templates.facts import TemplateComment
from engine.templates.sources import FrontMatter, TemplateSource

_COMMENT = re.compile(r"\{#-?(?P<text>[^\n]*?)-?#\}")
_SPEAKS = re.compile(r"\b[A-Za-z][0-9]{3}\b|\ballow\b")
"""Only these are kept: all others are prose."""


def comments_of(source: TemplateSource, head: FrontMatter) -> tuple[TemplateComment, ...]:
    """Those of the front matter count for the whole mail, those of the body for their line and, if alone there, for the next."""
    return tuple(one for one in (*_of_head(source, head), *_of_body(source, head)) if _SPEAKS.search(one.text))


def _of_head(source: TemplateSource, head: FrontMatter) -> Iterator[TemplateComment]:
    lines = source.text.split("\n")
    for number, line in enumerate(lines[: head.body_line - 1], 1):
        if line.lstrip().startswith("#"):
            column = len(line) - len(line.lstrip()) + 1
            yield TemplateComment(line.strip(), number, column, first=1, last=len(lines))


def _of_body(source: TemplateSource, head: FrontMatter) -> Iterator[TemplateComment]:
    for number, line in enumerate(source.text.split("\n"), 1):
        for found in _COMMENT.finditer(line) if number >= head.body_line else ():
            is_alone = line.strip() == found.group()
            text = f"# {found['text'].strip()}"
            yield TemplateComment(text, number, found.start() + 1, first=number, last=number + 1 if is_alone else number)
