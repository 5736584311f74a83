"""Amazon's notification service, by which SES reports: signed with a certificate of Amazon's, and from the topic that is ours.

Source: Amazon SNS, "Verifying the signatures of Amazon SNS messages". Anybody may have a topic, so the signature alone says little.
"""

import base64
import hmac
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from http.client import HTTPException, HTTPSConnection
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from engine.domain.errors import NurtureError

Fetch = Callable[[str], bytes]
_HOST = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?")
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
_CERTIFICATE = re.compile(r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem")
"""Where Amazon's certificates lie. At other addresses of the same host anybody may let stand what they like: the name of a topic is one."""
SECONDS = 5.0
LARGEST = 20_000


class Sns(NamedTuple):
    """message: the envelope; told: what SES says in it, None where it is no notification."""

    message: Mapping[str, Any]
    told: dict[str, Any] | None


def sns_of(body: bytes, topic: str, fetched: Fetch, *, confirm: bool) -> Sns:
    """Raises NurtureError for what Amazon has not signed, or another topic sent; ValueError or KeyError for what is none."""
    message = json.loads(body)
    kind = str(message["Type"])
    if topic and not hmac.compare_digest(str(message["TopicArn"]).encode(), topic.encode()):
        raise NurtureError("provider-forged", name="ses")
    _signature(message, kind, fetched)
    if kind == "SubscriptionConfirmation" and confirm and topic:
        fetched(amazons(str(message["SubscribeURL"])))
    told = json.loads(message["Message"]) if kind == "Notification" and str(message["Message"]).startswith("{") else None
    return Sns(message, told)


def amazons(url: str) -> str:
    """The address, if it leads to that service of Amazon's and nowhere else."""
    parts = urlsplit(url)
    # Neither a port nor somebody's name stands in such a host.
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc):
        raise NurtureError("provider-forged", name="ses")
    return url


def certificate_at(url: str) -> str:
    """The address, if a certificate of that service lies there, and nothing that somebody else could have put."""
    parts = urlsplit(amazons(url))
    if not _CERTIFICATE.fullmatch(parts.path) or parts.query or parts.fragment:
        raise NurtureError("provider-forged", name="ses")
    return url


def _signature(message: Mapping[str, Any], kind: str, fetched: Fetch) -> None:
    """Over the fields in their order, each with its name."""
    signed = "".join(f"{name}\n{message[name]}\n" for name in _SIGNED[kind] if name in message).encode()
    url = certificate_at(str(message["SigningCertURL"]))
    try:
        hashes = import_module("cryptography.hazmat.primitives.hashes")
        padding = import_module("cryptography.hazmat.primitives.asymmetric.padding")
        x509 = import_module("cryptography.x509")
        invalid = import_module("cryptography.exceptions").InvalidSignature
    except ImportError as error:
        raise NurtureError("provider-not-installed") from error
    way = hashes.SHA256() if message["SignatureVersion"] == "2" else hashes.SHA1()
    key = x509.load_pem_x509_certificate(fetched(url)).public_key()
    try:
        key.verify(base64.b64decode(message["Signature"]), signed, padding.PKCS1v15(), way)
    except invalid as error:
        raise NurtureError("provider-forged", name="ses") from error


def fetch(url: str) -> bytes:
    """What stands there. Certificates are kept: their addresses change when they do."""
    return _kept(url) if url.endswith(".pem") else _got(url)


@lru_cache(maxsize=8)
def _kept(url: str) -> bytes:
    found = _got(url)
    if b"-----BEGIN CERTIFICATE-----" not in found:
        # A page that says "back soon" must not be kept in its place; Amazon posts again.
        raise NurtureError("provider-unreachable")
    return found


def _got(url: str) -> bytes:
    parts = urlsplit(amazons(url))
    line = HTTPSConnection(parts.netloc, timeout=SECONDS)
    try:
        line.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        answer = line.getresponse()
        if answer.status != 200:
            raise NurtureError("provider-unreachable")
        return answer.read(LARGEST)
    except (OSError, HTTPException) as error:
        raise NurtureError("provider-unreachable") from error
    finally:
        line.close()
