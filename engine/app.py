"""The only wiring: which part is given to which. What is heavy is loaded by the function that needs it."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from engine.domain.errors import NurtureError
from engine.settings.workspace import CONFIG, Where, find_workspace, papers_in, read_config, read_workspace
from engine.settings.workspace import Workspace as Place

if TYPE_CHECKING:
    from engine.channels.signing import Signer
    from engine.channels.smtp import SmtpSettings
    from engine.delivery.alerts import Alerter
    from engine.delivery.house import Delivery, Hook
    from engine.domain.errors import Problem
    from engine.doors.mailbox.imap import Account
    from engine.doors.mailbox.taking import Limits
    from engine.heartbeat import Heartbeat
    from engine.rules.program import Program
    from engine.settings.model import Settings
    from engine.store.database import Store
    from engine.store.hot import Tx
    from engine.templates.facts import TemplateFacts
    from engine.templates.sources import TemplateSource
    from engine.web.server import WebServer
    from grammar.diagnostics import Diagnostic, Sifted
    from grammar.facts import SenderFacts, SystemFacts
    from grammar.halves import Make
    from grammar.model import Workspace

ALERT_SECONDS = 5.0
"""An alert waits no longer for an answer; the next look tries again."""

WISHES = "suppressions.log"
"""In the state folder: who left, apart from the database and its copies."""

ROLES = frozenset({"web", "work", "deliver"})
"""What `nurture run` does; on PostgreSQL each may be a process of its own."""

SHELF = "templates.json"
"""In the state folder: what is known of templates that have not changed."""

# ── the files ───────────────────────────────────────────────────────────────────────────


def place_at(folder: Path) -> Place:
    """The folder of the workspace at or above a folder, and the little that even `check` reads. Raises NurtureError."""
    return read_workspace(find_workspace(folder))


def workspace_at(place: Place, sentences: Mapping[str, tuple[str, str]] | None = None) -> "Workspace":
    """All scenario files as one program, with the facts of the templates. sentences: of problems in templates."""
    from grammar.folder import source_names
    from grammar.workspace import read_in

    return making_at(place, sentences)([read_in(place.root, name) for name in source_names(place.root)])


def making_at(place: Place, sentences: Mapping[str, tuple[str, str]] | None = None) -> "Make":
    """What makes one program of files that were read, with the facts of the templates. They are looked at here and now."""
    from grammar.workspace import assemble

    text, config = read_config(at := place.root)
    facts, sender, systems = facts_of(place), sender_of(config), systems_of(config, Where(at / CONFIG, text))
    return lambda read: replace(assemble(read, facts, sender=sender, sentences=sentences, root=at), systems=systems, papers=papers_in(at))


def verdict_of(place: Place, drafts: Mapping[str, str] | None = None) -> "Sifted":
    """Everything there is to say of a workspace, and apart from it what its writers allowed.

    drafts: texts that stand in the place of files, by their path in the workspace.
    """
    from grammar.side_by_side import apart

    return apart(place.root, lambda: _verdict(place, drafts or {}))


def _verdict(place: Place, drafts: Mapping[str, str]) -> "Sifted":
    from engine.templates.sentences import SENTENCES
    from grammar.checks import FOLLOWING
    from grammar.folder import source_names
    from grammar.pair import in_halves
    from grammar.parse import without_collector
    from grammar.side_by_side import are_many, side_by_side
    from grammar.workspace import drafted, read_in, verdict

    with without_collector():
        names, make, read = source_names(place.root), making_at(place, SENTENCES), cache(partial(read_in, place.root))
        whole = cache(lambda: drafted(make([read(name) for name in names]), drafts))
        told = in_halves(names, read, make, cut=len(names) // 2) if are_many(names) and not drafts else None
        if told is None:
            told = verdict(whole(), partial(side_by_side, together=FOLLOWING))
        return replace(told, findings=_played(place, whole, told.findings))


def judged(place: Place, workspace: "Workspace") -> "tuple[Diagnostic, ...]":
    """The findings; what a witness shows is played first."""
    from grammar.workspace import check_workspace

    return _played(place, lambda: workspace, tuple(check_workspace(workspace)))


def _played(place: Place, whole: "Callable[[], Workspace]", found: "tuple[Diagnostic, ...]") -> "tuple[Diagnostic, ...]":
    """The simulator is loaded, and the whole program read, only where there is a witness."""
    if not any(one.witness for one in found):
        return found
    from engine.lab.witnesses import settled

    return settled(whole(), found, zone=place.timezone)


def facts_of(place: Place) -> "dict[str, TemplateFacts]":
    """What is to be known of every template; only new and changed ones are read."""
    from engine.templates.shelf import Shelf
    from engine.templates.sources import template_names

    shelf = Shelf(place.state / SHELF)
    names = template_names(place.templates)
    facts = {name: shelf.facts(place.templates, name, place.language, _inspect) for name in names}
    shelf.save()
    return facts


def _inspect(source: "TemplateSource") -> "TemplateFacts":
    from engine.templates.inspection import inspect

    return inspect(source)


def sender_of(config: Mapping[str, Any]) -> "SenderFacts":
    """Who the mails are from; the environment stands over `nurture.toml`."""
    from grammar.facts import SenderFacts

    section: dict[str, Any] = config.get("sender", {})
    told = {key: os.environ.get(f"NURTURE_SENDER__{key.upper()}") or section.get(key, "") for key in SENDER}
    return SenderFacts(**{key: str(value) for key, value in told.items()})


SENDER = ("name", "address", "postal_address", "reply_to", "inquiries")


def systems_of(config: Mapping[str, Any], where: Where) -> "SystemFacts":
    """The webhooks and chats that `nurture.toml` names. What is no table is the settings' own complaint."""
    from grammar.facts import SystemFacts

    named = {kind: names if isinstance(names := config.get(kind, {}), dict) else {} for kind in ("webhooks", "slack")}
    lines = {kind: {name: where.line([kind, name]) for name in names} for kind, names in named.items()}
    return SystemFacts(**lines)


# ── the database ────────────────────────────────────────────────────────────────────────


def settings_at(folder: Path) -> "Settings":
    """The settings of the workspace at or above a folder. Raises NurtureError."""
    from engine.settings.load import load_settings

    return load_settings(find_workspace(folder))


def upgraded(settings: "Settings") -> str:
    """Makes the database, or brings it to this version; the revision reached."""
    from engine.store.upgrade import upgrade

    if settings.database.is_file:
        settings.database_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return upgrade(settings.database_url)


@contextmanager
def opened(settings: "Settings") -> "Iterator[Store]":
    """The workspace's database; made on first use. Raises NurtureError where it cannot be used."""
    from engine.store.database import backend_of, open_store
    from engine.store.erased import Erased
    from engine.store.erasures import erasures_of
    from engine.store.wishes import WishLog

    if not backend_of(settings.database_url).exists():
        upgraded(settings)
    store = open_store(settings.database_url)
    store.follow(WishLog(settings.state / WISHES))
    store.erased = Erased(erasures_of(settings))
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
    return SmtpSettings(smtp.host, smtp.port, security, smtp.user, smtp.password.get_secret_value(), timeout,
                        mails_per_connection=smtp.mails_per_connection)  # fmt: skip


def account_of(settings: "Settings") -> "Account | None":
    """The mailbox of the workspace, None where there is none."""
    from engine.doors.mailbox.imap import Account

    section = settings.mailbox
    if not section.url:
        return None
    parts = urlsplit(section.url)
    is_tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname or "",
        port=parts.port or (993 if is_tls else 143),
        security="tls" if is_tls else "starttls" if section.starttls else "none",
        user=section.user,
        password=section.password.get_secret_value(),
        folders=tuple(section.folders),
        handled=section.handled,
        moved_to=section.moved_to,
    )


def limits_of(settings: "Settings") -> "Limits":
    """When soft bounces close an address."""
    from engine.doors.mailbox.taking import Limits

    return Limits(settings.mailbox.soft_bounces, settings.mailbox.soft_days)


def _mailbox(settings: "Settings", store: "Store") -> tuple[tuple[str, "Callable[[], object]"], ...]:
    """What the daemon does about it now and then."""
    account = account_of(settings)
    if account is None:
        return ()
    from engine.doors.mailbox.polling import Poller

    return (("mailbox", Poller(store, account, limits_of(settings), settings.mailbox.every).beat),)


def heart_of(settings: "Settings", store: "Store", roles: frozenset[str] = ROLES) -> "Heartbeat":
    """Work and delivery on one store, as far as they are this process's part, and what is done now and then beside them."""
    from engine.delivery.batch import Deliverer
    from engine.delivery.house import StopWhen
    from engine.delivery.watch import Watch
    from engine.doors.clicks import settle_clicks
    from engine.doors.kafka.reading import reader_of
    from engine.doors.spool import spool_in
    from engine.heartbeat import Heartbeat, tell_halt, tell_tidied
    from engine.work.batch import Work
    from engine.work.deployments import compile_stored
    from engine.work.nights import nights_in
    from engine.work.programs import Programs
    from engine.work.quiet import Quiet

    # Where the web is, there is the spool of its host; wishes are everybody's.
    mine = {"spool": "web", "kafka": "web", "watch": "deliver", "wishes": None}
    programs = Programs(compile_stored)
    stream = reader_of(settings, store) if "web" in roles else None
    jobs = (
        *(("clicks", lambda: settle_clicks(store)), ("alerts", alerter_of(settings, store).look)),
        *(("spool", partial(spool_in(settings.state).read_back, store)), ("wishes", store.complete)),
        ("watch", Watch(store, StopWhen(**settings.delivery.stop_when.model_dump()), tell_halt).look),
        *_mailbox(settings, store),
        *((("kafka", stream.beat),) if stream is not None else ()),
        ("likeness", Quiet(store, programs, settings.workspace.region).beat),
        *nights_in(store, programs, settings.retention, settings.workspace.timezone, tell_tidied),
    )
    tidy = tuple(job for job in jobs if mine.get(job[0], "work") in roles | {None})
    work, ends = Work(store, programs), (stream.stop,) if stream is not None else ()
    return Heartbeat(work, Deliverer(_delivery(settings, store)), tidy, roles=roles - {"web"}, endings=ends)


def alerter_of(settings: "Settings", store: "Store") -> "Alerter":
    """Who tells those who run it."""
    from engine.channels.slack import SlackChannel, SlackSettings
    from engine.channels.smtp import SmtpChannel
    from engine.delivery.alerts import Alerter, Limits, Ways
    from engine.domain.instants import DAY, MINUTE
    from engine.store.copies import newest_in

    wanted = settings.alerts
    rooms = {to: settings.slack[to[6:]].address for to in wanted.to if to.startswith("slack:") and to[6:] in settings.slack}
    ways = Ways(
        sender=settings.sender.address or "nurture@localhost",
        mails=tuple(to for to in wanted.to if not to.startswith("slack:")),
        rooms={to: address for to, address in rooms.items() if address},
        mail=SmtpChannel(smtp_of(settings, timeout=ALERT_SECONDS)),
        chat=SlackChannel(SlackSettings(settings.webhook.allow_private, ALERT_SECONDS)),
    )
    backup = wanted.backup_days * DAY if settings.database.is_file else 0
    limits = Limits(wanted.queue_minutes * MINUTE, wanted.outbox_minutes * MINUTE, wanted.database_minutes * MINUTE, backup)
    name = settings.workspace.name or settings.root.name
    copies = settings.state / "backups"
    file = settings.state / "alerts.json"
    return Alerter(store, ways, file, name, settings.workspace.language, limits, lambda: newest_in(copies))


def _delivery(settings: "Settings", store: "Store") -> "Delivery":
    from engine.channels.slack import SlackChannel, SlackSettings
    from engine.channels.smtp import SmtpChannel
    from engine.channels.webhook import WebhookChannel, WebhookSettings, is_secret
    from engine.delivery.house import Delivery, Sender, Tracking, WarmUp

    sender = Sender(
        **settings.sender.model_dump(),
        base_url=settings.links.base_url,
        language=settings.workspace.language,
        zone=settings.workspace.timezone,
    )
    ladder = settings.delivery.warmup
    secret, allow_private = settings.webhook.secret.get_secret_value(), settings.webhook.allow_private
    webhook = WebhookChannel(WebhookSettings(secret, allow_private)) if is_secret(secret) else None
    return Delivery(
        store=store,
        sender=sender,
        mail=SmtpChannel(smtp_of(settings)),
        webhook=webhook,
        hooks={name: _hook(settings, name) for name in settings.webhooks},
        chat=SlackChannel(SlackSettings(allow_private)),
        rooms={name: room.address for name, room in settings.slack.items()},
        services=frozenset(settings.providers), redirect=settings.delivery.redirect,
        return_path=settings.mailbox.return_path,
        rates=settings.delivery.rates,
        warm_up=WarmUp(start=ladder.start, until=ladder.until, per_day=ladder.per_day, growth=ladder.growth)
        if ladder.start is not None
        else None,
        tracking=Tracking(whose=settings.tracking.record, countries=settings.tracking.codes, unknown=settings.tracking.records_unknown),
        couriers=settings.smtp.connections,
        stop_within=settings.delivery.stop_within,
        signer=signer_of(settings),
    )


def signer_of(settings: "Settings") -> "Signer | Problem | None":
    """Who signs the mails, why nobody can, or nothing where nobody is to."""
    from engine.channels.signing import signer_of as made

    told = settings.smtp.dkim
    if not told.domain:
        return None
    key = settings.smtp.dkim_key.get_secret_value()
    if not key and told.key_file:
        try:
            key = (settings.root / told.key_file).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            key = ""
    return made(told.domain, told.selector, key, told.headers)


def _hook(settings: "Settings", name: str) -> "Hook":
    """A webhook with a line of its own, so that one that is down keeps no other waiting."""
    from engine.channels.webhook import WebhookChannel, WebhookSettings, is_secret
    from engine.delivery.house import Hook

    section, common = settings.webhooks[name], settings.webhook
    secret = section.secret(common.secret.get_secret_value())
    reach = WebhookSettings(secret, common.allow_private, section.timeout)
    channel = WebhookChannel(reach, name=f"webhook {name}") if is_secret(secret) else None
    attributes = tuple(section.attributes) if section.attributes is not None else None
    return Hook(url=section.address, channel=channel, attributes=attributes)


def server_of(settings: "Settings", store: "Store", *, host: str | None, port: int | None) -> "WebServer":
    """The web role, at the given place or where the settings say."""
    from engine.web.application import create_app
    from engine.web.server import WebServer

    app = create_app(store, settings, store.clock, store.dice)
    return WebServer(app, host or settings.web.host, settings.web.port if port is None else port)
