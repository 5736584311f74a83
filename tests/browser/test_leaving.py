"""The page by which a reader leaves, as a reader sees it."""

import pytest

from engine.store import people
from engine.store.database import Store
from tests.browser.conftest import Enter


def left(store: Store) -> list[str]:
    with store.read() as tx:
        return list(people.suppressions(tx, "aoi@example.com"))


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_reader_leaves_by_one_button(enter: Enter, store: Store, mail: str, size: str, language: str) -> None:
    visit = enter(size=size, language=language)
    page = visit.go("/u/leave-001")
    visit.picture(f"leave-{language}")
    before = visit.faults()
    page.get_by_role("button").first.click()
    visit.picture(f"left-{language}")

    assert ([], []) == (before, visit.faults())
    assert {"en": "The mails have stopped", "ja": "配信を停止しました"}[language] == page.title()
    assert [""] == left(store)


def test_the_keyboard_alone_is_enough(enter: Enter, store: Store, mail: str) -> None:
    page = enter(script=False).go("/u/leave-001")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/u/leave-001")
    page.get_by_role("heading", name="The mails have stopped").wait_for()
    assert ["newsletter"] == left(store)
