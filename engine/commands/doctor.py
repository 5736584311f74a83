"""`nurture doctor`: is everything here that a run needs? Every finding is a code with its values, and a state."""

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from engine.app import opened, settings_at, signer_of, smtp_of
from engine.channels.results import TryLater
from engine.channels.smtp import SmtpChannel
from engine.channels.webhook import is_secret
from engine.domain.errors import NurtureError, Problem
from engine.reports.health import Health, has_log_bug, health, sqlite_version
from engine.settings.model import Settings
from engine.store.writer import Priority
from engine.templates.folder import Templates

OLDEST_PYTHON = (3, 11)
LITTLE_ROOM = 500_000_000
"""Bytes of a disk below which a database should not grow."""
SMTP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor. code: of its sentence; problem: what went wrong, where another part says it better."""

    state: Literal["good", "warn", "bad"]
    code: str
    values: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def examine(folder: Path) -> list[Check]:
    """Everything, in the order in which it is mended."""
    checks = [_python(), _sqlite()]
    try:
        settings = settings_at(folder)
    except NurtureError as error:
        return [*checks, Check("bad", "doctor.settings", problem=error.problem)]
    place = {"file": str(settings.root / "nurture.toml")}
    checks.append(Check("good", "doctor.settings", place))
    checks += [_zone(settings), _disk(settings), *_database(settings), _smtp(settings), *_dkim(settings)]
    return [*checks, *_sender(settings), *_links(settings), _templates(settings), *_webhooks(settings), *_slack(settings)]


def _python() -> Check:
    is_old = sys.version_info < OLDEST_PYTHON
    return Check("bad" if is_old else "good", "doctor.python", {"version": platform.python_version()})


def _sqlite() -> Check:
    found = sqlite_version()
    if has_log_bug(found):
        return Check("bad", "doctor.sqlite-bug", {"version": found})
    return Check("good", "doctor.sqlite", {"version": found})


def _zone(settings: Settings) -> Check:
    try:
        data = version("tzdata")
    except PackageNotFoundError:
        data = "system"
    return Check("good", "doctor.zone", {"zone": settings.workspace.timezone, "data": data})


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.root).free
    state: Literal["good", "warn"] = "warn" if free < LITTLE_ROOM else "good"
    return Check(state, "doctor.disk", {"free": f"{free / 1e9:.1f} GB"})


def _database(settings: Settings) -> Iterator[Check]:
    place = {"file": str(settings.database_path)}
    if not settings.database_path.exists():
        yield Check("warn", "doctor.no-database", place)
        return
    try:
        with opened(settings) as store:
            store.write(Priority.WORK, lambda tx: None)
            with store.read() as tx:
                found = health(tx)
    except NurtureError as error:
        yield Check("bad", "doctor.database", problem=error.problem)
        return
    yield from _state(found, place)


def _state(found: Health, place: dict[str, str]) -> Iterator[Check]:
    if found.sound != "ok":
        yield Check("bad", "doctor.damaged", place | {"said": found.sound})
    yield Check("good", "doctor.database", place | {"leads": f"{found.leads:,}", "events": f"{found.events:,}"})
    if not found.program:
        yield Check("warn", "doctor.nothing-deployed")
    elif found.stopped:
        yield Check("warn", "doctor.stopped")
    else:
        yield Check("good", f"doctor.{found.mode}")
    if found.aside:
        yield Check("bad", "doctor.aside", {"count": str(found.aside)})
    if found.doubtful:
        yield Check("warn", "doctor.doubtful", {"count": str(found.doubtful)})


def _smtp(settings: Settings) -> Check:
    wanted = smtp_of(settings, timeout=SMTP_SECONDS)
    line = SmtpChannel(wanted).open()
    if isinstance(line, TryLater):
        return Check("bad", "doctor.smtp", {"server": wanted.server}, line.reason)
    line.close()
    return Check("good", "doctor.smtp", {"server": wanted.server})


def _dkim(settings: Settings) -> Iterator[Check]:
    """Whether mails that are to be signed can be."""
    found = signer_of(settings)
    if isinstance(found, Problem):
        yield Check("bad", "doctor.dkim", problem=found)
    elif found is not None:
        yield Check("good", "doctor.dkim", {"name": f"{found.selector}._domainkey.{found.domain}"})


def _sender(settings: Settings) -> Iterator[Check]:
    sender = settings.sender
    missing = [name for name in ("name", "address", "postal_address") if not getattr(sender, name)]
    if missing:
        yield Check("bad", "doctor.sender-missing", {"keys": ", ".join(f"`sender.{name}`" for name in missing)})
    else:
        yield Check("good", "doctor.sender", {"address": sender.address})
    if settings.delivery.redirect:
        yield Check("warn", "doctor.redirect", {"address": settings.delivery.redirect})


def _links(settings: Settings) -> Iterator[Check]:
    url = settings.links.base_url
    local = any(name in url for name in ("localhost", "127.0.0.1", "[::1]"))
    yield Check("warn" if local else "good", "doctor.links-local" if local else "doctor.links", {"url": url})
    if not settings.web.write_key.get_secret_value():
        yield Check("warn", "doctor.no-write-key")


def _webhooks(settings: Settings) -> Iterator[Check]:
    """Whether each leads somewhere and can be signed; nobody is called."""
    common = settings.webhook.secret.get_secret_value()
    for name, hook in settings.webhooks.items():
        webhook = {"name": name, "server": urlsplit(hook.address).hostname or ""}
        if not webhook["server"]:
            yield Check("bad", "doctor.webhook-nowhere", webhook | {"variable": hook.url_env or "url"})
        elif not is_secret(hook.secret(common)):
            yield Check("bad", "doctor.webhook-secret", webhook | {"variable": hook.secret_env or "NURTURE_WEBHOOK__SECRET"})
        else:
            yield Check("good", "doctor.webhook", webhook)


def _slack(settings: Settings) -> Iterator[Check]:
    for name, channel in settings.slack.items():
        if channel.address:
            yield Check("good", "doctor.slack", {"name": name})
        else:
            yield Check("bad", "doctor.slack-nowhere", {"name": name, "variable": channel.url_env or "url_env"})


def _templates(settings: Settings) -> Check:
    templates = Templates(settings.templates, settings.workspace.language)
    broken = [name for name in templates.names if not templates.facts(name).is_usable]
    place = {"folder": str(settings.templates), "count": str(len(templates.names))}
    if broken:
        return Check("bad", "doctor.templates-broken", place | {"names": ", ".join(f"`{name}`" for name in broken)})
    return Check("good", "doctor.templates", place)
