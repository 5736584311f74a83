"""The page of preferences: GET shows, HEAD does nothing, POST acts.

There is no token against forged requests, and none is needed: who forges one would have to know the token in the path, which nobody can
guess, and no cookie speaks for the reader. Whoever was passed the mail can change what the reader gets, as they could reply to it; the page
shows them a part of the address only, and leaving everything cannot be taken back by them after ten minutes.
"""

from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from starlette.responses import Response

from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, Instant
from engine.doors.mail_links import TOKEN, UNTRACKED, WITHOUT, Choice
from engine.doors.preferences import PAUSES, Change, Preferences, Said, Topic, change, come_back, preferences_of
from engine.store import control
from engine.web.asked import Asked, Web
from engine.web.pages import leave_page, left_page, plain
from engine.web.preferences_page import NO_LANGUAGE, Saved, back_page, closed_page, preferences_page, saved_page

FORM_SIZE = 30_000
"""Bytes of the form."""
MOST_FIELDS = 1_000

_DAYS = frozenset(str(days) for days in range(max(PAUSES) + 1))
_LANGUAGES = {"ja": "ja", "en": "en", NO_LANGUAGE: ""}


@dataclass(frozen=True, slots=True)
class Form:
    """What came with the button. shown: topics the page spoke of; was: those that were on; topics: those ticked now.

    pause: days, 0 to end one; language: "" takes it away. Both None for as it is.
    """

    act: str
    shown: frozenset[str]
    was: frozenset[str]
    topics: frozenset[str]
    pause: int | None
    untracked: bool
    was_tracked: bool
    language: str | None

    @property
    def choices(self) -> list[Choice]:
        """What is taken away."""
        gone = [f"{WITHOUT}{name}" for name in sorted((self.was & self.shown) - self.topics)]
        return gone + ([UNTRACKED] if self.untracked and self.was_tracked else [])


def preferences(web: Web, asked: Asked) -> Response:
    """GET shows what holds, POST changes it."""
    return _change(web, asked) if asked.method == "POST" else _show(web, asked)


def _show(web: Web, asked: Asked) -> Response:
    sender, token = sender_of(web), asked.path["token"]
    try:
        now = preferences_of(web.store, token, topics_of(web))
    except NurtureError:
        # Without the database nobody knows the topics; leaving works all the same.
        return leave_page(asked.language, sender=sender, address="", topic="")
    if now is None:
        return plain("lost", asked.language, sender=sender, status=404)
    language = language_for(now.language, asked)
    if now.left:
        return closed_page(language, sender=sender, address=now.address)
    return preferences_page(language, sender=sender, now=now, zone=web.settings.workspace.timezone)


def _change(web: Web, asked: Asked) -> Response:
    sender, token = sender_of(web), asked.path["token"]
    form = read_form(asked.headers.get("content-type", ""), asked.body)
    if form is None:
        return plain("unclear", asked.language, sender=sender, status=400)
    if not TOKEN.fullmatch(token):
        return plain("lost", asked.language, sender=sender, status=404)
    if form.act == "leave":
        return _leave(web, asked, token)
    if form.act == "back":
        return _back(web, asked, token)
    return _save(web, asked, token, form)


def _leave(web: Web, asked: Asked, token: str) -> Response:
    sender = sender_of(web)
    try:
        reader = web.wishes.take(token, "all")
    except NurtureError:
        return plain("later", asked.language, sender=sender, status=503)
    if reader == "unknown":
        return plain("lost", asked.language, sender=sender, status=404)
    if reader == "spooled":
        return left_page(asked.language, sender=sender, address="")
    return left_page(language_for(reader.language, asked), sender=sender, address=reader.address, undo=f"../p/{token}")


def _back(web: Web, asked: Asked, token: str) -> Response:
    sender = sender_of(web)
    try:
        is_back = come_back(web.store, token)
        now = preferences_of(web.store, token, ())
    except NurtureError:
        return plain("later", asked.language, sender=sender, status=503)
    if now is None:
        return plain("lost", asked.language, sender=sender, status=404)
    made = back_page if is_back else closed_page
    return made(language_for(now.language, asked), sender=sender, address=now.address)


def _save(web: Web, asked: Asked, token: str, form: Form) -> Response:
    sender = sender_of(web)
    before, topics = _known(web, token)
    if form.choices:
        try:
            taken = web.wishes.take_all(token, form.choices)
        except NurtureError:
            return plain("later", asked.language, sender=sender, status=503)
        if taken == "unknown":
            return plain("lost", asked.language, sender=sender, status=404)
        if taken == "spooled":
            return plain("partly", asked.language, sender=sender)
    if before is None:
        return plain("lost" if topics is not None else "later", asked.language, sender=sender, status=404 if topics is not None else 503)
    if before.left:
        return closed_page(language_for(before.language, asked), sender=sender, address=before.address)
    try:
        again = change(web.store, token, given(form, before, topics or ()))
        now = preferences_of(web.store, token, topics or ())
    except NurtureError:
        return plain("partly" if form.choices else "later", asked.language, sender=sender, status=503)
    assert now is not None, "a token that was known stays known"
    at = web.clock.now()
    saved = Saved(before, after(form, now, again, at), tuple(again), at)
    return saved_page(language_for(saved.now.language, asked), sender=sender, saved=saved, zone=web.settings.workspace.timezone)


def _known(web: Web, token: str) -> tuple[Preferences | None, tuple[Topic, ...] | None]:
    """What held before, and the topics; None for those where the database is away."""
    try:
        topics = topics_of(web)
        return preferences_of(web.store, token, topics), topics
    except NurtureError:
        return None, None


def given(form: Form, before: Preferences, topics: tuple[Topic, ...]) -> Change:
    """What the form gives beyond what holds. Only topics that there are, and that the page spoke of."""
    wanted = tuple(one for one in topics if one.name in (form.topics & form.shown) - form.was)
    is_tracked_again = not form.untracked and not before.is_tracked
    language = None if form.language == before.language else form.language
    return Change(wanted, form.pause, is_tracked_again, language, is_undo=form.act == "undo")


def after(form: Form, now: Preferences, asked: list[str], at: Instant) -> Preferences:
    """What holds once the engine has taken in what was said: the page does not wait for that."""
    topics = tuple(replace(one, is_on=_is_on(form, one, asked)) for one in now.topics)
    paused = now.paused if form.pause is None else at + form.pause * DAY if form.pause else 0
    language = now.language if form.language is None else form.language
    return replace(now, topics=topics, paused=paused, language=language)


def _is_on(form: Form, one: Said, asked: list[str]) -> bool:
    name = one.topic.name
    return name in form.topics and name not in asked if name in form.shown else one.is_on


def read_form(content_type: str, body: bytes) -> Form | None:
    """None for anything that is no button of ours."""
    if not content_type.lower().startswith("application/x-www-form-urlencoded"):
        return None
    try:
        said = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    act = said.get("do", [""])[0]
    if act not in ("save", "undo", "leave", "back"):
        return None
    pause = said.get("pause", ["keep"])[0]
    return Form(
        act=act,
        shown=frozenset(said.get("shown", ())),
        was=frozenset(said.get("was", ())),
        topics=frozenset(said.get("topic", ())),
        pause=int(pause) if pause in _DAYS else None,
        untracked="untracked" in said,
        was_tracked="tracked" in said,
        language=_LANGUAGES.get(said.get("language", [""])[0]),
    )


def topics_of(web: Web) -> tuple[Topic, ...]:
    """The topics of the program in force, as readers know them. Raises NurtureError while the database is away."""
    with web.store.read() as tx:
        current = control.read(tx).program
        program = web.programs.get(tx, current) if current else None
    if program is None:
        return ()
    return tuple(Topic(name, label, name in program.explicit_topics) for name, label in program.topics.items())


def language_for(known: str, asked: Asked) -> str:
    """The lead's own language, else what the browser asks for, else the workspace's."""
    return known if known in ("en", "ja") else asked.language


def sender_of(web: Web) -> str:
    return web.settings.sender.name or web.settings.workspace.name
