"""Names of people, as they are typed."""

import pytest

from engine.domain.names import name_key, name_of, parted


@pytest.mark.parametrize(
    "text", ["山田 太郎", "山田太郎様", "山田　太郎　殿", "山田太郎 部長", "山田太郎 代表取締役社長", "山田 太郎さん",
    " 山田・太郎 先生 "]
)
def test_titles_and_blanks_are_no_part_of_a_name(text: str) -> None:
    assert "山田太郎" == name_key(text)


@pytest.mark.parametrize("text", ["Mr. Taro Yamada", "TARO YAMADA", "Taro Yamada, Ph.D.", "Ｔａｒｏ Ｙａｍａｄａ", "Dr Taro Yamada Jr."])
def test_english_titles_are_no_part_of_a_name(text: str) -> None:
    assert "taroyamada" == name_key(text).rstrip(",")


@pytest.mark.parametrize("text", ["鵜殿", "Dr.", "様", "さん"])
def test_what_only_looks_like_a_title_stays(text: str) -> None:
    assert name_key(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("山田 太郎", ("山田", "太郎")),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", ("ヤマダ", "タロウ")),
        ("Taro Yamada", ("yamada", "taro")),
        ("YAMADA Taro", ("yamada", "taro")),
        ("Yamada, Taro", ("yamada", "taro")),
        ("山田太郎", ("", "")),
    ],
)
def test_family_and_given_name_are_told_apart_where_they_can_be(text: str, parts: tuple[str, str]) -> None:
    assert parts == name_of(text)[:2]


@pytest.mark.parametrize(
    ("whole", "family", "parts"),
    [("山田太郎", "", ("山田", "太郎")), ("森健", "", ("森", "健")), ("森健一", "森", ("森", "健一")), ("ヤマダタロウ", "",
    ("ヤマダタロウ", ""))],
)
def test_a_name_without_a_blank_is_parted_as_the_one_beside_it(whole: str, family: str, parts: tuple[str, str]) -> None:
    assert parts == parted(whole, family)
