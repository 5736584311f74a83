"""What two writings of a key have in common."""

import pytest

from engine.domain.keys import alike, joined, normalised


@pytest.mark.parametrize(("kind", "one", "other"), [
    ("email", " Aoi@X.example ", "aoi@x.example"), ("email", "ａｏｉ＠x.example", "aoi@x.example"), ("phone", "03-1234-5678", "0312345678"),
    ("crm", "　Ａ１　", "A1"), ("crm", " A1 ", "A1"), ("crm", "か\u3099", "が"),
])  # fmt: skip
def test_one_key_written_two_ways_is_one(kind: str, one: str, other: str) -> None:
    assert normalised(kind, other) == normalised(kind, one)


def test_only_addresses_do_without_capitals() -> None:
    assert ["a1", "A1"] == [normalised(kind, "A1") for kind in ("email", "crm")]


@pytest.mark.parametrize(("kind", "value", "expected"), [
    ("company", "株式会社 みどり・フーズ", "みどりフーズ"), ("email", "Aoi@X.example", "aoi@x.example"),
    ("phone", "03-1234-5678", "0312345678"),
    ("name", "山田 はな様", "山田ハナ"), ("城", "ひめじ 城様", "ヒメジ城様"), ("code", " ab 1 ", "ab1"), ("code", "AB1", "ab1"),
])  # fmt: skip
def test_an_attribute_is_compared_as_what_it_is(kind: str, value: str, expected: str) -> None:
    assert expected == alike(kind, value)


def test_two_keys_together_are_not_two_others_that_read_alike() -> None:
    assert "a\x1fbc" == joined(["a", "bc"]) != joined(["ab", "c"])
