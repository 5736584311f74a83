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


TITLES = """
様 さま さん サン サマ 殿 氏 先生 代表取締役社長 代表取締役 取締役
執行役員 本部長 副部長 部長 次長 副課長 課長 係長 主任 店長 支店長
所長 室長 工場長 副社長 社長 専務 常務 会長 理事長 理事 教授 准教授
弁護士 税理士 博士 院長
"""
BEFORE, BEHIND = "Mr Mrs Ms Miss Mx Dr Prof Professor Sir Madam Herr Frau Mme Mlle", "Jr Sr II III PhD MD MBA Esq CPA Dipl-Ing"


@pytest.mark.parametrize("title", TITLES.split())
def test_whoever_bears_a_title_is_the_same_without_it(title: str) -> None:
    assert ["山田太郎", "山田太郎"] == [name_key(text) for text in (f"山田太郎{title}", f"山田 太郎 {title} 様")]


@pytest.mark.parametrize("title", BEFORE.split())
def test_whoever_bears_an_english_title_is_the_same_without_it(title: str) -> None:
    assert {"taroyamada"} == {name_key(text) for text in (f"{title} Taro Yamada", f"{title.upper()}. Taro Yamada")}


@pytest.mark.parametrize("title", BEHIND.split())
def test_what_stands_behind_a_name_is_no_part_of_it(title: str) -> None:
    assert {"taroyamada"} == {name_key(text) for text in (f"Taro Yamada {title}", f"Taro Yamada ({title})")}


def test_of_a_name_two_letters_stay() -> None:
    assert ["森健", "森様"] == [name_key(text) for text in ("森健様", "森様")]
