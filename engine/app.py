"""The only wiring: which part is given to which. What is heavy is loaded by the function that needs it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from engine.domain.errors import NurtureError
from engine.settings.workspace import Workspace as Place
from engine.settings.workspace import find_workspace, read_config, read_workspace
from engine.templates.shelf import Shelf
from engine.templates.sources import template_names
from grammar.facts import SenderFacts

if TYPE_CHECKING:
    from engine.channels.smtp import SmtpSettings
    from engine.delivery.house import Delivery
    from engine.heartbeat import Heartbeat
    from engine.rules.program import Program
    from engine.settings.model import Settings
    from engine.store.database import Store
    from engine.store.hot import Tx
    from engine.templates.facts import TemplateFacts
    from engine.templates.sources import TemplateSource
    from engine.web.server import WebServer
    from grammar.diagnostics import Diagnostic
    from grammar.model import Workspace

SHELF = "templates.json"
"""In the state folder: what is known of templates that have not changed."""

# ── the files ───────────────────────────────────────────────────────────────────────────


def place_at(folder: Path) -> Place:
    """The folder of the workspace at or above a folder, and the little that even `check` reads. Raises NurtureError."""
    return read_workspace(find_workspace(folder))


def workspace_at(place: Place, sentences: Mapping[str, tuple[str, str]] | None = None) -> "Workspace":
    """All scenario files as one program, with the facts of the templates. sentences: of problems in templates."""
    from grammar.workspace import load_workspace

    return load_workspace(place.root, facts_of(place), sender=_sender(place), sentences=sentences)


def findings_of(place: Place, sentences: Mapping[str, tuple[str, str]]) -> "tuple[Diagnostic, ...]":
    """Everything there is to say of a workspace."""
    from grammar.workspace import check_workspace

    return tuple(check_workspace(workspace_at(place, sentences)))


def facts_of(place: Place) -> "dict[str, TemplateFacts]":
    """What is to be known of every template; only new and changed ones are read."""
    shelf = Shelf(place.state / SHELF)
    names = template_names(place.templates)
    facts = {name: shelf.facts(place.templates, name, place.language, _inspect) for name in names}
    shelf.save()
    return facts


def _inspect(source: "TemplateSource") -> "TemplateFacts":
    from engine.templates.inspection import inspect

    return inspect(source)


def _sender(place: Place) -> SenderFacts:
    section: dict[str, Any] = read_config(place.root)[1].get("sender", {})
    told = {key: os.environ.get(f"NURTURE_SENDER__{key.upper()}") or section.get(key, "") for key in SENDER}
    return SenderFacts(**{key: str(value) for key, value in told.items()})


SENDER = ("name", "address", "postal_address")

# ── the database ────────────────────────────────────────────────────────────────────────


def settings_at(folder: Path) -> "Settings":
    """The settings of the workspace at or above a folder. Raises NurtureError."""
    from engine.settings.load import load_settings

    return load_settings(find_workspace(folder))


def upgraded(settings: "Settings") -> str:
    """Makes the database, or brings it to this version; the revision reached."""
    from engine.store.upgrade import upgrade

    settings.database_path.parent.mkdir(parents=True, exist_ok=True)
    return upgrade(settings.database_url)


@contextmanager
def opened(settings: "Settings") -> "Iterator[Store]":
    """The workspace's database; made on first use. Raises NurtureError where it cannot be used."""
    from engine.store.database import open_store

    if not settings.database_path.exists():
        upgraded(settings)
    store = open_store(settings.database_url)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def store_at(folder: Path) -> "Iterator[tuple[Settings, Store]]":
    """Both for the workspace at or above a folder."""
    settings = settings_at(folder)
    with opened(settings) as store:
        yield settings, store


def current_program(tx: "Tx") -> "Program | None":
    """The program that decides now; None before the first deployment."""
    from engine.store import control
    from engine.work.deployments import compile_stored
    from engine.work.programs import Programs

    hash_ = control.read(tx).program
    return Programs(compile_stored).get(tx, hash_) if hash_ else None


def known(found: str | None, name: str) -> str:
    """The lead a person meant. Raises NurtureError where there is none."""
    if found is None:
        raise NurtureError("no-such-lead", name=name)
    return found


# ── the daemon ──────────────────────────────────────────────────────────────────────────


def smtp_of(settings: "Settings", *, timeout: float = 30.0) -> "SmtpSettings":
    """The mail server of the workspace. timeout: seconds for each of its answers."""
    from engine.channels.smtp import SmtpSettings

    smtp = settings.smtp
    security: Literal["tls", "starttls", "none"] = "tls" if smtp.implicit_tls else "starttls" if smtp.starttls else "none"
    return SmtpSettings(smtp.host, smtp.port, security, smtp.user, smtp.password.get_secret_value(), timeout)


def heart_of(settings: "Settings", store: "Store") -> "Heartbeat":
    """Work and delivery on one store, and what is done now and then beside them."""
    from engine.delivery.batch import Deliverer
    from engine.doors.clicks import settle_clicks
    from engine.doors.spool import spool_in
    from engine.heartbeat import Heartbeat
    from engine.work.batch import Work
    from engine.work.deployments import compile_stored
    from engine.work.programs import Programs

    tidy = (("clicks", lambda: settle_clicks(store)), ("spool", lambda: spool_in(settings.state).read_back(store)))
    return Heartbeat(Work(store, Programs(compile_stored)), Deliverer(_delivery(settings, store)), tidy)


def _delivery(settings: "Settings", store: "Store") -> "Delivery":
    from engine.channels.smtp import SmtpChannel
    from engine.channels.webhook import WebhookChannel, WebhookSettings
    from engine.delivery.house import Delivery, Sender

    sender = Sender(
        **settings.sender.model_dump(),
        base_url=settings.links.base_url,
        language=settings.workspace.language,
        zone=settings.workspace.timezone,
    )
    secret = settings.webhook.secret.get_secret_value()
    webhook = WebhookChannel(WebhookSettings(secret, settings.webhook.allow_private)) if secret else None
    return Delivery(
        store=store,
        sender=sender,
        mail=SmtpChannel(smtp_of(settings)),
        webhook=webhook,
        redirect=settings.delivery.redirect,
        rates=settings.delivery.rates,
    )


def server_of(settings: "Settings", store: "Store", *, host: str | None, port: int | None) -> "WebServer":
    """The web role, at the given place or where the settings say."""
    from engine.web.application import create_app
    from engine.web.server import WebServer

    app = create_app(store, settings, store.clock, store.dice)
    return WebServer(app, host or settings.web.host, settings.web.port if port is None else port)
