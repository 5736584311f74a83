"""Accounts from a table: a column that says which company, and the others for what is known of it."""

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from engine.domain.companies import account_key_of
from engine.domain.documents import ACCOUNT, id_of
from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Kind
from engine.domain.instants import SECOND
from engine.doors.events import Rejection
from engine.doors.imports import Row
from engine.doors.incoming import Incoming
from engine.doors.sheets import Sheet
from engine.doors.tables import open_table

DOMAINS = ("domain", "ドメイン", "website", "email", "メールアドレス")
"""Columns that are taken for the company's domain; an address stands for what comes behind its sign."""
COMPANIES = ("company", "会社名", "企業名", "取引先", "取引先名", "name")


def read_accounts(path: Path, *, live: bool = False) -> Iterator[Row]:
    """One `Row` for each row of the file. Raises NurtureError before the first for a file without a column that names the company."""
    sheet = open_table(path)
    domain = next((name for name in sheet.header if name in DOMAINS), "")
    company = next((name for name in sheet.header if name in COMPANIES), "")
    if not domain and not company:
        columns = ", ".join(f"`{name}`" for name in sheet.header[:8])
        raise NurtureError("import-needs-company", file=path.name, columns=columns)
    return _rows(sheet, domain, company, live=live)


def _rows(sheet: Sheet, domain: str, company: str, *, live: bool) -> Iterator[Row]:
    written = int(sheet.path.stat().st_mtime) * SECOND
    for record in sheet.records():
        if isinstance(record, Rejection):
            yield Row(record.line, rejected=(record,))
            continue
        cells = dict(zip(sheet.header, record.cells, strict=True))
        key = account_key_of(cells.get(domain, "")) or account_key_of(cells.get(company, ""))
        if not key:
            named = ", ".join(f"`{name}`" for name in (domain, company) if name)
            why = Problem("import.no-company", {"columns": named})
            yield Row(record.line, rejected=(Rejection(record.line, why, tuple(record.cells)),))
            continue
        known = {name: value for name, value in cells.items() if value and name != domain}
        if company:
            known["name"] = known.pop(company, "") or key
        said = json.dumps([key, known], ensure_ascii=False, sort_keys=True).encode()
        event = Incoming(
            source="accounts",
            id=blake2b(said, digest_size=12).hexdigest(),
            type=Kind.ACCOUNT_CHANGED,
            lead=id_of(ACCOUNT, key),
            at=written,
            props=known,
            live=live,
        )
        yield Row(record.line, events=(event,))
