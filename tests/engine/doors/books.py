"""Workbooks made by hand for the tests: .xlsx and .ods are folders of XML in a zip."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int | float | bool | None
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


HIDDEN = ' state="hidden"'


class Day(float):
    """A number that is shown as a day."""


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]], *, merged: Sequence[str] = (), hidden: Sequence[str] = ()) -> Path:
    """merged: cells of the first sheet, such as `A1:C1`."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"{HIDDEN if name in hidden else ""}/>'
        for number, name in enumerate(names, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", TYPES)
        book.writestr("_rels/.rels", _relations(f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'))
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>')
        styles = f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>'
        book.writestr("xl/_rels/workbook.xml.rels", _relations(related + styles))
        formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>')
        for number, name in enumerate(names, start=1):
            book.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(sheets[name], merged if number == 1 else ()))
    return path


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[str]) -> str:
    body = "".join(
        f'<row r="{line}">{"".join(_cell(cell, f"{_column(place)}{line}") for place, cell in enumerate(row))}</row>'
        for line, row in enumerate(rows, start=1)
    )
    joined = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    tail = f'<mergeCells count="{len(merged)}">{joined}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{tail}</worksheet>'


def _column(place: int) -> str:
    return (_column(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def _cell(cell: Cell, at: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case str() if cell.startswith("#"):
            return f'<c r="{at}" t="e"><v>{cell}</v></c>'
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        case Day():
            return f'<c r="{at}" s="1"><v>{float(cell):g}</v></c>'
        case _:
            return f'<c r="{at}"><v>{cell!r}</v></c>'


def ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """One sheet of texts."""
    cells = "".join(
        f"<table:table-row>{''.join(_text(cell) for cell in row)}</table:table-row>" for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr("content.xml", content)
    return path


def _text(cell: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
