"""What came back, taken from files: the same verdicts as from the mailbox, and nothing in a dry run."""

import json
import shutil
from pathlib import Path

import pytest

from engine.app import store_at
from engine.store import outbox, people
from engine.store.outbox import NewMessage
from engine.store.writer import Priority
from tests.cli.kit import Nurture

SAMPLES = Path(__file__).parents[1] / "mailbox" / "samples"
ID, ADDRESS = "Zk3vQ0pLw9Xr7TtB1uYc5g", "yamada@receiver.example"


@pytest.fixture
def sent(nurture: Nurture) -> Nurture:
    """A workspace one of whose mails has left."""
    row = NewMessage(
        id=ID, lead="L1", kind="mail", key="k", scenario="s", run="", step="", template="thanks", target=ADDRESS, topic="",
        purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0, number=1,
        program="", rule="",
    )  # fmt: skip
    with store_at(nurture.folder) as (_, store):
        store.write(Priority.WORK, lambda tx: outbox.decide(tx, [row]))
        store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET fenced_at = 1"))
    return nurture


def closed(nurture: Nurture) -> dict[str, str]:
    with store_at(nurture.folder) as (_, store), store.read() as tx:
        return people.suppressions(tx, ADDRESS)


def sample(name: str) -> Path:
    return next(SAMPLES.glob(f"{name}.*"))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_bounce_in_a_file_closes_its_address_once(lang: str, sent: Nurture) -> None:
    file = str(sample("postfix-user-unknown"))
    dry = sent("mailbox", "read", file, "--dry-run", lang=lang)
    before = closed(sent)
    first, again = sent("mailbox", "read", file, lang=lang), sent.json("mailbox", "read", file)

    assert ({}, {"": "bounced"}, [0, 0]) == (before, closed(sent), [dry.code, first.code])
    assert ("5.1.1" in first.out, [("dead", "L1", False)]) == (
        True,
        [(one["sort"], one["lead"], one["is_new"]) for one in again["mails"]],
    )


def test_a_folder_and_an_mbox_are_read_mail_by_mail(sent: Nurture, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for name in ("reply-outlook", "other-newcomer"):
        shutil.copy(sample(name), folder)
    heap = tmp_path / "old.mbox"
    heap.write_bytes(
        b"".join(b"From x Mon Nov  2 10:00:00 2026\n" + sample(name).read_bytes() + b"\n\n" for name in ("arf-yahoo", "qmail-remote"))
    )
    found = sent.json("mailbox", "read", str(folder), str(heap))

    assert ["other", "reply", "complaint", "dead"] == [one["sort"] for one in found["mails"]]
    assert {"": "complained"} == closed(sent)


def test_without_a_mailbox_it_says_what_to_set(nurture: Nurture) -> None:
    for words in (["check"], ["poll"]):
        answer = nurture("mailbox", *words, "--json")
        assert (2, "no-mailbox") == (answer.code, json.loads(answer.out)["problem"]["code"])


def test_a_mailbox_that_is_not_there_is_said(nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_MAILBOX__URL", "imap://bounces%40kumo.example@127.0.0.1:1")
    answer = nurture("mailbox", "check")

    assert 2 == answer.code
    assert "the mailbox at `127.0.0.1:1` cannot be reached" in answer.err


@pytest.mark.parametrize("url", ["imap://127.0.0.1", "http://a@b", "imaps://a:secret@b", "imap://a@b/INBOX"])
def test_an_address_that_is_no_mailbox_is_refused_and_no_password_shown(
    nurture: Nurture, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("NURTURE_MAILBOX__URL", url)
    answer = nurture("mailbox", "check")

    assert 2 == answer.code
    assert "secret@" not in answer.err
