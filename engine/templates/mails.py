"""Templates compiled, and mails rendered from them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import TemplateError
from jinja2.environment import Template

from engine.templates.drafts import Draft, draft
from engine.templates.facts import WAYS, TemplateProblem
from engine.templates.markup import COUNTED, LinkPlan
from engine.templates.pieces import Pieces
from engine.templates.plaintext import tidy
from engine.templates.sandbox import environment
from engine.templates.sources import TemplateSource
from engine.templates.values import MissingValue, UnusableValue, as_plain

MAX_OUTPUT = 500_000
"""Characters a part of a mail may have."""

MAX_TARGET = 8_000
"""Characters of a link's target. Source: RFC 9110, 4.1, on what a server must take."""

ASSET = "asset:"
"""What begins the target of a link to something that is handed out."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class BadTemplate(Exception):
    """A template no mail can be made from."""

    def __init__(self, name: str, problems: tuple[TemplateProblem, ...]) -> None:
        self.name = name
        self.problems = problems
        super().__init__(f"{name}: {', '.join(problem.code for problem in problems)}")


@dataclass(frozen=True, slots=True)
class Links:
    """Where a mail's links lead. link_url: (name, target) -> the address that counts the click and leads on."""

    link_url: Callable[[str, str], str]
    unsubscribe_url: str = ""
    preferences_url: str = ""
    confirm_url: str = ""
    open_pixel_url: str = ""


def direct(name: str, target: str) -> str:
    """Links as they are, for previews: no click is counted."""
    return target


@dataclass(frozen=True, slots=True)
class RenderedLink:
    """A link as it stands in one mail. url: what the reader's mail program opens."""

    name: str
    target: str
    url: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """One mail, before it is put into an envelope."""

    subject: str
    preheader: str
    html: str
    text: str
    links: tuple[RenderedLink, ...] = ()


@dataclass(slots=True)
class _LinkWriter:
    """Writes a mail's links: the same target under the same name gets one address, in HTML and text alike."""

    plans: tuple[LinkPlan, ...]
    link_url: Callable[[str, str], str]
    written: dict[tuple[str, str], str]
    writes_links = True

    def __call__(self, number: int, target: object) -> str:
        plan, whole = self.plans[number], str(target).strip()
        if whole.lower().startswith(ASSET) and not plan.target.lower().startswith(ASSET):
            # What a lead says of its own may lead anywhere on the web, but hands out nothing of ours.
            raise UnusableValue("not-a-link", whole)
        return self.write(plan.name, whole)

    def write(self, name: str, target: str) -> str:
        known = self.written.get((name, target))
        if known is None:
            if len(target) > MAX_TARGET or not target.lower().startswith(COUNTED) or _CONTROLS.search(target):
                raise UnusableValue("not-a-link", target)
            known = self.written[name, target] = self.link_url(name, target)
        return known


@dataclass(frozen=True, slots=True)
class Mail:
    """A template ready to be rendered."""

    source: TemplateSource
    draft: Draft
    subject: Template
    preheader: Template
    html: Template
    text: Template
    fixed: tuple[tuple[str, LinkPlan], ...]

    def render(self, values: Mapping[str, Any], links: Links) -> Rendered:
        """Fill the template in: equal arguments give equal mails.

        values: groups of plain data by name (`lead`, `entry`, `sender`, …), and `zone`, an IANA name, for dates.
        Raises MissingValue or UnusableValue: the mail is to be held.
        """
        try:
            return self._filled(values, links)
        except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, TemplateError):
            # A text compared with a number, a length that is none: one mail's trouble, never the whole delivery's.
            raise UnusableValue("not-fitting", self.source.name) from None

    def _filled(self, values: Mapping[str, Any], links: Links) -> Rendered:
        given = {name: as_plain(name, value) for name, value in values.items()}
        head = {"subject": _one_line(self.subject.render(given)), "preheader": _one_line(self.preheader.render(given))}
        if not head["subject"]:
            raise MissingValue("subject")
        writer = _LinkWriter(self.draft.plans, links.link_url, {})
        given |= head
        given["write_link"] = writer
        for name, plan in self.fixed:
            given[name] = writer.write(plan.name, plan.target)
        given["open_pixel_url"] = links.open_pixel_url
        ways = zip(WAYS, (links.unsubscribe_url, links.preferences_url, links.confirm_url), strict=True)
        given |= {name: url for name, url in ways if url}
        html = _bounded(self.html.generate(given))
        text = tidy(_bounded(self.text.generate(given)))
        written = tuple(RenderedLink(*key, url) for key, url in writer.written.items())
        return Rendered(head["subject"], head["preheader"], html, text, written)


def _one_line(text: str) -> str:
    return " ".join(filter(None, _CONTROLS.sub(" ", text).split(" ")))


def _bounded(chunks: Iterable[str]) -> str:
    parts: list[str] = []
    room = MAX_OUTPUT
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise UnusableValue("mail-too-long", MAX_OUTPUT)
        parts.append(chunk)
    return "".join(parts)


@lru_cache(maxsize=1_024)
def compile_mail(source: TemplateSource) -> Mail:
    """The mail of a template, compiled once for each text. Raises BadTemplate."""
    read = draft(source)
    problems = tuple(problem for problem in read.problems if problem.severity == "error")
    if problems:
        raise BadTemplate(source.name, problems)
    plain, html = environment(read.language, is_html=False), environment(read.language, is_html=True)
    fixed = tuple((f"link{number}", plan) for number, plan in enumerate(read.plans) if not plan.code)
    try:
        return Mail(
            source,
            read,
            subject=plain.from_string(_alone(read.head.value("subject"))),
            preheader=plain.from_string(_alone(read.head.value("preheader"))),
            html=html.from_string(read.pieces.put_back(read.html)),
            text=plain.from_string(read.pieces.put_back(read.text)),
            fixed=fixed,
        )
    except TemplateError:
        problem = TemplateProblem("crossed-blocks", read.head.body_line)
        raise BadTemplate(source.name, (problem,)) from None


def _alone(text: str) -> str:
    pieces = Pieces()
    return pieces.put_back(pieces.take(text))
