"""A table of leads comes in, and every row that does not is named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import NurtureError
from engine.domain.instants import from_iso
from engine.doors.imports import ImportReport, take_in
from engine.doors.inbox import Receipt
from engine.doors.incoming import Incoming
from engine.doors.leads_csv import read_leads
from engine.doors.mapping import read_mapping

MAPPING = """
source = "crm"
zone = "Asia/Tokyo"
at = "since"
[keys]
external = "id"
email = "mail"
[attributes]
"役職" = "title"
seats = { column = "seats", type = "number" }
"""
HEADER = "id,mail,since,title,seats\n"
DEALS = """
[[event]]
type = "deal-won"
file = "deals.csv"
on = "lead"
at = "won"
id = ["deal"]
props = { amount = { column = "amount", type = "number" } }
"""


@dataclass
class Shelf:
    """Remembers what was put, once by (source, id)."""

    taken: list[Incoming] = field(default_factory=list)

    def put(self, incoming: Sequence[Incoming]) -> list[Receipt]:
        receipts = []
        for one in incoming:
            again = any((one.source, one.id) == (old.source, old.id) for old in self.taken)
            self.taken += [] if again else [one]
            receipts.append(Receipt(source=one.source, id=one.id, lead="L", state="again" if again else "taken"))
        return receipts


def table(folder: Path, rows: str | bytes, mapping: str = MAPPING, **others: str) -> tuple[Path, Path]:
    raw = rows if isinstance(rows, bytes) else (HEADER + rows).encode()
    (folder / "leads.csv").write_bytes(raw)
    (folder / "map.toml").write_text(mapping, encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder / "leads.csv", folder / "map.toml"


def taken(files: tuple[Path, Path], shelf: Shelf | None = None) -> tuple[list[Incoming], ImportReport]:
    shelf = shelf or Shelf()
    report = take_in(read_leads(files[0], read_mapping(files[1]), zone="UTC"), shelf.put)
    return shelf.taken, report


def reasons(report: ImportReport) -> list[tuple[int, str]]:
    return [(one.line, one.problem.code) for one in report.rejected]


def test_a_row_becomes_what_the_lead_is_like(tmp_path: Path) -> None:
    events, report = taken(table(tmp_path, 'A1,AOI@example.com,2026/2/1 9:05,部長,"1,200"\n'))

    [event] = events
    assert ("crm", "lead.changed", False) == (event.source, event.type, event.live)
    assert {"external": "A1", "email": "aoi@example.com"} == event.keys
    assert {"email": "aoi@example.com", "役職": "部長", "seats": 1200} == event.props
    assert from_iso("2026-02-01T09:05:00+09:00") == event.at
    assert (1, 1, 0) == (report.read, report.taken, report.refused)


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    events, _ = taken(table(tmp_path, "A1,,2026-02-01,,\n"))

    assert ({"external": "A1"}, {}) == (events[0].keys, events[0].props)


def test_broken_rows_are_named_and_the_others_go_in(tmp_path: Path) -> None:
    rows = [
        "A1,a@example.com,2026-02-01,,",
        ",,2026-02-01,,",
        "A3,not-an-address,2026-02-01,,",
        "A4,,soon,,",
        "A5,,2026-02-30,,",
        "A6,,,,",
        "A7,,2026-02-01,,many",
        "A8,,2026-02-01",
        'A9,"open,2026-02-01,,',
        'B1,"x"y,2026-02-01,,',
        "B2,,2026-02-01,,",
        'B3,"never closed,2026-02-01,,',
    ]
    events, report = taken(table(tmp_path, "\n".join(rows) + "\n"))

    assert ["A1", "B2"] == [event.keys["external"] for event in events]
    assert [
        (3, "import.no-key"),
        (4, "event.no-address"),
        (5, "import.date"),
        (6, "import.date"),
        (7, "import.empty"),
        (8, "import.number"),
        (9, "import.cells"),
        (10, "import.quotes"),
        (11, "import.quotes"),
        (13, "import.open-quote"),
    ] == sorted(reasons(report))


def test_a_cell_of_many_lines_is_one_row_and_keeps_the_count(tmp_path: Path) -> None:
    events, report = taken(table(tmp_path, 'A1,,2026-02-01,"first\nsecond",\nA2,,soon,,\n'))

    assert "first\nsecond" == events[0].props["役職"]
    assert [(4, "import.date")] == reasons(report)


def test_the_same_file_again_brings_nothing_new(tmp_path: Path) -> None:
    shelf = Shelf()
    files = table(tmp_path, "A1,,2026-02-01,,\nA2,,2026-02-01,,\n")
    taken(files, shelf)

    _, report = taken(files, shelf)

    assert (2, 0, 2) == (report.read, report.taken, report.again)


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", 0), ("utf-8-sig", 0), ("cp932", 1)])
def test_a_table_from_a_spreadsheet_is_read_whatever_its_encoding(tmp_path: Path, encoding: str, said: int) -> None:
    events, report = taken(table(tmp_path, (HEADER + "A1,,2026-02-01,情報システム部長,\n").encode(encoding)))

    assert "情報システム部長" == events[0].props["役職"]
    assert said == report.noted


def test_bytes_that_are_no_letters_cost_only_their_row(tmp_path: Path) -> None:
    raw = HEADER.encode() + "A1,,2026-02-01,部長,\n".encode() + b"A2,,2026-02-01,\xff\xff,\nA3,,2026-02-01,,\n"
    events, report = taken(table(tmp_path, raw))

    assert ["A1", "A3"] == [event.keys["external"] for event in events]
    assert [(3, "import.not-utf8")] == reasons(report)


def test_deals_of_another_table_happen_to_their_leads(tmp_path: Path) -> None:
    deals = "lead,deal,won,amount\nA1,d1,2026-03-01 12:00,5\nA1,d2,,7\nA9,d3,2026-03-01,\nA1,d4,later,\n"
    events, report = taken(table(tmp_path, "A1,,2026-02-01,,\n", MAPPING + DEALS, deals=deals))

    won = events[1]
    assert ("deal-won", "deal-won/d1", {"amount": 5}) == (won.type, won.id, won.props)
    assert from_iso("2026-03-01T12:00:00+09:00") == won.at
    assert [(5, "import.date"), (4, "import.nobody")] == reasons(report)


def test_a_deal_before_the_first_contact_goes_in_and_is_reported(tmp_path: Path) -> None:
    deals = "lead,deal,won,amount\nA1,d1,2026-01-20,\n"
    events, report = taken(table(tmp_path, "A1,,2026-02-01,,\n", MAPPING + DEALS, deals=deals))

    assert ["lead.changed", "deal-won"] == [event.type for event in events]
    assert [(2, "import.before-known")] == [(note.line, note.problem.code) for note in report.notes]


def test_a_mapping_may_bring_only_events(tmp_path: Path) -> None:
    mapping = '[keys]\nexternal = "id"\n[[event]]\ntype = "seminar"\nat = "since"\n'
    events, _ = taken(table(tmp_path, "A1,,2026-02-01,,\n", mapping))

    assert ["seminar"] == [event.type for event in events]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("[keys]\n", "mapping.missing"),
        ('zone = "Mars/Base"\n[keys]\na = "id"\n', "mapping.zone"),
        ('[key]\na = "id"\n', "mapping.unknown-key"),
        ('[keys]\na = "id"\n[attributes]\nb = { colum = "title" }\n', "mapping.unknown-key"),
        ('[keys]\na = "id"\n[[event]]\ntype = "mail.sent"\nat = "since"\n', "mapping.event-type"),
        ('[keys]\na = "id"\n[attributes]\nb = { column = "title", type = "money" }\n', "mapping.wrong"),
        ("[keys\n", "mapping.not-toml"),
        ('[keys]\na = "ident"\n', "import.no-column"),
        ('[keys]\na = "id"\n[[event]]\ntype = "x"\nat = "since"\nfile = "none.csv"\n', "import.unreadable"),
    ],
)
def test_a_mapping_that_cannot_be_meant_gets_its_sentence(tmp_path: Path, mapping: str, code: str) -> None:
    with pytest.raises(NurtureError) as caught:
        taken(table(tmp_path, "A1,,2026-02-01,,\n", mapping))

    assert code == caught.value.problem.code


def test_an_empty_file_gets_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(NurtureError) as caught:
        taken(table(tmp_path, b""))

    assert "import.no-header" == caught.value.problem.code


@given(raw=st.lists(st.sampled_from([b"A1", b",", b'"', b"\n", b"\r\n", b"2026-02-01", b"\xff", b"\0", b"\t"])).map(b"".join))
def test_no_table_at_all_brings_the_import_down(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    _, report = taken(table(folder, HEADER.encode() + raw))

    assert report.read >= 0
