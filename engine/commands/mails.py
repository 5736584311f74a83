"""A mail as a lead would get it: with the values of one, or with invented ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.app import known, opened, settings_at, smtp_of
from engine.channels.mailbytes import Envelope, compose
from engine.channels.results import CommitAnswer, OfferAnswer, Offered, Parcel, Sent, TryLater
from engine.channels.smtp import SmtpChannel
from engine.clock import SystemClock, SystemDice
from engine.domain.errors import NurtureError, Problem
from engine.reports import leads
from engine.settings.model import Settings
from engine.store import people
from engine.templates.facts import TemplateFacts, Variable
from engine.templates.folder import Templates
from engine.templates.mails import BadTemplate, Links, Rendered, direct
from engine.templates.sentences import sentence
from engine.templates.values import MissingValue, UnusableValue

PEOPLE = {
    "en": {"name": "Alice Smith", "company": "Example Ltd", "email": "alice@example.com", "phone": "+44 20 0000 0000"},
    "ja": {"name": "山田 花子", "company": "見本商事株式会社", "email": "hanako@example.jp", "phone": "03-0000-0000"},
}
"""Who stands in where no lead is named."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A rendered mail with who it is from and which values were invented."""

    template: str
    sender: str
    mail: Rendered
    invented: tuple[str, ...]


def preview(folder: Path, template: str, *, lead: str | None) -> Preview:
    """Renders a template. Raises NurtureError for a template or a value that cannot be used."""
    settings = settings_at(folder)
    templates = Templates(settings.templates, settings.workspace.language)
    facts = templates.facts(template)
    values = _values_of(settings, lead) if lead else _invented(facts, settings.workspace.language)
    given = {"entry": {}, "account": {}} | values | _workspace(settings)
    try:
        mail = templates.render(template, given, _links(settings))
    except BadTemplate as error:
        raise _bad(error, settings) from None
    except MissingValue as error:
        raise NurtureError("mail-missing-value", template=template, value=error.path) from None
    except UnusableValue as error:
        raise NurtureError("mail-unusable-value", template=template, value=error.value) from None
    sender = f"{settings.sender.name} <{settings.sender.address}>".strip()
    return Preview(template, sender, mail, () if lead else tuple(sorted({one.path for one in facts.variables})))


def send_test(folder: Path, template: str, *, address: str, lead: str | None) -> Preview:
    """Renders and sends one mail at once, past caps and windows; nothing is written down."""
    settings = settings_at(folder)
    if not settings.sender.address:
        raise NurtureError("no-sender")
    shown = preview(folder, template, lead=lead)
    clock, dice = SystemClock(), SystemDice()
    domain = settings.sender.address.rpartition("@")[2]
    envelope = Envelope(
        sender_name=settings.sender.name,
        sender_address=settings.sender.address,
        to_name="",
        to_address=address,
        date=clock.now(),
        message_id=f"<test-{dice.token()}@{domain}>",
        boundary=f"=_{dice.token()}",
        reply_to=settings.sender.reply_to,
        extra=(("X-Nurture-Test", template),),
    )
    _send(settings, Parcel("test", settings.sender.address, address, compose(shown.mail, envelope)))
    return shown


def _send(settings: Settings, parcel: Parcel) -> None:
    line = SmtpChannel(smtp_of(settings)).open()
    if isinstance(line, TryLater):
        raise raised(line.reason)
    try:
        answer: OfferAnswer | CommitAnswer = line.offer(parcel)
        if isinstance(answer, Offered):
            answer = line.commit()
        if not isinstance(answer, Sent | Offered):
            raise raised(answer.reason)
    finally:
        line.close()


def raised(problem: Problem) -> NurtureError:
    """A channel's answer as a failure of the command."""
    return NurtureError(problem.code, **problem.values)


def _bad(error: BadTemplate, settings: Settings) -> NurtureError:
    first = error.problems[0]
    lang = settings.workspace.language
    if first.code == "missing-template":
        return NurtureError("no-such-template", template=error.name, folder=settings.templates)
    said = f"{error.name}:{first.line}: {sentence(first, lang)}"
    return NurtureError("bad-template", template=error.name, said=said)


def _values_of(settings: Settings, name: str) -> dict[str, Any]:
    with opened(settings) as store, store.read() as tx:
        found = leads.one(tx, known(people.find(tx, name), name))
    assert found is not None, "a known lead has events"
    attributes = {key: one.value for key, one in found.lead.facts.attributes.items()}
    return {"lead": found.line.keys | attributes}


def _invented(facts: TemplateFacts, lang: str) -> dict[str, Any]:
    """A value for every variable of the template: a person for what all leads have, else its own name in brackets."""
    values: dict[str, Any] = {"lead": dict(PEOPLE.get(lang, PEOPLE["en"]))}
    for variable in facts.variables:
        _invent(values, variable)
    return values


def _invent(values: dict[str, Any], variable: Variable) -> None:
    group, *names = variable.path.split(".")
    here = values.setdefault(group, {})
    for name in names[:-1]:
        here = here.setdefault(name, {})
        if not isinstance(here, dict):
            return
    if names:
        here.setdefault(names[-1], f"[{names[-1]}]")


def _workspace(settings: Settings) -> dict[str, Any]:
    sender = settings.sender
    return {"sender": sender.told, "company": {"name": settings.workspace.name}, "zone": settings.workspace.timezone}


def _links(settings: Settings) -> Links:
    base = settings.links.base_url
    return Links(direct, unsubscribe_url=f"{base}/u/test", preferences_url=f"{base}/p/test", confirm_url=f"{base}/y/test")
