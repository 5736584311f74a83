"""What a test gives and expects of a company, through the leads that belong to it."""

import pytest

from tests.engine.lab.kit import found, played

TOP = """attribute account 階層: one of ["A", "B"] optional
event visit
score 関心 {
  on visit give +10 points
}
account {
  by domain
}
scenario 大口 {
  enter when account.階層 is "A"
  send wp-thanks
}
"""
YAMADA = 'given lead 山田 { email = "y@acme.example" }'
TANAKA = 'given lead 田中 { email = "t@acme.example" }'
VISITS = ("at day 0 10:00 山田 does visit", "at day 0 10:00 田中 does visit")


def test_what_is_given_of_a_company_holds_for_its_people() -> None:
    given = f'{YAMADA} of account {{ 階層 = "A" }}\n  {TANAKA}'

    assert [] == found(played(TOP, 'expect account.階層 is "A" for 田中', "expect email wp-thanks to 田中", given=given))


def test_what_becomes_of_a_company_is_told_to_its_people() -> None:
    act = 'at day 1 10:00 山田 is of account { 階層 = "A" }'

    told = ("expect at day 0 no email", "expect at day 1 email wp-thanks to 田中")

    assert [] == found(played(TOP, act, *told, given=f"{YAMADA}\n  {TANAKA}"))


def test_a_lead_of_no_company_cannot_be_given_one() -> None:
    given = 'given lead 山田 of account { 階層 = "A" }'

    assert ["no-account"] == found(played(TOP, "expect no email", given=given))
    assert ["no-account"] == found(played(TOP, 'at day 0 10:00 山田 is of account { 階層 = "A" }', "expect no email"))


def test_a_mail_shows_what_is_known_of_the_company() -> None:
    given = f'{YAMADA} of account {{ 階層 = "A" }}'
    letter = "---\nsubject: 階層 {{ account.階層 }}\npurpose: transactional\n---\nこんにちは\n"

    assert [] == found(played(TOP, 'expect email wp-thanks shows "階層 A"', given=given, templates={"wp-thanks": letter}))


@pytest.mark.parametrize(
    "expected",
    [
        "account score 関心 is 20",
        "account score 関心 between 20 and 20",
        "score 関心 is 10",
        "not account score 関心 between 1 and 10",
    ],
)
def test_the_score_of_a_company_is_that_of_its_people_together(expected: str) -> None:
    assert [] == found(played(TOP, *VISITS, f"expect {expected}", given=f"{YAMADA}\n  {TANAKA}"))
