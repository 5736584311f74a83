"""Telephone numbers, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.phones import e164, extension_of, is_mobile, phone_key


@pytest.mark.parametrize(
    "text",
    [
        *("03-1234-5678", "０３（１２３４）５６７８", "+81 (0)3-1234-5678", "+81312345678", "0081-3-1234-5678", "010-81-3-1234-5678"),
        *("03-1234-5678 内線 12", "03-1234-5678(代)", "TEL: 03-1234-5678", "03ー1234ー5678", "03 1234 5678 ext. 9", "312345678"),
    ],
)
def test_one_number_is_one_however_it_is_written(text: str) -> None:
    assert ("0312345678", "+81312345678") == (phone_key(text), e164(text))


@pytest.mark.parametrize(
    ("text", "key"),
    [("+1 (555) 010-9999", "+15550109999"), ("+49 (0)30 123456", "+4930123456"), ("+39 06 12345678", "+390612345678")],
)
def test_numbers_of_other_countries_are_e164(text: str, key: str) -> None:
    assert (key, key) == (phone_key(text), e164(text))


def test_a_number_without_a_country_is_of_the_region() -> None:
    assert "+12015550123" == phone_key("(201) 555-0123", "US")


@pytest.mark.parametrize("text", ["なし", "-", "N/A", "000-0000-0000", ""])
def test_what_says_nothing_is_no_number(text: str) -> None:
    assert ("", "") == (phone_key(text), e164(text))


def test_what_no_plan_knows_is_a_key_still_but_no_number() -> None:
    assert ("110", "") == (phone_key("110"), e164("110"))


@pytest.mark.parametrize(("text", "digits"), [("03-1234-5678 内線12", "12"), ("+1 201 555 0123 x45", "45"), ("03-1234-5678", "")])
def test_the_extension_is_kept_apart(text: str, digits: str) -> None:
    assert digits == extension_of(text)


def test_a_mobile_is_answered_by_one_person() -> None:
    found = [is_mobile(phone_key(text)) for text in ("090-1234-5678", "070 1234 5678", "03-1234-5678", "0120-123-456")]

    assert [True, True, False, False] == found


@given(text=st.text("0123456789+-() ０３８１ー内線extx#JPなし.", max_size=20), region=st.sampled_from(["JP", "US", "GB"]))
def test_a_key_that_is_read_again_is_the_same_key(text: str, region: str) -> None:
    """Doors read it by the workspace's region, the inbox as it stands."""
    key = phone_key(text, region)

    assert key == phone_key(key, region)
    assert key == phone_key(key) or not key.startswith("+")


@pytest.mark.parametrize(("text", "key"), [
    ("+81 090-1234-5678", "09012345678"), ("+81 (0)90 1234 5678", "09012345678"), ("0120-123-456", "0120123456"),
    ("０９０‐１２３４−５６７８", "09012345678"), ("090―1234─5678", "09012345678"), ("+390612345678", "+390612345678"), ("+81 110", "0110"),
    ("03(0)1234567", "0301234567"),
])  # fmt: skip
def test_zeros_and_dashes_of_all_kinds(text: str, key: str) -> None:
    assert key == phone_key(text)


def test_the_same_digits_are_other_numbers_elsewhere() -> None:
    assert ("0312345678", "+4931234567") == (phone_key("03-1234-5678", "JP"), phone_key("031 234567", "DE"))
