"""Letters that are written in more than one way."""

import pytest

from engine.domain.letters import FORMS, folded, sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("山﨑", "山崎"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("澤田", "沢田"),
        ("廣瀨", "広瀬"),
        ("𠮷田", "吉田"),
        ("佐佐木", "佐々木"),
        ("葛\U000e0100城", "葛城"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ＡＢＥ", "abe"),
    ],
)
def test_forms_of_a_letter_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("荻原", "萩原"), ("岩田", "巌田"), ("園田", "薗田"), ("太田", "大田"), ("川島", "河島")])
def test_letters_that_make_another_name_are_two(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_the_usual_form_of_a_letter_has_no_other() -> None:
    assert [] == [one for one in FORMS.values() if one and ord(one) in FORMS]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("おおの", "オーノ"),
        ("オウノ", "オオノ"),
        ("ｻﾄｳ", "サトー"),
        ("けいこ", "ケーコ"),
        ("キャノン", "キヤノン"),
        ("やまだ たろう", "ヤマダタロウ"),
        ("みちずれ", "ミチヅレ"),
    ],
)
def test_readings_that_are_written_either_way_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("オノ", "オオノ"), ("イダ", "イイダ"), ("ユキ", "ユウキ"), ("サト", "サトウ")])
def test_long_and_short_are_two_readings(one: str, other: str) -> None:
    assert sound(one) != sound(other)
