"""The pages on which readers say what they allow, as readers see them."""

from typing import Any

import pytest

from engine.settings.model import Settings
from engine.store import consents, outbox, people
from engine.store.database import Store
from engine.store.outbox import Link
from engine.store.writer import Priority
from engine.work.deployments import deploy, gather_program
from grammar.parse import parse
from tests.browser.conftest import Enter, Visit

TOPICS = """topic newsletter "ニュースレター"
topic seminar "Seminars and events <near> you"
topic product "製品情報" {
  opt-in double
}
"""
BOTH = pytest.mark.parametrize("language", ["en", "ja"])
SIZES = pytest.mark.parametrize("size", ["desk", "phone"])


@pytest.fixture
def deployed(store: Store, settings: Settings, mail: str) -> None:
    """The topics are in force, and the mail asks for a second yes, too."""
    stored, _ = gather_program([parse(TOPICS, "topics.nurture").file], settings.templates, zone="Asia/Tokyo", language="en")
    deploy(store, stored)
    link = Link("yes-00001", mail, "L1", "confirm", "", "")

    def write(tx: Any) -> None:
        outbox.add_links(tx, [link])
        tx.exec_driver_sql("UPDATE messages SET topic = 'product', decided_at = 1793577600000000 WHERE id = 'message-1'")

    store.write(Priority.INTAKE, write)


def closed(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, "aoi@example.com")


def acts(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        return [(one.act, one.topic) for one in consents.of_leads(tx, ["L1"])]


@SIZES
@BOTH
def test_a_reader_chooses_and_takes_it_back(enter: Enter, store: Store, deployed: None, size: str, language: str) -> None:
    visit = enter(size=size, language=language)
    page = visit.go("/p/leave-001")
    visit.picture(f"prefer-{language}")
    faults = visit.faults()
    page.get_by_label("ニュースレター").uncheck()
    page.get_by_label("製品情報").check()
    page.locator("input[name=pause][value='30']").check()
    page.locator("input[name=untracked]").check()
    page.locator("button[value=save]").click()
    visit.picture(f"saved-{language}")
    faults += visit.faults()
    after = closed(store)
    page.locator("button[value=undo]").click()
    visit.picture(f"undone-{language}")

    assert [] == faults + visit.faults()
    assert ({"newsletter": "unsubscribed"}, {}) == (after, closed(store))
    assert ("asked", "product") in acts(store)


@SIZES
@BOTH
def test_a_reader_confirms_by_one_button(enter: Enter, store: Store, deployed: None, size: str, language: str) -> None:
    visit = enter(size=size, language=language)
    page = visit.go("/y/yes-00001")
    visit.picture(f"confirm-{language}")
    faults = visit.faults()
    looked = acts(store)
    page.get_by_role("button").click()
    visit.picture(f"confirmed-{language}")

    assert [] == faults + visit.faults()
    assert ([], [("given", "product")]) == (looked, acts(store))


@BOTH
def test_leaving_everything_is_taken_back_on_the_spot(enter: Enter, store: Store, deployed: None, language: str) -> None:
    visit = enter(size="phone", language=language)
    page = visit.go("/u/leave-001")
    page.get_by_role("link").click()
    page.locator("button[value=leave]").click()
    page.locator("button[value=back]").wait_for()
    visit.picture(f"stopped-{language}")
    faults, after = visit.faults(), closed(store)
    page.locator("button[value=back]").click()
    page.wait_for_load_state()

    assert [] == faults + visit.faults()
    assert ({"": "unsubscribed"}, {}) == (after, closed(store))


def tab_to(visit: Visit, selector: str) -> None:
    """By the keyboard alone; what has the focus must be seen."""
    for _ in range(30):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("at => document.activeElement.matches(at)", selector):
            assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"the keyboard never comes to {selector}")


def test_the_keyboard_alone_is_enough_without_any_script_of_ours(enter: Enter, store: Store, deployed: None) -> None:
    visit = enter()
    visit.go("/p/leave-001")
    assert 0 == visit.page.locator("script").count()
    tab_to(visit, "input[value=newsletter]")
    visit.page.keyboard.press("Space")
    tab_to(visit, "button[value=save]")
    visit.page.keyboard.press("Enter")
    visit.page.locator("button[value=undo]").wait_for()

    assert {"newsletter": "unsubscribed"} == closed(store)
