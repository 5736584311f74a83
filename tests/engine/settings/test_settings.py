"""A workspace is found upward, read strictly, and its secrets stay secret."""

import json
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

from engine.domain.errors import NurtureError, Problem
from engine.settings.load import load_settings
from engine.settings.schema import schema_text
from engine.settings.sentences import SENTENCES
from engine.settings.workspace import find_workspace, read_workspace

ROOT = Path(__file__).parents[3]


def workspace(folder: Path, text: str) -> Path:
    (folder / "nurture.toml").write_text(text, encoding="utf-8")
    return folder


def complaint(root: Path) -> Problem:
    with pytest.raises(NurtureError) as caught:
        load_settings(root)
    return caught.value.problem


def test_the_workspace_is_the_nearest_folder_upward_with_a_config(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    workspace(tmp_path, "")

    assert tmp_path.resolve() == find_workspace(deep)


def test_where_there_is_no_workspace_a_person_is_told(tmp_path: Path) -> None:
    with pytest.raises(NurtureError) as caught:
        find_workspace(tmp_path)

    assert "settings.no-workspace" == caught.value.problem.code


def test_what_the_checker_needs_is_read_without_the_rest(tmp_path: Path) -> None:
    root = workspace(tmp_path, '[workspace]\nlanguage = "ja"\ntimezone = "Asia/Tokyo"\ntemplates = "mails"\n')

    read = read_workspace(root)

    assert ("ja", "Asia/Tokyo", tmp_path.resolve() / "mails") == (read.language, read.timezone, read.templates)


def test_finding_a_workspace_loads_neither_pydantic_nor_sql_nor_templates() -> None:
    heavy = "{'pydantic', 'sqlalchemy', 'jinja2', 'msgspec'}"
    code = f"import sys, engine.settings; print(sorted({heavy} & set(sys.modules)))"

    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "[]" == said.stdout.strip()


def test_a_mistyped_key_is_reported_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    root = workspace(tmp_path, '[workspace]\nlanguage = "ja"\n\n[sender]\nadress = "a@example.com"\n')

    expected = Problem(
        "settings.unknown-key-near",
        {"key": "sender.adress", "near": "address", "where": f"{root / 'nurture.toml'}:5"},
    )
    assert expected == complaint(root)


def test_an_unknown_section_is_reported_with_its_line(tmp_path: Path) -> None:
    found = complaint(workspace(tmp_path, '\n[delivry]\nredirect = "a@example.com"\n'))

    assert ("settings.unknown-key-near", "delivery") == (found.code, found.values["near"])
    assert found.values["where"].endswith(":2")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[web]\nport = 0\n", "settings.too-small"),
        ('[web]\nport = "many"\n', "settings.not-number"),
        ("[web]\nport = 80.5\n", "settings.not-number"),
        ("[sender]\nname = 5\n", "settings.not-text"),
        ('[sender]\naddress = "Taro <a@example.com>"\n', "settings.address"),
        ('[sender]\nname = "two\\nlines"\n', "settings.one-line"),
        ('[workspace]\nlanguage = "fr"\n', "settings.not-one-of"),
        ('[workspace]\ntimezone = "Asia/Edo"\n', "settings.timezone"),
        ('[workspace]\nregion = "japan"\n', "settings.region"),
        ('[links]\nbase_url = "javascript:alert(1)"\n', "settings.base-url"),
        ('[links]\nbase_url = "https://a.example:99999"\n', "settings.base-url"),
        ('[smtp]\nurl = "mail.example.com:25"\n', "settings.smtp-url"),
        ('[smtp]\nstarttls = "perhaps"\n', "settings.not-yes-no"),
        ('[database]\nurl = "mysql://localhost/n"\n', "settings.database-url"),
        ('[delivery]\nrates = { "*" = 0 }\n', "settings.too-small"),
        ("web = 8080\n", "settings.not-a-section"),
        ('[webhooks]\ncrm = "https://crm.example"\n', "settings.not-a-section"),
        ('[webhooks.crm]\nurl = "crm.example/hook"\n', "settings.hook-url"),
        ('[webhooks.crm]\nurl = "https://me:hush@crm.example/hook"\n', "settings.hook-url"),
        ('[webhooks.crm]\nsecret_env = "whsec_MfKQ9r8GKY=="\n', "settings.variable-name"),
        ("[webhooks.crm]\ntimeout = 0\n", "settings.too-small"),
        ('[webhooks.crm]\nattributes = "email"\n', "settings.not-a-list"),
        ('[slack]\nsales = { url_env = "https://hooks.slack.example/T/B/x" }\n', "settings.variable-name"),
        ('[retention]\nhours = "1 to 5"\n', "settings.hours"),
        ('[tracking]\ncountries = ["Deutschland"]\n', "settings.countries"),
        ("[retention]\nproof_days = 30\n", "settings.proof-days"),
        ("[web\nport = 1\n", "settings.not-toml"),
    ],
)
def test_a_value_that_cannot_be_meant_gets_its_own_sentence(tmp_path: Path, text: str, code: str) -> None:
    found = complaint(workspace(tmp_path, text))

    assert code == found.code
    needed = {name for words in SENTENCES[code] for _, name, _, _ in Formatter().parse(words) if name}
    assert needed <= found.values.keys()


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    found = complaint(workspace(tmp_path, '[web]\nwrite_key = "hush-hush"\n'))

    assert ("settings.secret-in-file", "NURTURE_WEB__WRITE_KEY") == (found.code, found.values["variable"])
    assert "hush-hush" not in str(found)


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    found = complaint(workspace(tmp_path, '[smtp]\nurl = "smtp://me:hush-hush@mail.example.com"\n'))

    assert "settings.secret-in-file" == found.code
    assert "hush-hush" not in str(found)


def test_the_environment_stands_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = workspace(tmp_path, '[web]\nhost = "127.0.0.1"\nport = 8080\n')
    monkeypatch.setenv("NURTURE_WEB__PORT", "9000")

    settings = load_settings(root)

    assert ("127.0.0.1", 9000) == (settings.web.host, settings.web.port)


def test_a_mistyped_variable_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_WEB__WRITEKEY", "hush-hush")

    found = complaint(workspace(tmp_path, ""))

    expected = {"key": "web.writekey", "near": "write_key", "where": "NURTURE_WEB__WRITEKEY"}
    assert Problem("settings.unknown-key-near", expected) == found


def test_a_wrong_value_in_the_environment_is_blamed_on_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_WEB__PORT", "many")

    found = complaint(workspace(tmp_path, "[web]\nport = 8080\n"))

    assert ("settings.not-number", "NURTURE_WEB__PORT") == (found.code, found.values["where"])


def test_secrets_never_show_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NURTURE_WEB__WRITE_KEY", "NURTURE_SMTP__PASSWORD", "NURTURE_WEBHOOK__SECRET"):
        monkeypatch.setenv(name, "hush-hush")

    settings = load_settings(workspace(tmp_path, ""))

    assert "hush-hush" == settings.web.write_key.get_secret_value()
    assert "hush-hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_webhooks_address_and_secret_may_stand_in_variables_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_URL", "https://crm.example/secret-path ")
    monkeypatch.setenv("CRM_SECRET", "whsec_own")
    text = '[webhooks.crm]\nurl_env = "CRM_URL"\nsecret_env = "CRM_SECRET"\n[webhooks."顧客管理"]\nurl = "https://b.example/"\n'

    hooks = load_settings(workspace(tmp_path, text)).webhooks

    assert ("https://crm.example/secret-path", "whsec_own") == (hooks["crm"].address, hooks["crm"].secret("common"))
    assert ("https://b.example/", "common") == (hooks["顧客管理"].address, hooks["顧客管理"].secret("common"))
    assert "secret-path" not in f"{hooks}"


@pytest.mark.parametrize(
    ("text", "key", "near", "line"),
    [
        ('[webhooks.crm]\nurll = "https://crm.example"\n', "webhooks.crm.urll", "url", 2),
        ('[webhooks."顧客管理"]\n\nsecret = "x"\n', "webhooks.顧客管理.secret", "secret_env", 3),
        ('[slack]\nsales = { url = "https://hooks.slack.example" }\n', "slack.sales.url", "url_env", 2),
    ],
)
def test_a_mistyped_key_of_a_named_section_is_reported_too(tmp_path: Path, text: str, key: str, near: str, line: int) -> None:
    found = complaint(workspace(tmp_path, text))

    assert ("settings.unknown-key-near", key, near) == (found.code, found.values["key"], found.values["near"])
    assert found.values["where"].endswith(f":{line}")


def test_a_relative_database_lies_in_the_state_folder(tmp_path: Path) -> None:
    settings = load_settings(workspace(tmp_path, ""))

    assert tmp_path.resolve() / ".nurture" / "nurture.db" == settings.database_path


def test_the_published_schema_is_current() -> None:
    published = (ROOT / "docs" / "nurture.schema.json").read_text(encoding="utf-8")

    assert schema_text() == published, "run: python -m engine.settings.schema docs/nurture.schema.json"


def test_the_schema_offers_no_place_for_a_secret() -> None:
    schema = json.loads(schema_text())

    names = {name for section in schema["$defs"].values() for name in section["properties"]}
    assert not {"password", "write_key", "secret"} & names


def test_every_sentence_stands_in_both_languages_with_the_same_values() -> None:
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for code, (english, japanese) in SENTENCES.items():
        assert values(english) == values(japanese), code
