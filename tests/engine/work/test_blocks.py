"""Who is compared with whom: those who share something rare, and never everybody with everybody."""

import pytest

from engine.work.blocks import LARGE, NEXT, Blocks, both, keys_of
from engine.work.portraits import Portrait, portrait_of


def pairs_of(people: list[Portrait]) -> list[tuple[int, int]]:
    blocks = Blocks()
    for number, one in enumerate(people):
        blocks.add(number, keys_of(one))
    return [both(pair) for pair in blocks.pairs(lambda number: people[number].whole)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "山田 太郎"}, {"name": "太郎 山田"}),
        ({"name": "髙橋 健", "company": "㈱みどり"}, {"name": "高橋健一", "company": "みどり株式会社"}),
        ({"name": "山田太郎", "フリガナ": "ﾔﾏﾀﾞ ﾀﾛｳ", "company": "みどり"}, {"name": "Taro Yamada", "company": "みどり"}),
        ({"email": "a..b@docomo.ne.jp"}, {"email": "a.b@docomo.ne.jp"}),
        ({"phone": "+81 90 1234 5678"}, {"携帯": "090-1234-5678"}),
        ({"surname": "smith", "given-name": "ann", "date-of-birth": "19800401"}, {"surname": "smyth", "date-of-birth": "19800401"}),
    ],
)
def test_who_may_be_one_shares_a_block(one: dict[str, str], other: dict[str, str]) -> None:
    assert [(0, 1)] == pairs_of([portrait_of(one.items()), portrait_of(other.items())])


def test_strangers_share_none() -> None:
    one, other = {"name": "山田太郎", "company": "みどり", "email": "a@x.example"}, {"name": "佐藤花子", "company": "あおぞら",
    "email": "b@y.example"}

    assert [] == pairs_of([portrait_of(one.items()), portrait_of(other.items())])


@pytest.mark.parametrize("told", [{"name": "佐藤 健", "company": "みどり"}, {"phone": "03-1234-5678"}, {"name": "Ann Smith",
"birthday": "1980-04-01"}])
def test_a_thousand_who_share_everything_are_not_half_a_million_pairs(told: dict[str, str]) -> None:
    count = 1_000

    assert len(pairs_of([portrait_of(told.items())] * count)) <= count * NEXT


def test_of_a_small_block_everybody_is_compared() -> None:
    people = [portrait_of({"phone": "03-1234-5678", "name": f"{letter}山"}.items()) for letter in "東西南北"]

    assert LARGE >= len(people)
    assert 6 == len(pairs_of(people))
