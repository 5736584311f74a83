"""The queue of pairs, from the command line: the likeliest first, with what agrees and what does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest

from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.show.reviewing import likely
from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture

TEXT = """
event download
attribute フリガナ: text optional
attribute 生年月日: text optional
attribute 部署: text optional
"""
PEOPLE: dict[str, dict[str, Any]] = {
    "A": {"name": "髙橋 健一 様", "フリガナ": "ﾀｶﾊｼ ｹﾝｲﾁ", "company": "株式会社みどり商事", "phone": "090-1234-5678",
    "生年月日": "昭和55年4月1日"},
    "B": {"name": "高橋健一", "フリガナ": "たかはし けんいち", "company": "㈱みどり商事", "phone": "+81 90 1234 5678",
    "生年月日": "1980/4/1"},
    "C": {"name": "高橋 花子", "company": "みどり商事", "phone": "03-1234-5678"},
    "D": {"name": "佐藤 隆", "company": "あおぞら物産", "phone": "03-3333-4444", "部署": "情報ｼｽﾃﾑ 部"},
    "E": {"name": "佐藤 隆", "company": "あおぞら物産", "phone": "03-3333-4449", "部署": "情報システム部"},
}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Deployed]:
    one = Deployed(tmp_path / "kumo")
    one.apply(TEXT)
    for lead, told in PEOPLE.items():
        one.happens("lead.changed", lead, **told)
    yield one
    one.store.close()


@pytest.fixture
def nurture(made: Deployed) -> Nurture:
    return Nurture(made.folder)


def test_the_likeliest_pair_stands_first_and_colleagues_are_no_pair(nurture: Nurture) -> None:
    found = nurture.json("leads", "review")

    assert [("certain", ["A", "B"]), ("review", ["D", "E"])] == [(one["verdict"],
    [side["id"] for side in one["leads"]]) for one in found["pairs"]]
    assert (2, 5) == (found["waiting"], found["leads"])


def test_each_attribute_says_how_far_it_agrees(nurture: Nurture) -> None:
    first, second = nurture.json("leads", "review")["pairs"]

    assert {"same"} == {line["agreement"] for line in first["attributes"] if line["name"] != "email"}
    levels = {line["name"]: line["agreement"] for line in second["attributes"]}
    assert ("nearly", "same") == (levels["phone"], levels["部署"])


def test_who_is_no_lead_yet_is_said_to_wait(made: Deployed, nurture: Nurture) -> None:
    put(made.store, [Incoming(source="crm", id="7", type="download", keys={"email": "new@x.example"})])

    assert 2 == nurture.json("leads", "review")["undecided"]
    assert "2 events wait for `nurture run`" in nurture("leads", "review", lang="en").err


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_fits_eighty_columns_and_says_what_to_type(lang: str, nurture: Nurture) -> None:
    lines = nurture("leads", "review", lang=lang).out.splitlines()

    assert [] == [line for line in lines if sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) > 80]
    assert 2 == sum("nurture leads apart" in line for line in lines)
    assert any(line.startswith(("= ", "~ ", "! ")) for line in lines)


def test_what_is_kept_is_shown_without_looking_again(made: Deployed, nurture: Nurture) -> None:
    nurture("leads", "review")
    made.happens("lead.changed", "F", name="佐藤 隆", company="あおぞら物産")
    found = nurture.json("leads", "review", "--kept")

    assert (2, 0) == (len(found["pairs"]), found["compared"])


def test_who_does_not_look_alike_any_more_waits_no_longer(made: Deployed, nurture: Nurture) -> None:
    nurture("leads", "review")
    made.happens("lead.changed", "E", name="渡辺 京子", company="北斗運輸", phone="06-7777-8888")

    assert [["A", "B"]] == [[side["id"] for side in one["leads"]] for one in nurture.json("leads", "review")["pairs"]]


def test_only_certain_pairs_are_joined_without_a_look(made: Deployed, nurture: Nurture) -> None:
    planned = nurture.json("leads", "review", "--merge-certain", "--dry-run")
    before = made.lead("A").merged + made.lead("B").merged
    nurture("leads", "review", "--merge-certain")
    work_until_idle(made.work)

    assert [["A", "B"]] == [sorted([one["lead"], one["into"]]) for one in planned["joined"]]
    assert [] == before
    assert 1 == len(made.lead("A").merged + made.lead("B").merged)
    assert ["D", "E"] == [side["id"] for one in nurture.json("leads", "review")["pairs"] for side in one["leads"]]
    assert "no two leads" in nurture("leads", "review", "--merge-certain").out


def test_a_pair_that_is_two_people_stays_away(nurture: Nurture) -> None:
    nurture("leads", "review")
    nurture("leads", "apart", "E", "D")

    assert [["A", "B"]] == [[side["id"] for side in one["leads"]] for one in nurture.json("leads", "review")["pairs"]]


def test_how_likely_it_is_is_said_in_hundredths_and_never_as_sure() -> None:
    assert ["0.0%", "11.1%", "50.0%", "99.9%", "99.9%"] == [likely(bits) for bits in (-2_000.0, -3.0, 0.0, 10.0, 2_000.0)]
