"""Our pages in a real browser: Chromium, driven by playwright, at the width of a desk and of a phone."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from engine.settings.model import Settings
from engine.store.database import Store
from engine.testing import FrozenClock, LoadedDice
from engine.web.application import create_app
from engine.web.server import WebServer
from tests.engine.web.conftest import ask, clock, ledger_of, mail, settings, store

__all__ = ["ask", "clock", "ledger_of", "mail", "settings", "store"]

CHROMIUM = Path(os.environ.get("NURTURE_TEST_CHROMIUM", "/usr/bin/chromium"))
PICTURES = os.environ.get("NURTURE_TEST_PICTURES", "")
"""A folder for what the pages look like; "" for no pictures."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SIZES = {"desk": (1_280, 900), "phone": (375, 700)}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""A person's: what says that it has no head is taken for a machine."""
PATIENCE = 10_000
"""Milliseconds that anything on a page may take."""


@dataclass(frozen=True)
class Visit:
    """One person at a screen. site: where our server listens, as in `http://127.0.0.1:1234`."""

    page: Page
    site: str
    size: str

    def go(self, path: str) -> Page:
        """Opens one of our pages."""
        self.page.goto(self.site + path)
        return self.page

    def picture(self, name: str) -> None:
        """Keeps what stands on the screen, where somebody asked for pictures."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(PICTURES) / f"{name}-{self.size}.png", full_page=True)

    def faults(self) -> list[str]:
        """What axe finds on the page, and what the eye of a phone would: a page wider than its screen."""
        found = cast(list[Any], Axe().run(self.page).response["violations"])
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found] + (["wider than the screen"] if wide else [])

    def focused(self) -> str:
        """The name or id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.id || document.activeElement.tagName"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all tests of this folder; it ends with them, for it keeps an event loop in this thread."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


Enter = Callable[..., Visit]


@pytest.fixture
def site(store: Store, settings: Settings, clock: FrozenClock) -> Iterator[str]:
    """Our web role, listening."""
    server = WebServer(create_app(store, settings, clock, LoadedDice()), "127.0.0.1", 0)
    host, port = server.start()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def enter(browser: Browser, site: str) -> Iterator[Enter]:
    """`enter(size="phone", language="ja", script=False)` sits somebody down; each call is another person.

    Nothing may be asked of any other host, and no script of ours may fail.
    """
    opened: list[BrowserContext] = []
    astray: list[str] = []

    def enter(*, size: str = "desk", language: str = "en", script: bool = True, **more: Any) -> Visit:
        width, height = SIZES[size]
        locale = {"ja": "ja-JP", "en": "en-US"}[language]
        told: dict[str, Any] = {"locale": locale, "java_script_enabled": script, "user_agent": AGENT} | more
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone", **told)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: None if request.url.startswith(site) else astray.append(request.url))
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: astray.append(str(error)))
        return Visit(page, site, size)

    yield enter
    for context in opened:
        context.close()
    assert [] == astray
