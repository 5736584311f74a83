"""The page behind a confirmation mail: GET shows a button, and only the button says yes. Gateways follow links; they press nothing."""

from html import unescape
from string import Template

from starlette.responses import Response

from engine.domain.errors import NurtureError
from engine.doors.confirming import Question, question_of, say_yes
from engine.web.asked import Asked, Web
from engine.web.pages import masked, page, plain, words
from engine.web.preferences import language_for, sender_of, topics_of

FORM_SIZE = 10_000
"""Bytes of the form, which says nothing: the link does."""

_BUTTON = Template('<form method="post">\n<button type="submit" name="do" value="yes">$yes</button>\n</form>\n')


def confirming(web: Web, asked: Asked) -> Response:
    """GET asks, POST confirms, HEAD does nothing."""
    token = asked.path["token"]
    try:
        question = question_of(web.store, token)
        label = _label(web, question)
        if question is not None and asked.method == "POST":
            text = _text(question, label, language_for(question.language, asked))
            question = say_yes(web.store, token, text)
            return _said(web, asked, question, label)
    except NurtureError:
        return plain("later", asked.language, sender=sender_of(web), status=503)
    if question is None:
        return plain("lost", asked.language, sender=sender_of(web), status=404)
    return _asking(web, asked, question, label)


def _asking(web: Web, asked: Asked, question: Question, label: str) -> Response:
    language = language_for(question.language, asked)
    if question.state != "open":
        return _said(web, asked, question, label)
    said = words("confirm.text", language, topic=label, address=masked(question.address))
    button = _BUTTON.substitute(yes=words("confirm.yes", language))
    below = f'<p class="small">{words("confirm.no", language)}</p>\n'
    return page("confirm", language, f"<p>{said}</p>\n{button}{below}", sender=sender_of(web))


def _said(web: Web, asked: Asked, question: Question | None, label: str) -> Response:
    """The page of what holds now."""
    if question is None:
        return plain("lost", asked.language, sender=sender_of(web), status=404)
    language = language_for(question.language, asked)
    name = {"open": "confirmed", "done": "confirmed", "late": "confirm-late", "gone": "confirm-gone"}[question.state]
    said = words(f"{name}.text", language, topic=label, address=masked(question.address))
    return page(name, language, f"<p>{said}</p>\n", sender=sender_of(web), status=410 if question.state == "late" else 200)


def _text(question: Question, label: str, language: str) -> str:
    """What is kept as agreed to: the words beside the button."""
    return unescape(f"{words('confirm.text', language, topic=label, address='…')} [{words('confirm.yes', language)}]")


def _label(web: Web, question: Question | None) -> str:
    named = {topic.name: topic.label for topic in topics_of(web)}
    return named.get(question.topic, question.topic) if question else ""
