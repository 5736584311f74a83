"""Accounts from a table."""

from pathlib import Path

import pytest

from engine.domain.companies import account_key_of
from engine.domain.errors import NurtureError
from engine.doors.accounts_csv import read_accounts
from engine.doors.imports import Row


def rows(folder: Path, text: str) -> list[Row]:
    file = folder / "accounts.csv"
    file.write_text(text, "utf-8")
    return list(read_accounts(file))


def test_a_company_is_known_by_its_domain_and_the_rest_is_what_we_know_of_it(tmp_path: Path) -> None:
    row = rows(tmp_path, "ドメイン,会社名,階層\nwww.acme.example,株式会社アクメ,A\n")[0]

    assert "account:acme.example" == row.events[0].lead
    assert {"name": "株式会社アクメ", "階層": "A"} == row.events[0].props
    assert not row.events[0].live


def test_without_a_domain_the_name_of_the_company_says_which(tmp_path: Path) -> None:
    row = rows(tmp_path, "company,階層\n（株）アクメ,B\n")[0]

    assert "account:アクメ" == row.events[0].lead


def test_a_row_that_names_no_company_is_refused_with_its_line(tmp_path: Path) -> None:
    found = rows(tmp_path, "domain,階層\nacme.example,A\ngmail.com,B\n")

    assert [(2, 1), (3, 0)] == [(row.line, len(row.events)) for row in found]
    assert "import.no-company" == found[1].rejected[0].problem.code


def test_a_table_without_a_company_is_no_table_of_accounts(tmp_path: Path) -> None:
    with pytest.raises(NurtureError) as raised:
        rows(tmp_path, "x,y\n1,2\n")

    assert "import-needs-company" == raised.value.problem.code


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.Acme.example/about", "acme.example"),
        ("info@acme.example", "acme.example"),
        ("someone@gmail.com", ""),
        ("株式会社 アクメ", "アクメ"),
        ("Acme Co., Ltd.", "acme"),
        ("", ""),
    ],
)
def test_what_an_account_is_known_by(text: str, key: str) -> None:
    assert key == account_key_of(text)


def test_the_same_row_again_is_the_same_event(tmp_path: Path) -> None:
    text = "domain,階層\nacme.example,A\n"

    assert rows(tmp_path, text)[0].events[0].id == rows(tmp_path, text)[0].events[0].id
