"""What comes back to us, from the command line: looks into the mailbox, reads it, or takes mails from files."""

from dataclasses import dataclass
from pathlib import Path

from engine.app import account_of, limits_of, store_at
from engine.domain.errors import NurtureError
from engine.doors.mailbox.files import mails_in
from engine.doors.mailbox.imap import Account, folders
from engine.doors.mailbox.polling import foreseen, look, poll
from engine.doors.mailbox.taking import Outcome, take
from engine.doors.mailbox.verdicts import verdict_of
from engine.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Read:
    """place: of the mail, `INBOX/17` or a file."""

    place: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Checked:
    """server: whom it speaks to; waiting: by folder, the mails nobody has read; others: folders that are not read."""

    server: str
    user: str
    waiting: dict[str, int]
    others: tuple[str, ...]


def check(folder: Path) -> Checked:
    """Logs in and counts what is new. Nothing is read or marked. Raises NurtureError where that cannot be."""
    with store_at(folder) as (settings, store):
        account = _account(settings)
        found = look(store, account)
        with folders(account) as line:
            names = line.names()
    waiting = {name: sum(one.folder == name for one in found) for name in account.folders}
    return Checked(f"{account.host}:{account.port}", account.user, waiting, tuple(name for name in names if name not in waiting))


def read_mailbox(folder: Path, *, dry: bool) -> list[Read]:
    """Takes what is new; dry: only says what it is. Raises NurtureError."""
    with store_at(folder) as (settings, store):
        account = _account(settings)
        found = look(store, account) if dry else poll(store, account, limits_of(settings))
    return [Read(f"{one.folder}/{one.uid}", one.outcome) for one in found]


def read_files(folder: Path, paths: tuple[Path, ...], *, dry: bool) -> list[Read]:
    """The same with mails from files."""
    mails = [mail for path in paths for mail in mails_in(path)]
    with store_at(folder) as (settings, store):
        if dry:
            with store.read() as tx:
                return [Read(place, foreseen(tx, verdict_of(raw))) for place, raw in mails]
        limits = limits_of(settings)
        return [Read(place, take(store, [raw], limits)[0]) for place, raw in mails]


def _account(settings: Settings) -> Account:
    account = account_of(settings)
    if account is None:
        raise NurtureError("no-mailbox")
    return account
