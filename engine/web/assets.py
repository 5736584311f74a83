"""What is handed out: a link of one's own that ends, or an address for everybody where the asset is free.

A HEAD, a prefetch and whatever else shows itself to be a machine gets the same answer, and nothing is told of it.
"""

from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, RedirectResponse, Response

from engine.domain.errors import NurtureError
from engine.domain.papers import Asset
from engine.doors.forms import Handout, fetched, handed_by_form, handed_by_mail
from engine.doors.machine_signs import sign_of
from engine.doors.mail_links import TOKEN
from engine.rules.program import Program
from engine.settings.workspace import ASSETS
from engine.web.asked import Asked, Web
from engine.web.form_page import Frame, page
from engine.web.form_words import say
from engine.web.forms import program_of
from engine.web.mail_links import request_of
from engine.web.pages import plain

SHOWN = ("application/pdf", "audio/", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain", "video/")
"""What a browser shows itself. Anything else is saved: a page of somebody's would run under our address."""
_PRIVATE = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow"}


def by_mail_or_free(web: Web, asked: Asked) -> Response:
    """`/a/TOKEN` of a mail, or `/a/NAME` of what is free."""
    return _answer(web, asked, asked.path["token"], "")


def by_form(web: Web, asked: Asked) -> Response:
    """`/a/TOKEN/NAME`: what a form handed out."""
    return _answer(web, asked, asked.path["token"], asked.path["name"])


def _answer(web: Web, asked: Asked, token: str, name: str) -> Response:
    sender = web.settings.sender.name or web.settings.workspace.name
    try:
        program = program_of(web)
        if program is None:
            return plain("lost", asked.language, sender=sender, status=404)
        free = program.assets.get(token) if not name else None
        if free is not None and free.is_free:
            return _given(web, free, asked)
        handout = _handout(web, program, token, name)
        if handout is None:
            return plain("lost", asked.language, sender=sender, status=404)
        if handout.is_over(web.clock.now(), web.settings.links.asset_days):
            return _over(web, asked, program, handout)
        given = _given(web, handout.asset, asked)
        if given.status_code < 400 and asked.method == "GET" and not sign_of(request_of(asked), "click").why:
            fetched(web.store, handout)
    except NurtureError:
        return plain("later", asked.language, sender=sender, status=503)
    return given


def _handout(web: Web, program: Program, token: str, name: str) -> Handout | None:
    if not name:
        return handed_by_mail(web.store, program.assets, token) if TOKEN.fullmatch(token) else None
    asset = program.assets.get(name)
    return handed_by_form(web.store, program.forms, token, asset) if asset is not None and len(token) < 100 else None


def _given(web: Web, asset: Asset, asked: Asked) -> Response:
    """The file, in parts where somebody asks for parts; or on to where it lies."""
    if asset.url:
        return RedirectResponse(asset.url, 302, _PRIVATE)
    folder = (web.settings.root / ASSETS).resolve()
    path = (folder / asset.file).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        sender = web.settings.sender.name or web.settings.workspace.name
        return plain("lost", asked.language, sender=sender, status=404)
    kind = guess_type(path.name)[0] or "application/octet-stream"
    how = "inline" if kind.startswith(SHOWN) else "attachment"
    told = _PRIVATE | {"Content-Disposition": _disposition(how, asset, path), "Content-Security-Policy": "sandbox; default-src 'none'"}
    if kind == "application/pdf":
        # The viewer of a browser does not work in a sandbox.
        told["Content-Security-Policy"] = "frame-ancestors 'none'"
    return FileResponse(path, media_type=kind, headers=told)


def _disposition(how: str, asset: Asset, path: Path) -> str:
    """Saved under what readers call it; RFC 6266, with a plain name for old programs."""
    name, suffix = _plain(asset.called).strip(". ") or asset.name, _plain(path.suffix)
    old = suffix if suffix[1:].isalnum() and suffix.isascii() else ""
    return f"{how}; filename=\"asset{old}\"; filename*=utf-8''{quote(name + suffix, safe='')}"


def _plain(text: str) -> str:
    """What may stand in the name of a file anywhere, and shows itself."""
    return "".join(sign for sign in text if sign.isprintable() and sign not in '/\\:*?"<>|')


def _over(web: Web, asked: Asked, program: Program, handout: Handout) -> Response:
    """Asked for anew where a form offers it."""
    language, sender = asked.language, web.settings.sender.name or web.settings.workspace.name
    giving = [one.name for one in program.forms.values() if any(offer.asset == handout.asset.name for offer in one.offers)]
    form = handout.form if handout.form in giving else next(iter(giving), "")
    said = say("over.text" if form else "over.mail", language, label=handout.asset.called, days=str(web.settings.links.asset_days))
    up = "../../" if handout.form else "../"
    again = f'<p><a class="button" href="{up}f/{quote(form)}">{escape(say("over.again", language))}</a></p>\n' if form else ""
    return page(say("over.title", language), f"<p>{escape(said)}</p>\n{again}", Frame(language, sender), status=410)
