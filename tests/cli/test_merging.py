"""Leads that may be one person, from the command line: side by side, joined, or kept apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture

TEXT = """
event download
event page-view
event signed
identity {
  same when email
  review when name and company are alike
}
score interest {
  on page-view give +10 points
}
scenario follow-up {
  enter on download
  send first
  wait for signed without limit
  send second
}
scenario warm {
  enter when score interest >= 20
  send third
}
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Deployed]:
    one = Deployed(tmp_path / "kumo")
    one.apply(TEXT)
    for lead, name, company in (("A", "山田 太郎", "株式会社山川"), ("B", "山田太朗", "(株)山川"), ("C", "鈴木一郎", "山川")):
        one.happens("lead.changed", lead, name=name, company=company, email=f"{lead.lower()}@x{lead.lower()}.example")
    yield one
    one.store.close()


@pytest.fixture
def nurture(made: Deployed) -> Nurture:
    return Nurture(made.folder)


def test_leads_that_look_alike_stand_side_by_side(nurture: Nurture) -> None:
    found = nurture.json("leads", "review")["pairs"]

    assert [("name and company", ["A", "B"])] == [(pair["because"], [side["id"] for side in pair["leads"]]) for pair in found]
    assert "山田太朗" in nurture("leads", "review").out
    assert "nurture leads merge" in nurture("leads", "review", lang="ja").out


def test_a_pair_that_is_two_people_is_not_brought_up_again(nurture: Nurture) -> None:
    nurture("leads", "review")
    nurture("leads", "apart", "B", "A")

    assert [] == nurture.json("leads", "review")["pairs"]


def test_a_dry_run_says_what_a_merge_does_and_changes_nothing(made: Deployed, nurture: Nurture) -> None:
    for lead in "AB":
        made.happens("download", lead)
        made.happens("page-view", lead)
    found = nurture.json("leads", "merge", "B", "A", "--dry-run")

    assert [{"scenario": "follow-up", "key": "", "of": "A", "step": found["runs"][0]["step"], "ended": "B"}] == found["runs"]
    assert ["first"] == [one["template"] for one in found["twice"]]
    assert [{"score": "interest", "theirs": 10, "ours": 10, "together": 20}] == found["scores"]
    assert (["warm"], ["third"]) == (found["starts"], found["mails"])
    assert [] == made.lead("A").merged
    told = nurture("leads", "merge", "B", "A", "--dry-run").out
    assert [True, True] == [word in told for word in ("`B` would become one with `A`, who goes on", "nothing was changed")]


def test_a_merge_does_what_its_dry_run_said(made: Deployed, nurture: Nurture) -> None:
    for lead in "AB":
        made.happens("download", lead)
        made.happens("page-view", lead)
    nurture("leads", "review")
    answer = nurture("leads", "merge", "b@xb.example", "A", "--because", "same card")
    work_until_idle(made.work)

    assert 0 == answer.code
    assert ["B"] == made.lead("A").merged
    assert ["first", "third"] == [template for template, _ in made.sent("A")]
    assert [] == nurture.json("leads", "review")["pairs"]


def test_explain_of_a_merged_lead_tells_of_the_person(made: Deployed, nurture: Nurture) -> None:
    made.happens("page-view", "B")
    nurture("leads", "merge", "B", "A", "--because", "same card")
    work_until_idle(made.work)
    found = nurture.json("explain", "B")
    told = [line["sentence"] for chapter in found["chain"] for line in chapter["lines"]]

    assert ("A", ["B"]) == (found["lead"], found["merged"])
    assert "the same person as `A`, who goes on (same card)" in told
    assert "the same person as `B`: one history from now on" in told
    assert [10] == [one["given"] for one in found["awards"]]
    assert ["A", "C"] == sorted(line["id"] for line in nurture.json("leads", "list")["leads"])
    assert ["B"] == nurture.json("leads", "show", "B")["merged"]


def test_a_dry_run_tells_of_mails_that_one_run_has_and_the_other_would_come_to(made: Deployed, nurture: Nurture) -> None:
    made.apply(TEXT.replace("  send second\n", "  send second\n  wait for signed without limit\n", 1))
    for lead in "AB":
        made.happens("download", lead)
    made.happens("signed", "B")
    found = nurture.json("leads", "merge", "B", "A", "--dry-run")
    told = nurture("leads", "merge", "B", "A", "--dry-run", lang="ja").out

    assert (["first"], [("second", "B")]) == (
        [one["template"] for one in found["twice"]],
        [(one["template"], one["lead"]) for one in found["spared"]],
    )
    assert "片方だけが受け取ったメール" in told


def test_taking_a_merge_back_is_told_before_and_does_what_was_told(made: Deployed, nurture: Nurture) -> None:
    for lead in "AB":
        made.happens("page-view", lead)
    made.happens("download", "B")
    nurture("leads", "merge", "B", "A", "--because", "same card")
    work_until_idle(made.work)
    made.happens("page-view", "B")
    found = nurture.json("leads", "unmerge", "b@xb.example", "--dry-run")
    before = made.lead("A").merged
    answer = nurture("leads", "unmerge", "B", "--because", "two sisters")
    work_until_idle(made.work)

    assert ("B", "A", "same card", 4) == (found["lead"], found["stays"], found["because"], found["events"])
    assert [{"score": "interest", "theirs": 20, "ours": 10, "together": 30}] == found["scores"]
    assert [("follow-up", "B")] == [(run["scenario"], run["of"]) for run in found["runs"]]
    assert (["B"], 0, []) == (before, answer.code, made.lead("A").merged)
    assert "two people again" in answer.out
    assert "the same person as `A`, who goes on" in nurture("explain", "B").out


def test_what_cannot_be_taken_back_is_said(made: Deployed, nurture: Nurture) -> None:
    alone = nurture("leads", "unmerge", "A")
    for lead in "BC":
        nurture("leads", "merge", lead, "A")
        work_until_idle(made.work)
    which = nurture("leads", "unmerge", "A")

    assert (2, 2) == (alone.code, which.code)
    assert ("there is no merge to take back" in alone.err, "`B`, `C`" in which.err) == (True, True)
    assert "別れる側" in nurture("leads", "unmerge", "C", "--dry-run", lang="ja").out


def test_a_pair_taken_apart_is_not_brought_up_again(made: Deployed, nurture: Nurture) -> None:
    nurture("leads", "merge", "B", "A")
    work_until_idle(made.work)
    nurture("leads", "unmerge", "B")
    work_until_idle(made.work)

    assert [] == nurture.json("leads", "review")["pairs"]
    assert ["A", "B", "C"] == sorted(line["id"] for line in nurture.json("leads", "list")["leads"])


def test_a_lead_is_not_merged_with_itself(made: Deployed, nurture: Nurture) -> None:
    answer = nurture("leads", "merge", "A", "a@xa.example")

    assert (2, True) == (answer.code, "are one lead already" in answer.err)


ACCOUNTS = TEXT + "account {\n  by company\n}\n"


def test_who_has_no_accounts_yet_is_told_how_they_come(made: Deployed, nurture: Nurture) -> None:
    answers = [nurture("accounts", "hold", "acme.example", lang=lang) for lang in ("en", "ja")]

    assert [2, 2] == [answer.code for answer in answers]
    assert [True, True] == ["`account { by domain }`" in answer.err for answer in answers]


def test_a_whole_account_is_held_by_its_name_and_released_again(tmp_path: Path) -> None:
    one = Deployed(tmp_path / "acme")
    one.apply(ACCOUNTS)
    for lead in "AB":
        one.happens("lead.changed", lead, company="株式会社山川", email=f"{lead}@x.example", owner="ito")
    nurture = Nurture(one.folder)
    rehearsed = nurture.json("accounts", "hold", "(株)山川", "--because", "bid", "--dry-run")
    nurture("accounts", "hold", "山川", "--because", "bid", "--until", "2099-01-01")
    work_until_idle(one.work)
    held = nurture.json("leads", "list", "--owner", "ito")["leads"]
    shown = nurture("leads", "show", "A").out
    listed = nurture("leads", "list", "--owner", "ito", lang="ja").out
    nurture("accounts", "release", "山川")
    work_until_idle(one.work)
    again = nurture("accounts", "release", "山川")
    unknown = nurture("accounts", "hold", "nobody.example")

    assert (2, True) == (rehearsed["people"], rehearsed["dry_run"])
    assert [["bid"], ["bid"]] == [[hold["because"] for hold in line["judgements"]] for line in held]
    assert ("held until 2099-01-02 00:00: bid" in shown, "有効な保留" in listed) == (True, True)
    assert [[], []] == [line["judgements"] for line in nurture.json("leads", "list", "--owner", "ito")["leads"]]
    assert (2, 2) == (again.code, unknown.code)
    assert ("is not held" in again.err, "no account `nobody.example`" in unknown.err) == (True, True)
    assert "all of the account are held until" in nurture("explain", "A").out
    one.store.close()
