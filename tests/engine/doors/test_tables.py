"""A table is read whatever it was written by, and its cells mean what a person saw in them."""

import json
from pathlib import Path

import pytest

from engine.domain.errors import NurtureError
from engine.domain.instants import from_iso, to_iso
from engine.doors.dates import order_of, read_date
from engine.doors.events import Rejection
from engine.doors.phone_cells import phone_of, postcode_of
from engine.doors.tables import open_table
from tests.engine.doors.books import Cell, Day, ods, xlsx
from tests.engine.doors.old_books import xls

TOKYO = "Asia/Tokyo"
NEAR = from_iso("2026-05-01T00:00:00+09:00")


def cells(path: Path, sheet: str = "") -> list[list[str]]:
    table = open_table(path, sheet)
    return [table.header, *(one.cells for one in table.records() if not isinstance(one, Rejection))]


def test_a_workbook_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["氏名", "電話", "日付", "人数", "済"], ["青木", 9012345678, Day(46113), 12.5, True]]
    rows.append(["髙橋", "#N/A", None, 3, False])

    assert [
        ["氏名", "電話", "日付", "人数", "済"],
        ["青木", "9012345678", "2026-04-01", "12.5", "true"],
        ["髙橋", "", "", "3", "false"],
    ] == cells(xlsx(tmp_path / "a.xlsx", {"名簿": rows}))


def test_a_workbook_of_an_old_excel_is_read_as_a_new_one_is(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["展示会 名刺一覧"], [], ["氏名", "連絡先", None, "日付", "済"], [None, "電話", "メール"]]
    rows += [["青木", 9012345678, "a@a.example", Day(46113), True], ["髙橋 𠮷", "#N/A", None, 12.5, False]]
    book = xls(tmp_path / "a.xls", {"名簿": rows, "控え": [["x"], ["1"]]}, merged=[(0, 0, 0, 4), (2, 3, 0, 0), (2, 2, 1, 2)])
    table = open_table(book)

    assert [
        ["氏名", "連絡先 電話", "連絡先 メール", "日付", "済"],
        ["青木", "9012345678", "a@a.example", "2026-04-01", "true"],
        ["髙橋 𠮷", "", "", "12.5", "false"],
    ] == cells(book)
    assert ["import.skipped-top", "import.other-sheets"] == [said.code for said in table.notes]
    assert [["x"], ["1"]] == cells(book, "控え")


def test_a_broken_workbook_of_an_old_excel_says_so(tmp_path: Path) -> None:
    whole = xls(tmp_path / "a.xls", {"S": [["email"], ["a@a.example"]]}).read_bytes()
    for number, broken in enumerate((whole[:600], whole[:8], whole[:1_536] + bytes(4_096))):
        (tmp_path / f"b{number}.xls").write_bytes(broken)
        with pytest.raises(NurtureError, match=r"no-book|no-header"):
            open_table(tmp_path / f"b{number}.xls")


def test_titles_stand_above_the_header_and_merged_names_are_one(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["展示会 名刺一覧", None, None, None], [], ["氏名", "連絡先", None, "備考"], [None, "電話", "メール", None]]
    rows.append(["青木", "03", "a@a.example", "x"])
    book = xlsx(tmp_path / "a.xlsx", {"S": rows}, merged=["A1:D1", "A3:A4", "B3:C3", "D3:D4"])
    table = open_table(book)

    assert ["氏名", "連絡先 電話", "連絡先 メール", "備考"] == table.header
    assert [(5, ["青木", "03", "a@a.example", "x"])] == [(one.line, one.cells) for one in table.records() if not isinstance(one, Rejection)]
    assert ["import.skipped-top"] == [said.code for said in table.notes]


def test_a_sheet_is_chosen_by_name_and_a_hidden_one_is_not_the_first(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "a.xlsx", {"裏": [["x"], ["1"]], "表": [["y"], ["2"]]}, hidden=["裏"])

    assert ([["y"], ["2"]], [["x"], ["1"]]) == (cells(book), cells(book, "裏"))
    with pytest.raises(NurtureError, match="no-sheet"):
        open_table(book, "無")


def test_an_open_document_and_a_broken_book(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 not a book")

    assert [["email", "名"], ["a@a.example", "青"]] == cells(ods(tmp_path / "a.ods", [["email", "名"], ["a@a.example", "青"]]))
    with pytest.raises(NurtureError, match="no-book"):
        open_table(tmp_path / "b.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"])
def test_the_encoding_tells_itself(tmp_path: Path, encoding: str) -> None:
    text = "email\t会社名\t氏名\na@a.example\t㈱①商店\t髙﨑 太郎\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))

    assert [["email", "会社名", "氏名"], ["a@a.example", "㈱①商店", "髙﨑 太郎"]] == cells(tmp_path / "a.csv")


def test_what_another_system_answers_is_a_table_too(tmp_path: Path) -> None:
    hub = {"id": "1", "properties": {"email": "a@a.example", "numemployees": 12, "hs_optout": False}, "tags": ["x", "y"]}
    force = {"records": [{"attributes": {"type": "Lead"}, "Email": "b@b.example"}, {"Email": None, "Account": {"Name": "B"}}]}
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(hub)}\n{json.dumps(force)}\n[1\n", "utf-8")
    table = open_table(tmp_path / "a.jsonl")

    assert [
        "id", "properties.email", "properties.numemployees", "properties.hs_optout", "tags", "attributes.type", "Email", "Account.Name",
    ] == table.header  # fmt: skip
    assert [
        (1, ["1", "a@a.example", "12", "false", "x;y", "", "", ""]),
        (2, ["", "", "", "", "", "Lead", "b@b.example", ""]),
        (2, ["", "", "", "", "", "", "", "B"]),
        (3, "json.broken"),
    ] == [(one.line, one.problem.code if isinstance(one, Rejection) else one.cells) for one in table.records()]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("令和8年4月1日", "2026-04-01T00:00"),
        ("令和元年5月1日", "2019-05-01T00:00"),
        ("㋿8年4月1日", "2026-04-01T00:00"),
        ("R8.4.1", "2026-04-01T00:00"),
        ("H31/04/30", "2019-04-30T00:00"),
        ("２０２６／４／１　９：０５", "2026-04-01T09:05"),
        ("2026/4/1(水) 9:05", "2026-04-01T09:05"),
        ("2026年4月1日 午後3時05分", "2026-04-01T15:05"),
        ("4月1日(水)", "2026-04-01T00:00"),
        ("12/25", "2025-12-25T00:00"),
        ("1-Apr-26", "2026-04-01T00:00"),
        ("Apr 1, 2026 09:05 PM", "2026-04-01T21:05"),
        ("04/13/2026 12:05 AM", "2026-04-13T00:05"),
        ("46113", "2026-04-01T00:00"),
        ("46113.375", "2026-04-01T09:00"),
        ("20260401", "2026-04-01T00:00"),
        ("1775001600000", "2026-04-01T09:00"),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, moment: str) -> None:
    assert moment == to_iso(read_date(text, TOKYO, NEAR), TOKYO)[:16]


@pytest.mark.parametrize("text", ["4/5/2026", "4月1日(木)", "2026-02-30", "soon", "R8.13.1", "123"])
def test_what_is_no_day_or_may_be_two_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text, TOKYO, from_iso("2026-04-01T00:00:00+09:00") if "木" not in text else 0)


def test_the_other_days_of_a_column_tell_which_is_the_month() -> None:
    assert ("%d/%m/%Y", "%m/%d/%Y", "") == (order_of(["1/2/2026", "13/2/2026"]), order_of(["1/13/2026"]), order_of(["1/2/2026"]))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("090ー1234ー5678", "090-1234-5678"),
        ("０９０−１２３４−５６７８", "090-1234-5678"),
        ("(代)03-1234-5678", "03-1234-5678"),
        ("TEL: 03(1234)5678 (内線123)", "03(1234)5678"),
        ("9012345678", "09012345678"),
        ("312345678.0", "0312345678"),
        ("9.012345678E+09", "09012345678"),
        ("9.0312E+09", None),
        ("03-1234-5678 / 090-1111-2222", "03-1234-5678"),
        ("+44 20 1234 5678", "+44 20 1234 5678"),
        ("なし", "なし"),
    ],
)
def test_a_telephone_number_loses_what_is_none_of_it(text: str, number: str | None) -> None:
    assert number == phone_of(text, TOKYO)


def test_a_postcode_gets_its_zero_back_where_the_zone_says_japan() -> None:
    written = ("600001", "〒１００ー０００１", "1000001.0", "SW1A 1AA")

    assert ["060-0001", "100-0001", "100-0001", "SW1A 1AA"] == [postcode_of(one, TOKYO) for one in written]
    assert "600001" == postcode_of("600001", "Europe/London")
