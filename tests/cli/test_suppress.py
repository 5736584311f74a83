"""The list of suppressed addresses by hand: closed at once, opened only with a reason, and never by mistake."""

import json
from pathlib import Path

import pytest

from engine.app import store_at
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import people, subjects
from engine.store.writer import Priority
from engine.work.batch import Work, work_until_idle
from engine.work.deployments import compile_stored
from engine.work.programs import Programs
from tests.cli.kit import Nurture


def on_list(nurture: Nurture) -> list[tuple[str, str, str]]:
    return [(one["address"], one["topic"], one["reason"]) for one in nurture.json("suppress", "list")["addresses"]]


def asked(nurture: Nurture, address: str, reason: str = "unsubscribed") -> None:
    with store_at(nurture.folder) as (_, store):
        store.write(Priority.INTAKE, lambda tx: people.suppress(tx, [(address, "", reason, 1_700_000_000_000_000)]))


def test_an_address_and_a_domain_are_closed_with_a_reason(nurture: Nurture) -> None:
    answer = nurture("suppress", "add", "Taro@Example.JP", "@日本語.example", "--because", "by telephone")
    found = nurture.json("suppress", "list")["addresses"]

    assert (0, "`taro@example.jp` gets no more mail") == (answer.code, answer.out.splitlines()[0])
    assert ["@xn--wgv71a119e.example", "taro@example.jp"] == [one["address"] for one in found]
    assert [("by telephone", "listed", True)] * 2 == [(one["because"], one["reason"], bool(one["at"])) for one in found]
    assert "on the list already" in nurture("suppress", "add", "ＴＡＲＯ＠example.jp").out


def test_a_dry_run_closes_and_opens_nothing(nurture: Nurture) -> None:
    nurture("suppress", "add", "a@example.jp", "--dry-run")
    assert [] == on_list(nurture)

    nurture("suppress", "add", "a@example.jp")
    nurture("suppress", "remove", "a@example.jp", "--dry-run")
    assert [("a@example.jp", "", "listed")] == on_list(nurture)


@pytest.mark.parametrize("reason", ["unsubscribed", "complained"])
def test_what_a_person_asked_for_is_opened_only_with_a_reason_and_that_is_kept(reason: str, nurture: Nurture) -> None:
    asked(nurture, "a@example.jp", reason)
    refused = nurture("suppress", "remove", "a@example.jp", "--json")
    blank = nurture("suppress", "remove", "a@example.jp", "--because", " ")
    assert (2, "suppressed-final", 2) == (refused.code, json.loads(refused.out)["problem"]["code"], blank.code)
    assert [("a@example.jp", "", reason)] == on_list(nurture)

    nurture("suppress", "remove", "A@example.jp", "--because", "asked for it again")
    moves = nurture.json("suppress", "why", "a@example.jp")["moves"]
    assert [] == on_list(nurture)
    assert [("opened", reason, "asked for it again")] == [(one["act"], one["reason"], one["because"]) for one in moves]
    assert moves[0]["who"] and moves[0]["at"]


def test_what_is_listed_or_bounced_is_opened_without_one(nurture: Nurture) -> None:
    asked(nurture, "a@example.jp", "bounced")
    nurture("suppress", "add", "b@example.jp")

    assert [0, 0] == [nurture("suppress", "remove", address).code for address in ("a@example.jp", "b@example.jp")]
    assert [] == on_list(nurture)


def test_who_was_erased_is_let_in_only_with_a_reason(nurture: Nurture) -> None:
    asked(nurture, "a@example.jp", "erased")
    mute, told = nurture("suppress", "remove", "a@example.jp"), nurture("suppress", "remove", "a@example.jp", "--because", "x")

    assert (2, 0) == (mute.code, told.code)


def test_a_lead_that_is_opened_again_is_so_in_its_own_facts(nurture: Nurture) -> None:
    nurture("apply", "--yes")
    nurture("leads", "add", "a@example.jp")
    with store_at(nurture.folder) as (_, store):
        work = Work(store, Programs(compile_stored))
        put(store, [Incoming(source="t", id="1", type="unsubscribed", keys={"email": "a@example.jp"})])
        work_until_idle(work)
        before = suppressed(store, "a@example.jp")
        nurture("suppress", "remove", "a@example.jp", "--because", "asked again")
        work_until_idle(work)
        after = suppressed(store, "a@example.jp")

    assert ("unsubscribed", "") == (before, after)


def suppressed(store, address: str) -> str:  # type: ignore[no-untyped-def]
    with store.read() as tx:
        lead = subjects.lead(tx, people.find(tx, address) or "")
    assert lead is not None
    return lead.facts.suppressed


@pytest.mark.parametrize("word", ["example.jp", "@jp", "@", "", "a@b", "a b@example.jp x", "a@@example.jp"])
def test_what_is_no_address_is_refused_and_closes_nothing(word: str, nurture: Nurture) -> None:
    answer = nurture("suppress", "add", "good@example.jp", word, "--json")

    assert (2, "suppress-no-address") == (answer.code, json.loads(answer.out)["problem"]["code"])
    assert [] == on_list(nurture)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_is_taken_in_row_by_row(encoding: str, nurture: Nurture, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    rows = ["a@example.jp,配信停止,電話", "nobody,,", "b@example.jp,,", "b@EXAMPLE.jp,,", "c@example.jp,strange,", "'@example.com,苦情,"]
    file.write_bytes("\n".join(["メールアドレス,reason,備考", *rows, ""]).encode(encoding))
    dry = nurture.json("suppress", "import", str(file), "--dry-run")
    before = on_list(nurture)
    answer = nurture("suppress", "import", str(file), "--because", "old tool")

    assert ({"new": 3, "already": 1, "refused": 2}, []) == (dry["counts"], before)
    assert (1, "closed 3 addresses; 1 were on the list, refused rows: 2") == (answer.code, answer.out.splitlines()[0])
    assert [("@example.com", "complained"), ("a@example.jp", "unsubscribed"), ("b@example.jp", "listed")] == [
        (address, reason) for address, _, reason in on_list(nurture)
    ]
    assert ["電話", "old tool"] == [nurture.json("suppress", "why", f"{name}@example.jp")["closed"][0]["because"] for name in "ab"]
    assert "3" in answer.out and "`nobody`" in answer.out


def test_a_plain_list_of_addresses_is_one_too(nurture: Nurture, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("a@example.jp\nb@example.jp\n", "utf-8")

    assert 0 == nurture("suppress", "import", str(tmp_path / "list.txt")).code
    assert 2 == len(on_list(nurture))


def test_a_file_without_addresses_is_refused(nurture: Nurture, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,company\nA,B\n", "utf-8")

    assert "no column of `list.csv` holds addresses" in nurture("suppress", "import", str(tmp_path / "list.csv")).err
    assert 2 == nurture("suppress", "import", str(tmp_path / "nope.csv")).code


def test_what_is_exported_is_no_formula_and_can_be_taken_in_again(nurture: Nurture, tmp_path: Path) -> None:
    nurture("suppress", "add", "@example.jp", "+a@example.com", "=cmd@example.com", "--because", "=1+1")
    before = on_list(nurture)
    nurture("suppress", "export", str(tmp_path / "out.csv"))
    cells = [cell for line in (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1:] for cell in line.split(",")]
    for address, _, _ in before:
        nurture("suppress", "remove", address)
    answer = nurture("suppress", "import", str(tmp_path / "out.csv"))

    assert [] == [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    assert (0, before) == (answer.code, on_list(nurture))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_why_shows_the_domain_too_and_everything_fits_the_screen(lang: str, nurture: Nurture) -> None:
    nurture("suppress", "add", "@example.jp", "--because", "競合のため。" * 8)
    answer = nurture("suppress", "why", "taro@example.jp", lang=lang)

    assert 0 == answer.code
    assert "@example.jp" in answer.out and "競合" in answer.out
    assert "not suppressed" in nurture("suppress", "why", "a@elsewhere.jp").out
