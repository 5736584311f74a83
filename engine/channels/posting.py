"""A POST to another system's address, in two steps: what every channel over HTTPS has.

`offer` resolves, checks and connects; `commit` sends the request. The address that was checked is the one connected to: a name
that resolves to something else a moment later leads nowhere.
"""

import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Protocol
from urllib.parse import SplitResult, quote, urlsplit

from engine.channels.headers import clean
from engine.channels.results import CommitAnswer, OfferAnswer, Offered, Parcel, Refused, Sent, TryLater
from engine.domain.errors import Problem
from engine.domain.instants import SECOND, Instant, from_datetime

_MAX_AFTER = 86_400.0
_RETRIED = frozenset({408, 425, 429})
MOST_SAID = 4_096
"""Bytes of an answer that are read; what is longer is no outcome."""
_MOST_READS = 8
"""A server that says one byte at a time is not listened to for ever: each read may take as long as the time-out."""

_UNICAST = IPv6Network("2000::/3")
"""All that has been given out of the new addresses; the old ones of a site (fec0::/10) count as global to the library."""

Resolve = Callable[..., list[tuple[Any, ...]]]


class Reach(Protocol):
    """allow_private: addresses inside our own network and plain http, for tests. timeout: seconds."""

    @property
    def allow_private(self) -> bool: ...
    @property
    def timeout(self) -> float: ...


class PostConnection(ABC):
    """No line is kept: each parcel names its own server."""

    def __init__(self, reach: Reach, resolve: Resolve) -> None:
        self._reach = reach
        self._resolve = resolve
        self._line: HTTPConnection | None = None
        self._parcel: Parcel | None = None
        self.is_open = True

    @abstractmethod
    def headers(self, parcel: Parcel) -> dict[str, str]:
        """What is said beside the body."""

    @abstractmethod
    def silence(self, problem: Problem) -> CommitAnswer:
        """What it means that no answer came."""

    def outcome(self, response: HTTPResponse) -> str:
        """What came of it, if the other side says so."""
        return ""

    def offer(self, parcel: Parcel) -> OfferAnswer:
        """Resolve, check, connect."""
        url = _split(parcel.recipient, self._reach)
        if isinstance(url, Refused):
            return url
        server = url.hostname or ""
        try:
            address = self._checked_address(server, _port(url))
            if isinstance(address, Refused):
                return address
            self._line = self._connect(url, address)
        except ssl.SSLCertVerificationError as failure:
            return TryLater(Problem("webhook-no-trust", {"server": server, "said": failure.verify_message}))
        except TimeoutError:
            return TryLater(Problem("webhook-timeout", {"server": server}))
        except (OSError, UnicodeError):
            return TryLater(Problem("webhook-unreachable", {"server": server}))
        self._parcel = parcel
        return Offered()

    def _checked_address(self, host: str, port: int) -> str | Refused:
        """One address of the name, if all of them are out in the world."""
        found = [str(row[4][0]) for row in self._resolve(host, port, type=socket.SOCK_STREAM)]
        private = [address for address in found if not is_public(address)]
        if private and not self._reach.allow_private:
            return Refused(Problem("webhook-private", {"server": host, "address": private[0]}), permanent=False)
        if not found:
            raise OSError("no address")
        return found[0]

    def _connect(self, url: SplitResult, address: str) -> HTTPConnection:
        line = HTTPConnection(url.hostname or "", _port(url), timeout=self._reach.timeout)
        # It must never connect by itself, for it would look the name up again.
        line.auto_open = 0
        line.default_port = 443 if url.scheme == "https" else 80
        sock = socket.create_connection((address, _port(url)), self._reach.timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if url.scheme == "https":
            try:
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=url.hostname)
            except BaseException:
                sock.close()
                raise
        line.sock = sock
        return line

    def commit(self) -> CommitAnswer:
        """Send the request."""
        parcel, line = self._parcel, self._line
        if parcel is None or line is None:
            raise RuntimeError("nothing was offered")
        server = line.host
        try:
            line.request("POST", _path(parcel.recipient), parcel.data, self.headers(parcel))
            response = line.getresponse()
            answer = _judge(response, server, parcel.at)
            return Sent(answer.code, answer.detail, self.outcome(response)) if isinstance(answer, Sent) else answer
        except TimeoutError:
            return self.silence(Problem("webhook-timeout", {"server": server}))
        except (OSError, HTTPException):
            return self.silence(Problem("webhook-broken", {"server": server}))
        finally:
            self._drop()

    def abandon(self) -> None:
        self._drop()
        self.is_open = False

    def hang_up(self) -> None:
        """From another thread: whoever waits for the other side waits no longer."""
        sock = self._line.sock if self._line is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.abandon()

    def _drop(self) -> None:
        line, self._line, self._parcel = self._line, None, None
        if line is not None:
            line.close()


def _split(text: str, reach: Reach) -> SplitResult | Refused:
    try:
        url = urlsplit(text)
        fits = bool(url.hostname) and url.username is None and url.port != 0 and text.isprintable() and " " not in text
    except ValueError:
        fits = False
    if not fits:
        return Refused(Problem("target-bad-url", {"target": clean(text)}), permanent=True)
    if url.scheme != "https" and not (url.scheme == "http" and reach.allow_private):
        return Refused(Problem("webhook-not-https", {"target": text}), permanent=True)
    return url


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _path(text: str) -> str:
    url = urlsplit(text)
    path = quote(url.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(url.query, safe='/%:@!$&()*+,;=~-._?')}" if url.query else path


def is_public(address: str) -> bool:
    """Out in the world, also when it is an old address dressed as a new one (RFC 4291 mapped, 3056 6to4, 6052 NAT64)."""
    ip = ip_address(address.partition("%")[0])
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if isinstance(ip, IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.packed.startswith(bytes.fromhex("0064ff9b0000000000000000")):
        return IPv4Address(ip.packed[12:])
    return None


def _judge(response: HTTPResponse, server: str, at: Instant) -> Sent | TryLater | Refused:
    status = response.status
    values = {"server": server, "said": clean(f"{status} {response.reason}")}
    if 200 <= status < 300:
        return Sent(str(status), values["said"])
    if status >= 500 or status in _RETRIED:
        return TryLater(Problem("webhook-not-now", values), _after(response.getheader("Retry-After"), at))
    if 300 <= status < 400:
        return Refused(Problem("webhook-moved", values), permanent=False)
    return Refused(Problem("webhook-refused", values), permanent=status == 410)


def _after(header: str | None, at: Instant) -> float | None:
    """`Retry-After` in seconds or as a date; a day at most."""
    if header is None:
        return None
    try:
        seconds = float(header) if header.strip().isdigit() else (from_datetime(parsedate_to_datetime(header)) - at) / SECOND
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), _MAX_AFTER)


def answer_of(response: HTTPResponse) -> bytes:
    """The beginning of its body; nothing where it breaks off."""
    said = b""
    try:
        for _ in range(_MOST_READS):
            piece = response.read1(MOST_SAID + 1 - len(said))
            said += piece
            if not piece or len(said) > MOST_SAID:
                break
    except (OSError, HTTPException):
        return b""
    return said
