"""A mailbox on a real IMAP server: each mail is taken once, whatever dies in between, and only what is about ours is touched."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from imap_tools import MailBoxUnencrypted

from engine.domain.errors import NurtureError
from engine.domain.events import Event as Happened
from engine.doors.mailbox import polling
from engine.doors.mailbox.imap import Account, Line
from engine.doors.mailbox.polling import Found, Poller, look, poll
from engine.doors.mailbox.taking import Limits
from engine.doors.mailbox.verdicts import verdict_of
from engine.store import ledger, outbox, people
from engine.store import mailbox as positions
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from tests.databases import fresh

SAMPLES = Path(__file__).parent / "samples"
ID, WAY_OUT = "Zk3vQ0pLw9Xr7TtB1uYc5g", "pT4mWq8sRk1nVx6yJd0e2A"
ADDRESS = "yamada@receiver.example"
LIMITS = Limits()
SERVER = """
from pymap.config import IMAPConfig
from pymap.main import main
from pysasl.hashing import BuiltinHash
IMAPConfig._get_hash_context = classmethod(lambda *_: BuiltinHash(rounds=1))
main()
"""
"""As it comes it hashes a password half a million times at each login, which was most of what these tests took."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A real server in a process of its own, which forgets everything when it ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    command = [sys.executable, "-c", SERVER, "--host", "127.0.0.1", "--port", str(number), "--no-tls", "dict", "--demo-data"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        limit = time.monotonic() + 30
        while not answers(number):
            assert time.monotonic() < limit and process.poll() is None
        yield number
        process.terminate()


def answers(number: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", number), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture
def account(port: int) -> Account:
    """Its folder is empty at the beginning."""
    one = Account(host="127.0.0.1", port=port, security="none", user="demouser", password="demopass")
    with opened(one) as box:
        for folder in ("INBOX", "Nurture"):
            if box.folder.exists(folder):
                box.folder.set(folder)
                if uids := box.uids():
                    box.delete(uids)
    return one


def opened(account: Account) -> MailBoxUnencrypted:
    box = MailBoxUnencrypted(account.host, account.port, timeout=10)
    box.login(account.user, account.password)
    return box


def put_in(account: Account, *names: str) -> None:
    with opened(account) as box:
        for name in names:
            box.append(next(SAMPLES.glob(f"{name}.*.eml")).read_bytes(), "INBOX")


def state(account: Account, folder: str = "INBOX") -> list[bool]:
    """Of each mail in the folder, whether it is marked as read."""
    with opened(account) as box:
        if not box.folder.exists(folder):
            return []
        box.folder.set(folder)
        return ["\\Seen" in mail.flags for mail in box.fetch(mark_seen=False)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One mail of ours has left."""
    one = open_store(fresh(tmp_path))
    sent = NewMessage(
        id=ID, lead="L1", kind="mail", key="drip//1/0/1", scenario="drip", run="", step="hello", template="hello", target=ADDRESS,
        topic="news", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0,
        number=1, program="", rule="",
    )  # fmt: skip
    one.write(Priority.WORK, lambda tx: outbox.decide(tx, [sent]))
    one.write(Priority.WORK, lambda tx: outbox.add_links(tx, [Link(WAY_OUT, ID, "L1", "unsubscribe", "", "")]))
    one.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET fenced_at = 1"))
    yield one
    one.close()


def heard(store: Store, lead: str = "L1") -> list[str]:
    return [event.type for event in events(store, lead)]


def events(store: Store, lead: str = "L1") -> list[Happened]:
    with store.read() as tx:
        return [event for _, event in ledger.of_subject(tx, lead)]


def closed(store: Store, address: str = ADDRESS) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, address)


def did(found: list[Found]) -> list[tuple[str, str]]:
    return [(str(one.outcome.sort), one.outcome.did) for one in found]


@pytest.mark.parametrize(
    ("name", "news", "reason"),
    [
        ("postfix-user-unknown", ["mail.bounced"], "bounced"),
        ("ses-bounce-by-its-way-out", ["mail.bounced"], "bounced"),
        ("postfix-by-return-path-alone", ["mail.bounced"], "bounced"),
        ("docomo-unknown", ["mail.bounced"], "bounced"),
        ("arf-redacted", ["mail.complained"], "complained"),
        ("leaves-japanese", ["unsubscribed"], "unsubscribed"),
        ("gmail-over-quota", ["mail.deferred"], ""),
        ("postfix-delayed", [], ""),
        ("reply-gmail-japanese", ["mail.replied"], ""),
        ("asks-japanese", ["mail.replied", "lead.held"], ""),
        ("auto-exchange-oof", [], ""),
        ("bounce-of-a-mail-that-is-not-ours", [], ""),
        ("other-newcomer", [], ""),
    ],
)
def test_what_follows_from_each(store: Store, account: Account, name: str, news: list[str], reason: str) -> None:
    put_in(account, name)
    poll(store, account, LIMITS)

    assert (news, {"": reason} if reason else {}) == (heard(store), closed(store))


def test_each_mail_is_taken_once_and_only_what_is_about_ours_is_marked(store: Store, account: Account) -> None:
    put_in(account, "postfix-user-unknown", "other-newcomer", "reply-outlook")
    first, second = poll(store, account, LIMITS), poll(store, account, LIMITS)
    put_in(account, "reply-outlook", "reply-html-only")
    third = poll(store, account, LIMITS)

    assert [("dead", "closed"), ("other", "nothing"), ("reply", "told")] == did(first)
    assert ([], [("reply", "nothing"), ("reply", "told")]) == (did(second), did(third))
    assert ["mail.bounced", "mail.replied", "mail.replied"] == heard(store)
    assert [True, False, True, True, True] == state(account)


def test_what_a_person_wrote_is_kept_nowhere(store: Store, account: Account) -> None:
    put_in(account, "reply-gmail-japanese", "asks-japanese")
    poll(store, account, LIMITS)
    with store.read() as tx:
        said = "".join(str(tuple(row)) for row in tx.exec_driver_sql("SELECT props FROM events"))

    assert "聞かせて" not in said and "鈴木" not in said


def test_read_mails_are_moved_where_the_settings_say_so(store: Store, account: Account) -> None:
    put_in(account, "postfix-user-unknown", "other-newcomer")
    poll(store, replace(account, handled="move"), LIMITS)

    assert ([False], 1) == (state(account), len(state(account, "Nurture")))


@pytest.mark.parametrize("crash", ["before the commit", "behind the commit"])
def test_a_crash_takes_nothing_twice_and_leaves_nothing_unmarked(
    store: Store, account: Account, crash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(account, *["postfix-user-unknown", "reply-outlook", "other-newcomer"])

    def dies(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if crash == "before the commit":
            patched.setattr(positions, "advance", dies)
        else:
            patched.setattr(Line, "mark", lambda line, uids: dies() if uids else None)
        with pytest.raises(KeyboardInterrupt):
            poll(store, account, LIMITS)
    before = heard(store)
    poll(store, account, LIMITS)

    assert ([] if crash == "before the commit" else ["mail.bounced", "mail.replied"]) == before
    assert ["mail.bounced", "mail.replied"] == heard(store)
    assert [True, True, False] == state(account)


def test_other_numbers_in_a_folder_read_it_anew_and_take_nothing_twice(store: Store, account: Account) -> None:
    put_in(account, "postfix-user-unknown", "reply-outlook")
    poll(store, account, LIMITS)
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE mailbox SET validity = 1, uid = 999999"))
    again = poll(store, account, LIMITS)

    assert (2, ["mail.bounced", "mail.replied"]) == (len(again), heard(store))


def test_two_who_read_at_once_take_each_mail_once(store: Store, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(account, "postfix-user-unknown")
    verdict, inner = verdict_of, list[int]()

    def meanwhile(raw: bytes):  # type: ignore[no-untyped-def]
        if not inner:
            inner.append(1)
            inner.append(len(poll(store, account, LIMITS)))
        return verdict(raw)

    monkeypatch.setattr(polling, "verdict_of", meanwhile)
    outer = poll(store, account, LIMITS)

    assert ([1, 1], [], ["mail.bounced"]) == (inner, outer, heard(store))


def test_looking_takes_and_marks_nothing(store: Store, account: Account) -> None:
    put_in(account, "postfix-user-unknown")
    found = look(store, account)

    assert [("dead", "L1")] == [(str(one.outcome.sort), one.outcome.lead) for one in found]
    assert ([], {}, [False]) == (heard(store), closed(store), state(account))


def test_a_mail_that_never_left_cannot_come_back(store: Store, account: Account) -> None:
    """Its id may have been read in the database; a bounce of it is forged."""
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET fenced_at = 0, state = 'queued'"))
    put_in(account, "postfix-user-unknown", "arf-yahoo", "leaves-english")
    poll(store, account, LIMITS)

    assert ([], {}) == (heard(store), closed(store))


def test_a_forged_bounce_closes_nobody(store: Store, account: Account) -> None:
    """Whoever knows the address and all we say in public still does not know the id."""
    forged = next(SAMPLES.glob("postfix-user-unknown.*")).read_bytes()
    with opened(account) as box:
        for guess in ("Zk3vQ0pLw9Xr7TtB1uYc5G", "zk3vq0plw9xr7ttb1uyc5g", "L1", "drip//1/0/1", "message-1", ADDRESS.partition("@")[0]):
            box.append(forged.replace(ID.encode(), guess.encode()).replace(WAY_OUT.encode(), guess.encode()), "INBOX")
    found = poll(store, account, LIMITS)

    assert ({"dead"}, {"nothing"}) == ({one for one, _ in did(found)}, {one for _, one in did(found)})
    assert ([], {}) == (heard(store), closed(store))


def test_a_report_closes_the_address_the_mail_went_to_and_no_other(store: Store, account: Account) -> None:
    """It may have been forwarded, or the report may name whom it likes."""
    raw = next(SAMPLES.glob("postfix-user-unknown.*")).read_bytes()
    with opened(account) as box:
        box.append(raw.replace(b"yamada@receiver.example", b"president@other.example"), "INBOX")
    poll(store, account, LIMITS)

    assert ({"": "bounced"}, {}) == (closed(store), closed(store, "president@other.example"))


def test_a_bounce_on_a_staging_redirect_says_nothing_of_the_lead(store: Store, account: Account) -> None:
    inputs = '{"meant_for": "yamada@receiver.example", "to_address": "all@staging.example"}'
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE messages SET inputs = '{inputs}'"))
    put_in(account, "postfix-user-unknown")
    poll(store, account, LIMITS)

    assert {} == closed(store)


def test_a_mail_in_doubt_that_comes_back_did_leave(store: Store, account: Account) -> None:
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET state = 'doubtful'"))
    put_in(account, "auto-exchange-oof")
    poll(store, account, LIMITS)
    with store.read() as tx:
        row = outbox.message(tx, ID)

    assert ("sent", "evidence:automatic") == (row.state, row.reason)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "wrong"}, "mailbox-refused"),
        ({"port": 1}, "mailbox-unreachable"),
        ({"folders": ("Nowhere",)}, "mailbox-no-folder"),
    ],
)
def test_what_cannot_be_read_is_said_without_the_password(store: Store, account: Account, change: dict[str, object], code: str) -> None:
    with pytest.raises(NurtureError) as caught:
        poll(store, replace(account, **change), LIMITS)  # type: ignore[arg-type]

    assert code == caught.value.problem.code
    assert "wrong" not in str(caught.value.problem.values)


def test_the_daemon_reads_it_now_and_then_and_waits_for_no_server(store: Store, account: Account) -> None:
    put_in(account, "postfix-user-unknown")
    poller = Poller(store, account, LIMITS, every=0.05)
    until(lambda: bool(closed(store)), poller)
    put_in(account, "reply-outlook")
    until(lambda: "mail.replied" in heard(store), poller)

    assert ["mail.bounced", "mail.replied"] == heard(store)


def test_the_daemon_says_what_went_wrong_and_goes_on(store: Store, account: Account) -> None:
    broken = Poller(store, replace(account, port=1), LIMITS, every=0.05)
    with pytest.raises(NurtureError) as caught:
        until(lambda: False, broken)
    broken.account = account
    put_in(account, "postfix-user-unknown")
    until(lambda: bool(closed(store)), broken)

    assert ("mailbox-unreachable", {"": "bounced"}) == (caught.value.problem.code, closed(store))


def until(holds: Callable[[], bool], poller: Poller) -> None:
    limit = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < limit
        poller.beat()
        Event().wait(0.02)
    while poller.is_busy:
        Event().wait(0.02)
