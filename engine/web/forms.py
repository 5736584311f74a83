"""Hosted forms: GET shows one, POST takes it in, and the answer comes when it is on disk.

There is no cookie and no token against forged requests: whoever sends a form from elsewhere says no more than they could say here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.responses import Response

from engine.domain.errors import NurtureError
from engine.domain.instants import SECOND
from engine.domain.papers import Form
from engine.doors.forms import Sent, submit
from engine.rules.program import Program
from engine.store import control
from engine.web.asked import Asked, Web
from engine.web.form_page import CAME_FROM, SENT, TRAP, Filled, Frame, form_page, page
from engine.web.form_reading import answers, read
from engine.web.form_words import say
from engine.web.limits import address_of
from engine.web.pages import plain

SIZE = 100_000
"""Bytes of a form that is sent."""
QUICKEST = 2 * SECOND
"""Nobody fills in a form faster; a robot does."""
RATE = 3
"""Forms a second that one address may send; twice as many at once."""
ABOUT = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
"""What a link to the form may say of where it stands."""
LONGEST = 300
"""Letters of each of them."""
_NAME = re.compile(r"([0-9a-z]{1,16})-[A-Za-z0-9_-]{16,64}")
"""When the page was shown, in microseconds to the base of 36, and what nobody can guess."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for one form."""

    web: Web
    asked: Asked
    form: Form
    frame: Frame
    query: Mapping[str, str] = field(default_factory=dict)

    def name(self) -> str:
        """Of a form that is shown anew."""
        return f"{_to_base36(self.web.clock.now())}-{self.web.dice.token()}"


def form(web: Web, asked: Asked) -> Response:
    """GET shows, HEAD does nothing, POST takes in."""
    query = {name: values[0] for name, values in parse_qs(asked.query).items()} if len(asked.query) < 10_000 else {}
    said = query.get("lang", "")
    language = said if said in ("en", "ja") else asked.language
    sender = web.settings.sender.name or web.settings.workspace.name
    try:
        program = program_of(web)
    except NurtureError:
        return plain("later", language, sender=sender, status=503)
    found = program.forms.get(asked.path["name"]) if program else None
    if found is None:
        return plain("nowhere", language, sender=sender, status=404)
    origins = tuple(web.settings.forms.origins) if "embed" in query else ()
    elsewhere = "?" + urlencode(query | {"lang": "en" if language == "ja" else "ja"}) if is_in_both(found) else ""
    visit = Visit(web, asked, found, Frame(language, sender, origins, elsewhere), query)
    return _take(visit) if asked.method == "POST" else _show(visit)


def program_of(web: Web) -> Program | None:
    """The program in force; the last one known while the database is away. Raises NurtureError where none is known."""
    try:
        with web.store.read() as tx:
            current = control.read(tx).program
            web.shown.program = web.programs.get(tx, current) if current else None
    except NurtureError:
        if web.shown.program is None:
            raise
    return web.shown.program


def is_in_both(form: Form) -> bool:
    """Whether the form has words in another language at all."""
    return bool(form.title.other or any(one.label and one.label.other for one in form.fields))


def _show(visit: Visit) -> Response:
    came = visit.asked.headers.get("referer", "")
    return form_page(visit.form, Filled(visit.name(), came_from=_page_of(came)), visit.frame)


def _take(visit: Visit) -> Response:
    told = read(visit.asked.headers.get("content-type", ""), visit.asked.body)
    if told is None:
        return plain("unclear", visit.frame.language, sender=visit.frame.sender, status=400)
    values, wrong = answers(visit.form, told, visit.frame.language)
    filled = _filled(visit, told)
    if wrong:
        return form_page(visit.form, _with(filled, wrong=tuple(wrong)), visit.frame, status=422)
    if told.get(TRAP):
        # A robot is told what it wants to hear.
        return _thanks(visit, "")
    shown = _shown_at(filled.sent)
    if not 0 <= shown <= visit.web.clock.now() - QUICKEST:
        return _again(visit, filled, "once-more", status=422)
    limit = visit.web.limits.take(f"form/{_address(visit)}", RATE, visit.web.clock.now())
    if limit is not None and not limit.allowed:
        return _again(visit, filled, "slow", status=429, seconds=str(limit.seconds))
    allowed = tuple(one for one in visit.form.consents if one.topic in filled.ticked)
    try:
        submit(visit.web.store, visit.form, Sent(filled.sent, values, allowed, visit.frame.language, _about(visit, filled)))
    except NurtureError:
        return _again(visit, filled, "later", status=503)
    return _thanks(visit, filled.sent)


def _filled(visit: Visit, told: Mapping[str, str]) -> Filled:
    """As it was sent, so that nothing has to be written twice. A name that is none of ours is replaced."""
    sent = told.get(SENT, "")
    return Filled(
        sent if _NAME.fullmatch(sent) else visit.name(),
        values={one.name: told[f"a.{one.name}"] for one in visit.form.fields if f"a.{one.name}" in told},
        ticked=frozenset(one.topic for one in visit.form.consents if f"c.{one.topic}" in told),
        came_from=_page_of(told.get(CAME_FROM, "")),
    )


def _with(filled: Filled, *, wrong: tuple[tuple[str, str], ...] = (), note: str = "") -> Filled:
    return Filled(filled.sent, filled.values, filled.ticked, wrong, note, filled.came_from)


def _again(visit: Visit, filled: Filled, note: str, *, status: int, **values: str) -> Response:
    """The form once more, with everything that was written."""
    answer = form_page(visit.form, _with(filled, note=say(note, visit.frame.language, **values)), visit.frame, status=status)
    if status != 422:
        answer.headers["Retry-After"] = values.get("seconds", "60")
    return answer


def _thanks(visit: Visit, sent: str) -> Response:
    """What is handed out. The link leads out of a frame: the site around it may not let it be shown."""
    form, language, program = visit.form, visit.frame.language, visit.web.shown.program
    said = form.thanks.said(language) if form.thanks else say("taken", language)
    parts = [f'<p role="status">{escape(said)}</p>\n']
    for offer in form.offers:
        asset = program.assets.get(offer.asset) if program else None
        if asset is None or not sent:
            continue
        if offer.by_mail:
            parts.append(f"<p>{escape(say('mailed', language, label=asset.called))}</p>\n")
            continue
        where, words = f"../a/{sent}/{quote(asset.name)}", escape(say("get", language, label=asset.called))
        parts.append(f'<p><a class="button" target="_top" href="{where}">{words}</a></p>\n')
        parts.append(f'<p class="small">{escape(say("until", language, days=str(visit.web.settings.links.asset_days)))}</p>\n')
    return page(say("thanks", language), "".join(parts), visit.frame)


def _about(visit: Visit, filled: Filled) -> dict[str, str]:
    """Where they came from: nothing of it decides anything by itself."""
    told = {name: visit.query[name][:LONGEST] for name in ABOUT if visit.query.get(name)}
    return told | ({"referrer": filled.came_from} if filled.came_from else {})


def _page_of(address: str) -> str:
    """A page without what stands behind it, which may name somebody."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:LONGEST] if parts.scheme in ("http", "https") and "@" not in parts.netloc else ""


def _address(visit: Visit) -> str:
    return address_of(visit.asked.peer, visit.asked.headers, visit.web.settings.web.proxies)


def _shown_at(sent: str) -> int:
    found = _NAME.fullmatch(sent)
    return int(found[1], 36) if found else -1


def _to_base36(number: int) -> str:
    signs, told = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while number:
        number, rest = divmod(number, 36)
        told = signs[rest] + told
    return told or "0"
