"""The pages about the API cannot lag behind it: they are made of what reads and of what is served."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.web.api_words import FIELDS, OPERATIONS
from engine.web.application import QUICK, ROUTES
from engine.web.openapi import schemas
from tests.engine.web.conftest import KEY, Ask


def test_every_route_is_in_the_document(ask: Ask) -> None:
    told = ask("GET", "/openapi.json").json["paths"]

    assert {path: {method.lower() for method in methods} for path, _, methods, _ in (*QUICK, *ROUTES)} == {
        path: set(said) - {"parameters"} for path, said in told.items()
    }


def test_every_reference_leads_somewhere_and_every_field_has_its_words() -> None:
    text, known = json.dumps(schemas()), schemas()

    assert set() == {one.split('"')[0] for one in text.split("#/components/schemas/")[1:]} - set(known)
    for name in ("Event", "Lead", "Message", "Batch", "Track", "Alias"):
        assert set() == set(known[name]["properties"]) - set(FIELDS)
        Draft202012Validator.check_schema(known[name])


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_example_of_each_call_is_taken(post: Any, path: str) -> None:
    one = OPERATIONS[path]
    answer = post(path, one.example)

    assert (one.status, []) == (answer.status, answer.json.get("errors", []))


ASKED = [("/docs/ja", "en", "ja"), ("/docs/en", "ja", "en"), ("/docs", "ja", "ja"), ("/docs", "", "en")]


@pytest.mark.parametrize(("path", "header", "language"), ASKED)
def test_the_page_is_one_file_in_the_language_that_is_asked_for(ask: Ask, path: str, header: str, language: str) -> None:
    answer = ask("GET", path, Accept_Language=header)

    assert (200, language) == (answer.status, answer.headers["content-language"])
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert [] == [word for word in ("<script", "src=", "@import", "http://") if word in answer.text]
    assert all(f'<code>{call}</code>' in answer.text for call in OPERATIONS)
    assert KEY not in answer.text


def test_there_is_no_third_language(ask: Ask) -> None:
    assert 404 == ask("GET", "/docs/fr").status
