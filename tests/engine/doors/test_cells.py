"""What a cell says, as its column means it; what may be meant two ways is refused."""

from typing import Any

import pytest

from engine.domain.errors import Problem
from engine.doors.cells import read_cell
from engine.doors.mapping import Column


def read(text: str, kind: str, **more: Any) -> Any:
    return read_cell(text, Column.model_validate({"column": "c", "type": kind} | more), "Asia/Tokyo")


@pytest.mark.parametrize(("text", "value"), [
    ("1200", 1200), ("1,200", 1200), ("1,234,567円", 1234567), ("¥1,200", 1200), ("¥ 1,200 円", 1200), ("１２００", 1200), ("1.50", 1.5),
    ("▲1,200", -1200), ("△5", -5), ("-3", -3), ("+3", 3), ("120名", 120), ("12 %", 12), ("$1,200.50", 1200.5), ("5 USD", 5), ("0", 0),
    ("1" * 15, int("1" * 15)),
])  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert (value, type(value)) == (read(text, "number"), type(read(text, "number")))


@pytest.mark.parametrize("text", [
    "1,5", "1.234,56", "12,34", "1,2345", ",123", "1,234,5", "1e5", "12a", "約10", "-", "▲", "1" * 16, "1.", "NaN",
])  # fmt: skip
def test_a_number_that_may_be_another_one_is_none(text: str) -> None:
    assert Problem("import.number", {"value": text, "column": "c"}) == read(text, "number")


@pytest.mark.parametrize(("texts", "value"), [
    (("yes", "Y", "TRUE", "1", "はい", "有", "あり", "○", "◯", "〇", "ｙｅｓ"), True),
    (("no", "N", "false", "0", "いいえ", "無", "なし", "×"), False),
])  # fmt: skip
def test_a_yes_is_a_yes_however_it_is_written(texts: tuple[str, ...], value: bool) -> None:
    assert [value] * len(texts) == [read(text, "yes-no") for text in texts]


def test_what_is_neither_is_told() -> None:
    assert Problem("import.yes-no", {"value": "x" * 60, "column": "c"}) == read("x" * 61, "yes-no")


@pytest.mark.parametrize(("text", "value"), [
    ("a, b、c; d；e|f,,", ["a", "b", "c", "d", "e", "f"]),
    ('["a, b", {"x": 1}]', ["a, b", {"x": 1}]), ("[not json", ["[not json"]), (",", []),
    ("[1", ["[1"]),
])  # fmt: skip
def test_a_list_stands_with_commas_or_as_json(text: str, value: list[Any]) -> None:
    assert value == read(text, "list")


def test_what_the_mapping_names_is_what_it_says_whatever_the_type() -> None:
    assert [7, "が"] == [read("たぶん", "yes-no", values={"たぶん": 7}), read("か\u3099", "text")]


@pytest.mark.parametrize(("text", "form", "kind", "value"), [
    ("2026-11-02", "", "date", "2026-11-02"), ("2026/11/02 09:30", "", "datetime", "2026-11-02T09:30:00+09:00"),
    ("02.11.2026", "%d.%m.%Y", "date", "2026-11-02"), ("02.11.2026 01 +0000", "%d.%m.%Y %H %z", "datetime", "2026-11-02T10:00:00+09:00"),
])  # fmt: skip
def test_a_day_is_read_in_the_zone_of_the_workspace(text: str, form: str, kind: str, value: str) -> None:
    assert value == read(text, kind, format=form)


@pytest.mark.parametrize(("text", "form"), [("soon", ""), ("0001-01-01", ""), ("9999-12-31", ""), ("2026-11-02", "%d.%m.%Y")])
def test_what_is_no_day_or_none_of_ours_is_told(text: str, form: str) -> None:
    assert Problem("import.date", {"value": text, "column": "c"}) == read(text, "date", format=form)
