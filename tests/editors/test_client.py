"""The extension's own tests, and the parcel it is handed on as."""

import json
import sys

from tests.editors.kit import EXTENSION, Bench
from tests.house.source import ROOT


def test_the_client_finds_the_command_and_speaks_with_the_server(bench: Bench) -> None:
    told = bench.run("npm", "test", "--silent", NURTURE_COMMAND=json.dumps([sys.executable, str(ROOT / "cli.py")]))

    assert "# fail 0" in told
    assert "# skipped 0" in told


def test_the_client_is_typed_and_can_be_built(bench: Bench) -> None:
    bench.run("npm", "run", "build", "--silent")

    assert (bench.folder / "dist" / "extension.js").stat().st_size > 100_000


def test_every_file_the_extension_names_is_there() -> None:
    offered = json.loads((EXTENSION / "package.json").read_text("utf-8"))["contributes"]
    paths = [each["path"] for kind in ("grammars", "snippets") for each in offered[kind]]
    paths += [each["configuration"] for each in offered["languages"]]

    assert [] == [path for path in paths if not (EXTENSION / path).is_file()]


def test_every_command_it_offers_is_carried_out() -> None:
    offered = json.loads((EXTENSION / "package.json").read_text("utf-8"))["contributes"]["commands"]
    source = (EXTENSION / "src" / "extension.ts").read_text("utf-8")

    assert [] == [each["command"] for each in offered if f'registerCommand("{each["command"]}"' not in source]


def test_the_lock_names_every_package_by_its_hash_and_no_place() -> None:
    """Where packages come from is the machine's affair, not the project's."""
    text = (EXTENSION / "package-lock.json").read_text("utf-8")
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}

    assert [] == [name for name, each in packages.items() if not each.get("integrity")]
    assert "://" not in text
