"""The page about our HTTP API, as somebody reads it."""

import pytest

from tests.browser.conftest import Enter


@pytest.mark.parametrize(("size", "language", "title"), [("phone", "ja", "HTTP でできごとを送る"), ("desk", "en", "Events over HTTP")])
def test_the_page_about_the_api_is_read_without_hindrance(enter: Enter, size: str, language: str, title: str) -> None:
    visit = enter(size=size, language=language, script=True)
    page = visit.go("/docs")

    assert title == page.title()
    visit.picture(f"docs-{language}")
    assert [] == visit.faults()
    page.get_by_role("link", name="/v1/batch").click()
    assert page.url.endswith("#batch")
    page.get_by_role("link", name={"ja": "English", "en": "日本語"}[language]).click()
    assert title != page.title()
