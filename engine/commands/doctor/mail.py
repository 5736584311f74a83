"""The mail server, the sender, and where links, webhooks and notices lead."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from engine.app import signer_of, smtp_of
from engine.channels.results import TryLater
from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.channels.webhook import is_secret
from engine.commands.doctor.check import Around, Check
from engine.domain.errors import Problem
from engine.domain.instants import DAY, Instant
from engine.settings.model import Settings
from engine.templates.folder import Templates

SMTP_SECONDS = 5.0
SOON = 14 * DAY
SHORTEST_KEY = 20
FEWEST_SIGNS = 8
LOCAL = ("localhost", "127.0.0.1", "[::1]")
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.jp", "ymail.ne.jp", "hotmail.com", "outlook.com",
    "outlook.jp", "live.jp", "live.com", "msn.com", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de",
    "mail.ru", "qq.com", "163.com", "naver.com", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp",
    "i.softbank.jp", "proton.me", "protonmail.com", "excite.co.jp", "nifty.com", "biglobe.ne.jp",
})  # fmt: skip
"""Domains whose owners tell receivers to refuse what others send in their name, or that give anybody an address."""


def smtp(settings: Settings, around: Around) -> Iterator[Check]:
    """Reachable, lets us in, over TLS, with a certificate that lasts."""
    wanted = smtp_of(settings, timeout=SMTP_SECONDS)
    user = settings.smtp.user
    if user and not settings.smtp.password.get_secret_value():
        yield Check("bad", "doctor.smtp-no-password", {"user": user})
    if wanted.security == "none" and not _is_local(wanted.host):
        yield Check("bad" if user else "warn", "doctor.smtp-plain", {"server": wanted.server})
    line = SmtpChannel(wanted).open()
    if isinstance(line, TryLater):
        yield Check("bad", "doctor.smtp", {"server": wanted.server}, line.reason)
        return
    line.close()
    yield Check("good", "doctor.smtp", {"server": wanted.server})
    until = expiry(wanted)
    if until and until < around.now() + SOON:
        yield Check("warn", "doctor.smtp-certificate", {"server": wanted.server, "days": str(max(0, (until - around.now()) // DAY))})


def expiry(wanted: SmtpSettings) -> Instant:
    """When the server's certificate ends; 0 where there is none to see."""
    if wanted.security == "none":
        return 0
    try:
        context = ssl.create_default_context()
        if wanted.security == "tls":
            with smtplib.SMTP_SSL(wanted.host, wanted.port, timeout=SMTP_SECONDS, context=context) as server:
                return _end_of(server.sock)
        with smtplib.SMTP(wanted.host, wanted.port, timeout=SMTP_SECONDS) as server:
            server.starttls(context=context)
            return _end_of(server.sock)
    except (OSError, smtplib.SMTPException):
        return 0


def _end_of(line: socket.socket | None) -> Instant:
    found = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
    return ssl.cert_time_to_seconds(str(found["notAfter"])) * 1_000_000 if found and "notAfter" in found else 0


def dkim(settings: Settings) -> Iterator[Check]:
    """Whether mails that are to be signed can be."""
    found = signer_of(settings)
    if isinstance(found, Problem):
        yield Check("bad", "doctor.dkim", problem=found)
    elif found is not None:
        yield Check("good", "doctor.dkim", {"name": f"{found.selector}._domainkey.{found.domain}"})


def sender(settings: Settings) -> Iterator[Check]:
    """Who writes, as the law wants to know it, from a domain of their own."""
    found = settings.sender
    missing = [name for name in ("name", "address", "postal_address") if not getattr(found, name)]
    if missing:
        yield Check("bad", "doctor.sender-missing", {"keys": ", ".join(f"`sender.{name}`" for name in missing)})
    else:
        yield Check("good", "doctor.sender", {"address": found.address})
    domain = found.address.rpartition("@")[2].lower()
    if domain in FREE_MAIL:
        yield Check("bad", "doctor.sender-free", {"domain": domain})
    if settings.delivery.redirect:
        yield Check("warn", "doctor.redirect", {"address": settings.delivery.redirect})


def links(settings: Settings, *, is_live: bool) -> Iterator[Check]:
    """Readers reach them, over TLS."""
    url = settings.links.base_url
    if any(name in url for name in LOCAL):
        yield Check("bad" if is_live else "warn", "doctor.links-local", {"url": url})
    elif url.startswith("http:"):
        yield Check("bad" if is_live else "warn", "doctor.links-plain", {"url": url})
    else:
        yield Check("good", "doctor.links", {"url": url})


def keys(settings: Settings) -> Iterator[Check]:
    """Who may report events, and read figures."""
    key = settings.web.write_key.get_secret_value()
    if not key:
        if not any(one.on for one in settings.web.keys.values()):
            yield Check("warn", "doctor.no-write-key")
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS:
        yield Check("bad", "doctor.write-key-weak", {"length": str(SHORTEST_KEY)})
    if settings.web.metrics == "key" and not settings.web.metrics_key.get_secret_value():
        yield Check("warn", "doctor.metrics-no-key")


def webhooks(settings: Settings) -> Iterator[Check]:
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
    if settings.webhook.allow_private:
        yield Check("warn", "doctor.webhook-private")


def slack(settings: Settings) -> Iterator[Check]:
    """Whether each channel has an address."""
    for name, channel in settings.slack.items():
        if channel.address:
            yield Check("good", "doctor.slack", {"name": name})
        else:
            yield Check("bad", "doctor.slack-nowhere", {"name": name, "variable": channel.url_env or "url_env"})


def templates(settings: Settings) -> Iterator[Check]:
    """Mails can be made of them."""
    found = Templates(settings.templates, settings.workspace.language)
    broken = [name for name in found.names if not found.facts(name).is_usable]
    place = {"folder": str(settings.templates), "count": str(len(found.names))}
    if broken:
        yield Check("bad", "doctor.templates-broken", place | {"names": ", ".join(f"`{name}`" for name in broken)})
    else:
        yield Check("good", "doctor.templates", place)


def _is_local(host: str) -> bool:
    return host in LOCAL or host.startswith("127.")
