"""Works out the facts of a template, for the checker."""

from jinja2 import TemplateError

from engine.templates.comments import comments_of
from engine.templates.drafts import Draft, draft
from engine.templates.facts import TemplateFacts, TemplateProblem
from engine.templates.sandbox import environment
from engine.templates.sources import TemplateSource


def inspect(source: TemplateSource) -> TemplateFacts:
    """The facts of a template; a mistake is among its `errors`, nothing is raised."""
    read = draft(source)
    head = read.head
    return TemplateFacts(
        source.name,
        source.path,
        source.digest,
        subject=head.value("subject"),
        preheader=head.value("preheader"),
        sender=head.value("from"),
        purpose=head.purpose,
        topic=head.value("topic"),
        topic_line=head.lines.get("topic", 0),
        language=read.language,
        variables=read.variables,
        links=read.links,
        has_unsubscribe=read.has_unsubscribe,
        errors=read.problems + _crossed_blocks(read),
        comments=comments_of(source, head),
    )


def _crossed_blocks(read: Draft) -> tuple[TemplateProblem, ...]:
    """What only the finished HTML shows: a condition that begins inside one element and ends inside another."""
    try:
        for text in (read.html, read.text):
            environment(read.language, is_html=False).parse(read.pieces.put_back(text))
    except TemplateError:
        return (TemplateProblem("crossed-blocks", read.head.body_line),)
    return ()
