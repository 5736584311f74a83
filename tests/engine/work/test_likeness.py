"""What looks like one person, and what does not."""

import pytest

from engine.domain.keys import alike
from engine.rules.identity import key_of
from engine.rules.program import SameRule
from engine.work.likeness import are_alike, written

ALIKE = [
    ("山田 太郎", "山田太郎"),
    ("山田太郎", "山田太朗"),
    ("Taro Yamada", "YAMADA Taro"),
    ("ｽｽﾞｷ ｲﾁﾛｳ", "スズキイチロウ"),
    ("Jonathan Smith", "Jonathon Smith"),
]
APART = [("山田太郎", "山田花子"), ("佐藤", "斎藤"), ("Taro Yamada", "Jiro Suzuki"), ("林", "森")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_of_one_person_are_alike(one: str, other: str) -> None:
    assert are_alike({"name": written("name", one)}, {"name": written("name", other)}, ["name"])


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_two_people_are_not(one: str, other: str) -> None:
    assert not are_alike({"name": written("name", one)}, {"name": written("name", other)}, ["name"])


def test_what_is_unknown_of_one_is_not_alike() -> None:
    name, company = written("name", "山田太郎"), written("company", "山川")

    assert not are_alike({"name": name}, {"name": name, "company": company}, ["name", "company"])


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "+81 (0)3-1234-5678", "０３（１２３４）５６７８"),
        ("phone", "+81 90 1234 5678", "090-1234-5678"),
        ("phone", "+1 (555) 010-9999", "+15550109999"),
        ("email", "Ａ@X.example ", "a@x.example"),
        ("name", "山田　太郎", "山田 太郎"),
        ("name", "ABE Shinji", "abe shinji"),
        ("company", "株式会社ＡＢＣ", "ABC Inc."),
    ],
)
def test_one_thing_written_two_ways_is_one_key(kind: str, one: str, other: str) -> None:
    assert alike(kind, one) == alike(kind, other)


def test_a_rule_reads_numbers_as_the_workspaces_region_writes_them() -> None:
    keys = [key_of(SameRule(("phone",), "a.nurture:1", region), {"phone": "(201) 555-0123"}) for region in ("US", "JP")]

    assert ["+12015550123", True] == [keys[0], keys[1] != keys[0]]


def test_numbers_of_two_countries_are_two() -> None:
    assert alike("phone", "+1 312 345 678") != alike("phone", "+44 312 345 678")
