"""What a mail server's answer means for the mail and for the address. Sources: RFC 5321 (codes), RFC 3463 (enhanced status)."""

import re
import smtplib
from typing import NamedTuple

from engine.channels.headers import clean
from engine.channels.results import Refused, TryLater
from engine.domain.errors import Problem

GREYLIST_PAUSE = 300.0
"""Seconds: servers that turn a stranger away at first take him after about five minutes."""

SENDER_PAUSE = 900.0
"""Seconds: someone has to change a setting first."""

_STATUS = re.compile(rb"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_DEAD_ADDRESS = frozenset({(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)})
"""Class 5 with one of these: no such mailbox, no such domain, moved, no mail taken, disabled."""

_DEAD_CODES = frozenset({550, 551, 553})
"""What servers without enhanced status say of an address that is no good."""


class Reply(NamedTuple):
    code: int
    words: bytes


def said(reply: Reply) -> str:
    """The server's words on one line, for people."""
    return clean(f"{reply.code} {reply.words.decode('utf-8', 'replace')}")[:200]


def unreachable(server: str, failure: Exception) -> Problem:
    """A line that could not be had or broke off."""
    if isinstance(failure, TimeoutError):
        return Problem("smtp-timeout", {"server": server})
    if isinstance(failure, ConnectionRefusedError):
        return Problem("smtp-down", {"server": server})
    if isinstance(failure, smtplib.SMTPServerDisconnected):
        return Problem("smtp-gone", {"server": server})
    words = failure.strerror if isinstance(failure, OSError) and failure.strerror else ""
    return Problem("smtp-unreachable", {"server": server, "said": clean(words)})


def judge_sender(reply: Reply, server: str) -> TryLater | Refused:
    """MAIL or DATA refused: the fault is ours or the server's, never the recipient's."""
    values = {"server": server, "said": said(reply)}
    if reply.code < 500:
        return TryLater(Problem("smtp-not-now", values), None if reply.code == 421 else GREYLIST_PAUSE)
    return TryLater(Problem("smtp-sender-refused", values), SENDER_PAUSE)


def judge_recipient(reply: Reply, server: str) -> TryLater | Refused:
    """RCPT refused: only a dead address is the recipient's fault; a full mailbox or a block list is not."""
    values = {"server": server, "said": said(reply)}
    if reply.code < 500:
        return TryLater(Problem("smtp-not-now", values), None if reply.code == 421 else GREYLIST_PAUSE)
    if is_dead_address(reply):
        return Refused(Problem("address-refused", values), permanent=True)
    return Refused(Problem("mail-refused", values), permanent=False)


def judge_dot(reply: Reply, server: str) -> TryLater | Refused:
    """The whole mail refused after its dot: for its content, unless the status names the address."""
    values = {"server": server, "said": said(reply)}
    if reply.code < 500:
        return TryLater(Problem("smtp-not-now", values), None if reply.code == 421 else GREYLIST_PAUSE)
    if _STATUS.match(reply.words) and is_dead_address(reply):
        return Refused(Problem("address-refused", values), permanent=True)
    return Refused(Problem("mail-refused", values), permanent=False)


def is_dead_address(reply: Reply) -> bool:
    """The enhanced status decides where there is one, else the code."""
    status = _STATUS.match(reply.words)
    if status is None:
        return reply.code in _DEAD_CODES
    return status[1] == b"5" and (int(status[2]), int(status[3])) in _DEAD_ADDRESS
