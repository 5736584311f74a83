"""10,000 hostile fields come in by a table and leave in a table, in lines and in mails: no formula, no script, nothing lost."""

import csv
import io
import json
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.commands.exporting_all import Wanted, export_all
from engine.doors.csv_cells import csv_line, read_back
from engine.doors.events_jsonl import read_events
from engine.doors.imports import take_in
from engine.doors.inbox import put
from engine.doors.leads_csv import read_leads
from engine.doors.mapping import Mapping, read_mapping
from engine.doors.tables import open_table
from engine.store import subjects
from engine.templates.mails import compile_mail
from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed
from tests.engine.doors.books import xlsx
from tests.engine.templates.letters import LINKS, source_of, values
from tests.faults.figures import promise
from tests.hostile.fields import fields

FIELDS, WIDTH = 10_000, 20
DANGEROUS = "=+-@\t\r|%＝＋－＠−﹦"
COLUMNS = [f"c{number}" for number in range(WIDTH)]
MAPPING = Mapping.model_validate({"source": "crm", "keys": {"external": "id"}, "attributes": {name: name for name in COLUMNS}})


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    folder = tmp_path_factory.mktemp("hostile")
    world = Deployed(folder / "house")
    world.apply("event ping\n")
    with (folder / "hostile.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", *COLUMNS])
        told = fields(FIELDS)
        writer.writerows([f"r{start}", *told[start : start + WIDTH]] for start in range(0, FIELDS, WIDTH))
    report = take_in(read_leads(folder / "hostile.csv", MAPPING, zone="UTC"), partial(put, world.store))
    work_until_idle(world.work)
    assert (FIELDS // WIDTH, 0) == (report.taken, report.refused)
    return world


def exported(world: Deployed, *, lines: bool = False) -> tuple[str, str]:
    out = io.StringIO()
    done = export_all(world.folder, Wanted("leads", lines=lines), out.write)
    return out.getvalue(), done.mapping


def held(world: Deployed) -> dict[str, dict[str, object]]:
    with world.store.read() as tx:
        leads = subjects.read(tx, [row[0] for row in tx.exec_driver_sql("SELECT id FROM subjects WHERE kind = 'lead'")]).values()
    return {one.subject.id: {name: value.value for name, value in one.lead.facts.attributes.items()} for one in leads if one.lead}


def is_formula(cell: str) -> bool:
    """As a spreadsheet may take it, blanks and signs nobody sees before it or not."""
    seen = cell.lstrip(" \u3000\xa0\"\u200b\ufeff\u00ad\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\n")
    return seen[:1] in DANGEROUS and seen != "" and not seen.removeprefix("-").replace(".", "", 1).isdigit()


def test_no_cell_of_a_table_is_a_formula_and_every_row_is_whole(world: Deployed) -> None:
    text, _ = exported(world)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    formulas = [cell for row in rows for cell in row if is_formula(cell)]

    promise(f"{FIELDS} hostile fields", formula_cells=len(formulas))
    assert [] == formulas
    assert {len(rows[0])} == {len(row) for row in rows}


ODD = ["=1", " =1", "'=1", "-3.5", "-3.5+1", " x", "x ", "\t", "'", "''x", "", "＝1", "\u200b=1", "a'b", "'-3.5", "' x", "'' x "]


@pytest.mark.parametrize("field", ODD)
def test_what_was_made_harmless_is_read_back_as_it_was(field: str) -> None:
    [cell] = next(csv.reader([csv_line([field])]), [""]) or [""]

    assert field == read_back(cell)


def test_a_table_that_was_taken_out_comes_in_again_and_changes_nothing(world: Deployed, tmp_path: Path) -> None:
    before = held(world)
    text, mapping = exported(world)
    (tmp_path / "out.csv").write_text(text, "utf-8", newline="")
    (tmp_path / "map.toml").write_text(mapping, "utf-8")
    report = take_in(read_leads(tmp_path / "out.csv", read_mapping(tmp_path / "map.toml"), zone="UTC"), partial(put, world.store))
    work_until_idle(world.work)

    assert (FIELDS // WIDTH, 0, 0) == (report.taken, report.refused, report.new)
    assert before == held(world)


def test_lines_that_were_taken_out_come_in_again_and_change_nothing(world: Deployed, tmp_path: Path) -> None:
    before = held(world)
    text, _ = exported(world, lines=True)
    (tmp_path / "out.jsonl").write_text(text, "utf-8", newline="")
    report = take_in(read_events(tmp_path / "out.jsonl", zone="UTC"), partial(put, world.store))
    work_until_idle(world.work)

    assert (FIELDS // WIDTH, 0) == (report.taken, report.refused)
    assert before == held(world)
    assert FIELDS // WIDTH == len([json.loads(line) for line in text.split("\n") if line])


def test_a_workbook_of_them_is_read_as_texts(tmp_path: Path) -> None:
    told = [field for field in fields(2_000) if field.isprintable() and not field.startswith("#")]
    sheet = open_table(xlsx(tmp_path / "a.xlsx", {"S": [["id", "c"], *([f"r{number}", field] for number, field in enumerate(told))]}))

    assert [read_back(field) for field in told] == [one.cells[1] for one in sheet.records() if hasattr(one, "cells")]


LEADING = ("href", "src", "action", "formaction", "srcdoc")


class Scripts(HTMLParser):
    """What could run: elements of script and attributes that begin it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "svg", "math", "object", "embed"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in LEADING and "javascript:" in (value or "").lower()):
                self.found.append(name)


def test_no_mail_runs_what_a_field_says() -> None:
    body = "Dear {{ lead.name }}, <b title=\"{{ lead.name }}\">x</b>"
    mail = compile_mail(source_of(body, head="subject: a\nlanguage: en", suffix=".html"))
    parser = Scripts()
    for field in fields(FIELDS):
        parser.feed(mail.render(values(name=field), LINKS).html)

    promise(f"{FIELDS} hostile fields in mails", scripts=len(parser.found))
    assert [] == parser.found
