"""What mail services post to us, checked and read: django-anymail knows their formats, the extra `providers` brings it.

Django is set up here, as little of it as there may be, when the first post comes and not before. Sources: the services' own pages on
their webhooks; Standard Webhooks for Resend.
"""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b, sha256
from importlib import import_module
from io import BytesIO
from typing import Any, NamedTuple

from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, MINUTE, SECOND, Instant
from engine.doors.identities import LONGEST_VALUE
from engine.doors.provider_sns import Fetch, Sns, fetch, sns_of

MOST_EVENTS = 10_000
PAST, FUTURE = 3 * DAY, 5 * MINUTE
"""How old a signature may be, as services post again for days; how far their clocks may be ahead."""
WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, AssertionError, RecursionError, OverflowError)
"""What comes of a body that is not what its service writes."""
MOST_DEEP = 12
MOST_NAMES = 30
_OURS = re.compile(r"<?([A-Za-z0-9_-]{8,30})(?:@[A-Za-z0-9.-]{1,120})?>?")


class Service(NamedTuple):
    """module, view: of anymail; key: what its view calls the key of signatures, "" where there is none.

    needs_key: without the key nothing it says can be believed, whatever password comes along.
    """

    module: str
    view: str
    key: str = ""
    needs_key: bool = False


SERVICES: Mapping[str, Service] = {
    "brevo": Service("brevo", "BrevoTrackingWebhookView"),
    "mailersend": Service("mailersend", "MailerSendTrackingWebhookView", "signing_secret", needs_key=True),
    "mailgun": Service("mailgun", "MailgunTrackingWebhookView", "webhook_signing_key", needs_key=True),
    "mailjet": Service("mailjet", "MailjetTrackingWebhookView"),
    "mandrill": Service("mandrill", "MandrillCombinedWebhookView", "webhook_key", needs_key=True),
    "postmark": Service("postmark", "PostmarkTrackingWebhookView"),
    "resend": Service("resend", "ResendTrackingWebhookView", "resend"),
    "sendgrid": Service("sendgrid", "SendGridTrackingWebhookView", "tracking_webhook_verification_key"),
    "ses": Service("amazon_ses", "AmazonSESTrackingWebhookView"),
    "sparkpost": Service("sparkpost", "SparkPostTrackingWebhookView"),
    "unisender-go": Service("unisender_go", "UnisenderGoTrackingWebhookView", "api_key", needs_key=True),
}


class Post(NamedTuple):
    """A request as it came. headers: names in small letters; url: where we say the service posts to."""

    body: bytes
    headers: Mapping[str, str]
    url: str


class Trust(NamedTuple):
    """By what a post is believed: a password in the address, a key of signatures, the topic of Amazon."""

    secret: str = ""
    key: str = ""
    topic: str = ""
    confirm: bool = False


class Told(NamedTuple):
    """One thing that became of one mail. names: what may be the id of a mail of ours; what: as anymail calls it.

    id: the service's own, or a digest of what it said; raw: as the service put it; answer: of the receiving server; to: whom it was for.
    """

    id: str
    what: str
    at: Instant
    names: tuple[str, ...]
    answer: str
    about: str
    reason: str
    agent: str
    url: str
    raw: Mapping[str, Any]
    to: str = ""


def told_by(name: str, post: Post, trust: Trust, now: Instant, fetched: Fetch = fetch) -> list[Told]:
    """What is in the post. Raises NurtureError for one that is forged, too old, or not what the service writes."""
    service = SERVICES[name]
    _password(post, trust)
    if not trust.secret and not (trust.key and service.key) and not (name == "ses" and trust.topic):
        raise NurtureError("provider-no-key", name=name)
    if service.needs_key and not trust.key:
        raise NurtureError("provider-no-key", name=name)
    anymail = _anymail(service)
    wrong: tuple[type[Exception], ...] = (*WRONG, *_theirs())
    try:
        events = list(_events(name, anymail, post, trust, now=now, fetched=fetched))[:MOST_EVENTS]
        return [_told(one, post) for one in events]
    except wrong as error:
        raise NurtureError("provider-unreadable", name=name) from error


def _theirs() -> tuple[type[Exception], ...]:
    """What anymail raises for a post that it cannot read, or that was meant for another address: a mail that came in, not one that left."""
    return import_module("anymail.exceptions").AnymailError, import_module("django.core.exceptions").ImproperlyConfigured


def _password(post: Post, trust: Trust) -> None:
    if not trust.secret:
        return
    scheme, _, told = post.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(told.strip(), validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    if not hmac.compare_digest(given, trust.secret.encode()):
        raise NurtureError("provider-password")


def _anymail(service: Service) -> Any:
    try:
        django = import_module("django.conf").settings
        if not django.configured:
            django.configure(USE_TZ=True, ALLOWED_HOSTS=["*"], ANYMAIL={})
        return getattr(import_module(f"anymail.webhooks.{service.module}"), service.view)
    except ImportError as error:
        raise NurtureError("provider-not-installed") from error


def _events(name: str, view: Any, post: Post, trust: Trust, *, now: Instant, fetched: Fetch) -> Iterator[Any]:
    if name == "ses":
        sns = sns_of(post.body, trust.topic, fetched, confirm=trust.confirm)
        _in_time(_seconds_of(sns), now)
        if sns.told is not None:
            yield from view.__new__(view).esp_to_anymail_events(sns.told, sns.message)
        return
    _in_time(_signed_at(name, post), now)
    if name == "resend" and trust.key:
        _standard(post, trust.key)
    service = SERVICES[name]
    given = {service.key: trust.key} if service.key and trust.key and name != "resend" else {}
    more = {"webhook_url": post.url} if name == "mandrill" else {}
    made = view(**given, **more, webhook_secret=[trust.secret] if trust.secret else ["-"])
    made.basic_auth = []
    request = _request(post)
    try:
        made.run_validators(request)
    except import_module("anymail.exceptions").AnymailWebhookValidationFailure as error:
        raise NurtureError("provider-forged", name=name) from error
    yield from made.parse_events(request)


def _request(post: Post) -> Any:
    """As Django has it, of a server that there is none of."""
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in post.headers.items()}
    environ = named | {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": post.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(post.body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(post.body),
        "wsgi.url_scheme": "https",
    }
    return import_module("django.core.handlers.wsgi").WSGIRequest(environ)


def _signed_at(name: str, post: Post) -> float | None:
    """When the service signed it, in seconds; None where it does not say."""
    match name:
        case "sendgrid":
            found: Any = post.headers.get("x-twilio-email-event-webhook-timestamp")
        case "resend":
            found = post.headers.get("svix-timestamp")
        case "mailgun" if "json" in post.headers.get("content-type", ""):
            found = json.loads(post.body)["signature"]["timestamp"]
        case "mailgun":
            # As it posted formerly, and anymail still reads.
            found = _request(post).POST.get("timestamp")
        case _:
            found = None
    try:
        return None if found is None else float(found)
    except ValueError as error:
        raise NurtureError("provider-forged", name=name) from error


def _seconds_of(sns: Sns) -> float:
    return datetime.fromisoformat(str(sns.message["Timestamp"])).timestamp()


def _in_time(seconds: float | None, now: Instant) -> None:
    if seconds is not None and not now - PAST <= seconds * SECOND <= now + FUTURE:
        raise NurtureError("provider-replayed")


def _standard(post: Post, key: str) -> None:
    """Standard Webhooks, as Svix signs them."""
    secret = base64.b64decode(key.removeprefix("whsec_"))
    signed = f"{post.headers.get('svix-id', '')}.{post.headers.get('svix-timestamp', '')}.".encode() + post.body
    expected = b"v1," + base64.b64encode(hmac.digest(secret, signed, sha256))
    shown = post.headers.get("svix-signature", "").encode("latin-1", "replace").split()
    if not any([hmac.compare_digest(one, expected) for one in shown]):
        raise NurtureError("provider-forged", name="resend")


def _told(event: Any, post: Post) -> Told:
    raw = event.esp_event if isinstance(event.esp_event, dict) else dict(event.esp_event or {})
    said = json.dumps(raw, sort_keys=True, default=str)
    digest = blake2b(f"{event.event_type}\x1f{event.recipient}\x1f{said}".encode(), digest_size=12).hexdigest()
    return Told(
        id=f"{event.event_id}/{event.recipient or ''}"[:200] if event.event_id else digest,
        what=str(event.event_type),
        at=int(event.timestamp.timestamp() * SECOND) if event.timestamp else 0,
        names=tuple(dict.fromkeys(_names({"id": event.message_id, "metadata": event.metadata, "raw": raw})))[:MOST_NAMES],
        answer=str(event.mta_response or "")[:1_000],
        about=str(event.description or "")[:200],
        reason=str(event.reject_reason or ""),
        agent=str(event.user_agent or "")[:1_000],
        url=str(event.click_url or "")[:2_000],
        raw=raw,
        to=str(event.recipient or "")[:LONGEST_VALUE],
    )


def _names(value: Any, deep: int = 0) -> Iterator[str]:
    """Everything that may be the id of a mail of ours: only what is one is found, and nobody guesses one."""
    if isinstance(value, str):
        found = _OURS.fullmatch(value.strip()) if len(value) < 200 else None
        if found is not None:
            yield found[1]
    elif deep < MOST_DEEP and isinstance(value, Mapping):
        for one in value.values():
            yield from _names(one, deep + 1)
    elif deep < MOST_DEEP and isinstance(value, list | tuple):
        for one in value:
            yield from _names(one, deep + 1)
