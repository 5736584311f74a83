"""What is shipped for putting nurture to work says what it promises: no rights, no secrets, nothing that does not exist."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli import root
from engine.settings.load import SECTIONS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
WORDS = {"ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "RUN", "STOPSIGNAL", "USER", "WORKDIR"}


def instructions() -> list[tuple[str, str]]:
    """(word, the rest) of the Dockerfile, lines that go on put together."""
    lines = [line for line in (DEPLOY / "Dockerfile").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in whole.splitlines())]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(place for place, (word, _) in enumerate(found) if word == "FROM")
    return found[start:]


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return read


def test_the_image_is_made_of_words_a_builder_knows() -> None:
    assert set() == {word for word, _ in instructions()} - WORDS


def test_what_runs_in_the_image_has_no_rights_and_no_tools() -> None:
    said = [rest for word, rest in last_stage() if word in ("RUN", "COPY")]

    assert ["nurture"] == [rest for word, rest in last_stage() if word == "USER"]
    assert [] == [rest for rest in said if re.search(r"pip|apt|gcc|hatchling", rest)]
    assert [] == [word for word, rest in last_stage()[last_stage().index(("USER", "nurture")) :] if word == "RUN"]
    assert any(word == "HEALTHCHECK" and "/readyz" in rest for word, rest in last_stage())


def test_images_are_named_by_their_version() -> None:
    wanted = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    wanted += [one["image"] for one in compose()["services"].values() if "image" in one]

    assert [] == [name for name in wanted if ":" not in name or name.endswith(":latest")]


def test_everything_is_installed_by_its_hash() -> None:
    installs = [rest for word, rest in instructions() if word == "RUN" and "requirements" in rest]

    assert [True] == ["--require-hashes" in rest and "--only-binary=:all:" in rest for rest in installs]
    assert (ROOT / "requirements" / "postgresql.txt").exists()


def test_the_lock_for_postgresql_is_the_runtime_lock_and_the_driver() -> None:
    def entries(name: str) -> set[str]:
        return set(re.findall(r"^\w.*?(?<!\\)$", (ROOT / "requirements" / name).read_text("utf-8"), re.MULTILINE | re.DOTALL))

    more = entries("postgresql.txt") - entries("runtime.txt")
    assert set() == entries("runtime.txt") - entries("postgresql.txt")
    assert {"psycopg", "psycopg-binary"} == {entry.partition("==")[0] for entry in more}
    assert more <= entries("dev.txt")


def test_what_is_copied_holds_no_data_and_no_secrets() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert {".git", ".venv", "**/.nurture", "**/*.env", "**/*.db"} <= set(ignored)


def test_compose_sets_only_variables_that_are_known_and_holds_no_secret() -> None:
    service = compose()["services"]["nurture"]
    names = [name.removeprefix("NURTURE_").lower().split("__") for name in service["environment"]]
    secret = {name: text for name, text in service["environment"].items() if name.endswith(("PASSWORD", "KEY", "SECRET"))}

    assert [] == [(section, key) for section, key in names if key not in SECTIONS[section].model_fields]
    assert [] == [name for name, text in secret.items() if not text.startswith("${")]
    assert (True, ["ALL"]) == (service["read_only"], service["cap_drop"])


def test_the_commands_of_the_units_and_of_the_image_exist() -> None:
    lines = [line for file in UNITS for line in file.read_text("utf-8").splitlines() if line.startswith("Exec")]
    called = [line.partition("bin/nurture ")[2] for line in lines]
    called += [" ".join(re.findall(r'"([^"]+)"', rest)) for word, rest in last_stage() if word == "CMD"]
    for words in called:
        name, *rest = words.replace("%i", "web").split()
        known = {option for param in root.commands[name].params for option in param.opts}
        assert {word for word in rest if word.startswith("--")} <= known


@pytest.mark.parametrize("unit", [file for file in UNITS if file.suffix == ".service"], ids=lambda file: file.name)
def test_a_unit_lets_nurture_write_nowhere_else(unit: Path) -> None:
    said = set(unit.read_text("utf-8").splitlines())

    assert {"User=nurture", "UMask=0077", "NoNewPrivileges=true", "ProtectSystem=strict"} <= said
    assert ["ReadWritePaths=/srv/nurture/workspace/.nurture"] == [line for line in said if line.startswith("ReadWritePaths")]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    """Its own places stand in for those of a machine that is set up."""
    here = {"/srv/nurture/venv/bin/nurture": "/bin/true", "User=nurture": "User=root", "/srv/nurture/secrets.env": "/dev/null"}
    for file in UNITS:
        text = file.read_text("utf-8")
        for ours, theirs in here.items():
            text = text.replace(ours, theirs)
        name = file.name.replace("@.", "@web.")
        (tmp_path / name).write_text(text.replace("/srv/nurture/workspace/.nurture", "/tmp").replace("/srv/nurture/workspace", "/tmp"))
    said = subprocess.run(
        ["systemd-analyze", "verify", *(f"./{file.name}" for file in tmp_path.iterdir())],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert (0, "") == (said.returncode, "\n".join(line for line in said.stderr.splitlines() if "nurture" in line))


@pytest.mark.network
@pytest.mark.skipif("NURTURE_TEST_IMAGE" not in os.environ, reason="installs everything anew; NURTURE_TEST_IMAGE=1 asks for it")
def test_the_steps_of_the_image_make_a_nurture_that_runs(tmp_path: Path) -> None:
    """Each RUN of the first stage, in a virtual environment in the place of the image's."""
    place = tmp_path / "nurture"
    source = shutil.copytree(ROOT, tmp_path / "src", ignore=shutil.ignore_patterns(".git", ".venv", "*.db", ".nurture", "__pycache__"))
    first = instructions()[: len(instructions()) - len(last_stage())]
    for step in [rest for word, rest in first if word == "RUN"]:
        command = step.replace("/opt/nurture", str(place)).replace("python -m venv", f"{sys.executable} -m venv")
        subprocess.run(command, shell=True, cwd=source, check=True, timeout=900)
    said = subprocess.run([place / "bin" / "nurture", "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)

    assert said.stdout.startswith("nurture ")
    assert not (place / "bin" / "pip").exists()
