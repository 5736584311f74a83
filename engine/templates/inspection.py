"""Works out the facts of a template, for the checker."""

from engine.templates.drafts import draft
from engine.templates.facts import TemplateFacts, TemplateProblem
from engine.templates.mails import BadTemplate, compile_mail
from engine.templates.sources import TemplateSource


def inspect(source: TemplateSource) -> TemplateFacts:
    """The facts of a template; a mistake is among its `errors`, nothing is raised."""
    read = draft(source)
    errors = read.problems
    if not any(problem.severity == "error" for problem in errors):
        errors += _build_problems(source)
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
        language=read.language,
        variables=read.variables,
        links=read.links,
        has_unsubscribe=read.has_unsubscribe,
        errors=errors,
    )


def _build_problems(source: TemplateSource) -> tuple[TemplateProblem, ...]:
    """What only building the mail shows: a condition that begins inside one element and ends inside another."""
    try:
        compile_mail(source)
    except BadTemplate as refusal:
        return refusal.problems
    return ()
