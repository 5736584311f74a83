"""Mail over SMTP, with the last word held back.

The body goes out, then the caller looks once more whether the mail may leave, and only then the final dot follows. A connection
that ends before the dot delivers nothing. Sources: RFC 5321, 2920 (pipelining), 1870 (SIZE), 6531 (SMTPUTF8), 3463 (status).
"""

import re
import select
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from engine.channels.headers import BadAddress, addr_spec
from engine.channels.results import CommitAnswer, InDoubt, OfferAnswer, Offered, Parcel, Refused, Sent, TryLater
from engine.channels.smtp_lines import EncryptedClient, PlainClient
from engine.channels.smtp_replies import Reply, judge_dot, judge_recipient, judge_sender, said, unreachable
from engine.domain.errors import Problem

_DOT_LINE = re.compile(rb"^\.", re.MULTILINE)
_FAREWELL = 1.0
"""Seconds a server has to answer QUIT."""

_LOGIN_PAUSE = 300.0
"""Seconds until another try where our own settings are the likely mistake."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """security: `tls` from the first byte (465), `starttls` (587), or `none`. timeout: seconds for each answer."""

    host: str
    port: int = 25
    security: Literal["none", "starttls", "tls"] = "none"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    hello: str = ""
    """Our own name in the greeting; the machine's if empty."""
    mails_per_connection: int = 0
    """After so many the line is closed and a new one opened; 0 for no limit."""

    @property
    def server(self) -> str:
        return f"{self.host}:{self.port}"


_SCHEMES: dict[str, tuple[Literal["none", "starttls", "tls"], int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}


def smtp_settings(url: str, *, password: str = "") -> SmtpSettings | Problem:
    """The settings of `smtp://host:1025`, `smtp+starttls://user@host` or `smtps://user@host`; a password never stands in it."""
    try:
        parts = urlsplit(url)
        scheme, port, host = parts.scheme, parts.port, parts.hostname
    except ValueError:
        scheme, port, host = "", None, None
    if scheme not in _SCHEMES or not host:
        return Problem("smtp-bad-url", {"url": url.rpartition("@")[2]})
    security, usual = _SCHEMES[scheme]
    login = unquote(parts.username or "")
    return SmtpSettings(host, port or usual, security, login, password or unquote(parts.password or ""))


@dataclass(frozen=True, slots=True)
class SmtpChannel:
    settings: SmtpSettings
    name: str = "smtp"

    def open(self) -> "SmtpConnection | TryLater":
        """Connect, greet, encrypt, log in."""
        settings = self.settings
        client = _client(settings)
        try:
            _greet(client, settings)
        except smtplib.SMTPAuthenticationError as failure:
            answer = TryLater(_problem("smtp-login-refused", settings, failure), _LOGIN_PAUSE)
        except smtplib.SMTPNotSupportedError as failure:
            answer = TryLater(_problem("smtp-not-offered", settings, failure), _LOGIN_PAUSE)
        except ssl.SSLError as failure:
            answer = TryLater(Problem("smtp-no-trust", {"server": settings.server, "said": str(failure.reason)}), _LOGIN_PAUSE)
        except smtplib.SMTPResponseException as failure:
            answer = TryLater(_problem("smtp-not-now", settings, failure))
        except (OSError, smtplib.SMTPException) as failure:
            answer = TryLater(unreachable(settings.server, failure))
        else:
            return SmtpConnection(client, settings)
        client.close()
        return answer


def _client(settings: SmtpSettings) -> smtplib.SMTP:
    # Left to itself the library asks the name service for our name, which can take seconds.
    hello = settings.hello or socket.gethostname() or "localhost"
    if settings.security == "tls":
        context = ssl.create_default_context()
        return EncryptedClient(local_hostname=hello, timeout=settings.timeout, context=context)
    return PlainClient(local_hostname=hello, timeout=settings.timeout)


def _greet(client: smtplib.SMTP, settings: SmtpSettings) -> None:
    # The library checks a certificate against the name it was made with, and connects in the constructor if it has one.
    client._host = settings.host  # type: ignore[attr-defined]
    code, words = client.connect(settings.host, settings.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, words)
    if client.sock is not None:
        # The dot is one small packet that must not wait for company.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if settings.security == "starttls":
        client.starttls(context=ssl.create_default_context())
    client.ehlo_or_helo_if_needed()
    if settings.username:
        client.login(settings.username, settings.password)


def _problem(code: str, settings: SmtpSettings, failure: smtplib.SMTPException) -> Problem:
    if isinstance(failure, smtplib.SMTPResponseException):
        words = said(Reply(failure.smtp_code, _octets(failure.smtp_error)))
    else:
        words = str(failure)
    return Problem(code, {"server": settings.server, "said": words})


def _octets(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


class SmtpConnection:
    """One session. State: idle, then `offered` between the body and the dot, then idle again; closed is final."""

    def __init__(self, client: smtplib.SMTP, settings: SmtpSettings) -> None:
        self._client = client
        self._server = settings.server
        self._is_offered = False
        self._needs_reset = False
        self._left = settings.mails_per_connection
        self.is_open = True

    def offer(self, parcel: Parcel) -> OfferAnswer:
        """MAIL, RCPT, DATA and the body, without the final dot."""
        if self._is_offered:
            raise RuntimeError("another mail is waiting for its dot")
        commands = self._commands(parcel)
        if isinstance(commands, Refused):
            return commands
        try:
            answer = self._say(commands)
            if isinstance(answer, Offered):
                self._client.send(_stuffed(parcel.data))
                self._is_offered = True
            return answer
        except (OSError, smtplib.SMTPException) as failure:
            self.abandon()
            return TryLater(unreachable(self._server, failure))

    def _commands(self, parcel: Parcel) -> list[bytes] | Refused:
        try:
            sender, recipient = addr_spec(parcel.sender), addr_spec(parcel.recipient)
        except BadAddress as failure:
            return Refused(Problem("address-invalid", {"address": str(failure)}), permanent=True)
        if not (sender + recipient).isascii() and not self._client.has_extn("smtputf8"):
            return Refused(Problem("smtp-no-utf8", {"address": recipient, "server": self._server}), permanent=False)
        limit = self._client.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(parcel.data):
            sizes = {"size": str(len(parcel.data)), "limit": limit, "server": self._server}
            return Refused(Problem("smtp-too-large", sizes), permanent=False)
        options = f" SIZE={len(parcel.data)}" if "size" in self._client.esmtp_features else ""
        if not (sender + recipient).isascii():
            options += " SMTPUTF8"
        first = [b"RSET"] if self._needs_reset else []
        return [*first, f"MAIL FROM:<{sender}>{options}".encode(), f"RCPT TO:<{recipient}>".encode(), b"DATA"]

    def _say(self, commands: list[bytes]) -> OfferAnswer:
        """All commands in one packet where the server allows it, else one by one up to the first that is refused."""
        if self._client.has_extn("pipelining"):
            self._client.send(b"\r\n".join(commands) + b"\r\n")
            replies = [self._reply() for _ in commands]
        else:
            replies = []
            for command in commands:
                self._client.send(command + b"\r\n")
                replies.append(self._reply())
                if replies[-1].code >= 400:
                    break
        return self._judge(replies[1:] if self._needs_reset else replies)

    def _reply(self) -> Reply:
        return Reply(*self._client.getreply())

    def _judge(self, replies: list[Reply]) -> OfferAnswer:
        """The first refusal speaks. A server that would take a body all the same is left, for only a dot would end that."""
        self._needs_reset = True
        if any(reply.code == 421 for reply in replies):
            self.abandon()
        for reply, judge in zip(replies, (judge_sender, judge_recipient, judge_sender), strict=False):
            if reply.code >= 400:
                if replies[-1].code == 354:
                    self.abandon()
                return judge(reply, self._server)
        if replies[-1].code != 354:
            self.abandon()
            return TryLater(Problem("smtp-odd-answer", {"server": self._server, "said": said(replies[-1])}))
        return Offered()

    def commit(self) -> CommitAnswer:
        """The final dot, and what the server says to it."""
        if not self._is_offered:
            raise RuntimeError("nothing was offered")
        self._is_offered = False
        if self._has_spoken_first():
            self.abandon()
            return TryLater(Problem("smtp-gone", {"server": self._server}))
        try:
            self._client.send(b".\r\n")
            reply = self._reply()
        except (OSError, smtplib.SMTPException):
            self.abandon()
            return InDoubt(Problem("smtp-silent", {"server": self._server}))
        self._needs_reset = False
        self._left -= 1
        if reply.code == 421:
            self.abandon()
        elif self._left == 0:
            self.close()
        return judge_dot(reply, self._server) if reply.code >= 400 else Sent(str(reply.code), said(reply))

    def _has_spoken_first(self) -> bool:
        """A server says nothing before the dot unless it has given up: then the dot need not be risked."""
        sock = self._client.sock
        return sock is None or bool(select.select([sock], [], [], 0)[0])

    def abandon(self) -> None:
        """Drop the line. Without its dot the server throws the body away (RFC 5321, 4.1.1.4)."""
        self._is_offered = False
        self.is_open = False
        self._client.close()

    def hang_up(self) -> None:
        """Whoever waits for this server waits no longer. What had its dot is in doubt then, nothing else."""
        sock = self._client.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """QUIT, if nothing is offered; a server that takes long over its farewell is not waited for."""
        if self.is_open and not self._is_offered:
            self._client.timeout = min(self._client.timeout, _FAREWELL)
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
        self.abandon()


def _stuffed(data: bytes) -> bytes:
    """Lines that begin with a dot get a second one; the body ends with a line end."""
    if data[:1] == b"." or b"\n." in data:
        data = _DOT_LINE.sub(b"..", data)
    return data if data.endswith(b"\r\n") else data + b"\r\n"
