"""The pages of the docs: their examples, and what is said of them inside the workspace of the manual."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.lab.witnesses import settled
from engine.templates.facts import Link, TemplateFacts
from engine.templates.folder import Templates
from engine.templates.sentences import SENTENCES
from grammar.ast import Calendar, Declaration, Journey, OneMail, Policy, Send, SourceFile
from grammar.diagnostics import Diagnostic
from grammar.facts import SenderFacts, SystemFacts
from grammar.model import Workspace
from grammar.names import declared_by
from grammar.parse import ParseResult, parse
from grammar.walk import walk
from grammar.workspace import assemble, check_workspace, read

DOCS = Path(__file__).parents[3] / "docs"
SURROUNDINGS = DOCS / "manual" / "workspace.nurture"
HERE = "example.nurture"
LINK = Link("more", "https://example.jp/", 1)
"""What a mail that no page shows has at least."""
SETTINGS = "nurture.toml"
PAPERS = frozenset({"ids-guide.pdf", "tour.mp4"})
"""What the pages may hand out."""
MAILS = "templates"
"""Where a workspace has its mails."""
SENDER = SenderFacts("架空クラウド", "info@example.jp", "東京都架空区1-2-3")
_FENCE = re.compile(r"^```(\w+)(?: ([\w.-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of program from a page, with the templates and settings that stand beside it."""

    text: str
    files: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"

    def findings(self) -> list[Diagnostic]:
        """What is said of the example itself, hints too; not what is only not executed yet."""
        return [each for each in self.said() if not each.rule.startswith("N9")]

    def said(self) -> list[Diagnostic]:
        """Everything that is said of the example itself, as `nurture check` says it: witnesses are played."""
        workspace, own = self.workspace(), {HERE, SETTINGS} | {name for name, _ in self.files}
        found = settled(workspace, check_workspace(workspace), zone="Asia/Tokyo")
        return [each for each in found if Path(each.span.file).name in own]

    def shown(self) -> dict[str, str]:
        """The texts a report quotes, by file."""
        files = {HERE: self.text} | {name if name == SETTINGS else f"{MAILS}/{name}": text for name, text in self.files}
        return files if self.encoding == "utf-8" else {}

    def _parsed(self) -> ParseResult:
        """Read as a file is, from its bytes."""
        with TemporaryDirectory() as folder:
            (Path(folder) / HERE).write_bytes(self.text.encode(self.encoding))
            return read(Path(folder) / HERE, Path(folder))

    def workspace(self) -> Workspace:
        """The example in the place of what it declares anew."""
        result = self._parsed()
        results = [result, ParseResult(_without(_surroundings(), result.file))]
        said = next((tomllib.loads(text) for name, text in self.files if name == SETTINGS), {})
        sender = SenderFacts(**said["sender"]) if "sender" in said else SENDER
        read = replace(assemble(results, self._templates(assemble(results)), sender=sender, sentences=SENTENCES), papers=PAPERS)
        return replace(read, systems=_systems(said)) if {"webhooks", "slack"} & said.keys() else read

    def _templates(self, workspace: Workspace) -> dict[str, TemplateFacts]:
        """The templates of the page; where it has none, every mail is there."""
        written = [(name, text) for name, text in self.files if name != SETTINGS]
        if not written:
            mails = [str(places[0]) for places in workspace.sent.values()] + list(_sent_in_remains(workspace))
            return {mail: TemplateFacts(mail, f"{mail}.md", links=(LINK,), has_unsubscribe=True) for mail in mails}
        with TemporaryDirectory() as folder:
            for name, text in written:
                (Path(folder) / name).write_text(text, encoding="utf-8")
            templates = Templates(Path(folder), "ja")
            return {name: templates.facts(name) for name in templates.names}


@cache
def _surroundings() -> SourceFile:
    return parse(SURROUNDINGS.read_text(encoding="utf-8"), "workspace.nurture").file


def _sent_in_remains(workspace: Workspace) -> Iterator[str]:
    """The mails of scenarios that have a mistake elsewhere."""
    nodes = (node for broken in workspace.broken if broken.rest is not None for node in walk(broken.rest))
    return (str(node.mail.name) for node in nodes if isinstance(node, Send) and isinstance(node.mail, OneMail))


def _systems(said: dict[str, Any]) -> SystemFacts:
    return SystemFacts(*({name: 1 for name in said.get(kind, {})} for kind in ("webhooks", "slack")))


def _without(around: SourceFile, example: SourceFile) -> SourceFile:
    """The surroundings without what the example declares itself; journey, policy and calendar as a whole."""
    names = {(each.kind, each.name.key) for declaration in example.declarations for each in declared_by(declaration)}
    kinds = {type(each) for each in example.declarations if isinstance(each, Journey | Policy | Calendar)}

    def stays(declaration: Declaration) -> bool:
        own = {(each.kind, each.name.key) for each in declared_by(declaration)}
        return type(declaration) not in kinds and not own & names

    kept = tuple(declaration for declaration in around.declarations if stays(declaration))
    return SourceFile(around.path, around.text, kept)


def examples(page: str) -> dict[str, Example]:
    """The examples of a page by the heading above them; several under one heading become one.

    A word behind `nurture` is the encoding the example is saved in.
    """
    found: dict[str, Example] = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        blocks = _FENCE.findall(body)
        text = "".join(text for language, _, text in blocks if language == "nurture")
        files = tuple((name, text) for language, name, text in blocks if name and language != "nurture")
        encoding = next((name for language, name, _ in blocks if name and language == "nurture"), "utf-8")
        if text:
            found[title.strip()] = Example(text, files, encoding)
    return found
