"""What lies beside the code: the changelog, the glossary, the locks, and the licences of what we stand on."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest

from tests.house.source import ROOT

WORDS = {
    "event", "handoff", "journal", "lead", "level", "message", "persona", "policy", "program", "run", "scenario",
    "score", "segment", "stage", "step", "suppression", "task", "team",
}  # fmt: skip
LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")
FREE = re.compile(r"apache|bsd|isc|mit|mozilla public|mpl|psf|python software|unlicense|zlib|lgpl", re.IGNORECASE)
BOUND = re.compile(r"(?<!L)(?<!Lesser )(GPL|General Public License)|AGPL|SSPL|Commercial", re.IGNORECASE)
SAID_IN_ITS_SOURCE = {"axe-playwright-python": "MIT; the axe it brings: MPL-2.0", "pysqlite3": "zlib"}
"""Those whose package names no licence: what its source archive says."""


def test_the_changelog_speaks_of_this_version() -> None:
    text = read("CHANGELOG.md")

    assert f"## {version()}" in text or "## Unreleased" in text


def test_the_glossary_explains_every_word_of_ours() -> None:
    assert set() == WORDS - set(re.findall(r"^## ([a-z]+)", read("docs/glossary.md"), re.MULTILINE))


@pytest.mark.parametrize("target", ["demo", "test", "venv", "bench", "faults", "pulls"])
def test_a_promised_target_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", read("Makefile"), re.MULTILINE)


def test_what_runs_on_every_submission_is_what_the_readme_tells() -> None:
    assert "make test" in read(".ci/run")
    for readme in ("README.md", "README.ja.md"):
        assert {"make demo", "make test"} <= set(re.findall(r"make \w+", read(readme)))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_every_file_by_its_hash_and_no_place(lock: str) -> None:
    """Where packages come from is the machine's affair, not the project's."""
    text = read(lock)
    unpinned = [name for name, entry in entries(text).items() if "==" not in entry or "--hash=sha256:" not in entry]

    assert [] == unpinned
    assert None is re.search(r"https?:|--index-url|--find-links|--trusted-host|file://", text)


def test_the_development_lock_holds_the_runtime_lock() -> None:
    """What is tested is what is shipped."""
    development = entries(read("requirements/dev.txt"))
    shipped = entries(read("requirements/runtime.txt"))

    assert {} == {name: entry for name, entry in shipped.items() if development.get(name) != entry}


def test_every_requirement_is_in_the_lock() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    runtime = {plain(entry) for entry in project["dependencies"]}
    development = {plain(entry) for entry in project["optional-dependencies"]["dev"]}

    assert set() == runtime - set(entries(read("requirements/runtime.txt")))
    assert set() == development - set(entries(read("requirements/dev.txt")))


@pytest.mark.parametrize("name", sorted(re.findall(r"^([\w.-]+)==", (ROOT / LOCKS[1]).read_text(), re.MULTILINE)))
def test_what_we_stand_on_may_be_used_by_anyone(name: str) -> None:
    try:
        told = SAID_IN_ITS_SOURCE.get(name) or licence(distribution(name))
    except PackageNotFoundError:
        pytest.skip("not for this platform")

    assert FREE.search(told) and not BOUND.search(told), told


def licence(package: Distribution) -> str:
    """What a package says of itself: its expression, its classifiers, or the first line of its licence."""
    told = package.metadata
    classifiers = [entry for entry in told.get_all("Classifier") or [] if entry.startswith("License ::")]
    words = [*(told.get_all("License-Expression") or []), *(told.get_all("License") or [])]
    return " | ".join([*classifiers, *(text.strip().splitlines()[0] for text in words if text.strip())])


def entries(lock: str) -> dict[str, str]:
    """The requirements of a lock, each with its hashes, by plain name."""
    return {plain(entry): entry for entry in re.findall(r"^\w.*?(?<!\\)$", lock, re.MULTILINE | re.DOTALL)}


def plain(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!;\[~]", requirement, maxsplit=1)[0]).lower()


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def version() -> str:
    return str(tomllib.loads(read("pyproject.toml"))["project"]["version"])
