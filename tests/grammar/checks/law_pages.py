"""The tables of `docs/laws.md`, from the data: `make docs` writes them anew, the prose above them is written by hand."""

from grammar.laws import LawPack, packs
from tests.grammar.checks import pages

PATH = pages.DOCS / "laws.md"
KEEPERS = {"check": "`check`", "engine": "the engine", "people": "people"}


def laws_page(text: str) -> str:
    """The page with its tables as they should be."""
    before = text.partition("\n## JP")[0].rstrip("\n")
    return "\n\n".join([before, *(_table(pack) for pack in packs())]) + "\n"


def _table(pack: LawPack) -> str:
    members = f" Counts for {', '.join(pack.covers)}." if pack.covers else ""
    rows = [f"| {duty.en} | {duty.ja} | {_source(duty.source, duty.source_ja)} | {KEEPERS[duty.keeper]} |" for duty in pack.duties]
    head = ["| asks | 求めること | source | kept by |", "|---|---|---|---|"]
    return "\n".join([f"## {pack.code}: {pack.en}", "", f"{pack.ja}。As of {pack.as_of}.{members}", "", *head, *rows])


def _source(english: str, japanese: str) -> str:
    return f"{english}<br>{japanese}" if japanese else english
