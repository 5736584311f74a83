"""What the links in a mail lead to: the picture, the redirect, the page to leave by."""

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from starlette.responses import RedirectResponse, Response

from engine.domain.errors import NurtureError
from engine.doors.forms import SCHEME
from engine.doors.machine_signs import Request
from engine.doors.mail_links import TOKEN, Choice, Reader, observe_click, observe_look, observe_open, reader_of
from engine.web.asked import Asked, Web
from engine.web.pages import leave_page, left_page, plain
from engine.web.preferences import topics_of

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""One transparent point."""
FORM_SIZE = 10_000
"""Bytes of the form by which a reader leaves."""

_PRIVATE = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow"}
_NAMED = re.compile(r'"?([\w-]+)')


def pixel(web: Web, asked: Asked) -> Response:
    """An open, observed; the picture comes whatever happens."""
    with suppress(NurtureError):
        # An open lost while the database is down is no reason for a broken picture.
        observe_open(web.store, asked.path["token"], request_of(asked))
    return Response(PIXEL, media_type="image/gif", headers=_PRIVATE)


def click(web: Web, asked: Asked) -> Response:
    """A click, observed, and on to where the link leads; the target is ours, never the asker's."""
    token = asked.path["token"]
    try:
        target = observe_click(web.store, token, request_of(asked))
    except NurtureError:
        return plain("later", asked.language, sender=_sender(web), status=503)
    if target is not None and target.startswith(SCHEME):
        return RedirectResponse(f"../a/{token}", 302, _PRIVATE)
    if target is None or not _is_on_the_web(target):
        return plain("lost", asked.language, sender=_sender(web), status=404)
    return RedirectResponse(target, 302, _PRIVATE)


def _is_on_the_web(target: str) -> bool:
    """Half of an address of the new form raises; it may have come out of a lead's own value."""
    try:
        return urlsplit(target).scheme in ("http", "https")
    except ValueError:
        return False


def request_of(asked: Asked) -> Request:
    """What tells a machine from a person. Behind a proxy of this house the asker is whom that proxy names last."""
    passed = asked.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return Request(asked.method, asked.headers, passed if passed and _is_near(asked.peer) else asked.peer)


def _is_near(peer: str) -> bool:
    try:
        return ip_address(peer).is_private
    except ValueError:
        return False


def leaving(web: Web, asked: Asked) -> Response:
    """GET asks, POST acts, HEAD does nothing."""
    return _leave(web, asked) if asked.method == "POST" else _ask(web, asked)


def _ask(web: Web, asked: Asked) -> Response:
    token = asked.path["token"]
    try:
        if asked.method == "GET":
            observe_look(web.store, token, request_of(asked))
        reader = reader_of(web.store, token)
    except NurtureError:
        # The button works without the database, so the page must too.
        return leave_page(asked.language, sender=_sender(web), address="", topic="")
    if reader is None:
        return plain("lost", asked.language, sender=_sender(web), status=404)
    language = _language(asked, reader)
    if reader.left_all:
        return left_page(language, sender=_sender(web), address=reader.address)
    topic = "" if reader.left_topic else _label(web, reader.topic)
    return leave_page(language, sender=_sender(web), address=reader.address, topic=topic, choose=f"../p/{token}")


def _leave(web: Web, asked: Asked) -> Response:
    token = asked.path["token"]
    choice = chosen(asked.headers.get("content-type", ""), asked.body)
    if choice is None:
        return plain("unclear", asked.language, sender=_sender(web), status=400)
    if not TOKEN.fullmatch(token):
        return plain("lost", asked.language, sender=_sender(web), status=404)
    try:
        reader = web.wishes.take(token, choice)
    except NurtureError:
        return plain("later", asked.language, sender=_sender(web), status=503)
    if reader == "unknown":
        return plain("lost", asked.language, sender=_sender(web), status=404)
    if reader == "spooled":
        return left_page(asked.language, sender=_sender(web), address="")
    topic = _label(web, reader.topic) if choice == "topic" and not reader.left_all else ""
    return left_page(_language(asked, reader), sender=_sender(web), address=reader.address, topic=topic)


def _label(web: Web, topic: str) -> str:
    """As readers know the topic, on the page of preferences too; its name where no program in force has it."""
    try:
        return next((one.label for one in topics_of(web) if one.name == topic), topic)
    except NurtureError:
        # The wish is what counts; the page may call it by its name.
        return topic


def chosen(content_type: str, body: bytes) -> Choice | None:
    """What a form asks for: all (one click, RFC 8058, or the button), or the topic; None for anything else.

    However much else stands in it: a wish is a wish, and the body is bounded.
    """
    text = body.decode("utf-8", "replace")
    if content_type.lower().startswith("multipart/form-data"):
        told = dict(_parts(text))
    elif content_type.lower().startswith("application/x-www-form-urlencoded"):
        told = {name: values[0] for name, values in parse_qs(text).items()}
    else:
        return None
    if told.get("List-Unsubscribe") == "One-Click" or told.get("leave") == "all":
        return "all"
    return "topic" if told.get("leave") == "topic" else None


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Names and first lines of what stands in a form of parts. Each letter is looked at once: nobody is known yet who sends it."""
    for part in text.replace("\r\n", "\n").split("name=")[1:]:
        head, _, value = part.partition("\n\n")
        if found := _NAMED.match(head):
            yield found[1], value.partition("\n")[0].strip()


def _language(asked: Asked, reader: Reader) -> str:
    """The lead's own language, else what the browser asks for, else the workspace's."""
    return reader.language if reader.language in ("en", "ja") else asked.language


def _sender(web: Web) -> str:
    return web.settings.sender.name or web.settings.workspace.name
