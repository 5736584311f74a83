"""The glossary's words are the code's words: each stands for something there, and nothing there goes by another name."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from engine.domain.documents import ACCOUNT, EXPERIMENT, LEAD, OWNER, TEAM
from engine.domain.events import Kind
from engine.store.schema import metadata
from tests.house.source import ROOT, product

GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
GRAMMAR = re.sub(r"//[^\n]*", "", (ROOT / "grammar/language.lark").read_text(encoding="utf-8"))
WORDS = dict(re.findall(r"^## ([a-z-]+)（(.+?)）$", GLOSSARY, re.MULTILINE))
"""English -> Japanese."""
UNWANTED = re.findall(r"^\| ([a-z ]+?) \| ", GLOSSARY, re.MULTILINE)[1:]
PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def parts(name: str) -> list[str]:
    """The words an identifier is made of."""
    return [part.lower() for part in PARTS.findall(name)]


def singular(word: str) -> str:
    """One of it: `addresses` and `stages` as `address` and `stage`."""
    if word in WORDS:
        return word
    return word.removesuffix("es") if word.endswith(("sses", "ches")) else word.removesuffix("s")


@lru_cache(maxsize=1)
def identifiers() -> dict[str, str]:
    """Every name the code gives to something -> where it first stands."""
    found: dict[str, str] = {}
    for module in product():
        for node in module.nodes:
            for name in _named(node):
                found.setdefault(name, module.at(node))
    return found


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Attribute(attr=name, ctx=ast.Store()):
            yield name
        case _:
            return


def counterparts() -> set[str]:
    """What the code, the tables and the language call things."""
    names = {"-".join(parts(name)) for name in identifiers()}
    files = {module.name.rpartition("/")[2].removesuffix(".py").replace("_", "-") for module in product()}
    tables = {table.replace("_", "-") for table in metadata.tables}
    keywords = set(re.findall(r'"([a-z-]+)"', GRAMMAR))
    return {singular(word) for word in names | files | tables | keywords} | keywords


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_glossary_is_a_word_of_the_code(word: str) -> None:
    assert word in counterparts()


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_a_table_is_called_by_words_of_the_glossary(table: str) -> None:
    assert [] == [word for word in table.split("_") if singular(word) not in WORDS]


def test_every_kind_of_subject_stands_in_the_glossary() -> None:
    assert [] == [kind for kind in (LEAD, ACCOUNT, TEAM, EXPERIMENT, OWNER) if kind not in WORDS]


def test_what_events_of_the_engine_are_about_stands_in_the_glossary() -> None:
    about = {kind.partition(".")[0] for kind in Kind if "." in kind}

    assert set() == about - set(WORDS) - {"work"}


def test_whatever_can_be_declared_stands_in_the_glossary() -> None:
    declared = re.findall(r"\w+", re.findall(r"^\?declaration:([^:]+?)\n\n", GRAMMAR, re.MULTILINE)[0])
    plain = {"list_attribute": "attribute", "account_rules": "account", "moved": "move", "changed": "move", "kpi": "target"}

    assert [] == [word for word in declared if plain.get(word, word) not in WORDS]


def test_the_words_stand_in_order_and_each_is_said_in_both_languages() -> None:
    entries = re.findall(r"^## ([a-z-]+)（.+?）\n(.+)\n\n(.+)\n", GLOSSARY, re.MULTILINE)

    assert sorted(WORDS) == list(WORDS) == [word for word, _, _ in entries]
    assert [] == [word for word, en, ja in entries if not en.isascii() or ja.isascii()]


@pytest.mark.parametrize("unwanted", UNWANTED)
def test_nothing_goes_by_a_word_we_do_not_use(unwanted: str) -> None:
    words = unwanted.split()
    columns = {f"{table.name}.{column.name}": table.name for table in metadata.tables.values() for column in table.columns}
    named = {**identifiers(), **columns, **{table: "a table" for table in metadata.tables}}

    assert [] == [f"{place} {name}" for name, place in named.items() if _says(parts(name), words)]


def _says(named: list[str], words: list[str]) -> bool:
    """Whether the words stand in a name one behind the other, as one or as several of it."""
    own = [word if word in words else word.removesuffix("s") for word in named]
    return any(own[place : place + len(words)] == words for place in range(len(own)))


PAGES = [*(ROOT / "docs/manual").glob("*.md"), *(ROOT / "docs/commands").glob("*.md"), ROOT / "README.md", ROOT / "docs/operations.md"]
IN_PROSE = {"customer"}
"""May be said of people in general, as long as nothing is called so."""
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_nothing_by_a_word_we_do_not_use(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))

    assert [] == [word for word in UNWANTED if word not in IN_PROSE and re.search(rf"\b{word}s?\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("room", ["show", "web"])
def test_the_screen_and_the_pages_say_nothing_by_a_word_we_do_not_use(room: str) -> None:
    """Every text that a person may read."""
    said = [
        (module.at(node), node.value)
        for module in product()
        if module.name.startswith(f"engine/{room}/")
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    ]
    unwanted = re.compile(rf"\b({'|'.join(word for word in UNWANTED if word not in IN_PROSE)})s?\b", re.IGNORECASE)

    assert [] == [f"{place} {text}" for place, text in said if unwanted.search(text)]
