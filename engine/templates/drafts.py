"""A template read once: its front matter, what it asks for, and its HTML and text with marks where its syntax stood."""

from dataclasses import dataclass

from engine.templates.facts import Link, TemplateProblem, Variable
from engine.templates.layout import finish_document, footer, lay_out
from engine.templates.markdown import to_html
from engine.templates.markup import LinkPlan, Markup, read_markup
from engine.templates.pieces import Pieces
from engine.templates.plaintext import to_text
from engine.templates.reading import read_template
from engine.templates.sources import FrontMatter, TemplateSource, front_matter

MAX_PLACES = 1_000
"""`{{ … }}` and `{% … %}` in one template."""

PAIRS = (("<", ">"), ("[", "]"), ("(", ")"))
MAX_OPEN = 100
"""So many more `<` than `>`, and so on: reading them takes a time that grows with their square."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a template says before any value is known. html and text are empty where a mistake forbids them."""

    head: FrontMatter
    language: str
    pieces: Pieces
    html: str = ""
    text: str = ""
    plans: tuple[LinkPlan, ...] = ()
    links: tuple[Link, ...] = ()
    variables: tuple[Variable, ...] = ()
    problems: tuple[TemplateProblem, ...] = ()
    has_unsubscribe: bool = False


def draft(source: TemplateSource) -> Draft:
    """Read a template whole. All its mistakes in one go, in the order of their lines."""
    head = front_matter(source)
    language = head.value("language", source.language)
    language = language if language in ("en", "ja") else "en"
    parts = [(head.value(key), head.lines.get(key, 1)) for key in ("subject", "preheader")] + [(head.body, head.body_line)]
    readings = [] if _beyond(head) else [read_template(text, line) for text, line in parts]
    variables = tuple(variable for reading in readings for variable in reading.variables)
    problems = (*_beyond(head), *head.problems, *(problem for reading in readings for problem in reading.problems))
    if any(problem.code not in _HARMLESS for problem in problems):
        return Draft(head, language, Pieces(), variables=variables, problems=_sorted(problems))
    return _with_body(source, Draft(head, language, Pieces(), variables=variables, problems=problems))


def _beyond(head: FrontMatter) -> list[TemplateProblem]:
    """More than any mail needs, and more than can be read in a moment."""
    body, line = head.body, head.body_line
    if body.count("{{") + body.count("{%") > MAX_PLACES:
        return [TemplateProblem("too-many-places", line, {"limit": str(MAX_PLACES)})]
    pairs = (pair for pair in PAIRS if body.count(pair[0]) - body.count(pair[1]) > MAX_OPEN)
    return [TemplateProblem("far-too-open", line, {"open": opened, "close": closed}) for opened, closed in pairs]


_HARMLESS = frozenset({"unknown-key", "missing-subject", "unknown-value", "unknown-root", "needs-field"})
"""Mistakes that do not keep the body from being read for more."""


def _sorted(problems: tuple[TemplateProblem, ...]) -> tuple[TemplateProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _with_body(source: TemplateSource, begun: Draft) -> Draft:
    head, pieces, language = begun.head, begun.pieces, begun.language
    body = pieces.take(head.body)
    is_markdown = source.suffix == ".md"
    html = to_html(body, pieces, head.body_line) if is_markdown else body
    markup = read_markup(html, pieces, head.body_line, source.text)
    is_marketing = head.purpose == "marketing"
    below = footer(language, pieces, is_marketing=is_marketing)
    text = to_text(markup.html, pieces)
    problems = begun.problems + markup.problems
    if not text.strip():
        problems += (TemplateProblem("empty-body", head.body_line),)
    if not markup.is_document:
        text += f"\n\n-- \n{to_text(below, pieces)}"
    return Draft(
        head,
        language,
        pieces,
        html=_whole(markup, below, language, pieces),
        text=text,
        plans=markup.plans,
        links=markup.links,
        variables=begun.variables,
        problems=_sorted(problems),
        has_unsubscribe=(is_marketing and not markup.is_document) or _asks_to_leave(begun.variables),
    )


def _whole(markup: Markup, below: str, language: str, pieces: Pieces) -> str:
    if markup.is_document:
        return finish_document(markup.html, pieces)
    return lay_out(markup.html, below, language, pieces)


def _asks_to_leave(variables: tuple[Variable, ...]) -> bool:
    return any(variable.path == "unsubscribe_url" for variable in variables)
