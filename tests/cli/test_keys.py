"""A write key is shown once, and its lines let it in."""

import json

import pytest

from engine.settings.load import load_settings
from engine.web.keys import Key, KeyRing
from tests.cli.kit import Nurture


def test_a_new_key_opens_with_the_lines_it_came_with(nurture: Nurture) -> None:
    told = json.loads(nurture("keys", "new", "shop", "--origin", "https://Shop.example/", "--json").out)["data"]
    config = nurture.folder / "nurture.toml"
    config.write_text(config.read_text("utf-8") + "\n" + told["section"], "utf-8")

    ring = KeyRing.of(load_settings(nurture.folder).web)
    expected = Key("shop", frozenset({"https://shop.example"}), 1_000)
    assert expected == ring.of_header(f"Bearer {told['key']}")
    assert told["key"] not in config.read_text("utf-8")
    assert "shop" in nurture("keys", "list").out


@pytest.mark.parametrize("words", [("engine",), ("web site",), ("shop", "--origin", "shop.example"), ("http",)])
def test_what_can_be_no_key_is_refused(nurture: Nurture, words: tuple[str, ...]) -> None:
    answer = nurture("keys", "new", *words)

    assert (2, "") == (answer.code, answer.out)
    assert answer.err
