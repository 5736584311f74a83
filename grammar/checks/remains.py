"""Names in scenarios that have mistakes elsewhere: a misspelt event is told in the same go as a missing brace three lines below."""

from collections.abc import Iterable, Iterator

from grammar.ast import OneMail, Scenario, Send, key
from grammar.checks import mails, unknown
from grammar.checks.spoilt import words_of_broken
from grammar.diagnostics import Diagnostic
from grammar.file import Broken
from grammar.model import Workspace
from grammar.names import Kind, nearest
from grammar.references import uses
from grammar.walk import walk

_INSIDE: frozenset[Kind] = frozenset({"split", "group"})
"""What a scenario declares itself: it may stand in a line that was left out."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """What nobody declared, in the lines that could be read. A line with a mistake is not looked at again."""
    for broken in workspace.broken:
        if isinstance(broken.rest, Scenario):
            yield from _remains(workspace, broken, broken.rest)


def _remains(workspace: Workspace, broken: Broken, rest: Scenario) -> Iterator[Diagnostic]:
    torn = {found.span.line for found in workspace.reading if found.span.file == broken.span.file}
    elsewhere = words_of_broken(workspace, without=broken)
    for node in walk(rest):
        for kind, name in uses(node):
            if kind not in _INSIDE and not workspace.symbols.knows(kind, name):
                yield from _unless(torn, elsewhere, unknown.missing(unknown.UNKNOWN[kind], name, workspace.symbols.nearest(kind, name)))
        if isinstance(node, Send) and isinstance(node.mail, OneMail) and workspace.templates is not None:
            mail = node.mail.name
            if workspace.template(mail) is None:
                yield from _unless(torn, elsewhere, mails.missing(mail, nearest(mail, workspace.templates)))


def _unless(torn: set[int], elsewhere: set[str], found: Diagnostic) -> Iterator[Diagnostic]:
    """Not where the line has a mistake, nor where a declaration that could not be read may bring the name."""
    if found.span.line not in torn and key(dict(found.words)["name"]) not in elsewhere:
        yield found
