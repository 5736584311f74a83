"""Comments that allow a finding with a reason, as they are written: `# allow X501, no-goal because only next month`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from grammar.diagnostics import Rule
from grammar.facts import TemplateFacts
from grammar.file import SourceFile
from grammar.likeness import distance
from grammar.node import Node
from grammar.rulebook import likeliest, rule_of
from grammar.source import Comment, Span
from grammar.walk import walk

_WORD = r"[^\s,、，#]+"
_SHAPE = re.compile(rf"#\s*allow\s+(?P<rules>{_WORD}(?:\s*,\s*{_WORD})*)(?:\s+(?P<rest>.*))?$")
_REASON = re.compile(r"because\s+(?P<reason>\S.*)$")
_ID = re.compile(r"[A-Za-z][0-9]{3}")
_IDS = r"[A-Za-z][0-9]{3}(?:[,\s]+[A-Za-z][0-9]{3})*"
_NEAR = re.compile(rf"#\s*(?:nurture\s*:\s*)?(?P<word>[A-Za-z]+)\s*:?\s*(?P<rules>{_IDS})\b(?P<rest>.*)$")
_ELSEWHERE = frozenset(("ignore", "noqa", "disable", "suppress", "skip", "allows", "allowed", "permit"))
"""What other checkers call it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A rule as an allowance names it. rule: None if there is none of that name."""

    word: str
    rule: Rule | None
    span: Span


@dataclass(frozen=True, slots=True)
class Allowance:
    """One comment. rules: at least one. reason: "" if it says none. reach: what it counts for."""

    rules: tuple[Allowed, ...]
    reason: str
    span: Span
    own_line: bool
    reach: "Reach"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whatever begins on these lines, or from `start` up to `end`."""

    first: int
    last: int
    start: int = 0
    end: int = 0

    def holds(self, span: Span) -> bool:
        return self.first <= span.line <= self.last or self.start <= span.start < self.end


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A comment that was meant to allow something. instead: as it should be written."""

    span: Span
    instead: str


def read_allowances(file: SourceFile) -> Iterator[Allowance | Misspelt]:
    """The allowances of a file, and comments that nearly are. All others are prose."""
    for comment in file.comments:
        # Most comments are prose: the cheap question first.
        if not any(letter.isdigit() for letter in comment.text) and "allow" not in comment.text:
            continue
        found = _allowance(comment, _reach(file, comment)) or _misspelt(comment)
        if found is not None:
            yield found


def allowances_of_mail(template: TemplateFacts) -> Iterator[Allowance | Misspelt]:
    """Those of a mail, which says itself what each of its comments counts for."""
    for each in template.comments:
        span = Span(template.path, 0, len(each.text), each.line, each.column, each.line, each.column + len(each.text))
        comment = Comment(each.text, own_line=False, span=span)
        found = _allowance(comment, Reach(each.first, each.last)) or _misspelt(comment)
        if found is not None:
            yield found


def _allowance(comment: Comment, reach: "Reach") -> Allowance | None:
    shape = _SHAPE.match(comment.text)
    if shape is None:
        return None
    rules = tuple(_allowed(comment, shape.start("rules") + word.start(), word.group()) for word in re.finditer(_WORD, shape["rules"]))
    rest = (shape["rest"] or "").strip()
    if not _means(rules[0], rest):
        return None
    reason = _REASON.match(rest)
    return Allowance(rules, reason["reason"] if reason else "", comment.span, comment.own_line, reach)


def _means(first: Allowed, rest: str) -> bool:
    """Whether it speaks of rules at all: `# allow X501 …` does, `# allow opt-in users` does not."""
    if _ID.fullmatch(first.word):
        return True
    is_name = first.rule is not None or ("-" in first.word and likeliest(first.word) is not None)
    return is_name and (not rest or rest.startswith("because"))


def _allowed(comment: Comment, at: int, word: str) -> Allowed:
    return Allowed(word, rule_of(word), part(comment.span, at, at + len(word)))


def part(span: Span, start: int, end: int) -> Span:
    """A stretch of a comment, which is of one line."""
    return Span(span.file, span.start + start, span.start + end, span.line, span.column + start, span.line, span.column + end)


def _misspelt(comment: Comment) -> Misspelt | None:
    """`# allow: X501 …`, `# alow X501`, `# Allow X501`, `# noqa: X501`, and the same in full-width letters."""
    plain = unicodedata.normalize("NFKC", comment.text)
    near = _NEAR.match(plain)
    if near is None or rule_of(re.split(r"[,\s]", near["rules"])[0]) is None:
        return None
    word = near["word"].casefold()
    if word not in _ELSEWHERE and distance(word, "allow") > 1:
        return None
    rules = ", ".join(re.findall(r"\w+", near["rules"]))
    reason = re.sub(r"^[\s:：\-–—(（]*(?:because\b)?:?\s*", "", near["rest"]).rstrip(")） ")
    return Misspelt(comment.span, f"# allow {rules} because {reason or '…'}")


# ── what it counts for ──────────────────────────────────────────────────────────────────


def _reach(file: SourceFile, comment: Comment) -> Reach:
    if comment.own_line:
        return _below(file, comment.span.line)
    line = comment.span.line
    ending = (node.span for node in _nodes(file) if node.span.end_line == line > node.span.line)
    first = min((span.line for span in ending if "{" not in file.text[span.start : span.end]), default=line)
    return Reach(first, line)


def _below(file: SourceFile, line: int) -> Reach:
    """The declaration or statement that starts on the next line; other comments may stand between."""
    comments = {each.span.line for each in file.comments if each.own_line}
    while line in comments:
        line += 1
    lines = file.text.split("\n")
    code = lines[line - 1] if line <= len(lines) else ""
    if not code.strip():
        return Reach(0, -1)
    start = sum(len(each) + 1 for each in lines[: line - 1]) + len(code) - len(code.lstrip())
    return Reach(line, line, start, max((node.span.end for node in _nodes(file) if node.span.start == start), default=start))


def _nodes(file: SourceFile) -> Iterator[Node]:
    for declaration in file.declarations:
        yield from (node for node in walk(declaration) if node.span.file == file.path)
