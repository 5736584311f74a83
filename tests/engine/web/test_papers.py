"""The pages about the doors cannot lag behind them: every example is tried."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.doors.mapping import read_mapping
from engine.settings.load import load_settings
from engine.web.application import QUICK, ROUTES

DOCS = Path(__file__).parents[3] / "docs"


def examples(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_http_page_are_taken(post: Any) -> None:
    track, identify, answer = (json.loads(text) for text in examples("http.md", "json"))

    for path, data in (("/v1/events", track), ("/v1/leads", identify)):
        found = post(path, data)
        assert (202, []) == (found.status, found.json["errors"])
        assert answer["receipts"][0].keys() == found.json["receipts"][0].keys()
    wrong = post("/v1/events", {"events": [track, {"id": "2"}]}).json["errors"]
    assert answer["errors"] == wrong


def test_the_example_of_segments_clients_is_taken(post: Any) -> None:
    [call] = (json.loads(text) for text in examples("http.md", "segment"))

    assert (200, {"success": True}) == ((answer := post("/v1/track", call)).status, answer.json)


def test_every_address_has_its_line_on_the_http_page() -> None:
    page = (DOCS / "http.md").read_text(encoding="utf-8").replace("TOKEN", "{token}").replace("NAME", "{name}")

    asked = [(path, method) for path, _, methods, _ in (*QUICK, *ROUTES) for method in methods if method != "OPTIONS"]
    missing = [path for path, method in asked if f"`{method} {path}`" not in page]
    assert [] == missing


@pytest.mark.parametrize("page", ["mapping.md", "commands/import.md"])
def test_the_mappings_of_the_pages_can_be_read(tmp_path: Path, page: str) -> None:
    for text in examples(page, "toml"):
        (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
        read_mapping(tmp_path / "mapping.toml")


def test_the_settings_page_names_every_section_and_can_be_read(tmp_path: Path) -> None:
    [text] = examples("settings.md", "toml")
    (tmp_path / "nurture.toml").write_text(text, encoding="utf-8")

    settings = load_settings(tmp_path)

    assert {name for name in type(settings).model_fields} == set(re.findall(r"^\[(\w+)", text, re.MULTILINE))
