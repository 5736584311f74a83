"""The lines that the page on editors gives to be copied can be read by whom they are for."""

import re
import tomllib

import pytest

from editors.adjacency import language
from tests.editors.kit import Bench
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "editors.md").read_text("utf-8")
VIM = ROOT / "editors" / "vim"
PROBE = "require('luaparse').parse(require('fs').readFileSync(0, 'utf8'))"


def blocks(kind: str) -> list[str]:
    """What stands between the fences of a kind."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_lines_for_helix_are_toml_and_start_the_server() -> None:
    (text,) = blocks("toml")
    read = tomllib.loads(text)
    (known,) = read["language"]

    assert {"command": "nurture", "args": ["lsp"]} == read["language-server"]["nurture"]
    assert ("nurture", ["nurture"], ["nurture"]) == (known["name"], known["file-types"], known["language-servers"])
    assert ["fmt", "-"] == known["formatter"]["args"]


@pytest.mark.parametrize("text", blocks("lua"), ids=["0.11", "0.8"])
def test_the_lines_for_neovim_are_lua_and_start_the_server(bench: Bench, text: str) -> None:
    bench.run("node", "-e", PROBE, stdin=text)

    assert 'cmd = { "nurture", "lsp" }' in text


def test_the_lines_for_emacs_close_what_they_open() -> None:
    (text,) = blocks("elisp")
    code = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)

    assert code.count("(") == code.count(")")
    assert "'(nurture-mode . (\"nurture\" \"lsp\"))" in text


def test_the_folders_the_page_copies_are_there() -> None:
    assert [] == [path for path in set(re.findall(r"cp -r (\S+)", PAGE)) if not (ROOT / path).is_dir()]


def test_vim_knows_every_word_of_the_language_once() -> None:
    text = (VIM / "syntax" / "nurture.vim").read_text("utf-8")
    listed = [word for line in re.findall(r"^syntax keyword \w+ (.+)$", text, re.MULTILINE) for word in line.split()]
    matched = re.findall(r"^syntax match \w+ /\\<([a-z-]+)\\>/$", text, re.MULTILINE)

    assert sorted(language().words) == sorted(listed + matched)


def test_every_colour_of_vim_is_linked_to_one_that_themes_know() -> None:
    text = (VIM / "syntax" / "nurture.vim").read_text("utf-8")
    used = set(re.findall(r"^syntax (?:keyword|match|region) (\w+)", text, re.MULTILINE))

    assert used == set(re.findall(r"^highlight default link (\w+) \w+$", text, re.MULTILINE))
