"""The laws as data: complete enough to be checked against, and honest about what no checker sees."""

import pytest

from grammar.laws import CODES, LawPack, pack_of, packs

CHECKED = {"consent", "proof", "name", "unsubscribe", "postal address", "inquiries"}


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.code)
def test_a_law_names_the_article_of_every_duty_in_both_languages(pack: LawPack) -> None:
    assert pack.en and pack.ja and pack.as_of.year >= 2025
    assert [] == [duty for duty in pack.duties if not (duty.source and duty.en) or duty.ja.isascii()]


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.code)
def test_whoever_has_left_gets_no_more_mail_under_any_law(pack: LawPack) -> None:
    stop = pack.duty("stop")

    assert stop is not None and stop.keeper == "engine"
    assert pack.duty("unsubscribe") is not None


def test_the_law_of_japan_is_checked_as_far_as_a_checker_can_see() -> None:
    japan = pack_of("JP")

    assert japan is not None
    assert CHECKED == {duty.topic for duty in japan.duties if duty.keeper == "check"}
    assert {"honesty", "consent"} == {duty.topic for duty in japan.duties if duty.keeper == "people"}


def test_a_member_has_the_law_of_its_union_and_a_state_that_of_its_country() -> None:
    assert [pack_of("EU"), pack_of("US"), None] == [pack_of("DE"), pack_of("US-CA"), pack_of("XX")]


def test_the_list_of_laws_is_what_is_there() -> None:
    assert list(CODES) == [pack.code for pack in packs()]
