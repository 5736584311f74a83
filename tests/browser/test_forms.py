"""Forms and what they hand out, as a person meets them."""

from collections.abc import Callable

import pytest

from engine.domain.events import Event
from engine.domain.instants import DAY, SECOND
from engine.settings.model import Settings
from engine.store import people
from engine.store.database import Store
from engine.testing import FrozenClock
from tests.browser.conftest import Enter, Visit
from tests.engine.web.forming import deploy_forms

PAGE = "/f/資料請求"


@pytest.fixture(autouse=True)
def deployed(store: Store, settings: Settings) -> None:
    deploy_forms(store, settings)


def owner(store: Store, address: str = "aoi@example.com") -> str:
    with store.read() as tx:
        return people.owners(tx, [("email", address)]).get(("email", address), "")


def fill(visit: Visit, clock: FrozenClock, *, name: str = "青井 葵", address: str = "aoi@example.com") -> None:
    page = visit.page
    page.locator('[name="a.email"]').fill(address)
    page.locator('[name="a.name"]').fill(name)
    page.locator('[name="a.業種"]').select_option("IT")
    page.locator('[name="c.news"]').check()
    clock.advance(10 * SECOND)
    page.locator("button").click()


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_form_is_for_everybody_and_so_are_its_mistakes(enter: Enter, clock: FrozenClock, size: str, language: str) -> None:
    """axe finds nothing on the empty form, on its mistakes and on the page that thanks."""
    visit = enter(size=size, language=language)
    visit.go(PAGE)
    visit.picture(f"form-{language}")
    faults = visit.faults()
    visit.page.locator("button").click()
    visit.picture(f"form-wrong-{language}")
    faults += visit.faults()
    focused = visit.focused()
    fill(visit, clock)
    visit.page.get_by_role("status").wait_for()
    visit.picture(f"form-thanks-{language}")

    assert [] == faults + visit.faults()
    assert "a.email" == focused
    assert {"en": "Thank you", "ja": "ありがとうございました"}[language] == visit.page.title()


def test_a_form_is_filled_in_and_sent_by_keyboard_alone(
    enter: Enter, clock: FrozenClock, store: Store, ledger_of: Callable[..., list[Event]]
) -> None:
    visit = enter(script=False)
    keys = visit.go(PAGE).keyboard
    clock.advance(10 * SECOND)
    for pressed in ("aoi@example.com", "Aoi", "", "I", ""):
        keys.press("Tab")
        keys.type(pressed)
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    visit.page.get_by_role("status").wait_for()

    told = {event.type: event.props for event in ledger_of(owner(store)) if not event.id.endswith("/address")}
    assert {"topic": "news", "text": "Send me the monthly news", "version": "2026-11", "where": "form:資料請求"} == told["consented"]
    assert {"email": "aoi@example.com", "name": "Aoi", "業種": "IT"} == told["lead.changed"]
    assert {"asset": "ids-guide", "kind": "whitepaper"} == told["download"]


def test_what_was_typed_stays_where_something_is_wrong(enter: Enter, clock: FrozenClock) -> None:
    visit = enter(language="ja", script=False)
    visit.go(PAGE)
    fill(visit, clock, address="aoi.example.com")

    page = visit.page
    assert "aoi.example.com" == page.locator('[name="a.email"]').input_value()
    assert "青井 葵" == page.locator('[name="a.name"]').input_value()
    assert page.locator('[name="c.news"]').is_checked() and not page.locator('[name="c.seminars"]').is_checked()
    assert "書き方をご確認ください" in page.locator(".error").inner_text()


def test_the_paper_comes_by_a_link_that_ends(
    enter: Enter, clock: FrozenClock, store: Store, ledger_of: Callable[..., list[Event]]
) -> None:
    visit = enter(size="phone", language="ja")
    visit.go(PAGE)
    fill(visit, clock)
    where = visit.page.locator("a.button").get_attribute("href") or ""
    fetched = [visit.page.request.get(f"{visit.site}/f/{where}", headers={"Sec-Fetch-Mode": "navigate"}) for _ in range(2)]
    clock.advance(8 * DAY)
    visit.go(f"/f/{where}")
    visit.picture("asset-over-ja")

    assert [200, 200] == [answer.status for answer in fetched]
    assert "filename*=utf-8''%E6%83%85%E5%A0%B1" in fetched[0].headers["content-disposition"]
    assert [] == visit.faults() and "このリンクの期限が過ぎました" == visit.page.title()
    visit.page.locator("a.button").click()
    assert "資料のご請求" == visit.page.title()
    assert 1 == [event.type for event in ledger_of(owner(store))].count("asset.taken")
