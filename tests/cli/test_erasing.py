"""`nurture leads erase` and `export`: a person who has done everything is in no table, no file and no byte any more."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String

from engine.app import opened, settings_at
from engine.domain.accounts import Account
from engine.domain.desks import Desk
from engine.doors.inbox import Receipt, put
from engine.doors.incoming import Incoming
from engine.store import erasing, fates, mentions, subjects
from engine.store.schema import metadata
from engine.work.batch import Work, work_until_idle
from engine.work.deployments import compile_stored
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.cli.erased_life import ADDRESS, OTHER, Lived, found_in_files, found_in_tables
from tests.cli.kit import Nurture


def test_the_person_of_these_tests_stands_nearly_everywhere(life: Lived) -> None:
    tables = {where.partition(".")[0] for where in found_in_tables(life.folder)}

    assert {"nurture.db"} <= set(found_in_files(life.folder))
    assert set() == fates.EVERY - tables


def test_an_erased_person_is_in_no_table_no_file_and_no_byte(life: Lived) -> None:
    answer = life.nurture("leads", "erase", ADDRESS, "--yes")

    assert (0, "") == (answer.code, answer.err)
    assert [] == found_in_tables(life.folder)
    assert [] == found_in_files(life.folder)


def left_out(name: str, patch: pytest.MonkeyPatch) -> None:
    """As if nobody had thought of that table: no fate names it, and the last look passes it over."""
    for group in (fates.PERSONAL, fates.BY_MESSAGE):
        patch.delitem(group, name, raising=False)
    whole = erasing.batches
    patch.setattr(erasing, "batches", lambda: {one: batch for one, batch in whole().items() if one != name})
    if name == "receipts":
        patch.setattr(erasing, "_receipts", lambda *_: None)
    patch.setattr(mentions, "_OWN", mentions._OWN | {name})


BOTH_WAYS = {"bounces", "blocks"}
"""Goes by itself, and along with its message or its portrait."""
FOUND_BY = {"subjects", "keys"}
"""By these the person is found; nothing is called done while they are there."""


ALONG = {"messages": set(fates.BY_MESSAGE), "events": set(fates.BY_RECEIPT), "receipts": set[str]()}
"""What stays where that table is left out."""
SINGLE = sorted(fates.EVERY - BOTH_WAYS - FOUND_BY - ALONG.keys())
TOGETHER = [SINGLE[first : first + 4] for first in range(0, len(SINGLE), 4)]
"""Of these no other hangs on any: a few are left out at once, and each of them is found."""


@pytest.mark.parametrize("names", [*([name] for name in ALONG), *TOGETHER], ids=" ".join)
def test_a_table_that_is_left_out_is_found_so_this_look_can_tell(
    names: list[str], life: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in names:
        left_out(name, monkeypatch)
    life.nurture("leads", "erase", ADDRESS, "--yes")
    found = {where.partition(".")[0] for where in found_in_tables(life.folder)}

    assert {*names} == found - ALONG.get(names[0], set())


def test_every_column_that_holds_text_has_a_fate() -> None:
    """A new table or column is given one before it is used."""
    known = fates.EVERY | fates.NOBODY
    said = fates.PERSONAL | fates.BY_MESSAGE
    skeletons = {name: fate for name, fate in said.items() if isinstance(fate, fates.Skeleton)}
    missing = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, String) and table.name in skeletons and column.name not in skeletons[table.name].fates
    ]

    assert {table.name for table in metadata.sorted_tables} == known
    assert [] == missing


def test_somebody_else_stays_as_they_were(life: Lived) -> None:
    before = life.nurture("leads", "export", "bo@berg.example").out
    report = life.nurture("report").out
    life.nurture("leads", "erase", ADDRESS, "--yes")
    after = life.nurture("leads", "export", "bo@berg.example").out

    assert json.loads(before)["attributes"] == json.loads(after)["attributes"]
    assert len(json.loads(before)["events"]) == len(json.loads(after)["events"])
    assert [line for line in report.splitlines() if line.startswith(("known", "keen"))] == [
        line for line in life.nurture("report").out.splitlines() if line.startswith(("known", "keen"))
    ]


def test_the_account_and_the_team_hear_that_nobody_is_there_any_more(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    with opened(settings_at(life.folder)) as store:
        work_until_idle(Work(store, Programs(compile_stored), slack=ALONE))
        with store.read() as tx:
            found = subjects.read(tx, ["account:birds", "team:sales"])
            ids = {row.id for row in tx.exec_driver_sql("SELECT id FROM subjects WHERE id NOT LIKE '%:%'")}
    account, desk = found["account:birds"].subject, found["team:sales"].subject

    assert isinstance(account, Account) and isinstance(desk, Desk)
    assert (["bo"], [""]) == (list(account.people), [one.lead for one in account.runs.values()])
    assert ({"bo"}, {"bo"}) == ({one.lead for one in desk.open.values()}, ids)


def test_the_receipt_says_what_was_looked_through_and_that_nothing_remains(life: Lived) -> None:
    foreseen = life.nurture("leads", "erase", ADDRESS, "--dry-run", "--json").data
    done = life.nurture("leads", "erase", ADDRESS, "--yes", "--because", "by letter", "--json").data

    assert (False, True, "by letter", 0, []) == (foreseen["erased"], done["erased"], done["because"], done["remain"], done["files"])
    assert foreseen["rows"].items() - done["rows"].items() <= {("receipts", 12), ("attempts", 1), ("bounces", 1)}
    assert {table.name for table in metadata.sorted_tables} == set(done["through"])
    assert {"kafka.refused.jsonl": 1, "unsubscribe.unknown": 1}.items() <= done["lines"].items()
    assert done["name"].startswith("erased-") and done["done_at"]


def test_lines_of_others_stay_in_the_files(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")

    assert "bo@berg.example" in (life.folder / ".nurture" / "kafka.refused.jsonl").read_text()


def test_the_log_holds_digests_and_moments_and_the_key_is_for_its_owner(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    lines = [json.loads(line) for line in (life.folder / ".nurture" / "erasures.log").read_text().splitlines() if line]
    key = life.folder / ".nurture" / "erasures.key"

    assert [{"name", "at", "digests", "lifted"}] == [set(line) for line in lines]
    assert all(len(one) == 64 for one in lines[0]["digests"]) and 6 == len(lines[0]["digests"])
    assert 0o600 == key.stat().st_mode & 0o777 and 32 <= len(key.read_text())


@pytest.mark.parametrize(("lang", "word"), [("en", "erased"), ("ja", "削除済み")])
def test_lists_say_that_somebody_was_erased_and_reports_still_count_them(lang: str, word: str, life: Lived) -> None:
    sent = sent_by(life)
    life.nurture("leads", "erase", ADDRESS, "--yes")
    listed = Nurture(life.folder, lang)("outbox", "list", "--state", "all")

    assert word in listed.out
    assert sent == sent_by(life)


def sent_by(life: Lived) -> list[str]:
    """The line of each mail in the report: how many were sent, opened and clicked."""
    return [" ".join(line.split()[:7]) for line in life.nurture("report").out.splitlines() if line.startswith("hello ")]


# ── an older copy ───────────────────────────────────────────────────────────────────────


def test_an_older_copy_forgets_again_when_it_is_put_back(life: Lived, tmp_path: Path) -> None:
    copy = tmp_path / "then.db"
    life.nurture("backup", str(copy))
    life.nurture("leads", "erase", ADDRESS, "--yes")
    answer = life.nurture("restore", str(copy), "--yes")

    assert 0 == answer.code and "1 people who were erased since are erased here too" in answer.out
    assert [] == found_in_tables(life.folder)
    assert [] == found_in_files(life.folder)


def test_without_the_log_the_copy_would_know_them_so_this_test_can_tell(life: Lived, tmp_path: Path) -> None:
    copy = tmp_path / "then.db"
    life.nurture("backup", str(copy))
    life.nurture("leads", "erase", ADDRESS, "--yes")
    (life.folder / ".nurture" / "erasures.log").unlink()
    life.nurture("restore", str(copy), "--yes")

    assert "subjects.document" in found_in_tables(life.folder)


def test_without_its_key_no_older_copy_is_put_back(life: Lived, tmp_path: Path) -> None:
    copy = tmp_path / "then.db"
    life.nurture("backup", str(copy))
    life.nurture("leads", "erase", ADDRESS, "--yes")
    (life.folder / ".nurture" / "erasures.key").unlink()
    answer = life.nurture("restore", str(copy), "--yes")

    assert 2 == answer.code and "the key that tells who is missing" in answer.err
    assert [] == found_in_tables_without_key(life.folder)


def found_in_tables_without_key(folder: Path) -> list[str]:
    return [name for name in found_in_files(folder) if name == "nurture.db"]


def test_copies_in_the_folder_that_know_the_person_are_named(life: Lived) -> None:
    life.nurture("backup")
    done = life.nurture("leads", "erase", ADDRESS, "--yes", "--json").data

    assert 1 == len(done["copies"]) and "backups/nurture-" in done["copies"][0]


# ── coming back ─────────────────────────────────────────────────────────────────────────


def says(folder: Path, kind: str, *, live: bool = True, id_: str = "new", lead: str = "", **props: Any) -> Receipt:
    with opened(settings_at(folder)) as store:
        said = Incoming(source="web", id=id_, type=kind, lead=lead, keys={} if lead else {"email": ADDRESS.upper()}, props=props, live=live)
        return put(store, [said])[0]


def claims(folder: Path) -> Receipt:
    """Somebody says the address in a page."""
    with opened(settings_at(folder)) as store:
        said = Incoming(source="site", id="claim", type="lead.changed", keys={"anonymous": "b1"}, props={"claimed-email": ADDRESS.upper()})
        return put(store, [said])[0]


def test_what_would_bring_them_back_is_refused_and_nothing_of_it_is_kept(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    answers = [
        says(life.folder, "lead.changed", name="x"),
        says(life.folder, "lead.changed", live=False, name="x"),
        says(life.folder, "download", asset="x"),
        says(life.folder, "download", lead=OTHER, asset="x"),
        says(life.folder, "consented", live=False, topic="news"),
        claims(life.folder),
    ]
    added = life.nurture("leads", "add", ADDRESS, "name=x")

    assert {"refused"} == {one.state for one in answers}
    assert (2, True) == (added.code, "somebody who was erased" in added.err)
    assert [] == [where for where in found_in_tables(life.folder)]


def test_an_import_says_how_many_were_of_people_who_were_erased(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    table = life.folder / "week.csv"
    table.write_text(f"email,name\n{ADDRESS},Again\nnew@x.example,New\n")
    dry = life.nurture("import", "leads", str(table), "--dry-run", "--json").data
    done = life.nurture("import", "leads", str(table), "--json").data

    assert (dry["erased"], done["erased"]) == (1, 1) and done["taken"]
    assert [] == found_in_tables(life.folder)


def test_who_consents_anew_comes_back_as_one_of_whom_nothing_is_known(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    consent = says(life.folder, "consented", topic="news")
    after = says(life.folder, "download", id_="then", asset="new paper")
    old = says(life.folder, "download", id_=f"form {ADDRESS}", asset="old")
    told = json.loads(life.nurture("leads", "export", ADDRESS).out)

    assert ("taken", "taken", "again") == (consent.state, after.state, old.state)
    assert ["consented", "download"] == [one["type"] for one in told["events"] if one["type"] != "lead.changed"]
    assert OTHER != consent.lead == after.lead


def test_a_person_may_let_them_in_again_and_says_why(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    mute = life.nurture("suppress", "remove", ADDRESS)
    done = life.nurture("suppress", "remove", ADDRESS, "--because", "called us")
    added = life.nurture("leads", "add", ADDRESS)

    assert (2, 0, 0) == (mute.code, done.code, added.code)
    assert "say `--because`" in mute.err


def test_who_came_back_is_not_erased_by_a_newer_copy(life: Lived, tmp_path: Path) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    says(life.folder, "consented", topic="news")
    life.nurture("backup", str(tmp_path / "after.db"))
    answer = life.nurture("restore", str(tmp_path / "after.db"), "--yes")

    assert 0 == answer.code and "were erased since" not in answer.out
    assert "keys.value" in found_in_tables(life.folder)


def test_who_was_erased_is_said_to_be_so_by_who_looks_for_them(life: Lived) -> None:
    life.nurture("leads", "erase", ADDRESS, "--yes")
    told = [life.nurture(*words, ADDRESS) for words in (("leads", "show"), ("explain",))]

    assert [(2, True)] * 2 == [(one.code, "was erased: nothing is kept but counts" in one.err) for one in told]
