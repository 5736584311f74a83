"""What two leads are: certainly one, perhaps, or two."""

import pytest

from engine.work.judging import CERTAIN, REVIEW, Census, Verdict, judge
from engine.work.portraits import portrait_of

Told = dict[str, str]
SATO: Told = {"name": "佐藤 健一", "フリガナ": "サトウ ケンイチ", "company": "株式会社みどり商事",
"email": "sato.ken@midori.example", "phone": "03-1234-5678"}
HOME: Told = {"name": "佐藤 健一", "住所": "東京都千代田区丸の内一丁目２番３号", "phone": "03-1234-5678", "生年月日": "昭和30年4月1日"}


def verdict(one: Told, other: Told) -> Verdict:
    left, right = portrait_of(one.items()), portrait_of(other.items())
    census = Census()
    for portrait in (left, right):
        census.add(portrait)
    return judge(left, right, census).verdict


def test_one_person_who_writes_in_another_way_is_certain() -> None:
    other = {"name": "佐藤健一様", "フリガナ": "ｻﾄｰ ｹﾝｲﾁ", "company": "みどり商事㈱", "email": "SATO.KEN@midori.example",
    "phone": "+81 3-1234-5678"}

    assert Verdict.CERTAIN == verdict(SATO, other)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "佐藤 花子", "company": "みどり商事", "email": "sato.hana@midori.example", "phone": "03-1234-5678"},
        {"name": "田中 太郎", "company": "みどり商事", "email": "tanaka@midori.example", "phone": "03-1234-5678"},
    ],
)
def test_colleagues_are_two_whatever_they_share(other: Told) -> None:
    assert Verdict.DIFFERENT == verdict(SATO, other)


def test_father_and_son_are_two() -> None:
    assert Verdict.DIFFERENT == verdict(HOME, HOME | {"name": "佐藤 健太", "生年月日": "1985/6/7", "住所": "千代田区丸の内1-2-3"})


def test_a_desk_that_answers_for_many_makes_nobody_one() -> None:
    desk = {"email": "info@midori.example", "phone": "03-1234-5678", "company": "みどり商事"}

    assert Verdict.CERTAIN != verdict(desk | {"name": "佐藤 健一"}, desk | {"name": "田中 花子"})
    assert Verdict.DIFFERENT == verdict(desk | {"name": "佐藤 健一"}, desk | {"name": "田中 花子"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "山田太郎"}, {"name": "山田太朗"}),
        ({"name": "Taro Yamada", "company": "みどり"}, {"name": "山田 太郎", "フリガナ": "やまだ たろう", "company": "みどり"}),
        ({"name": "はなこ よしだ", "company": "みどり"}, {"name": "吉田花子", "email": "hanako.yoshida@midori.example",
        "company": "みどり"}),
    ],
)
def test_what_only_nearly_agrees_is_never_certain(one: Told, other: Told) -> None:
    assert Verdict.CERTAIN != verdict(one, other)


def test_a_common_name_says_less_than_a_rare_one() -> None:
    census = Census()
    for number in range(3_000):
        census.add(portrait_of({"name": "佐藤 健" if number % 3 == 0 else f"勅使河原 {number}"}.items()))
    common, rare = (portrait_of({"name": name}.items()) for name in ("佐藤 健", "美作 亜羅漢"))

    assert judge(common, common, census).scores.least < judge(rare, rare, census).scores.least


def test_the_thresholds_are_what_the_page_says() -> None:
    assert (-3.0, 10.0) == (REVIEW, CERTAIN)
