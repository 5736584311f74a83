"""Hostile fields in our pages, as a real browser reads them: no element, no attribute, no script more than with harmless ones.

Its parser is the one that counts: it mends what is broken, and texts that pass for text elsewhere have become elements there.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.engine.web.conftest import KEY
from tests.faults.figures import count, promise
from tests.hostile.asking import CHOOSES, CONFIRMS, TRIED
from tests.hostile.fields import fields
from tests.hostile.pages import FORM, WIDTH, Answer, Asked, House, filled, harmless
from tests.hostile.test_pages import HARMLESS, WORST

PAGES = count("NURTURE_TEST_PAGES", short=20, long=500)
WORDS = [f"{number}{WORST}" for number in range(60)]
ADDRESSES = ("/u/{token}", "/p/{token}", "/y/{token}", "/f/{name}", "/a/{token}", "")
SHAPE = """html => {
  const texts = new Set(["value", "title", "alt", "placeholder", "content", "aria-label"]), found = [];
  const read = new DOMParser().parseFromString(html, "text/html");
  const walk = read.createTreeWalker(read, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const leads = node.href === undefined ? "" : new URL(node.getAttribute("href"), "https://here.example/").protocol;
    found.push(node.nodeName + leads + [...(node.attributes || [])].map(
      one => texts.has(one.name) || one.name === "href" ? one.name : one.name + "=" + one.value).join(" "));
  }
  return found;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without any policy: what can run, runs."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Pages of a house full of hostile texts, and of a harmless one. In a thread of their own: the browser has a loop in this one."""
    monkeypatch.setenv("NURTURE_WEB__WRITE_KEY", KEY)
    told = fields(10_000)

    def ask(name: str, asked: list[Asked], *, hurts: bool) -> list[Answer]:
        house = House(folder / name, WORDS, str if hurts else harmless)
        for number in (one + more for one in range(3) for more in (0, CHOOSES, CONFIRMS)):
            house.mail(number, f"{WORST}@{WORST}", WORST)
        found = house.ask(asked)
        house.store.close()
        return found

    def calls(fields: tuple[str, ...]) -> list[Asked]:
        return [one for number, field in enumerate(fields) for where in ADDRESSES for one in TRIED[where](field, number)]

    parts = [told[start : start + WIDTH] for start in range(0, len(told), WIDTH)][:: max(1, 500 // PAGES)]
    hostile, meant = ([Asked("POST", "/f/f0", filled(part, text), FORM) for part in parts] for text in (str, harmless))
    with ThreadPoolExecutor(1) as beside:
        first = beside.submit(ask, "hostile", [*hostile, *calls((WORST, "</title><img src=x onerror=alert(1)>"))], hurts=True)
        second = beside.submit(ask, "harmless", [*meant[:1], *calls(HARMLESS)], hurts=False)
        both = [[one.body.decode() for one in found.result() if one.is_page] for found in (first, second)]
    return both[0], both[1]


def listen(page: Page, ran: list[str]) -> None:
    """Whatever runs, asks for something or fails is written down."""

    def spoken(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", spoken)
    page.on("request", lambda request: ran.append(request.url))
    page.on("pageerror", lambda error: ran.append(str(error)))


def test_a_browser_finds_no_element_and_runs_no_script_of_a_field(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile, meant = answers(tmp_path, monkeypatch)
    ran: list[str] = []
    listen(page, ran)
    known = {json.dumps(page.evaluate(SHAPE, html)) for html in meant}
    wrong = [html for html in hostile if json.dumps(page.evaluate(SHAPE, html)) not in known]
    for html in dict.fromkeys(hostile[:: max(1, len(hostile) // 20)]):
        page.set_content(html)

    promise(f"{len(hostile)} pages of hostile fields in a browser", elements_or_attributes_more=len(wrong), scripts_or_requests=len(ran))
    assert ([], []) == (wrong, ran)


def test_the_browser_would_see_it(page: Page) -> None:
    """Both readings find what is no text: without this the other test says nothing."""
    ran: list[str] = []
    listen(page, ran)
    page.set_content(f"<p>{WORST}</p>")

    assert ["1"] == ran
    assert page.evaluate(SHAPE, f'<p title="{WORST}">') != page.evaluate(SHAPE, '<p title="x">')
