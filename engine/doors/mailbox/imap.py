"""The line to a mailbox: a folder's mails by their numbers, and marking or moving those that were read.

Source: RFC 3501 (numbers and their validity).
"""

import imaplib
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

from engine.channels.headers import clean
from engine.domain.errors import NurtureError
from engine.doors.mailbox.letters import LARGEST

TIMEOUT = 30.0
"""Seconds for each answer of the server."""
_FAILURES = (ImapToolsError, imaplib.IMAP4.error, OSError, socket.gaierror, ValueError)
_UID = re.compile(rb"\bUID (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """handled: what happens to mails that were about ours; the others are left as they are. moved_to: a folder."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    password: str = field(repr=False)
    folders: tuple[str, ...] = ("INBOX",)
    handled: Literal["mark", "move"] = "mark"
    moved_to: str = "Nurture"

    def name(self, folder: str) -> str:
        """What the database calls a folder of it."""
        return f"{self.user}@{self.host}:{self.port}/{folder}"


@dataclass(slots=True)
class Folder:
    """An open folder. validity: other numbers than before stand for other mails."""

    box: BaseMailBox
    validity: int

    def after(self, uid: int) -> list[int]:
        """The numbers of mails above this one, in order."""
        # `uid:*` names the last mail even if it is below.
        found = self.box.uids(f"UID {uid + 1}:*")
        return sorted(number for one in found if (number := int(one)) > uid)

    def read(self, uid: int) -> bytes:
        """The beginning of a mail, which stays unread. Empty where it has gone meanwhile."""
        _, answer = self.box.client.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{LARGEST}>)")
        for part in answer:
            if isinstance(part, tuple):
                return bytes(part[1])
        return b""


@contextmanager
def folders(account: Account) -> Iterator["Line"]:
    """The logged-in line. Raises NurtureError where the server cannot be reached or refuses."""
    values = {"server": f"{account.host}:{account.port}"}
    try:
        box = _connected(account)
    except _FAILURES as error:
        raise NurtureError("mailbox-unreachable", **values, said=_words(error)) from None
    try:
        box.login(account.user, account.password, initial_folder=None)
    except _FAILURES as error:
        # What the driver raises may hold the password.
        raise NurtureError("mailbox-refused", **values, user=account.user, said=_words(error)) from None
    try:
        yield Line(account, box)
    except _FAILURES as error:
        raise NurtureError("mailbox-broken", **values, said=_words(error)) from None
    finally:
        _end(box)


@dataclass(slots=True)
class Line:
    account: Account
    box: BaseMailBox

    def names(self) -> list[str]:
        """The folders there are."""
        return [folder.name for folder in self.box.folder.list()]

    def open(self, name: str) -> Folder:
        """Raises NurtureError for a folder that is not there."""
        if not self.box.folder.exists(name):
            near = ", ".join(f"`{one}`" for one in self.names()[:8])
            raise NurtureError("mailbox-no-folder", folder=name, names=near)
        status = self.box.folder.status(name, ["UIDVALIDITY"])
        self.box.folder.set(name)
        return Folder(self.box, int(status["UIDVALIDITY"]))

    def mark(self, uids: Sequence[int]) -> None:
        """They were read and taken: doing so twice changes nothing, and what is gone is passed over."""
        if not uids:
            return
        named = [str(uid) for uid in uids]
        if self.account.handled == "mark":
            self.box.flag(named, MailMessageFlags.SEEN, value=True)
            return
        if not self.box.folder.exists(self.account.moved_to):
            self.box.folder.create(self.account.moved_to)
        self.box.move(named, self.account.moved_to)


def _connected(account: Account) -> BaseMailBox:
    match account.security:
        case "tls":
            return MailBox(account.host, account.port, timeout=TIMEOUT)
        case "starttls":
            return MailBoxStartTls(account.host, account.port, timeout=TIMEOUT)
        case "none":
            return MailBoxUnencrypted(account.host, account.port, timeout=TIMEOUT)


def _words(error: Exception) -> str:
    said = getattr(error, "command_result", None)
    if isinstance(said, tuple) and said:
        return clean(str(said[-1]))[:200]
    return clean(str(error))[:200]


def _end(box: BaseMailBox) -> None:
    """Politely, as far as the line still stands."""
    try:
        box.logout()
    except _FAILURES:
        return
