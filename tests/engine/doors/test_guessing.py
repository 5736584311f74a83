"""Tables that nobody has explained: the exports people bring. The headers are those that the systems' own pages name."""

import tomllib
from pathlib import Path

import pytest

from engine.domain.errors import NurtureError
from engine.doors.guessing import Declared, Guessed, guess
from engine.doors.mapping import Mapping, read_mapping
from engine.doors.mapping_toml import toml_of
from engine.doors.tables import open_table

EXPORTS = {
    "hubspot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Create Date,Associated Company,"
        "Unsubscribed from all email",
        "101,Alice,Smith,alice@a.example,+44 20 1234 5678,Bob,lead,2026-04-01 09:30,A Ltd,true",
        {"hubspot": "Record ID", "email": "Email"},
        {"name", "phone", "owner", "company"},
    ),
    "salesforce": (
        "Lead ID,First Name,Last Name,Title,Company / Account,Email,Lead Source,Street,State/Province,Annual Revenue,Email Opt Out",
        "00Q1,Alice,Smith,CTO,A Ltd,alice@a.example,Web,Main St 1,Kent,12000,0",
        {"salesforce": "Lead ID", "email": "Email"},
        {"name", "title", "company", "lead_source", "address", "prefecture", "revenue"},
    ),
    "sansan": (
        "名刺ID,名刺交換日,会社名,部署名,役職,姓,名,e-mail,携帯電話,TEL,郵便番号,住所,名刺所有者",
        "7,2026/04/01,㈱青空,営業部,部長,髙橋,﨑子,aoki@aozora.example,090-1234-5678,03-1234-5678,1000001,千代田区,佐藤",
        {"sansan": "名刺ID", "email": "e-mail"},
        {"company", "部署", "役職", "name", "携帯電話", "phone", "郵便番号", "住所", "owner"},
    ),
    "eight": (
        "会社名,部署名,役職,氏名,e-mail,郵便番号,住所,TEL会社,TEL部門,TEL直通,Fax,携帯電話,URL,名刺交換日",
        "㈱青空,営業部,部長,青木 一郎,aoki@aozora.example,1000001,千代田区,03-1234-5678,,,,,,2026/4/1",
        {"email": "e-mail"},
        {"company", "部署", "役職", "name", "郵便番号", "住所", "phone", "FAX", "携帯電話", "website"},
    ),
    "cards": (
        "Full Name,Company,Job Title,Department,Mobile,Fax,E-mail Address,Website,Notes",
        "Alice Smith,A Ltd,CTO,IT,+44 7700 900000,,alice@a.example,https://a.example,met at the fair",
        {"email": "E-mail Address"},
        {"name", "company", "title", "department", "mobile", "fax", "website"},
    ),
}


NOTHING = Declared()


def looked(folder: Path, text: str, declared: Declared = NOTHING) -> Guessed:
    (folder / "a.csv").write_text(text, "utf-8")
    return guess(open_table(folder / "a.csv"), declared, "Asia/Tokyo")


def made(found: Guessed, *, only_sure: bool = True) -> Mapping:
    mapping = found.mapping(only_sure=only_sure)
    assert mapping is not None
    return mapping


@pytest.mark.parametrize("system", EXPORTS)
def test_the_export_of_a_system_is_recognised(tmp_path: Path, system: str) -> None:
    header, row, keys, attributes = EXPORTS[system]
    found = looked(tmp_path, f"{header}\n{row}\n")
    mapping = made(found)

    assert (system, keys, attributes, False) == (found.system, mapping.keys, set(mapping.attributes), found.unsure)


def test_who_wants_no_mail_there_gets_none_here(tmp_path: Path) -> None:
    [event] = made(looked(tmp_path, "\n".join(EXPORTS["hubspot"][:2]))).event

    assert event.when is not None
    assert ("unsubscribed", "Unsubscribed from all email") == (event.type, event.when.column)


@pytest.mark.parametrize("name", ["マーケティングメールの受信停止", "DM送付・配信の拒否", "Opted out (web)", "Do not contact"])
def test_a_column_that_may_say_who_wants_no_mail_is_asked_about(tmp_path: Path, name: str) -> None:
    said = looked(tmp_path, f"email,{name}\na@a.example,はい\nb@a.example,\n")
    unread = looked(tmp_path, f"email,{name}\na@a.example,展示会で聞いた\n")

    assert [("unsubscribed", name)] == [(one.type, one.when.column) for one in made(said, only_sure=False).event if one.when]
    assert ([], []) == (made(said).event, made(unread, only_sure=False).event)
    assert ["guess.maybe-left"] * 2 == [one.columns[1].why.code for one in (said, unread) if one.columns[1].why]


def test_a_name_is_put_together_in_the_order_of_its_script(tmp_path: Path) -> None:
    mapping = made(looked(tmp_path, "email,姓,名\na@a.example,青木,一郎\n"))
    other = made(looked(tmp_path, "email,Last Name,First Name\na@a.example,Smith,Alice\n"))

    assert ("姓", ["名"]) == (mapping.attributes["name"].column, mapping.attributes["name"].join)
    assert ("First Name", ["Last Name"]) == (other.attributes["name"].column, other.attributes["name"].join)


def test_what_the_program_declares_is_known_with_its_type(tmp_path: Path) -> None:
    declared = Declared({"従業員数": "number", "契約日": "date", "title": "text"}, frozenset({"business-card-received"}))
    mapping = made(looked(tmp_path, "email,従業員数,契約日,役職,名刺交換日\na@a.example,1200名,13/4/2026,部長,2026/4/1\n", declared))

    assert {"従業員数": "number", "契約日": "date", "title": "text"} == {name: one.type for name, one in mapping.attributes.items()}
    assert "%d/%m/%Y" == mapping.attributes["契約日"].format
    assert ["business-card-received"] == [one.type for one in mapping.event]


def test_what_is_not_known_is_said_and_left_out_and_cells_may_tell(tmp_path: Path) -> None:
    found = looked(tmp_path, "宛て先,好きな色,email,email\na@a.example,赤,1,2\n")

    assert [
        ("宛て先", "key", False, "guess.by-cells"),
        ("好きな色", "out", True, "guess.unknown"),
        ("email", "out", True, "guess.twice"),
        ("email", "out", True, "guess.twice"),
    ] == [(one.column, one.role, one.sure, one.why.code if one.why else "") for one in found.columns]
    assert (None, {"email": "宛て先"}) == (found.mapping(only_sure=True), made(found, only_sure=False).keys)


def test_a_table_without_any_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NurtureError, match="import-needs-mapping"):
        looked(tmp_path, "color,size\nred,1\n")


def test_a_column_of_several_stands_in_where_the_first_is_empty(tmp_path: Path) -> None:
    phone = made(looked(tmp_path, "email,TEL会社,TEL部門,TEL直通\na@a.example,03-1,03-2,03-3\n")).attributes["phone"]

    assert ("TEL直通", ["TEL会社", "TEL部門"]) == (phone.column, phone.otherwise)


@pytest.mark.parametrize("system", EXPORTS)
def test_a_guess_is_read_back_from_its_file_as_it_was(tmp_path: Path, system: str) -> None:
    mapping = made(looked(tmp_path, "\n".join(EXPORTS[system][:2])))
    (tmp_path / "m.toml").write_text(toml_of(mapping, ['a "b"\n']), "utf-8")

    assert mapping == read_mapping(tmp_path / "m.toml")


def test_a_mapping_with_every_sign_is_still_toml(tmp_path: Path) -> None:
    odd = 'a"b\\c\x7f\u2028\n]#'
    mapping = Mapping.model_validate({"keys": {"email": odd}, "attributes": {odd: {"column": odd, "values": {odd: True}, "join": [odd]}}})

    assert mapping == Mapping.model_validate(tomllib.loads(toml_of(mapping)))
