"""Who may know whom. The floors themselves stand in pyproject.toml, where import-linter reads them."""

import ast
import logging
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from importlinter.cli import lint_imports

from tests.house.source import ROOT, product

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OWNERS = packages_distributions()
THIRD_PARTIES = set(OWNERS) - {"cli", "engine", "grammar"}
DRIVERS = {"engine/doors/kafka/": "kafka"}
"""Which extra a folder needs."""
WRITING = re.compile(r"\s*(insert|update|delete|replace|create|drop|alter)\b", re.IGNORECASE)
WRITERS = {"sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"}


@pytest.fixture
def loggers() -> Iterator[None]:
    """The linter sets up logging anew and silences every logger that is there: for whoever comes after it they speak again."""
    known = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger) and not one.disabled]
    yield
    for one in known:
        one.disabled = False


@pytest.mark.usefixtures("loggers")
def test_the_floors_hold(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    outcome = lint_imports(no_cache=True, no_logo=True)

    assert 0 == outcome, capfd.readouterr().out


def test_nothing_knows_the_command_line() -> None:
    found = [
        f"{module.name}:{line}"
        for module in product()
        if module.name != "cli.py"
        for name, line in module.imports()
        if name.split(".")[0] == "cli"
    ]

    assert [] == found


def test_the_command_line_knows_only_click_and_us() -> None:
    found = [
        f"{module.name}:{line} {name}"
        for module in product()
        if module.name == "cli.py"
        for name, line in module.imports()
        if name.split(".")[0] in THIRD_PARTIES - {"click"}
    ]

    assert [] == found


def test_reports_only_read() -> None:
    reports = [module for module in product() if module.name.startswith("engine/reports/")]
    told = [
        module.at(node, name=node.value.split()[0])
        for module in reports
        for node in module.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and WRITING.match(node.value)
        and " " in node.value.strip()
        and node.value.strip().split()[0].isupper()
    ]
    made = [f"{module.name}:{line} {name}" for module in reports for name, line in module.imports() if name in WRITERS]

    assert [] == told + made


def test_whatever_is_imported_is_declared() -> None:
    """A package that is there by luck, because another one needs it, may be gone tomorrow."""
    declared = named(PROJECT["project"]["dependencies"])
    found = [
        f"{module.name}:{line} {name}"
        for module in product()
        for name, line in module.imports()
        if (top := name.split(".")[0]) in THIRD_PARTIES
        if not (declared | brought(module.name)) & {plain(owner) for owner in OWNERS[top]}
    ]

    assert [] == found


def test_an_extra_is_imported_in_its_own_folder_only_and_never_on_the_way_in() -> None:
    """Whoever has not installed it must not notice: at the top of a module it may stand for the types alone."""
    found = [
        module.at(node, name=node.module or "")
        for module in product()
        for node in imports_at_the_top(module.tree)
        if (node.module or "").split(".")[0] in {name.replace("-", "_") for name in brought(module.name)}
    ]

    assert [] == found
    assert set() == brought("engine/doors/events.py")


def imports_at_the_top(tree: ast.Module) -> list[ast.ImportFrom]:
    return [node for node in tree.body if isinstance(node, ast.ImportFrom)]


def brought(module: str) -> set[str]:
    """What an extra of pyproject brings, for the modules of the folder that needs it."""
    extras = PROJECT["project"]["optional-dependencies"]
    return {name for folder, extra in DRIVERS.items() if module.startswith(folder) for name in named(extras[extra])}


def named(entries: list[str]) -> set[str]:
    return {plain(re.split(r"[\s<>=!;\[~]", entry)[0]) for entry in entries}


def plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
